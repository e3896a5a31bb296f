"""What one version of the configuration changes against another, line by line and in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from programme.models import Configuration, LimitCause, SeparationRule, TimeLimit
from programme.states import FIGURE_SPECS, Cause, CauseEffect, EndAction, FigureCode, FigureUnit, TimeLimitCode

from .configuration import amount_in_words, counting_in_words, extension_in_words

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Difference:
    """One line that another version changes, in words; `code` names the limit or figure it belongs to."""

    label: str
    before: str
    after: str
    code: str = ""


def differences(before: Configuration, after: Configuration) -> list[Difference]:
    """What changes from one version to another: limits, figures and separation, in this order; the rest is left out."""
    old, new = lines_of(before), lines_of(after)
    keys = [*new, *(key for key in old if key not in new)]
    return [
        Difference(key[1], old.get(key, NOTHING), new.get(key, NOTHING), key[0])
        for key in keys
        if old.get(key, NOTHING) != new.get(key, NOTHING)
    ]


Lines = dict[tuple[str, str], str]


def lines_of(configuration: Configuration) -> Lines:
    """Everything a version says, by the code of the limit or figure and the label of the line."""
    lines: Lines = {}
    limits = {row.code: row for row in configuration.time_limits.all()}
    for code in TimeLimitCode:
        if code in limits:
            rows = [row for row in configuration.limit_causes.all() if row.code == code]
            lines |= _limit_lines(limits[code], rows)
    figures = {row.code: row for row in configuration.figures.all()}
    for figure in FigureCode:
        if figure in figures:
            value = figure_in_words(figure, figures[figure].value)
            lines[(figure.value, str(figure.label))] = value
            if figures[figure].legal_basis:
                lines[(figure.value, _("{label}: legal basis").format(label=figure.label))] = figures[
                    figure
                ].legal_basis
    return lines | _separation_lines(configuration.separation_rules.all())


def _limit_lines(limit: TimeLimit, rows: list[LimitCause]) -> Lines:
    label, code = str(TimeLimitCode(limit.code).label), limit.code
    parts: Mapping[str, str] = {
        label: amount_in_words(limit.amount, limit.unit),
        _("{label}: at most, with all extensions"): _optional(limit.ceiling_amount, limit.unit),
        _("{label}: how days are counted"): counting_in_words(limit),
        _("{label}: reminder"): _("{n} days before").format(n=limit.remind_before_days),
        _("{label}: at the end"): str(EndAction(limit.at_end).label),
        _("{label}: legal basis"): limit.legal_basis,
    }
    lines = {(code, name.format(label=label)): value for name, value in parts.items() if value}
    for row in rows:
        cause = Cause(row.cause).label
        if row.effect == CauseEffect.STOP:
            lines[(code, _("{label}: {cause}").format(label=label, cause=cause))] = _("stops")
        else:
            by = _("by itself") if row.by_itself else _("an officer extends")
            words = f"{extension_in_words(row, limit)}; {by}"
            lines[(code, _("{label}: longer when {cause}").format(label=label, cause=cause))] = words
    return lines


def _optional(amount: int | None, unit: str) -> str:
    return amount_in_words(amount, unit) if amount else ""


def figure_in_words(code: str, value: int) -> str:
    """A figure with its unit: “50 employees”, “3 years”, “25%”; the bare number where the label says the unit."""
    unit = FIGURE_SPECS[code].unit
    match unit:
        case FigureUnit.PERCENT:
            return f"{value}%"
        case FigureUnit.MONEY:
            return f"{value:,}".replace(",", " ")
        case FigureUnit.MONTHS | FigureUnit.YEARS | FigureUnit.CALENDAR_DAYS | FigureUnit.BUSINESS_DAYS:
            return amount_in_words(value, unit.value)
        case _:
            return f"{value} {unit.label}"


def _separation_lines(rules: Iterable[SeparationRule]) -> Lines:
    lines: Lines = {}
    for rule in rules:
        pair = _("{first} and {second}").format(
            first=rule.get_first_act_display(), second=rule.get_second_act_display()
        )
        reviewer = f" ({rule.reviewer_role})" if rule.reviewer_role else ""
        lines[("separation", pair)] = f"{rule.get_mode_display()}{reviewer}"
    return lines
