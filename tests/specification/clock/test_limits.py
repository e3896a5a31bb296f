"""A limit as a fold over its events: the file of the design, and the refusals."""

from datetime import date, timedelta

import pytest

from foundation.clock.rules import (
    Breach,
    DayCount,
    Event,
    ExtensionTerms,
    SegmentKind,
    event_breaches,
    extension_breaches,
    moved_due_on,
    replay,
    segments,
)
from foundation.clock.states import DayUnit, EventKind, LimitPhase
from tests.specification.clock.lives import (
    APEC,
    BRENNA,
    KESTRIA,
    facts_of,
    started,
    written,
)


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
