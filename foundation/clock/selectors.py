"""Reads of time limits: how they stand, which are due, and what the clock panel of a file shows.

Every function takes the day it answers for; none reads the clock.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import DateField, ExpressionWrapper, F, QuerySet

from foundation.clock.models import Limit, LimitEvent
from foundation.clock.rules import (
    Calendar,
    DayCount,
    Event,
    LimitFacts,
    LimitStanding,
    Segment,
    due_on_if_resumed,
    fraction_of,
    moved_due_on,
    replay,
    segments,
)
from foundation.clock.states import OPEN_STATUSES, DayUnit, EventKind, LimitStatus

Calendars = Calendar | Mapping[str, Calendar]
"""One calendar for all limits, or one per office code."""


@dataclass(frozen=True, slots=True)
class Move:
    """A running limit that a changed calendar would move to a later day. `events`: how many it has so far."""

    limit: Limit
    due_now: date
    due_then: date
    events: int = 0


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One line of the clock table; `due_then` None reads "stands still"."""

    event: LimitEvent
    kind: EventKind
    on: date
    used: int
    due_then: date | None


@dataclass(frozen=True, slots=True)
class ClockPanel:
    """All a page shows of one limit. `due_if_resumed` is set while it stands still."""

    limit: Limit
    standing: LimitStanding
    rows: tuple[PanelRow, ...]
    bar: tuple[Segment, ...]
    today_at: float
    due_if_resumed: date | None


def limits_of(file_id: UUID) -> QuerySet[Limit]:
    """The limits of one file, oldest first."""
    return Limit.objects.filter(file_id=file_id)


def open_limit(*, file_id: UUID, kind: str) -> Limit | None:
    """The limit of this kind that runs or stands still on the file, if any: the database allows one."""
    return Limit.objects.filter(file_id=file_id, kind=kind, status__in=OPEN_STATUSES).first()


def limits_of_files(file_ids: Iterable[UUID], *, kind: str) -> dict[UUID, Limit]:
    """The last limit of a kind on each of some files, ended or not; one query."""
    rows = Limit.objects.filter(file_id__in=list(file_ids), kind=kind).order_by("created_at", "id")
    return {limit.file_id: limit for limit in rows}


def latest_limit(*, file_id: UUID, kind: str) -> Limit | None:
    """The last limit of this kind on the file, ended or not."""
    return Limit.objects.filter(file_id=file_id, kind=kind).order_by("created_at", "id").last()


def running_in(office_codes: Iterable[str], *, due_from: date) -> QuerySet[Limit]:
    """Running limits under the calendars of some offices that are due on a day or later, soonest first."""
    return _running().filter(office_code__in=list(office_codes), due_on__gte=due_from)


def running_due_by(on: date) -> QuerySet[Limit]:
    """Running limits due on `on` or before, soonest first."""
    return _running().filter(due_on__lte=on)


def overdue_on(on: date) -> QuerySet[Limit]:
    """Running limits whose last day has passed, longest first."""
    return _running().filter(due_on__lt=on)


def due_for_reminder(on: date) -> QuerySet[Limit]:
    """Running limits inside their reminder period and not late. The caller remembers whom it has reminded."""
    remind_from = ExpressionWrapper(F("due_on") - F("remind_before_days"), output_field=DateField())
    return _running().filter(due_on__gte=on).annotate(remind_from=remind_from).filter(remind_from__lte=on)


def standing(limit: Limit, calendar: Calendar, on: date) -> LimitStanding:
    """One query."""
    return replay(facts_of(limit), events_of(limit), calendar, on)


def standings(limits: Iterable[Limit], calendar: Calendars, on: date) -> dict[int, LimitStanding]:
    """The standings of many limits by primary key, in one query."""
    limits = list(limits)
    events = _events_by_limit(limits)
    return {
        limit.pk: replay(facts_of(limit), _facts(events[limit.pk]), _calendar_of(limit, calendar), on)
        for limit in limits
    }


def preview_moves(limits: Iterable[Limit], calendar: Calendars, on: date) -> list[Move]:
    """The limits a changed calendar would move, and to which day; one query. None ever gets shorter."""
    limits = list(limits)
    events = _events_by_limit(limits)
    moves = []
    for limit in limits:
        due = moved_due_on(facts_of(limit), _facts(events[limit.pk]), _calendar_of(limit, calendar), on)
        if due is not None and limit.due_on is not None:
            moves.append(Move(limit, limit.due_on, due, len(events[limit.pk])))
    return moves


def clock_panel(limit: Limit, calendar: Calendar, on: date) -> ClockPanel:
    """One query: sentence, table and bar of a limit as it stands on a day."""
    rows = [event for event in limit.events.order_by("seq") if event.on <= on]
    facts, events = facts_of(limit), _facts(rows)
    now_standing = replay(facts, events or events_of(limit), calendar, on)
    resumed = due_on_if_resumed(facts, events, calendar, on) if events else None
    axis_end = max(filter(None, (now_standing.due_on, resumed, now_standing.ended_on or on)))
    return ClockPanel(
        limit=limit,
        standing=now_standing,
        rows=tuple(_panel_row(row) for row in rows),
        bar=segments(events, now_standing, axis_end=axis_end),
        today_at=fraction_of(on, now_standing, axis_end=axis_end),
        due_if_resumed=resumed,
    )


def facts_of(limit: Limit) -> LimitFacts:
    """The terms of a limit as the rules take them."""
    return LimitFacts(
        unit=DayUnit(limit.unit),
        amount=limit.amount,
        day_count=DayCount(limit.count_event_day, limit.roll_forward),
        ceiling_amount=limit.ceiling_amount,
    )


def events_of(limit: Limit) -> list[Event]:
    """The events of a limit as the rules take them; one query."""
    return _facts(limit.events.order_by("seq"))


def _running() -> QuerySet[Limit]:
    return Limit.objects.filter(status=LimitStatus.RUNNING).order_by("due_on", "id")


def _events_by_limit(limits: Sequence[Limit]) -> dict[int, list[LimitEvent]]:
    events: dict[int, list[LimitEvent]] = defaultdict(list)
    for event in LimitEvent.objects.filter(limit__in=limits).order_by("limit_id", "seq"):
        events[event.limit_id].append(event)
    return events


def _calendar_of(limit: Limit, calendar: Calendars) -> Calendar:
    return calendar if isinstance(calendar, Calendar) else calendar[limit.office_code]


def _facts(events: Iterable[LimitEvent]) -> list[Event]:
    return [
        Event(
            kind=EventKind(event.kind),
            on=event.on,
            amount=event.amount,
            unit=DayUnit(event.unit) if event.unit else None,
            ground=event.ground,
            days_used=event.days_used,
            days_total=event.days_total,
            due_on_after=event.due_on_after,
        )
        for event in events
    ]


def _panel_row(event: LimitEvent) -> PanelRow:
    used = min(max(event.days_used, 0), event.days_total)
    return PanelRow(event, EventKind(event.kind), event.on, used, event.due_on_after)
