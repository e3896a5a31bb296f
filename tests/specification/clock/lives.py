"""Lives of limits: the file of the design, and any file that the law allows."""

from datetime import date, timedelta

from hypothesis import strategies as st

from foundation.clock.rules import (
    Calendar,
    DayCount,
    Event,
    LimitFacts,
    event_breaches,
    replay,
)
from foundation.clock.states import DayUnit, EventKind
from tests.specification.clock.strategies import calendars, near

REGULATION = DayCount()
HOLIDAYS = frozenset({date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 25)})
KESTRIA = Calendar(holidays=HOLIDAYS)
APEC = LimitFacts(DayUnit.BUSINESS_DAYS, 90, REGULATION, ceiling_amount=120)
BRENNA = (
    Event(EventKind.STARTED, date(2026, 3, 16)),
    Event(EventKind.STOPPED, date(2026, 4, 8)),
    Event(EventKind.RESUMED, date(2026, 4, 24)),
    Event(EventKind.EXTENDED, date(2026, 8, 3), 30, ground="information_asked"),
)
UNITS = st.sampled_from(DayUnit)
COUNTS = st.builds(DayCount, st.booleans(), st.booleans())
OUTSIDE = frozenset({"investigation", "adjustment"})


def facts_of(amount: int, unit: DayUnit, count: DayCount = REGULATION) -> LimitFacts:
    return LimitFacts(unit, amount, count)


def started(on: date) -> Event:
    return Event(EventKind.STARTED, on)


def written(facts: LimitFacts, events: list[Event], calendar: Calendar) -> list[Event]:
    """The events as the service stores them: each with what it counted on its day."""
    known: list[Event] = []
    for event in events:
        now = replay(facts, [*known, event], calendar, event.on)
        known.append(
            Event(
                event.kind,
                event.on,
                event.amount,
                event.unit,
                event.ground,
                days_used=0 if event.kind == EventKind.STARTED else now.days_used,
                days_total=now.total,
                due_on_after=now.due_on,
            )
        )
    return known


@st.composite
def files(draw: st.DrawFn) -> tuple[LimitFacts, list[Event], Calendar]:
    """Any limit with a lawful life of stops, resumptions and extensions."""
    unit = draw(UNITS)
    facts = LimitFacts(unit, draw(st.integers(1, 12 if unit in ("MONTHS", "YEARS") else 200)), draw(COUNTS))
    calendar, day = draw(calendars()), draw(near())
    events = [started(day)]
    for kind in draw(st.lists(st.sampled_from([EventKind.STOPPED, EventKind.RESUMED, EventKind.EXTENDED]), max_size=7)):
        day += timedelta(days=draw(st.integers(0, 25)))
        if not event_breaches(kind, facts, events, calendar, day):
            amount = draw(st.integers(1, 20)) if kind == EventKind.EXTENDED else None
            other = draw(st.sampled_from([None, *DayUnit])) if amount and amount < 4 else None
            events.append(Event(kind, day, amount, other))
    return facts, events, calendar
