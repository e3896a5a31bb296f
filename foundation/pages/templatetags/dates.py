"""Days and times in words, in the administration's zone, always with the machine's form in `datetime`.
Word order comes from the translation of the pattern, month and day names from Django's catalogues."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils.dateformat import format as in_words
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from foundation.pages.rules import in_digits

register = template.Library()
Day = date | datetime | None
NOTHING = mark_safe("–")


def local(value: date | datetime) -> date | datetime:
    """A moment as the administration's clock shows it; a day stays that day."""
    return value.astimezone(ZoneInfo(settings.ADMINISTRATION_TIME_ZONE)) if isinstance(value, datetime) else value


def _time(value: Day, pattern: str, *, with_clock: bool = False) -> SafeString:
    if not value:
        return NOTHING
    shown = local(value)
    words = in_digits(in_words(shown, pattern), getattr(settings, "DATE_DIGITS", ""))
    machine = (
        shown.isoformat(timespec="minutes")
        if isinstance(shown, datetime) and with_clock
        else shown.strftime("%Y-%m-%d")
    )
    return format_html('<time datetime="{}">{}</time>', machine, words)


@register.filter
def deadline(value: Day) -> SafeString:
    """Monday 28 September 2026: for limits in sentences."""
    return _time(value, pgettext("date pattern: weekday, day, month, year", "l j F Y"))


@register.filter
def day(value: Day) -> SafeString:
    """28 September 2026."""
    return _time(value, pgettext("date pattern: day, month, year", "j F Y"))


@register.filter
def day_month(value: Day) -> SafeString:
    """28 September: for lists whose rows are all of this year."""
    return _time(value, pgettext("date pattern: day, month", "j F"))


@register.filter
def table_day(value: Day) -> SafeString:
    """Mon 28 Sep: for tables."""
    return _time(value, pgettext("date pattern: short weekday, day, short month", "D j M"))


@register.filter
def table_day_year(value: Day) -> SafeString:
    """28 Sep 2026: for tables that span years."""
    return _time(value, pgettext("date pattern: day, short month, year", "j M Y"))


@register.filter
def month(value: Day) -> SafeString:
    """September 2026."""
    return _time(value, pgettext("date pattern: month, year", "F Y"))


@register.filter
def clock_time(value: datetime | None) -> SafeString:
    """10:42, 24 hours."""
    return _time(value, pgettext("time pattern", "G:i"), with_clock=True)


@register.filter
def moment(value: datetime | None) -> SafeString:
    """14 September 2026, 10:42."""
    return _time(value, pgettext("date pattern: day, month, year, time", "j F Y, G:i"), with_clock=True)


@register.filter
def table_moment(value: datetime | None) -> SafeString:
    """10 Sep 2026, 11:31: for timelines and tables."""
    return _time(value, pgettext("date pattern: day, short month, year, time", "j M Y, G:i"), with_clock=True)


@register.filter
def day_at(value: datetime | None) -> SafeString:
    """6 July 2026 at 9:14: for sentences."""
    return _time(value, pgettext("date pattern: day, month, year at time", r"j F Y \a\t G:i"), with_clock=True)
