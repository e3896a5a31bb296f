"""A limit as a fold over its events: the file of the design, the refusals, and what must hold for any file."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from foundation.clock.rules import (
    Breach,
    Calendar,
    DayCount,
    Event,
    ExtensionTerms,
    LimitFacts,
    SegmentKind,
    due_on,
    due_on_if_resumed,
    event_breaches,
    extension_breaches,
    fraction_of,
    moved_due_on,
    replay,
    segments,
)
from foundation.clock.states import DayUnit, EventKind, LimitPhase
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


def facts_of(amount: int, unit: DayUnit, count: DayCount = REGULATION) -> LimitFacts:
    return LimitFacts(unit, amount, count)


def started(on: date) -> Event:
    return Event(EventKind.STARTED, on)


@pytest.mark.requirement("R-APP-05", "R-APP-06")
@pytest.mark.parametrize(
    ("events", "used", "due"),
    [
        (1, 0, date(2026, 7, 24)),
        (2, 15, None),
        (3, 15, date(2026, 8, 11)),
        (4, 84, date(2026, 9, 22)),
    ],
)
def test_the_file_of_the_design_counts_as_its_clock_shows(events: int, used: int, due: date | None) -> None:
    standing = replay(APEC, BRENNA[:events], KESTRIA, BRENNA[events - 1].on)
    assert (standing.used, standing.due_on) == (used, due)


@pytest.mark.requirement("R-APP-05")
def test_the_file_of_the_design_has_6_of_120_business_days_left() -> None:
    standing = replay(APEC, BRENNA, KESTRIA, date(2026, 9, 14))
    assert (standing.left, standing.total, standing.phase) == (6, 120, LimitPhase.RUNNING)
    assert standing.counted_in == DayUnit.BUSINESS_DAYS


def test_a_limit_is_late_from_the_day_after_its_due_date_and_nobody_has_to_say_so() -> None:
    last_day = replay(APEC, BRENNA, KESTRIA, date(2026, 9, 22))
    late = replay(APEC, BRENNA, KESTRIA, date(2026, 9, 24))
    assert (last_day.phase, last_day.left, last_day.is_late) == (LimitPhase.RUNNING, 0, False)
    assert (late.phase, late.late_by, late.left, late.used) == (LimitPhase.LATE, 2, 0, 120)


def test_a_limit_met_late_stays_met_and_says_by_how_much() -> None:
    met = replay(APEC, [*BRENNA, Event(EventKind.MET, date(2026, 9, 25))], KESTRIA, date(2026, 12, 1))
    assert (met.phase, met.is_late, met.late_by) == (LimitPhase.MET, True, 3)


def test_the_standing_of_an_earlier_day_knows_nothing_of_later_events() -> None:
    assert replay(APEC, BRENNA, KESTRIA, date(2026, 4, 10)).phase == LimitPhase.STOPPED
    assert replay(APEC, BRENNA, KESTRIA, date(2026, 4, 7)).due_on == date(2026, 7, 24)
    assert replay(APEC, BRENNA, KESTRIA, date(2026, 3, 1)).left == 90


def test_a_request_for_information_starts_the_clock_on_the_day_the_last_item_came() -> None:
    """Acceptance case 2: complete on 20 March, checked later; the limit starts with 20 March."""
    facts = facts_of(120, DayUnit.CALENDAR_DAYS, DayCount(False, False))
    assert replay(facts, [started(date(2026, 3, 20))], KESTRIA, date(2026, 4, 2)).due_on == date(2026, 7, 18)


def test_extended_days_are_added_to_the_count_and_not_to_the_day_it_rolled_to() -> None:
    facts = facts_of(33, DayUnit.CALENDAR_DAYS)
    extended = [started(date(2026, 8, 3)), Event(EventKind.EXTENDED, date(2026, 8, 10), 2)]
    assert replay(facts, extended[:1], KESTRIA, date(2026, 8, 3)).due_on == date(2026, 9, 7)  # a Saturday rolled
    assert replay(facts, extended, KESTRIA, date(2026, 8, 10)).due_on == date(2026, 9, 7)


def test_calendar_days_may_extend_a_limit_of_business_days() -> None:
    hearing = Event(EventKind.EXTENDED, date(2026, 7, 1), 30, DayUnit.CALENDAR_DAYS, "hearing")
    standing = replay(APEC, [BRENNA[0], hearing], KESTRIA, date(2026, 7, 1))
    assert standing.due_on == date(2026, 8, 24)  # 24 July + 30 days is Sunday 23 August
    assert standing.total == 90 + KESTRIA.business_days_between(date(2026, 7, 24), date(2026, 8, 24))


@pytest.mark.parametrize(("months", "due"), [(3, date(2026, 5, 31)), (1, date(2026, 3, 31))])
def test_months_added_to_months_count_from_the_start(months: int, due: date) -> None:
    facts = facts_of(6, DayUnit.MONTHS, DayCount(False, False))
    events = [started(date(2025, 8, 31)), Event(EventKind.EXTENDED, date(2025, 12, 1), months)]
    assert replay(facts, events, KESTRIA, date(2025, 12, 1)).due_on == due


@pytest.mark.parametrize(
    ("kind", "events", "on", "breaches"),
    [
        (EventKind.STOPPED, 4, date(2026, 9, 22), ()),
        (EventKind.STOPPED, 4, date(2026, 9, 23), (Breach.AFTER_DUE,)),
        (EventKind.STOPPED, 2, date(2026, 4, 9), (Breach.STANDS_STILL,)),
        (EventKind.STOPPED, 4, date(2026, 8, 2), (Breach.OUT_OF_ORDER,)),
        (EventKind.RESUMED, 3, date(2026, 5, 4), (Breach.NOT_STOPPED,)),
        (EventKind.RESUMED, 2, date(2027, 5, 4), ()),
        (EventKind.RESUMED, 2, date(2026, 4, 7), (Breach.OUT_OF_ORDER,)),
        (EventKind.EXTENDED, 4, date(2026, 9, 23), (Breach.AFTER_DUE,)),
        (EventKind.EXTENDED, 2, date(2026, 12, 1), ()),
        (EventKind.MET, 4, date(2026, 9, 23), ()),
        (EventKind.MET, 2, date(2026, 4, 8), ()),
        (EventKind.ENDED_UNMET, 4, date(2026, 9, 22), (Breach.NOT_YET_DUE,)),
        (EventKind.ENDED_UNMET, 4, date(2026, 9, 23), ()),
        (EventKind.ENDED_UNMET, 2, date(2026, 9, 23), (Breach.STANDS_STILL,)),
        (EventKind.CANCELLED, 2, date(2026, 4, 8), ()),
    ],
)
def test_an_event_that_may_not_be_written_is_refused_by_name(
    kind: EventKind, events: int, on: date, breaches: tuple[Breach, ...]
) -> None:
    assert event_breaches(kind, APEC, BRENNA[:events], KESTRIA, on) == breaches


@pytest.mark.parametrize("ending", [EventKind.MET, EventKind.CANCELLED])
@pytest.mark.parametrize("kind", [kind for kind in EventKind if kind != EventKind.STARTED])
def test_nothing_follows_the_end_of_a_limit(ending: EventKind, kind: EventKind) -> None:
    ended = [*BRENNA, Event(ending, date(2026, 9, 1))]
    assert Breach.ENDED in event_breaches(kind, APEC, ended, KESTRIA, date(2026, 9, 2))
    with pytest.raises(ValueError, match="cannot follow"):
        replay(APEC, [*ended, Event(kind, date(2026, 9, 2), 1)], KESTRIA, date(2026, 9, 2))


@pytest.mark.requirement("R-APP-06")
def test_all_reasons_against_an_extension_are_given_at_once() -> None:
    again = Event(EventKind.EXTENDED, date(2026, 9, 23), 31, ground="information_asked")
    breaches = extension_breaches(APEC, BRENNA, KESTRIA, again, ExtensionTerms(times=1, amount=60))
    assert breaches == (Breach.AFTER_DUE, Breach.TOO_OFTEN, Breach.TOO_LONG, Breach.OVER_CEILING)


@pytest.mark.parametrize(("months", "breaches"), [(9, ()), (10, (Breach.TOO_LONG,)), (0, (Breach.NOT_POSITIVE,))])
def test_an_investigation_extends_by_nine_months_at_most(months: int, breaches: tuple[Breach, ...]) -> None:
    """Acceptance case 12."""
    facts = facts_of(120, DayUnit.CALENDAR_DAYS)
    extension = Event(EventKind.EXTENDED, date(2026, 5, 4), months, DayUnit.MONTHS, "investigation")
    terms = ExtensionTerms(amount=9)
    assert extension_breaches(facts, [started(date(2026, 3, 2))], KESTRIA, extension, terms) == breaches


@pytest.mark.parametrize(("amount", "over"), [(30, False), (31, True)])
def test_extensions_stop_at_the_ceiling_of_the_file(amount: int, over: bool) -> None:
    extension = Event(EventKind.EXTENDED, date(2026, 5, 4), amount, ground="any")
    assert (Breach.OVER_CEILING in extension_breaches(APEC, BRENNA[:3], KESTRIA, extension)) is over


OUTSIDE = frozenset({"investigation", "adjustment"})


@pytest.mark.requirement("R-APP-05", "R-APP-06")
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["stop", "investigation", "adjustment", "information_asked", "customs_need"]),
            st.integers(1, 60),
            st.sampled_from([None, DayUnit.CALENDAR_DAYS, DayUnit.MONTHS]),
        ),
        max_size=6,
    )
)
@settings(max_examples=40)
def test_the_ceiling_holds_for_what_counts_toward_it_and_for_nothing_else(
    steps: list[tuple[str, int, DayUnit | None]],
) -> None:
    """Domain: an investigation may take nine months and agreed adjustments their time, whatever the ceiling of the file; a
    day on which the clock stands still is no day of the limit."""
    events, counted, terms = [started(date(2026, 3, 2))], APEC.amount, ExtensionTerms(outside=OUTSIDE)
    day, only_own_unit = date(2026, 3, 3), True
    for ground, amount, unit in steps:
        if ground == "stop":
            stopped = Event(EventKind.STOPPED, day)
            events = [*events, stopped, Event(EventKind.RESUMED, day + timedelta(days=amount))]
            day += timedelta(days=amount)
            assert replay(APEC, events, KESTRIA, day).total == replay(APEC, events[:-2], KESTRIA, day).total
            continue
        extension = Event(EventKind.EXTENDED, day, amount, unit, ground)
        breaches = extension_breaches(APEC, events, KESTRIA, extension, terms)
        if ground in OUTSIDE:
            assert Breach.OVER_CEILING not in breaches
        elif only_own_unit and unit is None:
            assert (Breach.OVER_CEILING in breaches) is (counted + amount > (APEC.ceiling_amount or 0))
        if breaches:
            continue
        if ground not in OUTSIDE:
            counted += amount
            only_own_unit = only_own_unit and unit is None
        events.append(extension)
        assert not only_own_unit or counted <= (APEC.ceiling_amount or 0)


@pytest.mark.parametrize(("days", "over"), [(41, False), (45, True)])
def test_the_ceiling_counts_days_of_another_unit_too(days: int, over: bool) -> None:
    extension = Event(EventKind.EXTENDED, date(2026, 5, 4), days, DayUnit.CALENDAR_DAYS)
    assert (Breach.OVER_CEILING in extension_breaches(APEC, BRENNA[:3], KESTRIA, extension)) is over


def test_a_holiday_made_after_the_start_moves_the_limits_of_the_design() -> None:
    """Screen 19: Friday 9 October 2026 becomes a holiday."""
    mourning, today = KESTRIA.with_closures([date(2026, 10, 9)]), date(2026, 9, 14)

    def then(amount: int, unit: DayUnit, start: date) -> date | None:
        facts = facts_of(amount, unit)
        return moved_due_on(facts, written(facts, [started(start)], KESTRIA), mourning, today)

    assert then(20, DayUnit.BUSINESS_DAYS, today) == date(2026, 10, 13)  # was Monday 12 October
    assert then(19, DayUnit.BUSINESS_DAYS, today) == date(2026, 10, 12)  # was that day: three days later
    assert then(25, DayUnit.CALENDAR_DAYS, today) == date(2026, 10, 12)
    assert then(30, DayUnit.CALENDAR_DAYS, today) is None  # ends after the holiday, on a worked day
    assert then(2, DayUnit.BUSINESS_DAYS, date(2026, 9, 1)) is None  # its day has passed


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


@given(files(), st.integers(0, 500))
def test_used_and_left_always_make_up_the_total(file: tuple[LimitFacts, list[Event], Calendar], later: int) -> None:
    facts, events, calendar = file
    standing = replay(facts, events, calendar, events[-1].on + timedelta(days=later))
    assert standing.used + standing.left == standing.total
    assert 0 <= standing.left <= standing.total
    assert standing.late_by == 0 or standing.left == 0


@given(files(), st.integers(0, 30))
def test_less_is_left_with_every_day_and_never_more(file: tuple[LimitFacts, list[Event], Calendar], later: int) -> None:
    facts, events, calendar = file
    day = events[-1].on + timedelta(days=later)
    before, after = (replay(facts, events, calendar, on) for on in (day, day + timedelta(days=1)))
    assert 0 <= before.left - after.left <= (before.phase != LimitPhase.STOPPED)


@given(files())
def test_what_was_written_down_replays_to_what_is_counted(file: tuple[LimitFacts, list[Event], Calendar]) -> None:
    facts, events, calendar = file
    stored = written(facts, events, calendar)
    for later in (0, 1, 40, 400):
        on = events[-1].on + timedelta(days=later)
        assert replay(facts, stored, calendar, on) == replay(facts, events, calendar, on)


@given(files(), calendars())
def test_a_calendar_that_changes_later_rewrites_no_date_that_was_told(
    file: tuple[LimitFacts, list[Event], Calendar], other: Calendar
) -> None:
    facts, events, calendar = file
    stored = written(facts, events, calendar)
    then = replay(facts, stored, other, events[-1].on)
    now = replay(facts, stored, calendar, events[-1].on)
    assert (then.due_on, then.total, then.phase) == (now.due_on, now.total, now.phase)


@given(files(), st.frozensets(near(), max_size=20))
def test_closures_entered_later_never_shorten_a_limit(
    file: tuple[LimitFacts, list[Event], Calendar], closed: frozenset[date]
) -> None:
    # given
    facts, events, calendar = file
    stored, changed, on = written(facts, events, calendar), calendar.with_closures(closed), events[-1].on
    due = stored[-1].due_on_after
    # when
    moved = moved_due_on(facts, stored, changed, on)
    # then
    assert moved is None or (due is not None and moved > due)
    assert replay(facts, stored, changed, on).left >= replay(facts, stored, calendar, on).left
    if moved is not None:
        stored = [*stored, Event(EventKind.MOVED, on, due_on_after=moved)]
        assert replay(facts, stored, changed, on).due_on == moved
        assert moved_due_on(facts, stored, changed, on) is None


@given(files(), st.frozensets(near(), max_size=20), st.integers(1, 30))
def test_an_extension_after_a_closure_keeps_the_days_the_closure_gave(
    file: tuple[LimitFacts, list[Event], Calendar], closed: frozenset[date], amount: int
) -> None:
    facts, events, calendar = file
    stored, on = written(facts, events, calendar), events[-1].on
    extension = Event(EventKind.EXTENDED, on, amount)
    if replay(facts, stored, calendar, on).status != "RUNNING" or on > (stored[-1].due_on_after or on):
        return
    plain = replay(facts, [*stored, extension], calendar, on).due_on
    closures = replay(facts, [*stored, extension], calendar.with_closures(closed), on).due_on
    assert plain
    assert closures
    assert closures >= plain


@given(files(), st.integers(0, 60))
def test_a_stop_and_a_resumption_on_one_day_change_nothing(
    file: tuple[LimitFacts, list[Event], Calendar], later: int
) -> None:
    facts, events, calendar = file
    day = events[-1].on + timedelta(days=later)
    if event_breaches(EventKind.STOPPED, facts, events, calendar, day):
        return
    paused = [*events, Event(EventKind.STOPPED, day), Event(EventKind.RESUMED, day)]
    for on in (day, day + timedelta(days=1), day + timedelta(days=200)):
        assert replay(facts, paused, calendar, on) == replay(facts, events, calendar, on)


@given(calendars(), near(), st.integers(1, 200), st.integers(0, 100), st.integers(0, 100), COUNTS)
def test_a_resumption_shifts_the_due_date_by_exactly_the_stopped_business_days(
    calendar: Calendar, start: date, amount: int, run: int, still: int, count: DayCount
) -> None:
    # given
    facts = facts_of(amount, DayUnit.BUSINESS_DAYS, count)
    due = due_on(start, amount, DayUnit.BUSINESS_DAYS, calendar, count)
    stop = min(start + timedelta(days=run), due - timedelta(days=1))
    assume(stop >= start)
    resume = stop + timedelta(days=still)
    # when
    paused = [started(start), Event(EventKind.STOPPED, stop), Event(EventKind.RESUMED, resume)]
    after = replay(facts, paused, calendar, resume).due_on
    # then
    assert after is not None
    assert calendar.business_days_between(due, after) == calendar.business_days_between(stop, resume)
    assert due_on_if_resumed(facts, paused[:2], calendar, resume) == after


@given(near(), st.integers(1, 200), st.integers(0, 100), st.integers(0, 100))
def test_a_resumption_shifts_plain_days_by_exactly_the_stopped_days(
    start: date, amount: int, run: int, still: int
) -> None:
    facts = facts_of(amount, DayUnit.CALENDAR_DAYS, DayCount(False, False))
    stop = start + timedelta(days=min(run, amount))
    resume = stop + timedelta(days=still)
    paused = [started(start), Event(EventKind.STOPPED, stop), Event(EventKind.RESUMED, resume)]
    assert replay(facts, paused, KESTRIA, resume).due_on == start + timedelta(days=amount + still)


@given(files(), st.integers(0, 60), st.integers(1, 60))
def test_a_longer_standstill_and_a_longer_extension_never_end_earlier(
    file: tuple[LimitFacts, list[Event], Calendar], still: int, amount: int
) -> None:
    facts, events, calendar = file
    day = events[-1].on
    if replay(facts, events, calendar, day).phase == LimitPhase.STOPPED:
        earlier = due_on_if_resumed(facts, events, calendar, day + timedelta(days=still))
        later = due_on_if_resumed(facts, events, calendar, day + timedelta(days=still + 1))
        assert earlier
        assert later
        assert earlier <= later
    else:
        shorter, longer = (
            replay(facts, [*events, Event(EventKind.EXTENDED, day, n)], calendar, day).due_on
            for n in (amount, amount + 1)
        )
        assert shorter
        assert longer
        assert shorter <= longer


@pytest.mark.parametrize("start", [date(2024, 2, 28), date(2024, 2, 29), date(2025, 2, 28)])
def test_a_leap_day_is_a_day_like_any_other_in_a_count_of_days(start: date) -> None:
    facts = facts_of(366, DayUnit.CALENDAR_DAYS, DayCount(False, False))
    assert replay(facts, [started(start)], KESTRIA, start).due_on == start + timedelta(days=366)


def test_a_limit_without_its_start_is_refused() -> None:
    for events in ([], [Event(EventKind.STOPPED, date(2026, 3, 2))]):
        with pytest.raises(ValueError, match="begins with STARTED"):
            replay(APEC, events, KESTRIA, date(2026, 3, 2))


def test_the_bar_shows_the_stretches_of_the_design() -> None:
    # given
    today, end = date(2026, 9, 14), date(2026, 9, 22)
    stored = written(APEC, list(BRENNA), KESTRIA)
    # when
    bar = segments(stored, replay(APEC, stored, KESTRIA, today), axis_end=end)
    # then
    assert [(piece.kind, piece.start, piece.end) for piece in bar] == [
        (SegmentKind.USED, date(2026, 3, 16), date(2026, 4, 8)),
        (SegmentKind.STOPPED, date(2026, 4, 8), date(2026, 4, 24)),
        (SegmentKind.USED, date(2026, 4, 24), date(2026, 8, 11)),
        (SegmentKind.EXTENDED, date(2026, 8, 11), today),
        (SegmentKind.LEFT, today, end),
    ]


@given(files(), st.integers(0, 500))
def test_the_stretches_of_a_bar_fill_it_without_gap_or_overlap(
    file: tuple[LimitFacts, list[Event], Calendar], later: int
) -> None:
    # given
    facts, events, calendar = file
    stored, today = written(facts, events, calendar), events[-1].on + timedelta(days=later)
    standing = replay(facts, stored, calendar, today)
    resumed = due_on_if_resumed(facts, stored, calendar, today)
    end = max(filter(None, (standing.due_on, resumed, today)))
    # when
    bar = segments(stored, standing, axis_end=end)
    # then
    assert all(a.end == b.start and a.kind != b.kind for a, b in pairwise(bar))
    if end > events[0].on:
        assert (bar[0].start, bar[-1].end) == (events[0].on, end)
        assert sum(piece.fraction for piece in bar) == pytest.approx(1)
    assert 0 <= fraction_of(today, standing, axis_end=end) <= 1
