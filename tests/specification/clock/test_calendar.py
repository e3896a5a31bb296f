"""The business calendar: which days are worked, and counting them in both directions."""

import calendar as months_of_year
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.clock.models import Calendar, DayCount, add_months, due_on
from foundation.clock.states import DayUnit
from tests.specification.clock.strategies import calendars, dates

REGULATION_1182 = DayCount(count_event_day=False, roll_forward=True)
PLAIN_DAYS = DayCount(count_event_day=False, roll_forward=False)
FROM_THE_DAY_ITSELF = DayCount(count_event_day=True, roll_forward=False)
EVERY_DAY = Calendar(weekend=frozenset())


def walked(calendar: Calendar, a: date, b: date) -> int:
    """The count by walking every day, against which the quick one is held."""
    return sum(calendar.is_business_day(a + timedelta(days=i)) for i in range(1, (b - a).days + 1))


@given(calendars(), dates(), st.integers(0, 900))
def test_the_quick_count_equals_a_walk_over_every_day(calendar: Calendar, a: date, span: int) -> None:
    b = a + timedelta(days=span)
    assert calendar.business_days_between(a, b) == walked(calendar, a, b)
    assert calendar.business_days_between(b, a) == -walked(calendar, a, b)


@given(calendars(), dates(), st.integers(1, 700))
def test_adding_and_counting_are_inverse(calendar: Calendar, day: date, n: int) -> None:
    end = calendar.add_business_days(day, n)
    assert calendar.is_business_day(end)
    assert calendar.business_days_between(day, end) == n


@given(calendars(), dates(), st.integers(1, 700))
def test_adding_and_subtracting_are_inverse_on_business_days(calendar: Calendar, day: date, n: int) -> None:
    start = calendar.next_business_day(day)
    assert calendar.add_business_days(calendar.add_business_days(start, n), -n) == start
    assert calendar.add_business_days(calendar.add_business_days(start, -n), n) == start


@given(calendars(), dates(), st.integers(0, 60), st.integers(0, 300))
def test_a_later_start_never_ends_earlier(calendar: Calendar, day: date, later: int, n: int) -> None:
    assert calendar.add_business_days(day, n) <= calendar.add_business_days(day + timedelta(days=later), n)


@given(calendars(), dates(), st.integers(0, 300), dates())
def test_a_further_closure_never_ends_a_count_earlier(calendar: Calendar, day: date, n: int, closed: date) -> None:
    assert calendar.with_closures([closed]).add_business_days(day, n) >= calendar.add_business_days(day, n)


def test_a_century_is_counted_without_walking_it() -> None:
    calendar = Calendar(holidays=frozenset(date(year, 1, 1) for year in range(1999, 2110)))
    end = calendar.add_business_days(date(2000, 1, 3), 25_000)
    assert calendar.business_days_between(date(2000, 1, 3), end) == 25_000


def test_a_friday_and_saturday_weekend_works_on_sunday() -> None:
    calendar = Calendar(weekend=frozenset({4, 5}))
    thursday, sunday = date(2026, 3, 5), date(2026, 3, 8)
    assert calendar.add_business_days(thursday, 1) == sunday
    assert calendar.next_business_day(date(2026, 3, 6)) == sunday
    assert calendar.previous_business_day(date(2026, 3, 7)) == thursday


@pytest.mark.parametrize("weekend", [frozenset(range(7)), frozenset({7}), frozenset({-1})])
def test_a_calendar_that_never_works_is_refused(weekend: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="working weekday"):
        Calendar(weekend=weekend)


@pytest.mark.requirement("R-APP-05")
@pytest.mark.parametrize(
    ("start", "amount", "unit", "day_count", "due"),
    [
        # Acceptance case 1, HMRC CAA02020: decision, decision with the AEO extension, acceptance check.
        (date(2026, 3, 1), 120, DayUnit.CALENDAR_DAYS, PLAIN_DAYS, date(2026, 6, 29)),
        (date(2026, 3, 1), 180, DayUnit.CALENDAR_DAYS, PLAIN_DAYS, date(2026, 8, 28)),
        (date(2026, 3, 1), 30, DayUnit.CALENDAR_DAYS, PLAIN_DAYS, date(2026, 3, 31)),
        # Case 10: the fifth day after the decision, although a Saturday; legacy rule the tenth working day.
        (date(2026, 6, 29), 5, DayUnit.CALENDAR_DAYS, PLAIN_DAYS, date(2026, 7, 4)),
        (date(2026, 6, 29), 10, DayUnit.BUSINESS_DAYS, PLAIN_DAYS, date(2026, 7, 13)),
        # Case 13, CTPAT: certification target in a leap year, validation, revalidation after four years.
        (date(2024, 1, 10), 90, DayUnit.CALENDAR_DAYS, PLAIN_DAYS, date(2024, 4, 9)),
        (date(2024, 5, 10), 1, DayUnit.YEARS, PLAIN_DAYS, date(2025, 5, 10)),
        (date(2025, 2, 3), 4, DayUnit.YEARS, PLAIN_DAYS, date(2029, 2, 3)),
        # Case 16, Canada: a year without sign-in, the fourth anniversary, 30 days to appeal.
        (date(2024, 2, 29), 1, DayUnit.YEARS, PLAIN_DAYS, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, DayUnit.YEARS, PLAIN_DAYS, date(2028, 2, 29)),
        (date(2026, 9, 1), 30, DayUnit.CALENDAR_DAYS, PLAIN_DAYS, date(2026, 10, 1)),
        # Reg. 1182/71: a period that ends on a Saturday or a Sunday ends with Monday.
        (date(2026, 6, 29), 5, DayUnit.CALENDAR_DAYS, REGULATION_1182, date(2026, 7, 6)),
        (date(2026, 1, 31), 1, DayUnit.MONTHS, REGULATION_1182, date(2026, 3, 2)),
        # The day of the event is day one.
        (date(2026, 3, 1), 30, DayUnit.CALENDAR_DAYS, FROM_THE_DAY_ITSELF, date(2026, 3, 30)),
        (date(2026, 3, 2), 5, DayUnit.BUSINESS_DAYS, FROM_THE_DAY_ITSELF, date(2026, 3, 6)),
        (date(2026, 1, 1), 1, DayUnit.MONTHS, FROM_THE_DAY_ITSELF, date(2026, 1, 31)),
        (date(2026, 1, 31), 1, DayUnit.MONTHS, FROM_THE_DAY_ITSELF, date(2026, 2, 28)),
        # Month ends.
        (date(2025, 8, 31), 6, DayUnit.MONTHS, PLAIN_DAYS, date(2026, 2, 28)),
        (date(2025, 8, 31), 9, DayUnit.MONTHS, PLAIN_DAYS, date(2026, 5, 31)),
        (date(2026, 12, 31), 2, DayUnit.MONTHS, PLAIN_DAYS, date(2027, 2, 28)),
    ],
)
def test_a_period_ends_on_the_day_the_sources_print(
    start: date, amount: int, unit: DayUnit, day_count: DayCount, due: date
) -> None:
    assert due_on(start, amount, unit, Calendar(), day_count) == due


@pytest.mark.parametrize("amount", [0, -1])
def test_a_period_of_nothing_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        due_on(date(2026, 3, 1), amount, DayUnit.CALENDAR_DAYS, Calendar(), PLAIN_DAYS)


@given(
    calendars(),
    dates(),
    st.integers(1, 400),
    st.sampled_from(DayUnit),
    st.booleans(),
    st.booleans(),
    st.integers(0, 40),
)
def test_a_longer_period_or_a_later_start_never_ends_earlier(
    calendar: Calendar, start: date, amount: int, unit: DayUnit, event_day: bool, roll: bool, later: int
) -> None:
    # given
    day_count = DayCount(event_day, roll)
    end = due_on(start, amount, unit, calendar, day_count)
    # then
    assert end <= due_on(start, amount + 1, unit, calendar, day_count)
    assert end <= due_on(start + timedelta(days=later), amount, unit, calendar, day_count)
    assert end <= due_on(start, amount, unit, calendar, DayCount(False, True))


@given(dates(), st.integers(-600, 600))
def test_months_keep_the_day_or_end_with_the_month(day: date, months: int) -> None:
    end = add_months(day, months)
    last = months_of_year.monthrange(end.year, end.month)[1]
    assert (end.year - day.year) * 12 + end.month - day.month == months
    assert end.day == min(day.day, last)


@given(dates(), st.integers(1, 400))
def test_plain_days_end_where_subtraction_finds_the_start(day: date, amount: int) -> None:
    end = due_on(day, amount, DayUnit.CALENDAR_DAYS, EVERY_DAY, REGULATION_1182)
    assert end - timedelta(days=amount) == day
