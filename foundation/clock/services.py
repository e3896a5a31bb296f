"""The time of day, and every act that changes a time limit.

An act locks the limit, checks the rules, writes one event and the standing it leaves. The caller opens the audit
context: audit lies above the clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NotRequired, TypedDict, Unpack
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from foundation.clock.models import Limit, LimitEvent
from foundation.clock.rules import (
    NO_TERMS,
    Breach,
    Calendar,
    DayCount,
    Event,
    ExtensionTerms,
    event_breaches,
    extension_breaches,
    moved_due_on,
    replay,
)
from foundation.clock.selectors import Calendars, Move, events_of, facts_of, open_limit, preview_moves, standings
from foundation.clock.states import INITIAL_STATUS, OPEN_STATUSES, DayUnit, EventKind

__all__ = [
    "ExtensionTerms",
    "LimitRefused",
    "cancel_limit",
    "end_limit_unmet",
    "extend_limit",
    "hand_over_limits",
    "local_date",
    "meet_limit",
    "move_for_closure",
    "move_limits",
    "now",
    "resume_limit",
    "start_limit",
    "stop_limit",
    "today",
]

BREACH_TEXTS: dict[Breach, Promise] = {
    Breach.ALREADY_OPEN: gettext_lazy("A time limit of this kind already runs on this file."),
    Breach.ENDED: gettext_lazy("This time limit has already ended."),
    Breach.STANDS_STILL: gettext_lazy("This time limit stands still. Let it run again first."),
    Breach.NOT_STOPPED: gettext_lazy("This time limit runs already."),
    Breach.OUT_OF_ORDER: gettext_lazy("Something later was already recorded on this time limit. Choose a later day."),
    Breach.AFTER_DUE: gettext_lazy("This time limit ended on %(due)s. It can no longer be stopped or extended."),
    Breach.NOT_YET_DUE: gettext_lazy("This time limit runs until the end of %(due)s. Wait until then."),
    Breach.NOT_POSITIVE: gettext_lazy("An extension adds at least one day."),
    Breach.OVER_CEILING: gettext_lazy("This would pass the longest time the rules allow for this file."),
    Breach.TOO_OFTEN: gettext_lazy("This time limit cannot be extended again for this reason."),
    Breach.TOO_LONG: gettext_lazy("The rules do not allow so long an extension for this reason."),
}


class LimitRefused(ValueError):
    """An act on a limit that the rules do not allow; `str()` is fit for the user, `breaches` names every reason."""

    def __init__(self, breaches: Iterable[Breach], *, due_on: date | None = None) -> None:
        self.breaches = tuple(breaches)
        due = date_format(due_on, "j F Y") if due_on else ""
        super().__init__(" ".join(str(BREACH_TEXTS[breach]) % {"due": due} for breach in self.breaches))


class EventNote(TypedDict):
    """Who wrote an event, when and why. `told_on` is the day the trader learned of it, where it is known."""

    at: datetime
    actor_id: object  # any identifier; kept as text, because the record outlives users
    actor_label: str
    reason: NotRequired[str]
    caused_by: NotRequired[str]
    told_on: NotRequired[date | None]


@dataclass(frozen=True, slots=True)
class _Act:
    """One event about to be written on a locked limit."""

    limit: Limit
    event: Event
    calendar: Calendar
    note: EventNote


def now() -> datetime:
    """The moment, aware, in UTC. The only call of the system clock for a date of the domain."""
    return timezone.now()


def today() -> date:
    """The calendar day in the administration's zone."""
    return local_date(now())


def local_date(moment: datetime) -> date:
    """The calendar day of an aware moment in the administration's zone: the day that counts for a limit."""
    if timezone.is_naive(moment):
        raise ValueError("A moment without a zone has no calendar day.")
    return moment.astimezone(ZoneInfo(settings.ADMINISTRATION_TIME_ZONE)).date()


@transaction.atomic
def start_limit(
    *,
    kind: str,
    file_id: UUID,
    on: date,
    amount: int,
    unit: DayUnit,
    calendar: Calendar,
    day_count: DayCount,
    configuration_version: int,
    legal_basis: str = "",
    ceiling_amount: int | None = None,
    remind_before_days: int | None = None,
    office_code: str = "",
    **note: Unpack[EventNote],
) -> Limit:
    """Starts a limit on the day of its event. The same start written twice gives the limit that is there."""
    limit = Limit(
        kind=kind,
        file_id=file_id,
        office_code=office_code,
        unit=unit,
        amount=amount,
        ceiling_amount=ceiling_amount,
        count_event_day=day_count.count_event_day,
        roll_forward=day_count.roll_forward,
        legal_basis=legal_basis,
        configuration_version=configuration_version,
        remind_before_days=remind_before_days,
        status=INITIAL_STATUS,
        created_at=note["at"],
    )
    try:
        with transaction.atomic():
            limit.save(force_insert=True)
    except IntegrityError:
        other = open_limit(file_id=file_id, kind=kind)
        if other is None:
            raise
        return _already_started(other, on, note)
    _write(_Act(limit, Event(EventKind.STARTED, on), calendar, note), [])
    return limit


def stop_limit(*, limit: Limit, on: date, calendar: Calendar, **note: Unpack[EventNote]) -> LimitEvent:
    """Lets the limit stand still from the evening of `on`. Refused after the due date."""
    return _act(limit, Event(EventKind.STOPPED, on), calendar, note)


def resume_limit(*, limit: Limit, on: date, calendar: Calendar, **note: Unpack[EventNote]) -> LimitEvent:
    """Lets the limit run again with the days that were left; the day after `on` is the first counted."""
    return _act(limit, Event(EventKind.RESUMED, on), calendar, note)


def extend_limit(
    *,
    limit: Limit,
    on: date,
    amount: int,
    calendar: Calendar,
    unit: DayUnit | None = None,
    ground: str = "",
    terms: ExtensionTerms = NO_TERMS,
    **note: Unpack[EventNote],
) -> LimitEvent:
    """Adds days (of the limit's own unit where `unit` is None), up to the caller's terms per ground and the ceiling."""
    return _act(limit, Event(EventKind.EXTENDED, on, amount, unit, ground), calendar, note, terms)


def meet_limit(*, limit: Limit, on: date, calendar: Calendar, **note: Unpack[EventNote]) -> LimitEvent:
    """What the limit was set for has happened, in time or late."""
    return _act(limit, Event(EventKind.MET, on), calendar, note)


def end_limit_unmet(*, limit: Limit, on: date, calendar: Calendar, **note: Unpack[EventNote]) -> LimitEvent:
    """The limit ran out and nobody waits any longer. Refused while its last day has not passed."""
    return _act(limit, Event(EventKind.ENDED_UNMET, on), calendar, note)


def cancel_limit(*, limit: Limit, on: date, calendar: Calendar, **note: Unpack[EventNote]) -> LimitEvent:
    """The limit has lost its purpose, for instance because the application was withdrawn."""
    return _act(limit, Event(EventKind.CANCELLED, on), calendar, note)


@transaction.atomic
def move_for_closure(*, limit: Limit, on: date, calendar: Calendar, **note: Unpack[EventNote]) -> LimitEvent | None:
    """Moves the due date to the later day a closure entered meanwhile gives; None when it does not move."""
    locked = _locked(limit)
    due = moved_due_on(facts_of(locked), events_of(locked), calendar, on)
    if due is None:
        return None
    return _act(limit, Event(EventKind.MOVED, on, due_on_after=due), calendar, note)


@transaction.atomic
def move_limits(*, limits: Iterable[Limit], on: date, calendars: Calendars, **note: Unpack[EventNote]) -> list[Move]:
    """Moves many limits for closures entered meanwhile, each to the later day its calendar gives: four statements for any
    number of limits. Those that do not move are left alone; none gets shorter."""
    rows = {limit.pk: limit for limit in limits}
    locked = list(Limit.objects.select_for_update().filter(pk__in=rows).order_by("pk"))
    moves = preview_moves(locked, calendars, on)
    standing_of = standings([move.limit for move in moves], calendars, on)
    written = []
    for move in moves:
        now_standing = standing_of[move.limit.pk]
        written.append(
            LimitEvent(
                limit=move.limit,
                seq=move.events + 1,
                kind=EventKind.MOVED,
                on=on,
                at=note["at"],
                days_used=now_standing.days_used,
                days_total=now_standing.total,
                due_on_after=move.due_then,
                reason=note.get("reason", ""),
                caused_by=note.get("caused_by", ""),
                actor_id="" if note["actor_id"] is None else str(note["actor_id"]),
                actor_label=note["actor_label"],
            )
        )
        move.limit.due_on = move.due_then
    LimitEvent.objects.bulk_create(written)
    Limit.objects.bulk_update([move.limit for move in moves], ["due_on"])
    return moves


def hand_over_limits(*, file_id: UUID, office_code: str) -> int:
    """Puts the open limits of a file under the calendar of another office; written dates stay as they are."""
    return Limit.objects.filter(file_id=file_id, status__in=OPEN_STATUSES).update(office_code=office_code)


@transaction.atomic
def _act(
    limit: Limit, event: Event, calendar: Calendar, note: EventNote, terms: ExtensionTerms = NO_TERMS
) -> LimitEvent:
    """Locks, checks and writes. `limit` is brought up to date with what was written."""
    locked = _locked(limit)
    written = _same_event(locked, event, note) or _checked(_Act(locked, event, calendar, note), terms)
    limit.status, limit.due_on, limit.office_code = locked.status, locked.due_on, locked.office_code
    return written


def _locked(limit: Limit) -> Limit:
    return Limit.objects.select_for_update().get(pk=limit.pk)


def _same_event(limit: Limit, event: Event, note: EventNote) -> LimitEvent | None:
    """The event a repeated call has already written: same kind, day, cause and amount. Without a cause none is."""
    cause = note.get("caused_by", "")
    if not cause:
        return None
    return limit.events.filter(kind=event.kind, on=event.on, caused_by=cause, amount=event.amount).first()


def _checked(act: _Act, terms: ExtensionTerms) -> LimitEvent:
    facts, known = facts_of(act.limit), events_of(act.limit)
    if act.event.kind == EventKind.EXTENDED:
        breaches = extension_breaches(facts, known, act.calendar, act.event, terms)
    else:
        breaches = event_breaches(act.event.kind, facts, known, act.calendar, act.event.on)
    if breaches:
        raise LimitRefused(breaches, due_on=act.limit.due_on)
    return _write(act, known)


def _write(act: _Act, known: list[Event]) -> LimitEvent:
    """The only writer of `status` and `due_on`: one event, and the limit as that event leaves it."""
    limit, event, note = act.limit, act.event, act.note
    standing = replay(facts_of(limit), [*known, event], act.calendar, event.on)
    written = LimitEvent.objects.create(
        limit=limit,
        seq=len(known) + 1,
        kind=event.kind,
        on=event.on,
        at=note["at"],
        amount=event.amount,
        unit=event.unit or "",
        ground=event.ground,
        days_used=0 if event.kind == EventKind.STARTED else standing.days_used,
        days_total=standing.total,
        due_on_after=standing.due_on,
        reason=note.get("reason", ""),
        caused_by=note.get("caused_by", ""),
        told_on=note.get("told_on"),
        actor_id="" if note["actor_id"] is None else str(note["actor_id"]),
        actor_label=note["actor_label"],
    )
    limit.status, limit.due_on = standing.status, standing.due_on
    limit.save(update_fields=["status", "due_on"])
    return written


def _already_started(limit: Limit, on: date, note: EventNote) -> Limit:
    """The open limit, where this very event has started it; else the start is refused."""
    first = limit.events.get(seq=1)
    if first.on != on or not first.caused_by or first.caused_by != note.get("caused_by", ""):
        raise LimitRefused([Breach.ALREADY_OPEN])
    return limit
