"""Why an event may not be written: every reason by name, so that a page can show them all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from foundation.clock.rules.calendar import Calendar
from foundation.clock.rules.limits import Count, Event, LimitFacts, fold
from foundation.clock.rules.periods import base_unit, count_days, nominal_end, origin_of
from foundation.clock.states import OPEN_STATUSES, TRANSITIONS, DayUnit, EventKind, LimitStatus


class Breach(StrEnum):
    """The name of a reason; `services.BREACH_TEXTS` says it to the user."""

    ALREADY_OPEN = "ALREADY_OPEN"
    ENDED = "ENDED"
    STANDS_STILL = "STANDS_STILL"
    NOT_STOPPED = "NOT_STOPPED"
    OUT_OF_ORDER = "OUT_OF_ORDER"
    AFTER_DUE = "AFTER_DUE"
    NOT_YET_DUE = "NOT_YET_DUE"
    NOT_POSITIVE = "NOT_POSITIVE"
    OVER_CEILING = "OVER_CEILING"
    TOO_OFTEN = "TOO_OFTEN"
    TOO_LONG = "TOO_LONG"


@dataclass(frozen=True, slots=True)
class ExtensionTerms:
    """What the caller's rule allows for one ground: so many times, so much in all (in the extension's own unit).
    `outside` are the grounds whose extensions the ceiling of the file does not count."""

    times: int | None = None
    amount: int | None = None
    outside: frozenset[str] = frozenset()


NO_TERMS = ExtensionTerms()


def event_breaches(
    kind: EventKind, facts: LimitFacts, events: Sequence[Event], calendar: Calendar, on: date
) -> tuple[Breach, ...]:
    """CLK-R11: events come in the order of their days; a stop or an extension comes before the limit has run out."""
    return tuple(_event_breaches(kind, fold(facts, events, calendar), events[-1].on, on))


def extension_breaches(
    facts: LimitFacts,
    events: Sequence[Event],
    calendar: Calendar,
    extension: Event,
    terms: ExtensionTerms = NO_TERMS,
) -> tuple[Breach, ...]:
    """CLK-R12 (DA 28, HMRC CAA02080, CAA02040): how often and how far a limit may be extended, per ground and in all. A
    ground outside the ceiling, such as an investigation of nine months, has its own most and uses up none of it; nor does
    a day on which the limit stands still."""
    return (
        *event_breaches(EventKind.EXTENDED, facts, events, calendar, extension.on),
        *_term_breaches(facts, events, extension, terms),
        *_ceiling_breaches(facts, events, calendar, extension, terms.outside),
    )


def _event_breaches(kind: EventKind, count: Count, last_on: date, on: date) -> Iterator[Breach]:
    if count.status not in OPEN_STATUSES:
        yield Breach.ENDED
    elif count.status not in TRANSITIONS[kind].sources:
        yield Breach.STANDS_STILL if count.status == LimitStatus.STOPPED else Breach.NOT_STOPPED
    if on < last_on:
        yield Breach.OUT_OF_ORDER
    if count.due_on is None:
        return
    if kind in (EventKind.STOPPED, EventKind.EXTENDED) and on > count.due_on:
        yield Breach.AFTER_DUE
    if kind == EventKind.ENDED_UNMET and on <= count.due_on:
        yield Breach.NOT_YET_DUE


def _term_breaches(
    facts: LimitFacts, events: Sequence[Event], extension: Event, terms: ExtensionTerms
) -> Iterator[Breach]:
    amount, unit = extension.amount or 0, extension.unit or facts.unit
    if amount < 1:
        yield Breach.NOT_POSITIVE
    earlier = [event for event in _extensions(events) if event.ground == extension.ground]
    if terms.times is not None and len(earlier) >= terms.times:
        yield Breach.TOO_OFTEN
    same_unit = sum(event.amount or 0 for event in earlier if (event.unit or facts.unit) == unit)
    if terms.amount is not None and same_unit + amount > terms.amount:
        yield Breach.TOO_LONG


def _ceiling_breaches(
    facts: LimitFacts, events: Sequence[Event], calendar: Calendar, extension: Event, outside: frozenset[str]
) -> Iterator[Breach]:
    """Amounts are summed where all are in the limit's unit; else the days they bring are compared."""
    count = fold(facts, events, calendar)
    if facts.ceiling_amount is None or count.status not in OPEN_STATUSES or (extension.amount or 0) < 1:
        return
    if extension.ground in outside:
        return
    extensions = [event for event in (*_extensions(events), extension) if event.ground not in outside]
    if all((event.unit or facts.unit) == facts.unit for event in extensions):
        over = facts.amount + sum(event.amount or 0 for event in extensions) > facts.ceiling_amount
    else:
        counted = _counted_total(facts, [*events, extension], calendar, outside)
        over = counted > _days_of_ceiling(facts, count, calendar)
    if over:
        yield Breach.OVER_CEILING


def _counted_total(facts: LimitFacts, events: Sequence[Event], calendar: Calendar, outside: frozenset[str]) -> int:
    """The days in all without those that came on a ground outside the ceiling."""
    totals = [fold(facts, events[: place + 1], calendar).total for place in range(len(events))]
    exempt = (
        totals[place] - totals[place - 1]
        for place, event in enumerate(events)
        if event.kind == EventKind.EXTENDED and event.ground in outside
    )
    return totals[-1] - sum(exempt)


def _days_of_ceiling(facts: LimitFacts, count: Count, calendar: Calendar) -> int:
    ceiling = facts.ceiling_amount or 0
    if base_unit(facts.unit) == facts.unit:
        return ceiling
    end = nominal_end(count.started_on, ceiling, facts.unit, calendar, facts.day_count)
    return count_days(origin_of(count.started_on, facts.day_count), end, DayUnit.CALENDAR_DAYS, calendar)


def _extensions(events: Sequence[Event]) -> list[Event]:
    return [event for event in events if event.kind == EventKind.EXTENDED]
