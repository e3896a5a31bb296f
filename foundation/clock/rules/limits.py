"""A time limit as a fold over its events: what is used, what is left, when it is due, how it stands on a day.

What an event wrote down (days used, days in all, due date) is kept as written; everything after it is counted with
the calendar handed in. So a calendar that changes later never rewrites a date somebody was told.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from foundation.clock.rules.calendar import Calendar
from foundation.clock.rules.periods import (
    DayCount,
    advance,
    base_unit,
    count_days,
    nominal_end,
    origin_of,
    rolled,
)
from foundation.clock.states import INITIAL_STATUS, TRANSITIONS, DayUnit, EventKind, LimitPhase, LimitStatus


@dataclass(frozen=True, slots=True)
class LimitFacts:
    """The terms a limit started with. `ceiling_amount` is the most it may ever grant, in `unit`."""

    unit: DayUnit
    amount: int
    day_count: DayCount
    ceiling_amount: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a limit. `amount` and `unit` belong to an extension (unit None: the limit's own).

    The last three are what was written when it happened; None asks the fold to count them.
    """

    kind: EventKind
    on: date
    amount: int | None = None
    unit: DayUnit | None = None
    ground: str = ""
    days_used: int | None = None
    days_total: int | None = None
    due_on_after: date | None = None


@dataclass(frozen=True, slots=True)
class LimitStanding:
    """How a limit stands on one day. `used`, `left`, `total` and `late_by` are in `counted_in` days.

    `due_on` is None while it stands still. `days_used` is `used` without the clamp, for the next event to write
    down. A limit late only by days not worked has phase LATE and `late_by` 0.
    """

    on: date
    phase: LimitPhase
    status: LimitStatus
    counted_in: DayUnit
    used: int
    left: int
    total: int
    days_used: int
    due_on: date | None
    late_by: int
    started_on: date
    first_due_on: date
    stopped_on: date | None
    ended_on: date | None

    @property
    def is_late(self) -> bool:
        """Late while it runs, or ended after the due date."""
        return self.due_on is not None and (self.ended_on or self.on) > self.due_on


@dataclass(frozen=True, slots=True)
class Count:
    """The state of the fold: `left` days stood on the evening of `since`."""

    facts: LimitFacts
    calendar: Calendar
    status: LimitStatus
    since: date
    left: int
    total: int
    due_on: date | None
    started_on: date
    first_due_on: date
    months: int | None
    stopped_on: date | None = None
    ended_on: date | None = None

    def days(self, a: date, b: date) -> int:
        return count_days(a, b, self.facts.unit, self.calendar)

    def left_on(self, day: date) -> int:
        """Below zero when the limit is late, or between its end by count and the business day it rolled to."""
        if self.due_on is None:
            return self.left
        by_count = self.left - self.days(self.since, day)
        if base_unit(self.facts.unit) == DayUnit.BUSINESS_DAYS:
            # The two differ only while a changed calendar has not been written down as a move; the trader keeps more.
            return max(by_count, self.days(day, self.due_on))
        return by_count

    def end_by_count(self) -> date:
        return advance(self.since, self.left, base_unit(self.facts.unit), self.calendar)

    def lawful(self, end: date) -> date:
        return rolled(end, self.facts.unit, self.calendar, self.facts.day_count)


def started(facts: LimitFacts, event: Event, calendar: Calendar) -> Count:
    """The count on the day of the event that starts a limit; months and years become days here."""
    end = nominal_end(event.on, facts.amount, facts.unit, calendar, facts.day_count)
    origin = origin_of(event.on, facts.day_count)
    total = event.days_total or count_days(origin, end, facts.unit, calendar)
    due = event.due_on_after or rolled(end, facts.unit, calendar, facts.day_count)
    months = None if base_unit(facts.unit) == facts.unit else facts.amount
    return Count(facts, calendar, INITIAL_STATUS, origin, total, total, due, event.on, due, months)


def _stopped(count: Count, event: Event) -> Count:
    """CLK-R06: the day of the stop is used up; the days after it are not, up to and including the resumption."""
    return replace(count, due_on=None, stopped_on=event.on)


def _resumed(count: Count, event: Event) -> Count:
    """CLK-R07: the count goes on with the day after the resumption and the days that were left."""
    due = max(event.on, count.lawful(count.end_by_count()))
    months = count.months if event.on == count.stopped_on else None
    return replace(count, due_on=event.due_on_after or due, stopped_on=None, months=months)


def _extended(count: Count, event: Event) -> Count:
    """CLK-R08: days are added to the end by count, not to the day it rolled to.

    Days of another unit are added to that end and what they bring is counted in the limit's own days. Months
    that never stood still are counted from the start again, so 6 + 3 months end as 9 months do.
    """
    if event.amount is None:
        raise ValueError("An extension names its amount.")
    unit, old_end = event.unit or count.facts.unit, count.end_by_count()
    anchored = count.months is not None and count.due_on is not None and unit == count.facts.unit
    months = count.months + event.amount if anchored and count.months is not None else None
    if months is not None:
        new_end = nominal_end(count.started_on, months, unit, count.calendar, count.facts.day_count)
    else:
        new_end = _later_end(count, old_end, event.amount, unit)
    gained = event.amount if unit == base_unit(count.facts.unit) else count.days(old_end, new_end)
    total = event.days_total or count.total + gained
    count = replace(count, left=count.left + total - count.total, total=total, months=months)
    if count.due_on is None:
        return count
    return replace(count, due_on=event.due_on_after or max(count.due_on, count.lawful(new_end)))


def _later_end(count: Count, old_end: date, amount: int, unit: DayUnit) -> date:
    end = advance(old_end, amount, unit, count.calendar)
    return count.lawful(end) if base_unit(count.facts.unit) == DayUnit.BUSINESS_DAYS else end


def _moved(count: Count, event: Event) -> Count:
    """CLK-R09: a closure entered later moves the due date to a later day, never to an earlier one."""
    due = max(filter(None, (count.due_on, event.due_on_after or count.lawful(count.end_by_count()))))
    return replace(count, due_on=due)


def _ended(count: Count, event: Event) -> Count:
    return replace(count, ended_on=event.on)


Step = Callable[[Count, Event], Count]
STEPS: dict[EventKind, Step] = {
    EventKind.STOPPED: _stopped,
    EventKind.RESUMED: _resumed,
    EventKind.EXTENDED: _extended,
    EventKind.MOVED: _moved,
    EventKind.MET: _ended,
    EventKind.ENDED_UNMET: _ended,
    EventKind.CANCELLED: _ended,
}


def _brought_to(count: Count, event: Event) -> Count:
    """The count on the day of an event, before the event: as written down, else as counted.

    A closure is the one event that reaches back: the days since the event before it are counted anew.
    """
    if event.kind == EventKind.MOVED:
        return count
    left = count.left_on(event.on) if event.days_used is None else count.total - event.days_used
    return replace(count, left=left, since=event.on)


def _applied(count: Count, event: Event) -> Count:
    transition = TRANSITIONS.get(event.kind)
    if transition is None or count.status not in transition.sources:
        raise ValueError(f"{event.kind} cannot follow in status {count.status}.")
    count = STEPS[event.kind](_brought_to(count, event), event)
    return replace(count, status=transition.leaves(count.status))


def fold(facts: LimitFacts, events: Iterable[Event], calendar: Calendar) -> Count:
    """The count after all events, in the order given. Raises ValueError where they cannot follow each other."""
    remaining = iter(events)
    first = next(remaining, None)
    if first is None or first.kind != EventKind.STARTED:
        raise ValueError("A limit begins with STARTED.")
    count = started(facts, first, calendar)
    for event in remaining:
        count = _applied(count, event)
    return count


def replay(facts: LimitFacts, events: Iterable[Event], calendar: Calendar, on: date) -> LimitStanding:
    """CLK-R10: the standing of a limit on a day, from the events up to that day.

    On a day before the start nothing is used yet.
    """
    known = list(events)
    count = fold(facts, [event for event in known if event.on <= on] or known[:1], calendar)
    day = min(on, count.ended_on) if count.ended_on else max(on, count.since)
    left_by_count = count.left_on(day)
    left = min(max(left_by_count, 0), count.total)
    late = count.due_on is not None and day > count.due_on
    return LimitStanding(
        on=on,
        phase=LimitPhase.LATE if late and count.status == LimitStatus.RUNNING else LimitPhase(count.status.value),
        status=count.status,
        counted_in=base_unit(facts.unit),
        used=count.total - left,
        left=left,
        total=count.total,
        days_used=count.total - left_by_count,
        due_on=count.due_on,
        late_by=count.days(count.due_on, day) if late and count.due_on else 0,
        started_on=count.started_on,
        first_due_on=count.first_due_on,
        stopped_on=count.stopped_on,
        ended_on=count.ended_on,
    )


def moved_due_on(facts: LimitFacts, events: Iterable[Event], calendar: Calendar, on: date) -> date | None:
    """CLK-R09: the later day a running limit would be due under a changed calendar; None when nothing moves.

    A limit that stands still has no day to move, and one whose day has passed keeps it.
    """
    count = fold(facts, events, calendar)
    if count.status != LimitStatus.RUNNING or count.due_on is None or on > count.due_on:
        return None
    due = count.lawful(count.end_by_count())
    return due if due > count.due_on else None


def due_on_if_resumed(facts: LimitFacts, events: Iterable[Event], calendar: Calendar, on: date) -> date | None:
    """When a limit that stands still would be due if it resumed on `on`; None when it does not stand still."""
    count = fold(facts, events, calendar)
    if count.status != LimitStatus.STOPPED:
        return None
    return _applied(count, Event(EventKind.RESUMED, on)).due_on
