"""Changes of the record, told by the trader and answered by Customs. `lifecycle` accepts: that changes the register."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import ChangeLine, ChangeNotice
from applications.selectors.changes import FIELDS, change_title, record_of
from applications.selectors.files import open_application
from applications.states import CHANGE_TABLE, ChangeStatus, ChangeSubject
from foundation.audit.services import Actor, Refused, acting, locked, move, record
from foundation.clock.services import local_date
from foundation.correspondence.selectors import Concerns
from foundation.correspondence.services import notify, notify_company, settle_notices
from foundation.correspondence.states import NoticeKind
from foundation.documents.models import Document
from foundation.identity.models import User
from foundation.identity.selectors import staff_in_role
from foundation.identity.states import CompanyRole, StaffRole
from operators.models import Operator, Person, Site
from operators.selectors import current_officer
from operators.services import demand_independence
from operators.states import AssignmentRole

TRADERS = (CompanyRole.ADMINISTRATOR, CompanyRole.SIGNATORY, CompanyRole.PREPARER)


def notify_change(
    *,
    operator: Operator,
    subject: str,
    values: Mapping[str, str],
    since: date,
    note: str = "",
    site: Site | None = None,
    person: Person | None = None,
    documents: Iterable[Document] = (),
    user: User,
    now: datetime,
) -> ChangeNotice:
    """Tell Customs what changed: fields that are as the record says are left out. The record stays until it is accepted."""
    with acting(actor=user, at=now):
        row = locked(operator)
        _refuse_foreign(row, site, person)
        papers = list(documents)
        if any(paper.organisation_id != row.organisation_id or paper.removed_at for paper in papers):
            raise Refused(_("This document is not in your documents."))
        before = record_of(subject, row, site, person)
        changed = {name: values[name].strip() for name in FIELDS[subject] if name in values}
        changed = {name: new for name, new in changed.items() if new != before[name]}
        if FIELDS[subject] and not changed:
            raise Refused(_("Nothing is different from the record."))
        told = _told_before(row, subject, changed, since=since, note=note.strip(), site=site, person=person)
        if told is not None:
            told.documents.add(*papers)
            return told
        found = ChangeNotice.objects.create(
            operator=row,
            application=open_application(row.organisation),
            subject=ChangeSubject(subject),
            site=site,
            person=person,
            since=since,
            note=note.strip(),
            sent_at=now,
            sent_by_label=user.actor_label,
        )
        ChangeLine.objects.bulk_create(
            ChangeLine(notice=found, field=name, old=before[name], new=new) for name, new in changed.items()
        )
        found.documents.set(papers)
        _record("change.sent", found, {"fields": sorted(changed)})
        _tell_customs(found, lambda: _("Change told by {company}: {what}"), user, now)
        return found


def _told_before(operator: Operator, subject: str, changed: Mapping[str, str], **given: Any) -> ChangeNotice | None:
    """The same told again while it waits, as from a double click."""
    waiting = ChangeNotice.objects.filter(operator=operator, subject=subject, status=ChangeStatus.SENT, **given)
    rows = waiting.prefetch_related("lines")
    return next((row for row in rows if {line.field: line.new for line in row.lines.all()} == changed), None)


def ask_about_change(*, notice: ChangeNotice, question: str, actor: User, now: datetime) -> ChangeNotice:
    """The officer asks back; the trader answers on the same page."""
    with acting(actor=actor, at=now):
        row = locked(notice)
        demand_independence(actor=actor, operator=row.operator, on=local_date(now))
        if not question.strip():
            raise Refused(_("Write what you want to know."))
        _step(row, "ask_back", event="change.asked", also={"question": question.strip(), "reply": ""})
        _tell_company(row, lambda: _("A question about the change you told us"), NoticeKind.ACTION, actor, now)
        return row


def reply_about_change(
    *, notice: ChangeNotice, reply: str, documents: Iterable[Document] = (), user: User, now: datetime
) -> ChangeNotice:
    """The trader answers what Customs asked; papers are added."""
    with acting(actor=user, at=now):
        row = locked(notice)
        papers = list(documents)
        if not reply.strip():
            raise Refused(_("Write your answer."))
        if any(paper.organisation_id != row.operator.organisation_id or paper.removed_at for paper in papers):
            raise Refused(_("This document is not in your documents."))
        _step(row, "reply", event="change.replied", also={"reply": reply.strip()})
        row.documents.add(*papers)
        settle_notices(file_id=row.operator.public_id, url=_company_url(row), now=now)
        _tell_customs(row, lambda: _("Answered by {company}: {what}"), user, now)
        return row


def withdraw_change(*, notice: ChangeNotice, user: User, now: datetime) -> ChangeNotice:
    """The trader takes it back before it was answered, or before the day from which it was to count."""
    with acting(actor=user, at=now):
        row = locked(notice)
        was_accepted = row.status == ChangeStatus.WAITING
        _step(row, "withdraw", event="change.withdrawn")
        _settle(row, now)
        if was_accepted:
            _tell_customs(row, lambda: _("Taken back by {company}: {what}"), user, now)
        return row


def refuse_change(*, notice: ChangeNotice, reason: str, actor: User, now: datetime) -> ChangeNotice:
    """Not accepted, with a reason the trader reads; the record stays. `lifecycle` sends the letter."""
    with acting(actor=actor, at=now, reason=reason):
        return _answered(notice, "refuse", reason.strip(), actor, now)


def close_change(*, notice: ChangeNotice, answer: str, ahead: bool, actor: User, now: datetime) -> ChangeNotice:
    """Accepted: called by `lifecycle` once the record is changed, or `ahead` of the day on which it will be."""
    with acting(actor=actor, at=now):
        return _answered(notice, "accept_ahead" if ahead else "accept", answer.strip(), actor, now)


def change_took_effect(*, notice: ChangeNotice, actor: Actor, now: datetime) -> ChangeNotice:
    """The day of an accepted change has come: called by `lifecycle` once the record is changed."""
    with acting(actor=actor, at=now):
        row = locked(notice)
        _step(row, "take_effect", event="change.took_effect")
        _tell_company(row, lambda: _("Your record says so now: {what}"), NoticeKind.INFORMATION, actor, now)
        return row


def change_came_back(*, notice: ChangeNotice, reason: str, actor: Actor, now: datetime) -> ChangeNotice:
    """An accepted change could not be written on its day: it is with the officers again, with what stood in the way."""
    with acting(actor=actor, at=now, reason=reason):
        row = locked(notice)
        also: dict[str, object] = {"answered_at": None, "answered_by_label": "", "answer": ""}
        _step(row, "come_back", event="change.came_back", also=also)
        _tell_customs(row, lambda: _("Could not be written into the record: {what}, {company}"), actor, now)
        return row


EVENTS = {"accept": "change.accepted", "accept_ahead": "change.accepted", "refuse": "change.refused"}


def _answered(notice: ChangeNotice, transition: str, answer: str, actor: User, now: datetime) -> ChangeNotice:
    row = locked(notice)
    demand_independence(actor=actor, operator=row.operator, on=local_date(now))
    also = {"answer": answer, "answered_at": now, "answered_by_label": actor.actor_label}
    _step(row, transition, event=EVENTS[transition], also=also, data={"since": row.since})
    _settle(row, now)
    return row


def _refuse_foreign(operator: Operator, site: Site | None, person: Person | None) -> None:
    if site is not None and (site.operator_id != operator.pk or site.closed_on is not None):
        raise Refused(_("This place does not belong to the company or is closed."))
    if person is not None and (person.operator_id != operator.pk or person.left_on is not None):
        raise Refused(_("This person does not belong to the company or has left."))


def _step(
    row: ChangeNotice,
    transition: str,
    *,
    event: str,
    also: dict[str, object] | None = None,
    data: dict[str, object] | None = None,
) -> None:
    """The only writer of a notice's status."""
    move(
        row,
        transition,
        table=CHANGE_TABLE,
        event=event,
        file_id=_file_id(row),
        organisation_id=row.operator.organisation_id,
        disclosed=True,
        also=also,
        data=data,
    )


def _record(event: str, row: ChangeNotice, data: dict[str, object]) -> None:
    organisation = row.operator.organisation_id
    record(event, subject=row, file_id=_file_id(row), organisation_id=organisation, data=data, disclosed=True)


def _file_id(row: ChangeNotice) -> UUID:
    """The history it belongs to: that of the file that was open, else the company’s."""
    return row.application.public_id if row.application else row.operator.public_id


def _settle(row: ChangeNotice, now: datetime) -> None:
    for url in (_company_url(row), _staff_url(row)):
        settle_notices(file_id=row.operator.public_id, url=url, now=now)


def _company_url(row: ChangeNotice) -> str:
    return reverse("applications:change", args=[row.public_id])


def _staff_url(row: ChangeNotice) -> str:
    return reverse("applications:staff_change", args=[row.public_id])


def _tell_customs(row: ChangeNotice, title: Callable[[], str], actor: Actor, now: datetime) -> None:
    """The officer of the open file, else the account manager, else the leaders of the office."""
    on = local_date(now)
    officer = row.application.case_officer if row.application else None
    officer = officer or current_officer(row.operator, AssignmentRole.ACCOUNT_MANAGER)
    leaders = list(staff_in_role(StaffRole.TEAM_LEADER, on, row.operator.office))
    notify(
        recipients=[officer] if officer else leaders,
        kind=NoticeKind.ACTION,
        title=lambda: title().format(company=row.operator.legal_name, what=change_title(row)),
        url=_staff_url(row),
        file_id=row.operator.public_id,
        actor=actor,
        now=now,
    )


def _tell_company(row: ChangeNotice, title: Callable[[], str], kind: str, actor: Actor, now: datetime) -> None:
    notify_company(
        organisation=row.operator.organisation,
        roles=TRADERS,
        kind=kind,
        title=lambda: title().format(what=change_title(row)),
        url=_company_url(row),
        file_id=row.operator.public_id,
        concerns=Concerns(sites=(row.site.public_id,) if row.site else ()),
        actor=actor,
        now=now,
    )
