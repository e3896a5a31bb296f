"""Officers of a company: assignments, declared interests, the competent office; and bars."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, locked, record
from foundation.clock.services import local_date
from foundation.correspondence.services import notify
from foundation.identity.models import Office, User
from foundation.identity.selectors import staff_in_role
from foundation.identity.states import StaffRole
from operators import rules, selectors
from operators.models import Bar, InterestDeclaration, OfficerAssignment, Operator

from .independence import demand_independence


def assign_officer(
    *, operator: Operator, officer: User, role: str, reason: str, actor: Actor, now: datetime
) -> OfficerAssignment:
    """Make an officer responsible in a role; the one before ends. Refused when the officer, or the leader who assigns,
    declared an interest."""
    on = local_date(now)
    with acting(actor=actor, at=now, reason=reason):
        row = locked(operator)
        demand_independence(actor=actor, operator=row, on=on)
        interested = set(selectors.interests(row, on).values_list("officer_id", flat=True))
        if not rules.may_be_assigned(officer=officer.pk, interested=interested):
            sentence = _("{officer} declared an interest in {company} and can’t be assigned.")
            raise Refused(sentence.format(officer=officer.full_name, company=row.legal_name))
        current = OfficerAssignment.objects.filter(operator=row, role=role, valid_until__isnull=True).first()
        if current and current.officer_id == officer.pk:
            return current
        if current:
            _end(current, on)
        assigned = OfficerAssignment.objects.create(
            operator=row, officer=officer, role=role, reason=reason, valid_from=on
        )
        data = {"officer": officer.full_name, "role": role}
        record("officer.assigned", subject=assigned, organisation_id=row.organisation_id, disclosed=True, data=data)
        return assigned


def _end(assignment: OfficerAssignment, on: date) -> None:
    assignment.valid_until = on
    assignment.save(update_fields=["valid_until"])
    record(
        "officer.assignment_ended",
        subject=assignment,
        organisation_id=assignment.operator.organisation_id,
        data={"officer": assignment.officer.full_name, "role": assignment.role},
    )


def declare_interest(*, officer: User, operator: Operator, nature: str, now: datetime) -> InterestDeclaration:
    """An officer's share, kinship or earlier job: running assignments end, and the team leaders are told to name another."""
    on = local_date(now)
    with acting(actor=officer, at=now):
        if not nature.strip():
            raise Refused(_("Write what ties you to the company."))
        row = locked(operator)
        declared = InterestDeclaration.objects.create(
            officer=officer, operator=row, nature=nature.strip(), declared_at=now, valid_from=on
        )
        record("interest.declared", subject=declared, organisation_id=row.organisation_id)
        running = OfficerAssignment.objects.filter(operator=row, officer=officer, valid_until__isnull=True)
        ended = list(running.select_related("operator", "officer"))
        for assignment in ended:
            _end(assignment, on)
        if ended:
            _tell_leaders(row, officer, on, now)
        return declared


def _tell_leaders(operator: Operator, officer: User, on: date, now: datetime) -> None:
    notify(
        recipients=staff_in_role(StaffRole.TEAM_LEADER, on, operator.office),
        kind="ACTION",
        title=lambda: _("{officer} can’t work for {company} any longer. Name another officer.").format(
            officer=officer.full_name, company=operator.legal_name
        ),
        url=reverse("operators:operator", args=[operator.public_id]),
        actor=officer,
        now=now,
    )


def end_interest(*, interest: InterestDeclaration, last_day: date, actor: User, now: datetime) -> InterestDeclaration:
    """The interest is over; only the officer who declared it says so."""
    with acting(actor=actor, at=now):
        row = locked(interest)
        if row.officer_id != actor.pk:
            raise Refused(_("Only the officer who declared it can end it."))
        if row.valid_until is not None and row.valid_until < local_date(now):
            raise Refused(_("This interest is over already."))
        if last_day < local_date(now):
            raise Refused(_("The last day can’t lie in the past: until today nobody knew that it was over."))
        row.valid_until = max(last_day, row.valid_from)
        row.save(update_fields=["valid_until"])
        record("interest.ended", subject=row, organisation_id=row.operator.organisation_id)
        _tell_leaders_ended(row, actor, now)
        return row


def _tell_leaders_ended(row: InterestDeclaration, officer: User, now: datetime) -> None:
    """From the next day on the officer can be assigned again, so those who assign know."""
    leaders = staff_in_role(StaffRole.TEAM_LEADER, local_date(now), row.operator.office)
    notify(
        recipients=leaders.exclude(pk=officer.pk),
        kind="INFORMATION",
        title=lambda: _("{officer} says that the interest in {company} is over.").format(
            officer=officer.full_name, company=row.operator.legal_name
        ),
        url=reverse("operators:operator", args=[row.operator.public_id]),
        actor=officer,
        now=now,
    )


def hand_over(*, operator: Operator, office: Office, reason: str, actor: Actor, now: datetime) -> Operator:
    """Make another office responsible for a company."""
    with acting(actor=actor, at=now, reason=reason):
        row = locked(operator)
        demand_independence(actor=actor, operator=row, on=local_date(now))
        if not reason.strip():
            raise Refused(_("Write why the company goes to another office."))
        before = row.office.code if row.office else ""
        row.office = office
        row.save(update_fields=["office"])
        data = {"from": before, "to": office.code}
        record("operator.handed_over", subject=row, organisation_id=row.organisation_id, disclosed=True, data=data)
        return row


def add_bar(
    *,
    operator: Operator,
    kind: str,
    valid_from: date,
    valid_until: date,
    cause: str,
    legal_basis: str = "",
    actor: Actor,
    now: datetime,
) -> Bar:
    """No new application of this kind (empty: of any) up to and including `valid_until`; the same bar again is one bar."""
    with acting(actor=actor, at=now):
        locked(operator)
        bar, created = Bar.objects.get_or_create(
            operator=operator,
            kind=kind,
            valid_from=valid_from,
            valid_until=valid_until,
            cause=cause,
            defaults={"legal_basis": legal_basis},
        )
        if created:
            record(
                "operator.barred",
                subject=bar,
                organisation_id=operator.organisation_id,
                disclosed=True,
                data={"kind": kind, "until": valid_until},
            )
        return bar
