"""Organisations and the people who act for them: memberships, mandates of consultants, invitations."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.audit.services import Actor, Refused, acting, locked, record
from foundation.clock.services import local_date
from foundation.identity import rules, selectors
from foundation.identity.adapters import accounts, invitations
from foundation.identity.models import Invitation, Membership, Organisation, User, in_force
from foundation.identity.rules import Breach
from foundation.identity.states import CompanyRole, MandateScope

TEXTS = {
    Breach.NOT_ADMINISTRATOR: gettext_lazy("Only an administrator of the company can do this."),
    Breach.NOT_SIGNATORY: gettext_lazy("Only a signatory of the company can give or end a mandate."),
    Breach.LAST_ADMINISTRATOR: gettext_lazy("This is the last administrator. Make somebody else administrator first."),
    Breach.USED: gettext_lazy("This invitation was already used."),
    Breach.EXPIRED: gettext_lazy("This invitation has run out. Ask the company for a new one."),
    Breach.ADDRESSED_TO_ANOTHER: gettext_lazy("This invitation is addressed to somebody else."),
    Breach.NO_END: gettext_lazy("A mandate needs a last day."),
    Breach.ENDS_IN_THE_PAST: gettext_lazy("The last day of a mandate must lie ahead."),
    Breach.ENDS_BEFORE_START: gettext_lazy("The mandate ends before it begins. Change one of the days."),
    Breach.WHOLE_COMPANY: gettext_lazy("An administrator or signatory answers for the whole company, not for a part."),
}


def create_organisation(*, kind: str, name: str, actor: Actor, now: datetime) -> Organisation:
    """A body that people will act for."""
    with acting(actor=actor, at=now):
        organisation = Organisation.objects.create(kind=kind, name=name.strip())
        record("organisation.created", subject=organisation, organisation_id=organisation.pk)
        return organisation


def grant_membership(
    *,
    user: User,
    organisation: Organisation,
    role: str,
    valid_from: date,
    valid_until: date | None = None,
    mandate_scope: Sequence[str] = (),
    kinds: Sequence[str] = (),
    sites: Sequence[UUID] = (),
    actor: Actor,
    now: datetime,
) -> Membership:
    """Give a person a role in an organisation; the open membership of that role when there is one already.

    `kinds` and `sites` narrow it; neither narrows an administrator or a signatory, who answer for the whole.
    """
    with acting(actor=actor, at=now):
        _known(role, CompanyRole.values)
        for scope in mandate_scope:
            _known(scope, MandateScope.values)
        _refuse(rules.limit_breaches(role=role, limited=bool(kinds or sites)))
        fields = {
            "valid_from": valid_from,
            "valid_until": valid_until,
            "mandate_scope": sorted(mandate_scope),
            "kinds": sorted(kinds),
            "sites": sorted(sites),
        }
        held = _open_membership(user, organisation, role)
        if held is not None:
            return held
        membership = _created(user=user, organisation=organisation, role=role, **fields)
        limits = {"scope": fields["mandate_scope"], "kinds": fields["kinds"], "sites": fields["sites"]}
        _recorded("membership.granted", membership, {"role": role, **limits})
        return membership


def _created(**fields: Any) -> Membership:
    try:
        with transaction.atomic():
            return Membership.objects.create(**fields)
    except IntegrityError as error:
        if "membership_ends_after_start" in str(error):
            raise Refused(_("The last day lies before the first.")) from None
        return Membership.objects.get(
            user=fields["user"], organisation=fields["organisation"], role=fields["role"], valid_until__isnull=True
        )


def _open_membership(user: User, organisation: Organisation, role: str) -> Membership | None:
    return Membership.objects.filter(user=user, organisation=organisation, role=role, valid_until__isnull=True).first()


def end_membership(*, membership: Membership, last_day: date, actor: Actor, now: datetime) -> Membership:
    """End a membership with a last day, which still counts; the day before today ends it at once. Nothing is made longer
    this way: who may end a mandate may not always give one.

    One that would end before it began never held, so its row goes; the row history keeps it.
    """
    with acting(actor=actor, at=now):
        row = locked(membership)
        if isinstance(actor, User) and not actor.is_staff:
            _refuse(_ending_breaches(row, actor, local_date(now)))
        if row.valid_until is not None and last_day > row.valid_until:
            raise Refused(_("It ends before that day already. Choose an earlier day, or give a new mandate."))
        _recorded("membership.ended", row, {"role": row.role, "last_day": last_day})
        if last_day < row.valid_from:
            row.delete()
            return row
        row.valid_until = last_day
        row.save(update_fields=["valid_until"])
        return row


def _ending_breaches(row: Membership, actor: User, on: date) -> list[Breach]:
    """A consultant may lay down an own mandate; everything else needs the company's people."""
    own_mandate = row.user_id == actor.pk and row.role == CompanyRole.CONSULTANT
    own_roles = selectors.company_roles(actor, row.organisation, on)
    others = Membership.objects.filter(
        in_force(on), organisation=row.organisation, role=CompanyRole.ADMINISTRATOR, user__is_active=True
    ).exclude(pk=row.pk)
    # Two administrators ending each other at one moment: the lock on these rows makes one wait and then see it.
    count = len(others.select_for_update(of=("self",)))
    breaches = [] if own_mandate else rules.change_breaches(role=row.role, own_roles=own_roles)
    return breaches + rules.ending_breaches(role=row.role, other_administrators=count)


def limit_membership(
    *, membership: Membership, kinds: Sequence[str], sites: Sequence[UUID], actor: User, now: datetime
) -> Membership:
    """Limit a colleague or a mandate to kinds and places; nothing named takes the limit away."""
    with acting(actor=actor, at=now):
        row = locked(membership)
        own_roles = selectors.company_roles(actor, row.organisation, local_date(now))
        _refuse(
            rules.change_breaches(role=row.role, own_roles=own_roles)
            + rules.limit_breaches(role=row.role, limited=bool(kinds or sites))
        )
        row.kinds, row.sites = sorted(kinds), sorted(sites)
        row.save(update_fields=["kinds", "sites"])
        _recorded("membership.limited", row, {"role": row.role, "kinds": row.kinds, "sites": row.sites})
        return row


def invite(
    *,
    organisation: Organisation,
    email: str,
    role: str,
    mandate_scope: Sequence[str] = (),
    mandate_until: date | None = None,
    mandate_from: date | None = None,
    kinds: Sequence[str] = (),
    sites: Sequence[UUID] = (),
    valid_days: int,
    actor: Actor,
    now: datetime,
) -> Invitation:
    """Ask somebody to join; the open invitation of that address and role is renewed. The e-mail goes after commit.

    The link works for `valid_days` days, as the programme says.
    """
    on = local_date(now)
    with acting(actor=actor, at=now):
        _known(role, CompanyRole.values)
        breaches = rules.mandate_breaches(role=role, until=mandate_until, on=on, starts=mandate_from)
        breaches += rules.limit_breaches(role=role, limited=bool(kinds or sites))
        if isinstance(actor, User) and not actor.is_staff:
            own_roles = selectors.company_roles(actor, organisation, on)
            breaches = rules.change_breaches(role=role, own_roles=own_roles) + breaches
        _refuse(breaches)
        wanted: dict[str, Any] = {
            "mandate_scope": sorted(mandate_scope),
            "mandate_until": mandate_until,
            "mandate_from": mandate_from,
            "kinds": sorted(kinds),
            "sites": sorted(sites),
            "invited_at": now,
            "expires_on": on + timedelta(days=valid_days),
        }
        invitation = _renewed(organisation, email.strip().lower(), role, wanted)
        record(
            "invitation.sent",
            subject=invitation,
            organisation_id=organisation.pk,
            data={"role": role, "until": invitation.expires_on},
            disclosed=True,
        )
        transaction.on_commit(lambda: invitations.send(invitation, actor.actor_label))
        return invitation


def _renewed(organisation: Organisation, email: str, role: str, wanted: dict[str, Any]) -> Invitation:
    open_one: dict[str, Any] = {"organisation": organisation, "email": email, "role": role, "accepted_at": None}
    invitation, _made = Invitation.objects.update_or_create(**open_one, defaults=wanted)
    return invitation


def send_invitation(*, invitation: Invitation, actor: Actor) -> bool:
    """Send the e-mail of an open invitation once more; False when the mail server refuses."""
    return invitations.send(invitation, actor.actor_label)


def withdraw_invitation(*, invitation: Invitation, actor: Actor, now: datetime) -> None:
    """Take an open invitation back; its address then leads nowhere."""
    on = local_date(now)
    with acting(actor=actor, at=now):
        row = locked(invitation)
        if isinstance(actor, User) and not actor.is_staff:
            own_roles = selectors.company_roles(actor, row.organisation, on)
            _refuse(rules.change_breaches(role=row.role, own_roles=own_roles))
        if row.accepted_at:
            _refuse([Breach.USED])
        record("invitation.withdrawn", subject=row, organisation_id=row.organisation_id, disclosed=True)
        row.delete()


def accept_invitation(*, invitation: Invitation, user: User, now: datetime) -> Membership:
    """Join by an invitation. Used once, in time, by the person addressed, whose e-mail address is confirmed."""
    on = local_date(now)
    with acting(actor=user, at=now):
        row = locked(invitation)
        facts = rules.InvitationFacts(row.email, row.expires_on, accepted=row.accepted_at is not None)
        _refuse(rules.acceptance_breaches(facts, email=user.email, on=on))
        _refuse(rules.mandate_breaches(role=row.role, until=row.mandate_until, on=on))
        if user.is_staff:
            raise Refused(_("People of Customs can’t act for a company."))
        if not accounts.has_confirmed(user, row.email):
            raise Refused(_("Confirm your e-mail address first. We have sent you a link."))
        row.accepted_at, row.accepted_by = now, user
        row.save(update_fields=["accepted_at", "accepted_by"])
        return grant_membership(
            user=user,
            organisation=row.organisation,
            role=row.role,
            valid_from=max(on, row.mandate_from or on),
            valid_until=row.mandate_until,
            mandate_scope=row.mandate_scope,
            kinds=row.kinds,
            sites=row.sites,
            actor=user,
            now=now,
        )


def _refuse(breaches: Sequence[Breach]) -> None:
    if breaches:
        raise Refused(" ".join(str(TEXTS[breach]) for breach in breaches), tuple(breaches))


def _known(value: str, allowed: Iterable[str]) -> None:
    if value not in allowed:
        raise Refused(_("“%(value)s” is not a known choice.") % {"value": value})


def _recorded(name: str, membership: Membership, data: dict[str, object]) -> None:
    record(
        name,
        subject=membership,
        organisation_id=membership.organisation_id,
        data={"user_id": membership.user_id, **data},
        disclosed=True,
    )
