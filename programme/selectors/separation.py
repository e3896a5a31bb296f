"""Who may act: the acts taken on a file, what the separation of duties says to a person, delegations, people who are able."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from foundation.identity.models import Absence, GuestGrant, Office, RoleGrant, User, in_force
from foundation.identity.permissions import STAFF_PERMISSIONS, Permission, roles_with
from foundation.identity.selectors import staff_roles
from foundation.identity.states import StaffRole
from programme import rules
from programme.models import ActTaken, Configuration, Delegation, SeparationRule
from programme.states import Act

from .configuration import configuration as configuration_on
from .configuration import kept
from .offices import office_line

ACT_PERMISSIONS: dict[str, Permission] = {
    Act.PROPOSE: Permission.DECISION_PROPOSE,
    Act.VET: Permission.VETTING_DETERMINE,
    Act.VALIDATE: Permission.VALIDATION_VISIT,
    Act.REVIEW: Permission.VALIDATION_REVIEW,
    Act.DECIDE: Permission.DECISION_TAKE,
    Act.APPEAL: Permission.APPEAL_DECIDE,
    Act.MANAGE: Permission.CLIENT_MANAGE,
    Act.AUDIT: Permission.AUDIT_READ,
}


def acts_on_file(file_id: UUID) -> list[ActTaken]:
    """The acts taken on a file, in order, with the people."""
    return list(ActTaken.objects.filter(file_id=file_id).select_related("user").order_by("at", "id"))


def separation_table(configuration: Configuration) -> list[SeparationRule]:
    """The separation rules of a configuration."""
    return list(kept(configuration, "separation_rules"))


def facts_of(table: list[SeparationRule]) -> list[rules.SeparationFacts]:
    """The rules as the rule functions take them."""
    return [rules.SeparationFacts(row.first_act, row.second_act, row.mode, row.reviewer_role) for row in table]


def verdict(*, file_id: UUID, act: str, user: User, configuration: Configuration) -> rules.SeparationVerdict:
    """What the table in force says to one person who would take one act on a file."""
    earlier = ActTaken.objects.filter(file_id=file_id, user=user).values_list("act", flat=True)
    return rules.separation_verdict(act=act, earlier=set(earlier), table=facts_of(separation_table(configuration)))


def breaches(*, file_id: UUID, act: str, user: User, on: date) -> list[str]:
    """Why this person may not take this act on the file; empty when nothing stands against it."""
    found = verdict(file_id=file_id, act=act, user=user, configuration=configuration_on(on))
    return [_already(before, act) for before in found.forbidden_by]


def needs_reason(*, file_id: UUID, act: str, user: User, on: date) -> list[str]:
    """Why this person must give a reason, because the act is reviewed afterwards; empty when it is not, or was given."""
    if ActTaken.objects.filter(file_id=file_id, act=act, user=user).exists():
        return []
    found = verdict(file_id=file_id, act=act, user=user, configuration=configuration_on(on))
    return [_already(before, act) for before, _role in found.reviewed_by]


def _already(before: str, act: str) -> str:
    sentences = {
        Act.PROPOSE: _("You proposed the decision on this file."),
        Act.VET: _("You did the desk checks of this file."),
        Act.VALIDATE: _("You visited the company for this file."),
        Act.REVIEW: _("You reviewed the report on this file."),
        Act.DECIDE: _("You decided this file."),
        Act.APPEAL: _("You decided the appeal on this file."),
        Act.MANAGE: _("You manage the account of this company."),
        Act.AUDIT: _("You audited this file."),
    }
    return sentences[Act(before)]


def acts_to_review(user: User, on: date) -> QuerySet[ActTaken]:
    """Doubled acts that wait for the outsider's review and that this person may review."""
    waiting = ActTaken.objects.filter(review__isnull=True, review_role__in=staff_roles(user, on))
    own_files = ActTaken.objects.filter(user=user).values("file_id")
    return waiting.exclude(file_id__in=own_files).select_related("user").order_by("at", "id")


def delegations(on: date) -> QuerySet[Delegation]:
    """The delegations that hold on a day."""
    return Delegation.objects.filter(in_force(on)).select_related("holder", "deputy", "office")


def all_delegations(on: date) -> QuerySet[Delegation]:
    """Delegations that hold on a day or will, by number."""
    open_end = Q(valid_until__isnull=True) | Q(valid_until__gte=on)
    return Delegation.objects.filter(open_end).select_related("holder", "deputy", "office").order_by("number")


def may_hold_delegations(on: date) -> QuerySet[User]:
    """Who may be given a power to decide: people who take decisions, and guests asked to decide on some file."""
    guests = GuestGrant.objects.filter(in_force(on), act=Act.DECIDE).values("user")
    deciding = RoleGrant.objects.filter(in_force(on), role=StaffRole.DECISION_MAKER).values("user")
    people = Q(pk__in=deciding) | Q(pk__in=guests)
    return User.objects.filter(people, is_active=True, is_staff=True).order_by("full_name", "id")


def delegation_for(
    *, user: User, act: str, kind: str, office: Office | None, small_firm: bool, on: date
) -> Delegation | None:
    """The delegation by which this person takes this decision on a day (PRG-R09); None when there is none.

    The deputy acts by it on the days the holder is away, as the holder or a leader has recorded: never by a record of the
    deputy's own, nor of somebody without a say over people.
    """
    away = _away(user, on).values("user")
    held = delegations(on).filter(Q(holder=user) | Q(deputy=user, holder__in=away)).order_by("number")
    offices = [row.code for row in office_line(office)] if office else []
    for row in held:
        facts = rules.DelegationFacts(row.act, row.kind, row.office.code if row.office else "", row.small_firms_only)
        if rules.delegation_fits(facts, act=act, kind=kind, offices=offices, small_firm=small_firm):
            return row
    return None


def _away(deputy: User, on: date) -> QuerySet[Absence]:
    """The absences of a day by which this deputy may stand in."""
    leaders = RoleGrant.objects.filter(in_force(on), role__in=roles_with(Permission.PEOPLE_MANAGE)).values("user")
    trusted = Q(recorded_by__isnull=True) | Q(recorded_by=F("user")) | Q(recorded_by__in=leaders)
    return Absence.objects.filter(trusted, starts_on__lte=on, ends_on__gte=on).exclude(recorded_by=deputy)


def people_able(
    *, file_id: UUID, act: str, office: Office | None, on: date, as_if: Iterable[tuple[int, str]] = ()
) -> list[User]:
    """Who holds a role (or a guest's right) for this act and is not shut out by an earlier act, in a fixed number of queries.

    `as_if` are further acts (person, act) to reckon with, as when somebody is about to be named for one. An empty list
    means the file heads for a deadlock.
    """
    table = facts_of(separation_table(configuration_on(on)))
    earlier: dict[int, set[str]] = {}
    for user_id, taken in ActTaken.objects.filter(file_id=file_id).values_list("user_id", "act"):
        earlier.setdefault(user_id, set()).add(taken)
    for user_id, expected in as_if:
        earlier.setdefault(user_id, set()).add(expected)
    return [
        user
        for user in _with_right(file_id=file_id, act=act, office=office, on=on)
        if not rules.separation_verdict(act=act, earlier=earlier.get(user.pk, set()), table=table).forbidden_by
    ]


def _with_right(*, file_id: UUID, act: str, office: Office | None, on: date) -> QuerySet[User]:
    wanted = ACT_PERMISSIONS[act]
    roles = [role for role, held in STAFF_PERMISSIONS.items() if wanted in held]
    grants = RoleGrant.objects.filter(in_force(on), role__in=roles)
    if office is not None:
        grants = grants.filter(Q(office__isnull=True) | Q(office__in=office_line(office)))
    guests = GuestGrant.objects.filter(in_force(on), file_id=file_id, act=act)
    people = Q(pk__in=grants.values("user")) | Q(pk__in=guests.values("user"))
    return User.objects.filter(people, is_active=True, is_staff=True).order_by("full_name", "id")
