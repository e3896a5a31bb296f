"""The business calendar of an office as a value: weekend, holidays, closures.

Counts jump over whole weeks and look up the days off by bisection, so a span of decades costs no more than one of days.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Self

ONE_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class Calendar:
    """Which days an office works.

    `weekend` holds weekdays as `date.weekday()` gives them (Monday is 0). `holidays` and `closures` differ only
    in who sets them: the law, or the administration for one office.
    """

    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})
    holidays: frozenset[date] = frozenset()
    closures: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.weekend < frozenset(range(7)):
            raise ValueError("A calendar needs at least one working weekday between 0 and 6.")

    def with_closures(self, days: Iterable[date]) -> Self:
        """The same calendar with further closures, for a preview."""
        return type(self)(self.weekend, self.holidays, self.closures | frozenset(days))

    @cached_property
    def _days_off(self) -> tuple[date, ...]:
        """Holidays and closures on days that would otherwise be worked, in order."""
        return tuple(sorted(day for day in self.holidays | self.closures if day.weekday() not in self.weekend))

    def is_business_day(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays and day not in self.closures

    def next_business_day(self, day: date) -> date:
        """The day itself when it is worked, else the first worked day after it."""
        return self._first_from(day, ONE_DAY)

    def previous_business_day(self, day: date) -> date:
        """The day itself when it is worked, else the last worked day before it."""
        return self._first_from(day, -ONE_DAY)

    def business_days_between(self, a: date, b: date) -> int:
        """CLK-R02: business days after `a` up to and including `b`; negative when `b` lies before `a`."""
        if b < a:
            return -self.business_days_between(b, a)
        off = bisect_right(self._days_off, b) - bisect_right(self._days_off, a)
        return self._weekdays_between(a, b) - off

    def add_business_days(self, day: date, n: int) -> date:
        """CLK-R03: the n-th business day after `day`; for negative `n` the n-th before; for 0 `next_business_day`."""
        if n == 0:
            return self.next_business_day(day)
        step = ONE_DAY if n > 0 else -ONE_DAY
        day, remaining = self._jump(day, abs(n), step)
        while remaining:
            day += step
            remaining -= self.is_business_day(day)
        return day

    def _jump(self, day: date, remaining: int, step: timedelta) -> tuple[date, int]:
        """Leaps whole weeks that cannot contain the last wanted day; at least one day stays to be walked."""
        per_week = 7 - len(self.weekend)
        while weeks := (remaining - 1) // per_week:
            landing = day + 7 * weeks * step
            # Forwards the span is (day, landing]; backwards [landing, day), hence the shift by one day.
            a, b = (day, landing) if step > timedelta() else (landing - ONE_DAY, day - ONE_DAY)
            remaining -= self.business_days_between(a, b)
            day = landing
        return day, remaining

    def _first_from(self, day: date, step: timedelta) -> date:
        while not self.is_business_day(day):
            day += step
        return day

    def _weekdays_between(self, a: date, b: date) -> int:
        """Days of (a, b] that do not fall on the weekend."""
        weeks, rest = divmod((b - a).days, 7)
        first = a.weekday() + 1
        return weeks * (7 - len(self.weekend)) + sum((first + i) % 7 not in self.weekend for i in range(rest))
