"""When a period ends: days, business days, months and years under a documented day-count rule.

The rule is a setting, because the European regulation and other administrations count differently.
"""

import calendar as months_of_year
from dataclasses import dataclass
from datetime import date, timedelta

from foundation.clock.rules.calendar import ONE_DAY, Calendar
from foundation.clock.states import DayUnit


@dataclass(frozen=True, slots=True)
class DayCount:
    """How a period is counted.

    `count_event_day`: the day of the event is day one (else the next day is). `roll_forward`: a period of
    calendar days, months or years that ends on a day not worked ends with the next business day. The defaults
    are Reg. 1182/71. A period in business days ends on a business day under either.
    """

    count_event_day: bool = False
    roll_forward: bool = True


def add_months(day: date, months: int) -> date:
    """CLK-R04: the same day of the month later on, or the last day of a shorter month (29 February → 28)."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = months_of_year.monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(day.day, last))


def base_unit(unit: DayUnit) -> DayUnit:
    """The days in which a limit of this unit shows what is used and left."""
    return DayUnit.BUSINESS_DAYS if unit == DayUnit.BUSINESS_DAYS else DayUnit.CALENDAR_DAYS


def origin_of(start: date, day_count: DayCount) -> date:
    """The last day that is not counted: the day of the event, or the day before it where the event's day counts."""
    return start - ONE_DAY if day_count.count_event_day else start


def count_days(a: date, b: date, unit: DayUnit, calendar: Calendar) -> int:
    """Days of (a, b] in the base unit of `unit`."""
    if base_unit(unit) == DayUnit.BUSINESS_DAYS:
        return calendar.business_days_between(a, b)
    return (b - a).days


def advance(day: date, amount: int, unit: DayUnit, calendar: Calendar) -> date:
    """The day that lies `amount` units after `day`, before any rolling forward."""
    match unit:
        case DayUnit.BUSINESS_DAYS:
            return calendar.add_business_days(day, amount)
        case DayUnit.CALENDAR_DAYS:
            return day + timedelta(days=amount)
        case _:
            return add_months(day, amount * months_in(unit))


def months_in(unit: DayUnit) -> int:
    """How many months one of this unit is: a month or a year."""
    return 12 if unit == DayUnit.YEARS else 1


def nominal_end(start: date, amount: int, unit: DayUnit, calendar: Calendar, day_count: DayCount) -> date:
    """The last day of the period by count alone.

    Months from a counted day end the day before the same day of the month; where the month is too short for
    that day, they end with the month (31 January + 1 month = 28 February under either rule).
    """
    if base_unit(unit) == unit:
        return advance(origin_of(start, day_count), amount, unit, calendar)
    end = advance(start, amount, unit, calendar)
    return end - ONE_DAY if day_count.count_event_day and end.day == start.day else end


def rolled(end: date, unit: DayUnit, calendar: Calendar, day_count: DayCount) -> date:
    """CLK-R05 (Reg. 1182/71 art. 3(4)): an end on a day not worked moves to the next business day."""
    if unit == DayUnit.BUSINESS_DAYS or day_count.roll_forward:
        return calendar.next_business_day(end)
    return end


def due_on(start: date, amount: int, unit: DayUnit, calendar: Calendar, day_count: DayCount) -> date:
    """CLK-R01 (Reg. 1182/71 art. 3): the last day of a period; it runs to the end of that day.

    With the default count 1 March + 120 days is 29 June, as HMRC's guidance CAA02020 prints it.
    Raises ValueError for an amount below one.
    """
    if amount < 1:
        raise ValueError("A period has at least one unit.")
    return rolled(nominal_end(start, amount, unit, calendar, day_count), unit, calendar, day_count)
