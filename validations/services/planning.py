"""Planning: the sample is drawn and recorded, the checklist opened, the team named; later the team or the sample changes."""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application
from applications.selectors import relevant_criteria
from applications.states import ApplicationStatus
from foundation.audit.services import Actor, Refused, acting, locked
from foundation.clock.services import local_date
from foundation.correspondence.services import settle_notices
from foundation.identity.models import Office, User
from operators.models import Site
from operators.selectors import free_of_interest
from operators.services import demand_independence
from programme import selectors as programme
from programme.models import Criterion
from programme.states import Act, FigureCode, Scope
from validations import rules
from validations.models import Point, TeamMember, Validation, ValidationSite
from validations.selectors import file_id_of, possible_leads, possible_members
from validations.states import SiteReason, TeamRole, ValidationStatus

from .shared import (
    demand_independent,
    demand_status,
    move_visit,
    note,
    settle,
    staff_url,
    take_visit_act,
    tell_company,
    tell_staff,
    trader_url,
)

SEEDS = 2**62  # fits the column; the draw needs no more


def plan(
    *,
    application: Application,
    lead: User,
    members: Sequence[User] = (),
    actor: Actor,
    now: datetime,
    seed: int | None = None,
) -> Validation:
    """Open a visit: sample with recorded seed, one point per criterion and place, the team.

    `seed` repeats a draw (demonstration, tests); otherwise nobody can foresee it.
    """
    with acting(actor=actor, at=now):
        application = locked(application)
        office = _plannable(application)
        demand_independence(actor=actor, operator=application.operator, on=local_date(now))
        sites = list(application.operator.sites.filter(closed_on__isnull=True).order_by("pk"))
        if not sites:
            raise Refused(_("The company has entered no site. Ask for one before you plan a visit."))
        _demand_team(application, office, lead, members, now)
        seed = secrets.randbelow(SEEDS) if seed is None else seed
        drawn = _drawn(sites, seed, now)
        validation = Validation.objects.create(
            operator=application.operator,
            application=application,
            office=office,
            sample_seed=seed,
            sample_reason=_sample_reason(len(sites), drawn),
            planned_at=now,
        )
        _write_sites(validation, sites, drawn)
        _open_points(validation, relevant_criteria(application), [site for site in sites if _is_drawn(site, drawn)])
        _write_team(validation, lead, members)
        note(validation, "planned", data={"sites": len(drawn), "of": len(sites), "seed": str(seed)})
        asked = reverse("validations:file", args=[application.public_id])
        settle_notices(file_id=application.public_id, url=asked, now=now)
        tell_staff(
            validation,
            [lead, *members],
            lambda: _("Declare that you have no interest"),
            action=True,
            actor=actor,
            now=now,
        )
        return validation


def change_team(
    *, validation: Validation, lead: User, members: Sequence[User] = (), reason: str, actor: Actor, now: datetime
) -> Validation:
    """Name another team. Who leaves loses access at once; declarations of those who stay hold."""
    if not reason.strip():
        raise Refused(_("Write the reason."))
    with acting(actor=actor, at=now, reason=reason):
        validation = locked(validation)
        if validation.status in (ValidationStatus.CLOSED, ValidationStatus.CANCELLED) or validation.application is None:
            raise Refused(_("The team of an ended visit stays as it is."))
        demand_independent(validation)
        _demand_team(validation.application, validation.office, lead, members, now)
        known = set(validation.team.values_list("user", flat=True))
        stay = {lead.pk, *(member.pk for member in members)}
        validation.team.exclude(user__in=stay).delete()
        validation.team.update(role=TeamRole.MEMBER)  # the database allows one lead only, also in between
        _write_team(validation, lead, members)
        new = [person for person in (lead, *members) if person.pk not in known]
        note(validation, "team_changed", data={"left": len(known - stay), "joined": len(new)})
        tell_staff(validation, new, lambda: _("Declare that you have no interest"), action=True, actor=actor, now=now)
        return validation


def declare_no_interest(*, validation: Validation, user: User, reason: str = "", now: datetime) -> TeamMember:
    """A member's own declaration; a declared interest in the company stands against it. Twice is once.

    Who took an act on this file that the separation table lets one person double with a reason gives it here, before
    anything is recorded: the act of validating is then taken at once. Raises Refused without that reason.
    """
    file_id = file_id_of(validation)
    with acting(actor=user, at=now):
        member = TeamMember.objects.select_for_update().filter(validation=validation, user=user).first()
        if member is None:
            raise Refused(_("You do not belong to the team of this visit."))
        if not free_of_interest(user, validation.operator, local_date(now)):
            raise Refused(
                _("You declared an interest in {company}. You can’t take part.").format(company=validation.operator)
            )
        if programme.needs_reason(file_id=file_id, act=Act.VALIDATE, user=user, on=local_date(now)):
            take_visit_act(validation, user, Act.VALIDATE, now, reason=reason)
        if member.no_interest_declared_at is None:
            member.no_interest_declared_at = now
            member.save(update_fields=["no_interest_declared_at"])
            note(validation, "no_interest_declared", subject=member)
            if not TeamMember.objects.filter(validation=validation, no_interest_declared_at__isnull=True).exists():
                settle(validation, staff_url(validation), now=now)
        return member


def enlarge(*, validation: Validation, sites: Iterable[Site], reason: str, actor: Actor, now: datetime) -> Validation:
    """Take further sites into the sample and open their points. Possible until the visit has ended."""
    if not reason.strip():
        raise Refused(_("Write the reason."))
    with acting(actor=actor, at=now, reason=reason):
        validation = locked(validation)
        demand_status(validation, ValidationStatus.PLANNED, ValidationStatus.NOTIFIED, ValidationStatus.IN_PROGRESS)
        demand_independent(validation)
        known = set(validation.sites.values_list("site", flat=True))
        wanted = [site for site in sites if site.pk not in known]
        if not wanted or any(site.operator_id != validation.operator_id or site.closed_on for site in wanted):
            raise Refused(_("Choose open sites of the company that are not in the sample yet."))
        _write_sites(validation, wanted, [rules.Sampled(site.pk, SiteReason.CHOSEN) for site in wanted])
        criteria = (
            [row for row in relevant_criteria(validation.application) if _at_site(row)]
            if validation.application
            else []
        )
        _open_points(validation, criteria, wanted)
        note(validation, "sample_enlarged", data={"sites": [site.name for site in wanted]})
        return validation


def cancel(*, validation: Validation, reason: str, actor: Actor, now: datetime) -> Validation:
    """Cancel a visit that has not begun. Once notified the trader reads the reason."""
    with acting(actor=actor, at=now, reason=reason):
        validation = locked(validation)
        was_notified = validation.status == ValidationStatus.NOTIFIED
        move_visit(validation, "cancel", event="cancelled", also={"cancelled_reason": reason.strip()})
        settle(validation, trader_url(validation), staff_url(validation), now=now)
        if was_notified:
            tell_company(validation, lambda: _("The visit is cancelled"), actor=actor, now=now)
        team = User.objects.filter(visits__validation=validation)
        tell_staff(validation, team, lambda: _("The visit is cancelled"), actor=actor, now=now)
        return validation


# --- the parts of planning --------------------------------------------------------------------------------------------


def _plannable(application: Application) -> Office:
    if application.status != ApplicationStatus.UNDER_VALIDATION:
        raise Refused(_("A visit is planned once the desk checks have ended."))
    if Validation.objects.filter(application=application).exclude(status__in=("CLOSED", "CANCELLED")).exists():
        raise Refused(_("A visit of this file is under way already."))
    office = application.office or application.operator.office
    if office is None:
        raise Refused(_("Name the competent office first."))
    return office


def _demand_team(application: Application, office: Office, lead: User, members: Sequence[User], now: datetime) -> None:
    on, operator, file_id = local_date(now), application.operator, application.public_id
    people = [lead, *members]
    if len({person.pk for person in people}) != len(people):
        raise Refused(_("Name each person once."))
    reasons = []
    for person in people:
        known = (
            possible_leads(operator, office, on) if person is lead else possible_members(operator, office, on, file_id)
        )
        if not free_of_interest(person, operator, on):
            reasons.append(_("{name} declared an interest in {company}.").format(name=person, company=operator))
        elif not known.filter(pk=person.pk).exists():
            reasons.append(_no_validator(person, leads=person is lead))
        elif programme.breaches(file_id=file_id, act=Act.VALIDATE, user=person, on=on):
            reasons.append(
                _("{name} may not visit: an earlier act on this file stands against it.").format(name=person)
            )
    if reasons:
        raise Refused(" ".join(reasons), tuple(reasons))


def _no_validator(person: User, *, leads: bool) -> str:
    if leads:
        return _("{name} is no validator of this office and can’t lead the visit.").format(name=person)
    return _("{name} is neither a validator nor a guest of this file.").format(name=person)


def _drawn(sites: Sequence[Site], seed: int, now: datetime) -> list[rules.Sampled]:
    configuration = programme.configuration(local_date(now))
    return rules.draw_sample(
        [site_facts(site) for site in sites],
        coefficient_percent=programme.figure(FigureCode.SAMPLE_COEFFICIENT_PERCENT, configuration),
        random_percent=programme.figure(FigureCode.SAMPLE_RANDOM_PERCENT, configuration),
        seed=seed,
    )


def site_facts(site: Site) -> rules.SiteFacts:
    """A site as the rules take it."""
    return rules.SiteFacts(site.pk, site.activity, site.region, site.keeps_records, site.high_risk)


def _sample_reason(sites: int, drawn: Sequence[rules.Sampled]) -> str:
    counted = Counter(row.reason for row in drawn)
    parts = [f"{counted[reason]} {reason.label}" for reason in SiteReason if counted[reason]]
    return _("{taken} of {sites} sites: {parts}").format(taken=len(drawn), sites=sites, parts=", ".join(parts))


def _is_drawn(site: Site, drawn: Sequence[rules.Sampled]) -> bool:
    return any(row.key == site.pk for row in drawn)


def _write_sites(validation: Validation, sites: Sequence[Site], drawn: Sequence[rules.Sampled]) -> None:
    by_key = {site.pk: site for site in sites}
    ValidationSite.objects.bulk_create(
        [ValidationSite(validation=validation, site=by_key[row.key], reason=row.reason) for row in drawn]
    )


def _open_points(validation: Validation, criteria: Sequence[Criterion], sites: Sequence[Site]) -> None:
    """One point per criterion: for the company, or at each sampled site."""
    Point.objects.bulk_create(
        [
            Point(validation=validation, criterion=criterion, site=place)
            for criterion in criteria
            for place in (sites if _at_site(criterion) else [None])
        ]
    )


def _at_site(criterion: Criterion) -> bool:
    return criterion.scope in (Scope.SITE, Scope.SITE_GROUP)


def _write_team(validation: Validation, lead: User, members: Sequence[User]) -> None:
    TeamMember.objects.update_or_create(validation=validation, user=lead, defaults={"role": TeamRole.LEAD})
    for member in members:
        TeamMember.objects.update_or_create(validation=validation, user=member, defaults={"role": TeamRole.MEMBER})
