"""The transactional outbox: an act writes rows, the drain hands them to Celery after the commit, the task marks them done.

A row is sent again until its task has finished, so every task may run twice; `outbox_task` makes the second run do nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F

from foundation.clock import services as clock
from foundation.correspondence import rules
from foundation.correspondence.adapters import broker
from foundation.correspondence.models import OutboxItem

BATCH = 100
log = structlog.get_logger(__name__)


def enqueue(
    topic: str,
    payload: Mapping[str, Any],
    *,
    now: datetime,
    once_key: str | None = None,
    not_before: datetime | None = None,
) -> OutboxItem:
    """Leave work for the Celery task named `topic`, to be sent after this transaction commits.

    `payload` holds ids and dates only. A second call with the same `once_key` gives the row that is there.
    """
    row = OutboxItem(
        topic=topic, payload=dict(payload), once_key=once_key, created_at=now, not_before=not_before or now
    )
    if once_key is None:
        row.save()
        return row
    enqueue_many([row])
    return OutboxItem.objects.get(once_key=once_key)


def enqueue_many(rows: Iterable[OutboxItem]) -> None:
    """Write many rows at once; those whose `once_key` is there already are left out."""
    OutboxItem.objects.bulk_create(rows, ignore_conflicts=True)


def drain(*, now: datetime, limit: int = 500) -> int:
    """Hand what is due to the broker and return how many rows that were. Several drains may run at once.

    Rows are claimed and committed before they are sent, so no lock is held while the network answers. A drain that
    dies in between leaves rows that come up again; a broker that is down gives them back at once.
    """
    sent = 0
    while sent < limit:
        claimed = _claim(now, min(BATCH, limit - sent))
        for place, item in enumerate(claimed):
            try:
                broker.send(item.topic, {**item.payload, "outbox_id": item.pk})
            except broker.BrokerUnavailable as problem:
                _give_back(claimed[place:], now, str(problem))
                log.warning("outbox.broker_down", problem=str(problem), waiting=len(claimed) - place)
                return sent
            sent += 1
        if len(claimed) < BATCH:
            break
    return sent


def finish(outbox_id: int, now: datetime) -> None:
    """Mark a row as done, in the transaction that did its work."""
    OutboxItem.objects.filter(pk=outbox_id, done_at__isnull=True).update(done_at=now, last_error="")


@contextmanager
def outbox_item(outbox_id: int | None, *, now: datetime) -> Iterator[OutboxItem | None]:
    """One transaction around the work of one row. Yields None when there is nothing to do: the row is done, or another
    worker has it. Without an id (a task called by hand) the work is always done, and None is never yielded.

    When the work fails, its transaction is rolled back and the row comes up again after a growing pause.
    """
    if outbox_id is None:
        with transaction.atomic():
            yield OutboxItem(topic="by hand", payload={}, created_at=now, not_before=now)
        return
    try:
        with transaction.atomic():
            waiting = OutboxItem.objects.select_for_update(skip_locked=True)
            item = waiting.filter(pk=outbox_id, done_at__isnull=True).first()
            yield item
            if item is not None:
                finish(outbox_id, now)
    except Exception as problem:
        _put_off(outbox_id, now, problem)
        raise


def outbox_task(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a function the Celery task `name` of an outbox row: own transaction, once, tried again when it fails.

    The function takes the payload's keys and `now` by keyword::

        @outbox_task("lifecycle.tasks.make_certificate_paper")
        def make_certificate_paper(*, certificate_id: int, now: datetime) -> None: ...
    """

    def register(work: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(work)
        def run(*, outbox_id: int | None = None, **payload: Any) -> bool:
            moment = clock.now()  # this wrapper is the task, and tasks ask the clock
            with outbox_item(outbox_id, now=moment) as item:
                if item is None:
                    return False
                work(**payload, now=moment)
            return True

        return broker.task(name, run)

    return register


def revive_dead(*, now: datetime) -> int:
    """Give rows that were tried too often a fresh start, after somebody repaired the cause."""
    dead = OutboxItem.objects.filter(done_at__isnull=True, attempts__gte=rules.MAX_ATTEMPTS)
    return dead.update(attempts=0, not_before=now)


def purge_outbox(*, on: date, dry_run: bool = False) -> int:
    """The sweep: rows done longer ago than the configured days are taken out; gives how many. Rows not done always stay."""
    last = on - timedelta(days=settings.OUTBOX_KEEP_DAYS)
    rows = OutboxItem.objects.filter(done_at__date__lt=last)
    return rows.count() if dry_run else rows.delete()[0]


def _claim(now: datetime, limit: int) -> list[OutboxItem]:
    with transaction.atomic():
        due = OutboxItem.objects.select_for_update(skip_locked=True).filter(
            done_at__isnull=True, not_before__lte=now, attempts__lt=rules.MAX_ATTEMPTS
        )
        rows = list(due.order_by("not_before", "id")[:limit])
        keys = [row.pk for row in rows]
        OutboxItem.objects.filter(pk__in=keys).update(
            attempts=F("attempts") + 1, sent_at=now, not_before=now + rules.LOST_AFTER
        )
        return rows


def _give_back(rows: Iterable[OutboxItem], now: datetime, problem: str) -> None:
    """An attempt that never reached the broker is none."""
    keys = [row.pk for row in rows]
    untouched = OutboxItem.objects.filter(pk__in=keys, done_at__isnull=True)
    untouched.update(attempts=F("attempts") - 1, sent_at=None, not_before=now, last_error=problem[:500])


def _put_off(outbox_id: int, now: datetime, problem: Exception) -> None:
    with transaction.atomic():
        row = OutboxItem.objects.select_for_update().filter(pk=outbox_id, done_at__isnull=True).first()
        if row is None:
            return
        row.not_before = now + rules.retry_after(row.attempts)
        row.last_error = f"{type(problem).__name__}: {problem}"[:500]
        row.save(update_fields=["not_before", "last_error"])
    if rules.is_dead(row.attempts):
        log.error("outbox.dead", outbox_id=outbox_id, topic=row.topic, problem=row.last_error)
