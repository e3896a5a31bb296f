"""Talks before an application: asked by the company, held by a contact officer, logged once and for all."""

from collections.abc import Callable
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Consultation, ConsultationEntry
from applications.rules.before import EntryBreach, entry_breaches
from applications.states import CONSULTATION_TABLE, ConsultationStatus
from foundation.audit.services import Refused, acting, locked, move, record
from foundation.clock.services import local_date
from foundation.correspondence.services import notify, notify_company, settle_notices
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import User
from foundation.identity.selectors import staff_in_role
from foundation.identity.states import StaffRole
from operators.models import Operator
from operators.selectors import current_officer
from operators.services import assign_officer, demand_independence
from operators.states import AssignmentRole


def ask_consultation(*, operator: Operator, topic: str, wanted: str = "", user: User, now: datetime) -> Consultation:
    """Ask to talk; the consultation that runs already when there is one. A contact officer who is there is told at once,
    else the team leaders are."""
    with acting(actor=user, at=now):
        row = locked(operator)
        found = Consultation.objects.filter(operator=row).exclude(status=ConsultationStatus.CLOSED).first()
        if found is not None:
            return found
        if not topic.strip():
            raise Refused(_("Write what you would like to talk about."))
        officer = current_officer(row, AssignmentRole.CONTACT_OFFICER)
        asked = Consultation.objects.create(
            operator=row, topic=topic.strip(), wanted=wanted.strip(), officer=officer, asked_at=now, asked_by=user
        )
        record("consultation.asked", subject=asked, organisation_id=row.organisation_id, disclosed=True)
        leaders = list(staff_in_role(StaffRole.TEAM_LEADER, local_date(now), row.office))
        _tell_officers(asked, [officer] if officer else leaders, user, now)
        return asked


def appoint(*, consultation: Consultation, officer: User, actor: User, now: datetime) -> Consultation:
    """Name the contact officer: for this consultation and for the company from now on (R-APP-08)."""
    with acting(actor=actor, at=now):
        row = locked(consultation)
        demand_independence(actor=actor, operator=row.operator, on=local_date(now))
        reason = _("Prior consultation")
        assign_officer(
            operator=row.operator,
            officer=officer,
            role=AssignmentRole.CONTACT_OFFICER,
            reason=reason,
            actor=actor,
            now=now,
        )
        move(
            row,
            "appoint",
            table=CONSULTATION_TABLE,
            event="consultation.appointed",
            organisation_id=row.operator.organisation_id,
            disclosed=True,
            data={"officer": officer.full_name},
            also={"officer": officer},
        )
        settle_notices(file_id=row.public_id, now=now)
        if officer != actor:
            _tell_officers(row, [officer], actor, now)
        _tell_company(
            row,
            lambda: _("{officer} is your contact officer and gets in touch with you").format(officer=officer.full_name),
            f"consultation.appointed:{row.public_id}:{officer.pk}",
            actor,
            now,
        )
        return row


def log_talk(
    *,
    consultation: Consultation,
    held_on: date,
    people: str,
    topics: str,
    advice: str,
    note: str = "",
    actor: User,
    now: datetime,
) -> ConsultationEntry:
    """Write down what was talked about and advised. The company reads all of it but the note; nothing is changed later."""
    with acting(actor=actor, at=now):
        row = locked(consultation)
        demand_independence(actor=actor, operator=row.operator, on=local_date(now))
        closed = row.status == ConsultationStatus.CLOSED
        found = entry_breaches(held_on=held_on, on=local_date(now), closed=closed, advice=advice)
        if found:
            raise Refused(_ENTRY_TEXTS[found[0]]())
        if row.status == ConsultationStatus.ASKED:
            appoint(consultation=row, officer=actor, actor=actor, now=now)
        entry = ConsultationEntry.objects.create(
            consultation=row,
            held_on=held_on,
            people=people.strip(),
            topics=topics.strip(),
            advice=advice.strip(),
            note=note.strip(),
            written_by=actor,
            written_at=now,
        )
        data = {"held_on": held_on}
        organisation = row.operator.organisation_id
        record("consultation.logged", subject=entry, organisation_id=organisation, disclosed=True, data=data)
        settle_notices(file_id=row.public_id, now=now)
        key = f"consultation.entry:{entry.pk}"
        _tell_company(row, lambda: _("What we talked about is written down"), key, actor, now)
        return entry


_ENTRY_TEXTS = {
    EntryBreach.CLOSED: lambda: _("This consultation is closed. The company can ask for a new one."),
    EntryBreach.AHEAD: lambda: _("The talk lies ahead. Write it down once it was held."),
    EntryBreach.NO_ADVICE: lambda: _("Write what was advised."),
}


def close_consultation(*, consultation: Consultation, actor: User, now: datetime) -> Consultation:
    """End it; what was said stays and goes along with the application."""
    with acting(actor=actor, at=now):
        row = locked(consultation)
        demand_independence(actor=actor, operator=row.operator, on=local_date(now))
        move(
            row,
            "close",
            table=CONSULTATION_TABLE,
            event="consultation.closed",
            organisation_id=row.operator.organisation_id,
            disclosed=True,
            also={"closed_at": now},
        )
        return row


def _tell_officers(row: Consultation, people: list[User], actor: User, now: datetime) -> None:
    company = row.operator.legal_name
    notify(
        recipients=people,
        kind=NoticeKind.ACTION,
        title=lambda: _("{company} asks to talk before it applies").format(company=company),
        url=reverse("applications:talk", args=[row.public_id]),
        file_id=row.public_id,
        actor=actor,
        now=now,
    )


def _tell_company(row: Consultation, title: Callable[[], str], key: str, actor: User, now: datetime) -> None:
    notify_company(
        organisation=row.operator.organisation,
        kind=NoticeKind.INFORMATION,
        title=title,
        url=reverse("applications:consultation"),
        once_key=key,
        actor=actor,
        now=now,
    )
