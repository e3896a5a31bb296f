"""The days of a visit by the configuration in force: the earliest start, until when the trader confirms, when the reply is due."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from foundation.clock.models import Calendar, DayCount, DayUnit, due_on
from foundation.clock.selectors import latest_limit
from programme.models import TimeLimit
from programme.selectors import calendar, configuration, figure, time_limit
from programme.states import FigureCode, TimeLimitCode
from validations import rules
from validations.models import Validation

from .files import file_id_of


def period_end(limit: TimeLimit, working_days: Calendar, start: date) -> date:
    """The last day of a configured period that an event on `start` begins."""
    count = DayCount(limit.count_event_day, limit.roll_forward)
    return due_on(start, limit.amount, DayUnit(limit.unit), working_days, count)


def notice_limit(on: date) -> TimeLimit:
    """The notice before a visit in force on a day."""
    return time_limit(TimeLimitCode.VISIT_NOTICE, configuration(on))


def earliest_start(validation: Validation, on: date) -> date:
    """The first day a visit notified on `on` may begin: with 30 calendar days, day 29 is refused and day 30 allowed."""
    return period_end(notice_limit(on), calendar(validation.office, years_around=on), on)


def notice_words(on: date) -> str:
    """The notice period as people say it: “10 business days”."""
    limit = notice_limit(on)
    return f"{limit.amount} {limit.get_unit_display()}"


def length_warning(validation: Validation, *, starts_on: date, ends_on: date) -> str:
    """Why a planned visit is unusually long, for the officer; empty for one of usual length. It may be planned all the same."""
    most = figure(FigureCode.VISIT_WORKING_DAYS, configuration(starts_on))
    planned = calendar(validation.office, years_around=starts_on).business_days_between(
        starts_on - timedelta(days=1), ends_on
    )
    if not rules.too_long(working_days=planned, most=most):
        return ""
    text = _("This visit takes {planned} working days of the company’s time; more than {most} are unusual.")
    return text.format(planned=planned, most=most)


def confirm_by(validation: Validation, *, starts_on: date, on: date) -> date:
    """Until when the trader confirms the day: the configured reminder days before the visit, not before today."""
    limit = notice_limit(on)
    working_days = calendar(validation.office, years_around=starts_on)
    return max(on, working_days.add_business_days(starts_on, -max(1, limit.remind_before_days)))


def reply_due_on(validation: Validation, on: date) -> date | None:
    """Until when the trader may reply to the report; None while the letter does not count as received.

    The limit's own date once it runs; before the sweep has begun it, the same rule from the day of receipt.
    """
    letter = validation.report.letter if hasattr(validation, "report") else None
    if letter is None or letter.received_on is None:
        return None
    limit = latest_limit(file_id=file_id_of(validation), kind=TimeLimitCode.REPORT_REPLY)
    if limit is not None and limit.due_on and limit.created_at >= letter.sent_at:
        return limit.due_on
    return reply_period_end(validation, letter.received_on)


def reply_period_end(validation: Validation, received_on: date) -> date:
    """The last day of the reply period of a report received on a day."""
    limit = time_limit(TimeLimitCode.REPORT_REPLY, configuration(received_on))
    return period_end(limit, calendar(validation.office, years_around=received_on), received_on)
