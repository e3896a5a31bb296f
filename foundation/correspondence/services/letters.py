"""Letters with legal effect and the record of their service: sent, made available, first opened, counts as received."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from foundation.audit.services import SYSTEM, Actor, Refused, acting, locked, record
from foundation.clock.services import local_date
from foundation.correspondence import rules, selectors
from foundation.correspondence.models import Letter
from foundation.correspondence.selectors import Concerns
from foundation.correspondence.services.notices import notify, sender_of
from foundation.correspondence.services.outbox import enqueue
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import Office, Organisation, User
from foundation.identity.permissions import Permission
from foundation.identity.states import CompanyRole

log = structlog.get_logger(__name__)
WHOLE_COMPANY = Concerns()
RECEIVERS = (CompanyRole.ADMINISTRATOR, CompanyRole.SIGNATORY)


@dataclass(frozen=True, slots=True)
class LetterContent:
    """A letter as a template rendered it. `body` is plain text with blank lines between paragraphs."""

    template_code: str
    template_version: int
    language: str
    subject: str
    body: str
    legal_basis: str = ""


def send_letter(
    *,
    organisation: Organisation,
    file_id: UUID,
    content: LetterContent,
    deemed_after_days: int,
    url: str,
    kind: str = NoticeKind.INFORMATION,
    due_on: date | None = None,
    roles: Iterable[str] = RECEIVERS,
    paper_asked: bool = False,
    office: Office | None = None,
    concerns: Concerns = WHOLE_COMPANY,
    actor: Actor,
    now: datetime,
) -> Letter:
    """Send a letter: it is in the inbox at once, and the people in `roles` and consultants mandated for letters are told,
    as far as their limits reach the kinds and places it `concerns`; `needs` there may name another right that is enough to
    be told, such as the one to answer what the letter asks.

    `url` may hold `{letter}` for the letter's public id.
    """
    on, about = local_date(now), replace(concerns, needs=concerns.needs or (Permission.LETTER_READ,))
    with acting(actor=actor, at=now):
        letter = Letter.objects.create(
            organisation=organisation,
            file_id=file_id,
            kinds=sorted(concerns.kinds),
            sites=sorted(concerns.sites),
            template_code=content.template_code,
            template_version=content.template_version,
            language=content.language,
            subject=content.subject[:200],
            body=content.body,
            legal_basis=content.legal_basis,
            sender_label=sender_of(actor),
            sent_at=now,
            made_available_at=now,
            paper_asked=paper_asked,
            deemed_after_days=deemed_after_days,
            deemed_on=rules.deemed_on(on, deemed_after_days),
        )
        _record("letter.sent", letter, {"subject": letter.subject, "template": content.template_code})
        notify(
            recipients=selectors.receivers(organisation, on, roles, about),
            organisation=organisation,
            kind=kind,
            title=letter.subject,
            url=url.replace("{letter}", str(letter.public_id)),
            due_on=due_on,
            file_id=file_id,
            letter=letter,
            office=office,
            concerns=about,
            actor=actor,
            now=now,
        )
        return letter


def open_letter(*, letter: Letter, reader: User, now: datetime) -> Letter:
    """Open a letter for somebody who may receive it for the company. The first opening is written and never changes;
    it also sets the day of receipt unless a rule has set it before. Raises Refused for others."""
    on = local_date(now)
    if not selectors.may_receive(reader, letter, on):
        raise Refused(_("An administrator or signatory of your company opens this letter first."))
    with acting(actor=reader, at=now):
        row = locked(letter)
        if row.first_opened_at is None:
            row.first_opened_at, row.first_opened_by = now, reader
            row.save(update_fields=["first_opened_at", "first_opened_by"])
            _record("letter.opened", row, {"subject": row.subject})
            _set_receipt(row, on, now)
        return row


def record_paper_delivery(*, letter: Letter, delivered_on: date, actor: Actor, now: datetime) -> Letter:
    """Write the day the paper copy arrived, as the postal receipt says. Written once."""
    with acting(actor=actor, at=now):
        row = locked(letter)
        if not row.paper_asked:
            raise Refused(_("No paper copy was asked for."))
        if row.paper_delivered_on is not None:
            raise Refused(_("The day the paper copy arrived is written already."))
        if not local_date(row.sent_at) <= delivered_on <= local_date(now):
            raise Refused(_("Enter a day between the day the letter was sent and today."))
        row.paper_delivered_on = delivered_on
        row.save(update_fields=["paper_delivered_on"])
        _set_receipt(row, local_date(now), now)
        return row


def deem_letters(*, on: date, now: datetime) -> int:
    """The sweep: letters that nobody opened count as received on their day. Each is a transaction of its own."""
    return sum(_deem(letter, on, now) for letter in selectors.letters_to_deem(on))


def _deem(letter: Letter, on: date, now: datetime) -> bool:
    try:
        with acting(actor=SYSTEM, at=now):
            return _set_receipt(locked(letter), on, now)
    except Exception:
        log.exception("letter.not_deemed", letter_id=letter.pk)  # one bad row does not stop the others
        return False


def _set_receipt(row: Letter, on: date, now: datetime) -> bool:
    """Write the day of receipt when the rules give one and none is written; returns whether it did."""
    found = rules.receipt(selectors.service_of(row), on) if row.received_on is None else None
    if found is None:
        return False
    row.received_on, row.received_rule = found.on, found.rule
    row.save(update_fields=["received_on", "received_rule"])
    _record("letter.received", row, {"received_on": found.on, "rule": found.rule, "subject": row.subject})
    if settings.LETTER_RECEIVED_TASK:
        key = f"letter-received:{row.pk}"
        enqueue(settings.LETTER_RECEIVED_TASK, {"letter_id": row.pk}, now=now, once_key=key)
    return True


def _record(event: str, letter: Letter, data: dict[str, Any]) -> None:
    record(
        event,
        subject=letter,
        file_id=letter.file_id,
        organisation_id=letter.organisation_id,
        data={"letter": letter.public_id, **data},
        disclosed=True,
    )
