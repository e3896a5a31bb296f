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
    """What the caller's rule allows for one ground: so many times, so much in all (in the extension's own unit)."""

    times: int | None = None
    amount: int | None = None


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
    """CLK-R12 (DA 28, HMRC CAA02080): how often and how far a limit may be extended, per ground and in all."""
    return (
        *event_breaches(EventKind.EXTENDED, facts, events, calendar, extension.on),
        *_term_breaches(facts, events, extension, terms),
        *_ceiling_breaches(facts, events, calendar, extension),
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
    facts: LimitFacts, events: Sequence[Event], calendar: Calendar, extension: Event
) -> Iterator[Breach]:
    """Amounts are summed where all are in the limit's unit; else the days they bring are compared."""
    count = fold(facts, events, calendar)
    if facts.ceiling_amount is None or count.status not in OPEN_STATUSES or (extension.amount or 0) < 1:
        return
    extensions = [*_extensions(events), extension]
    if all((event.unit or facts.unit) == facts.unit for event in extensions):
        over = facts.amount + sum(event.amount or 0 for event in extensions) > facts.ceiling_amount
    else:
        over = fold(facts, [*events, extension], calendar).total > _days_of_ceiling(facts, count, calendar)
    if over:
        yield Breach.OVER_CEILING


def _days_of_ceiling(facts: LimitFacts, count: Count, calendar: Calendar) -> int:
    ceiling = facts.ceiling_amount or 0
    if base_unit(facts.unit) == facts.unit:
        return ceiling
    end = nominal_end(count.started_on, ceiling, facts.unit, calendar, facts.day_count)
    return count_days(origin_of(count.started_on, facts.day_count), end, DayUnit.CALENDAR_DAYS, calendar)


def _extensions(events: Sequence[Event]) -> list[Event]:
    return [event for event in events if event.kind == EventKind.EXTENDED]
