"""The configuration in force on a day: its figures, its limits and what stops or extends them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programme.models import Configuration, Figure, LimitCause, TimeLimit
from programme.states import (
    FIGURE_SPECS,
    FIGURES_ONCE_ONE,
    Cause,
    CauseEffect,
    DayCountUnit,
    EndAction,
    FigureCode,
    Kind,
    SetStatus,
    TimeLimitCode,
)


@dataclass(frozen=True, slots=True)
class LimitLine:
    """One time limit as the page says it."""

    code: str
    label: str
    amount: str
    stops: tuple[str, ...]
    extends: tuple[str, ...]
    at_end: str
    counting: str
    legal_basis: str


def configurations() -> QuerySet[Configuration]:
    """Every version with its figures, limits, causes and separation rules, newest first."""
    return Configuration.objects.prefetch_related("figures", "time_limits", "limit_causes", "separation_rules")


def configuration(on: date) -> Configuration:
    """The version in force on a day; its lines are read when they are asked for. Raises Configuration.DoesNotExist before
    the first one."""
    in_force = Configuration.objects.filter(status=SetStatus.PUBLISHED, valid_from__lte=on)
    found = in_force.order_by("-valid_from", "-number").first()
    if found is None:
        raise Configuration.DoesNotExist(f"No configuration is in force on {on}.")
    return found


def configuration_numbered(number: int) -> Configuration:
    """One version, with which a limit may have started."""
    return Configuration.objects.get(number=number)


def draft_configuration() -> Configuration | None:
    """The version that waits for a second person, if any."""
    return configurations().filter(status=SetStatus.DRAFT).order_by("-number").first()


def coming_configurations(on: date) -> QuerySet[Configuration]:
    """Published versions that are not in force yet, soonest first."""
    rows = Configuration.objects.filter(status=SetStatus.PUBLISHED, valid_from__gt=on)
    return rows.order_by("valid_from", "number")


def kept(configuration: Configuration, lines: str) -> QuerySet[Any]:
    """Lines of a version by the name of their relation. Those of a published one never change: they are asked for once
    and stay with it."""
    if configuration.status == SetStatus.PUBLISHED:
        prefetch_related_objects([configuration], lines)
    return cast("QuerySet[Any]", getattr(configuration, lines).all())


def figure(code: str, configuration: Configuration) -> int:
    """One figure.

    A version published before the figure existed never changes: for it the figure from which this one was parted holds,
    else the figure's default.
    """
    said: dict[str, int] = {row.code: row.value for row in kept(configuration, "figures")}
    return said.get(code, said.get(FIGURES_ONCE_ONE.get(code, code), FIGURE_SPECS[code].default))


def unsaid_figure(code: str, configuration: Configuration) -> Figure:
    """A figure that came after a version was prepared, unsaved, with the value that counts for it."""
    return Figure(configuration=configuration, code=code, value=figure(code, configuration))


def validity_years(kind: str, configuration: Configuration) -> int:
    """How long a certificate of a kind is valid; 0 is without end."""
    security = FigureCode.VALIDITY_YEARS_SECURITY
    return figure(security if kind == Kind.SECURITY else FigureCode.VALIDITY_YEARS, configuration)


def revalidation_years(kind: str, configuration: Configuration) -> int:
    """After how many years a certificate of a kind is validated again."""
    security = FigureCode.REVALIDATION_YEARS_SECURITY
    return figure(security if kind == Kind.SECURITY else FigureCode.REVALIDATION_YEARS, configuration)


def time_limit(code: str, configuration: Configuration) -> TimeLimit:
    """One time limit."""
    rows: QuerySet[TimeLimit] = kept(configuration, "time_limits")
    return next(row for row in rows if row.code == code)


def causes(code: str, configuration: Configuration, *, cause: str = "") -> list[LimitCause]:
    """What stops or extends a limit, or what one cause does to it: stops first."""
    rows = [row for row in kept(configuration, "limit_causes") if row.code == code and cause in ("", row.cause)]
    return sorted(rows, key=lambda row: (row.effect != CauseEffect.STOP, row.pk or 0))


def outside_ceiling(code: str, configuration: Configuration) -> frozenset[str]:
    """The causes whose extensions the ceiling of a limit does not count. An investigation of which a version says nothing
    as a cause has the figure of months as its own most, and is one of them."""
    rows = [row for row in causes(code, configuration) if row.effect == CauseEffect.EXTEND]
    found = {row.cause for row in rows if row.outside_ceiling}
    if all(row.cause != Cause.INVESTIGATION for row in rows):
        found.add(Cause.INVESTIGATION)
    return frozenset(found)


def limit_lines(configuration: Configuration) -> list[LimitLine]:
    """Every time limit of a version as the page says it, in the order of a file's life."""
    rows = {row.code: row for row in kept(configuration, "time_limits")}
    return [limit_line(rows[code], causes(code, configuration)) for code in TimeLimitCode if code in rows]


def limit_line(limit: TimeLimit, causes: list[LimitCause]) -> LimitLine:
    """A time limit with its causes and its day-count rule in words."""
    stops = [row for row in causes if row.effect == CauseEffect.STOP]
    extends = [row for row in causes if row.effect == CauseEffect.EXTEND]
    return LimitLine(
        code=limit.code,
        label=str(TimeLimitCode(limit.code).label),
        amount=limit_in_words(limit),
        stops=tuple(str(Cause(row.cause).label) for row in stops),
        extends=tuple(extension_in_words(row, limit) for row in extends),
        at_end=str(EndAction(limit.at_end).label),
        counting=counting_in_words(limit),
        legal_basis=limit.legal_basis,
    )


def counting_in_words(limit: TimeLimit) -> str:
    """The day-count rule: which day is the first, and where the last one may lie."""
    first = _("The day of the event counts.") if limit.count_event_day else _("The day of the event is not counted.")
    last = _("It ends with the next working day when its last day is not worked.") if limit.roll_forward else ""
    start = _("A decision is counted from receipt.") if limit.from_receipt else ""
    return " ".join(filter(None, (start, first, last)))


def limit_in_words(limit: TimeLimit) -> str:
    """“90 business days, 150 at most”."""
    words = [amount_in_words(limit.amount, limit.unit)]
    if limit.ceiling_amount:
        words.append(_("{n} at most").format(n=limit.ceiling_amount))
    return ", ".join(words)


def extension_in_words(row: LimitCause, limit: TimeLimit) -> str:
    """“30 business days, once, when information is asked from the trader”."""
    unit = row.unit or limit.unit
    words = [amount_in_words(row.amount, unit) if row.amount else _("by the time asked")]
    if row.times:
        words.append(_("once") if row.times == 1 else ngettext("{n} time", "{n} times", row.times).format(n=row.times))
    if row.most:
        words.append(_("{amount} in all").format(amount=amount_in_words(row.most, unit)))
    if row.outside_ceiling:
        words.append(_("outside the most"))
    words.append(_("when {cause}").format(cause=Cause(row.cause).label))
    return ", ".join(words)


def amount_in_words(amount: int, unit: str) -> str:
    """“90 business days”."""
    phrases = {
        DayCountUnit.CALENDAR_DAYS: ngettext("{n} calendar day", "{n} calendar days", amount),
        DayCountUnit.BUSINESS_DAYS: ngettext("{n} business day", "{n} business days", amount),
        DayCountUnit.MONTHS: ngettext("{n} month", "{n} months", amount),
        DayCountUnit.YEARS: ngettext("{n} year", "{n} years", amount),
    }
    return phrases[DayCountUnit(unit)].format(n=amount)


def longest_amount(code: str, configuration: Configuration, *, cause: str) -> int | None:
    """A limit with the extension of one cause in the same unit, as “90, or 120 when …”; None when there is none."""
    limit = time_limit(code, configuration)
    for row in causes(code, configuration, cause=cause):
        if row.effect == CauseEffect.EXTEND and row.amount and row.unit in ("", limit.unit):
            return limit.amount + row.amount
    return None
