"""The configuration in force on a day, its figures and limits, and what another version would change."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programme.models import Configuration, TimeLimit
from programme.states import DayCountUnit, FigureCode, SetStatus, TimeLimitCode


@dataclass(frozen=True, slots=True)
class LimitLine:
    """One time limit as the page says it."""

    label: str
    amount: str
    extension: str
    counting: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One line that another version changes, in words."""

    label: str
    before: str
    after: str


def configurations() -> QuerySet[Configuration]:
    """Every version with its figures, limits and separation rules, newest first."""
    return Configuration.objects.prefetch_related("figures", "time_limits", "separation_rules")


def configuration(on: date) -> Configuration:
    """The version in force on a day, in four queries. Raises Configuration.DoesNotExist before the first one."""
    in_force = configurations().filter(status=SetStatus.PUBLISHED, valid_from__lte=on)
    found = in_force.order_by("-valid_from", "-number").first()
    if found is None:
        raise Configuration.DoesNotExist(f"No configuration is in force on {on}.")
    return found


def draft_configuration() -> Configuration | None:
    """The version that waits for a second person, if any."""
    return configurations().filter(status=SetStatus.DRAFT).order_by("-number").first()


def figure(code: str, configuration: Configuration) -> int:
    """One figure; no query when the configuration comes from here."""
    return next(row.value for row in configuration.figures.all() if row.code == code)


def time_limit(code: str, configuration: Configuration) -> TimeLimit:
    """One time limit; no query when the configuration comes from here."""
    return next(row for row in configuration.time_limits.all() if row.code == code)


def differences(before: Configuration, after: Configuration) -> list[Difference]:
    """What changes from one version to another: limits, figures and separation, in this order; unchanged lines left out."""
    old, new = _lines(before), _lines(after)
    return [Difference(key, old.get(key, "–"), value) for key, value in new.items() if old.get(key) != value]


def _lines(configuration: Configuration) -> dict[str, str]:
    limits = {row.code: limit_in_words(row) for row in configuration.time_limits.all()}
    figures = {row.code: str(row.value) for row in configuration.figures.all()}
    lines = {str(code.label): limits[code] for code in TimeLimitCode if code in limits}
    lines |= {str(code.label): figures[code] for code in FigureCode if code in figures}
    for rule in configuration.separation_rules.all():
        pair = _("{first} and {second}").format(
            first=rule.get_first_act_display(), second=rule.get_second_act_display()
        )
        lines[pair] = str(rule.get_mode_display())
    return lines


def limit_line(limit: TimeLimit) -> LimitLine:
    """A time limit with its day-count rule in words."""
    first = _("The day of the event counts.") if limit.count_event_day else _("The day of the event is not counted.")
    last = _("It ends with the next working day when its last day is not worked.") if limit.roll_forward else ""
    return LimitLine(
        label=str(TimeLimitCode(limit.code).label),
        amount=amount_in_words(limit.amount, limit.unit),
        extension=amount_in_words(limit.extension_amount, limit.unit) if limit.extension_amount else "",
        counting=f"{first} {last}".strip(),
        legal_basis=limit.legal_basis,
    )


def limit_in_words(limit: TimeLimit) -> str:
    """“90 business days, 30 more once”."""
    words = amount_in_words(limit.amount, limit.unit)
    if limit.extension_amount:
        words = _("{limit}, {extension} more once").format(limit=words, extension=limit.extension_amount)
    return words


def amount_in_words(amount: int, unit: str) -> str:
    """“90 business days”."""
    phrases = {
        DayCountUnit.CALENDAR_DAYS: ngettext("{n} calendar day", "{n} calendar days", amount),
        DayCountUnit.BUSINESS_DAYS: ngettext("{n} business day", "{n} business days", amount),
        DayCountUnit.MONTHS: ngettext("{n} month", "{n} months", amount),
        DayCountUnit.YEARS: ngettext("{n} year", "{n} years", amount),
    }
    return phrases[DayCountUnit(unit)].format(n=amount)
