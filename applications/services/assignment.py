"""Who works on a file, and which office: assigned and re-assigned, many in one act with one reason, handed over."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application
from applications.states import TERMINAL, ApplicationStatus
from foundation.audit.services import Actor, Refused, acting, locked
from foundation.clock.services import hand_over_limits, local_date
from foundation.correspondence.services import notify, settle_notices
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import Office, User, in_force
from foundation.identity.selectors import staff_in_role
from foundation.identity.states import StaffRole
from operators.models import InterestDeclaration
from operators.services import demand_independence

from .life import note


def assign(
    *, applications: Iterable[Application], officer: User, reason: str, actor: Actor, now: datetime
) -> list[Application]:
    """Give files to a case officer, all or none. Re-assigning needs a reason; an officer with an interest is refused, and
    so is a leader with one: who may not work on a company's file does not choose who does."""
    on = local_date(now)
    with acting(actor=actor, at=now, reason=reason):
        rows = [locked(row) for row in sorted(applications, key=lambda row: row.pk)]
        for row in rows:
            demand_independence(actor=actor, operator=row.operator, on=on)
        breaches = tuple(text for row in rows for text in _breaches(row, officer, reason, on))
        if breaches:
            raise Refused(" ".join(breaches), breaches)
        changed = [row for row in rows if row.case_officer_id != officer.pk]
        for row in changed:
            settle_notices(file_id=row.public_id, url=reverse("workbench:dossier", args=[row.public_id]), now=now)
            _give(row, officer)
        _tell(changed, officer, actor, now)
        return rows


def hand_over(*, application: Application, office: Office, reason: str, actor: Actor, now: datetime) -> Application:
    """Give a file to another office: its officer falls away, its limits follow that office's calendar from now on."""
    if not reason.strip():
        raise Refused(_("Write the reason."))
    with acting(actor=actor, at=now, reason=reason):
        row = locked(application)
        demand_independence(actor=actor, operator=row.operator, on=local_date(now))
        _refuse_ended(row)
        if row.office_id == office.pk:
            raise Refused(_("The file is with this office already."))
        former = str(row.office or "")
        row.office, row.case_officer = office, None
        row.save(update_fields=["office", "case_officer"])
        hand_over_limits(file_id=row.public_id, office_code=office.code)
        note(row, "application.handed_over", former=former, office=office.name)
        return row


def _breaches(row: Application, officer: User, reason: str, on: date) -> Iterable[str]:
    if row.status in (*TERMINAL, ApplicationStatus.DRAFT):
        yield _("%(number)s is not in work.") % {"number": row.number}
    if row.case_officer_id not in (None, officer.pk) and not reason.strip():
        yield _("Write the reason.")
    if not staff_in_role(StaffRole.CASE_OFFICER, on, row.office).filter(pk=officer.pk).exists():
        yield _("%(name)s is no case officer of this file’s office.") % {"name": officer.full_name}
    held = InterestDeclaration.objects.filter(Q(in_force(on)), officer=officer, operator=row.operator_id)
    if held.exists():
        yield _("%(name)s declared an interest in %(company)s and can’t be assigned.") % {
            "name": officer.full_name,
            "company": row.operator.legal_name,
        }


def _give(row: Application, officer: User) -> None:
    former = row.case_officer.full_name if row.case_officer else ""
    row.case_officer = officer
    row.save(update_fields=["case_officer"])
    note(row, "application.assigned", disclosed=False, officer=officer.full_name, former=former)


def _refuse_ended(row: Application) -> None:
    if row.status in TERMINAL:
        raise Refused(_("This file has ended."))


def _tell(rows: list[Application], officer: User, actor: Actor, now: datetime) -> None:
    if actor.actor_id == officer.pk:
        return
    for row in rows:
        notify(
            recipients=[officer],
            kind=NoticeKind.ACTION,
            title=_assigned(row.number),
            url=reverse("applications:file", args=[row.public_id]),
            file_id=row.public_id,
            actor=actor,
            now=now,
        )


def _assigned(number: str) -> Callable[[], str]:
    return lambda: _("Assigned to you: %(number)s") % {"number": number}
