"""What must hold for a limit in the life of any file, over any calendar."""

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
from tests.specification.clock.lives import (
    APEC,
    COUNTS,
    KESTRIA,
    OUTSIDE,
    facts_of,
    files,
    started,
    written,
)
from tests.specification.clock.strategies import calendars, near


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
