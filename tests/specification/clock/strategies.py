"""Calendars and dates for the property tests: any weekend, holidays anywhere, closures in blocks."""

from datetime import date, timedelta

from hypothesis import strategies as st

from foundation.clock.models import Calendar

FIRST, LAST = date(1999, 1, 1), date(2043, 12, 31)
WEEKENDS = [frozenset({5, 6}), frozenset({4, 5}), frozenset({6}), frozenset({3, 4}), frozenset(), frozenset({0, 2, 6})]


def dates() -> st.SearchStrategy[date]:
    return st.dates(FIRST, LAST)


@st.composite
def blocks(draw: st.DrawFn) -> frozenset[date]:
    first, length = draw(dates()), draw(st.integers(1, 40))
    return frozenset(first + timedelta(days=i) for i in range(length))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    holidays = draw(st.frozensets(st.dates(date(2024, 1, 1), date(2027, 12, 31)), max_size=30))
    return Calendar(draw(st.sampled_from(WEEKENDS)), holidays, draw(blocks()))


def near() -> st.SearchStrategy[date]:
    """Days in the years in which the calendars have their holidays."""
    return st.dates(date(2024, 1, 1), date(2027, 6, 30))
