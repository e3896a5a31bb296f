"""Figures as people of this language write them: separators, true minus, percent, money with its code, durations."""

from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()
Figure = int | float | Decimal | None
NOTHING = "–"


def _locale() -> Locale:
    language = (get_language() or "en").replace("-", "_")
    try:
        return Locale.parse("en_GB" if language == "en" else language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language.split("_")[0])


def _written(value: int | float | Decimal, pattern: str) -> str:
    return format_decimal(value, format=pattern, locale=_locale()).replace("-", "\u2212")


@register.filter
def number(value: Figure) -> str:
    """412,600; nothing there is “–”."""
    return NOTHING if value is None else _written(value, "#,##0.###")


@register.filter
def percent(value: Figure) -> str:
    """A share of 100, with one decimal below 10: 2.1%, 74%."""
    return NOTHING if value is None else _written(value, "#,##0.0" if -10 < float(value) < 10 else "#,##0") + "%"


@register.filter
def money(value: Figure, code: str) -> str:
    """KSD 412,600; cents only when there are some."""
    if value is None:
        return NOTHING
    written = _written(value, "#,##0" if value == int(value) else "#,##0.00")
    return f"{code}\u00a0{written}"


@register.filter
def duration(minutes: int | None) -> str:
    """1 h 12 min; 42 min."""
    if minutes is None:
        return NOTHING
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    return _("%(hours)s h %(minutes)s min") % {"hours": number(hours), "minutes": rest}
