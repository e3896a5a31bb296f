"""When a letter counts as received, and when work for Celery is sent again. Pure: facts in, verdicts out."""

from dataclasses import dataclass
from datetime import date, timedelta

from .states import ReceiptRule

MAX_ATTEMPTS = 20
# Longer than Celery's hard time limit: a task that may still run is not sent a second time.
LOST_AFTER = timedelta(minutes=10)
FIRST_RETRY = timedelta(seconds=15)
LAST_RETRY = timedelta(hours=6)
EMAIL_ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class Service:
    """What happened to a letter so far. All days are days of the administration's zone."""

    available_on: date
    deemed_after_days: int
    opened_on: date | None = None
    paper_asked: bool = False
    paper_delivered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The day a letter counts as received, and by which rule."""

    on: date
    rule: ReceiptRule


def deemed_on(available_on: date, deemed_after_days: int) -> date:
    """COR-R02 (issue "service record"): a letter that nobody opens counts as received n calendar days after the day it
    was made available. The day it was made available is not counted."""
    return available_on + timedelta(days=deemed_after_days)


def receipt(service: Service, on: date) -> Receipt | None:
    """The receipt as it stands on a day, or None while the letter does not count as received.

    COR-R01: on opening, the day of the first opening by a person entitled to receive it.
    COR-R02: else the deemed day; an opening after it changes nothing.
    COR-R03: where paper was asked for, the day the paper copy arrived, and neither of the other two.
    """
    if service.paper_asked:
        arrived = service.paper_delivered_on
        return Receipt(arrived, ReceiptRule.PAPER) if arrived is not None and arrived <= on else None
    deemed = deemed_on(service.available_on, service.deemed_after_days)
    if service.opened_on is not None and service.opened_on <= deemed:
        return Receipt(service.opened_on, ReceiptRule.OPENED)
    return Receipt(deemed, ReceiptRule.DEEMED) if deemed <= on else None


def retry_after(attempts: int) -> timedelta:
    """COR-R04: the pause after the n-th failed attempt (from 1): 15 seconds, doubled each time, at most six hours."""
    return min(FIRST_RETRY * (1 << min(max(attempts - 1, 0), 20)), LAST_RETRY)


def is_dead(attempts: int) -> bool:
    """COR-R05: after 20 attempts nothing is sent any more; people look at it, and health shows it."""
    return attempts >= MAX_ATTEMPTS


def gives_up_email(attempts: int, *, permanent: bool) -> bool:
    """COR-R06: an e-mail failed when the other side refuses the address, or when it could not be sent ten times
    (about two hours)."""
    return permanent or attempts >= EMAIL_ATTEMPTS
