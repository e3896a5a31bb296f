"""What one version of the configuration changes against another, line by line and in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from programme.models import CertificateLevel, Configuration, Figure, LimitCause, SeparationRule, TimeLimit
from programme.states import (
    FIGURE_GROUPS,
    FIGURE_SPECS,
    Cause,
    CauseEffect,
    EndAction,
    FigureCode,
    FigureUnit,
    TimeLimitCode,
)

from .configuration import amount_in_words, counting_in_words, extension_in_words, kept
from .levels import level_in_words, levels
from .sizes import money_in_words

Lines = dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One line that another version changes, in words, "" where it says nothing; `code` names the limit or figure it
    belongs to."""

    label: str
    before: str
    after: str
    code: str = ""


class Says(Protocol):
    """The rows of a version, or of a profile that no version was made of yet."""

    figures: Any
    time_limits: Any
    limit_causes: Any
    separation_rules: Any
    levels: Any


def differences(before: Configuration, after: Configuration) -> list[Difference]:
    """What changes from one version to another: limits, figures, separation and levels, in this order; the rest is left out."""
    return _compared(lines_of(before), lines_of(after))


def profile_differences(before: Configuration, profile: Says) -> list[Difference]:
    """What a profile would change against a version."""
    return _compared(lines_of(before), lines_of_profile(profile))


def _compared(old: Lines, new: Lines) -> list[Difference]:
    keys = [*new, *(key for key in old if key not in new)]
    return [
        Difference(key[1], old.get(key, ""), new.get(key, ""), key[0]) for key in keys if old.get(key) != new.get(key)
    ]


def lines_of(configuration: Configuration) -> Lines:
    """Everything a version says, by the code of the limit or figure and the label of the line."""
    return _lines(
        list(kept(configuration, "time_limits")),
        list(kept(configuration, "limit_causes")),
        list(kept(configuration, "figures")),
        list(kept(configuration, "separation_rules")),
        levels(configuration),
    )


def lines_of_profile(profile: Says) -> Lines:
    """The same of a profile's unsaved rows."""
    return _lines(profile.time_limits, profile.limit_causes, profile.figures, profile.separation_rules, profile.levels)


def _lines(
    limits: Sequence[TimeLimit],
    causes: Sequence[LimitCause],
    figures: Sequence[Figure],
    rules: Sequence[SeparationRule],
    grades: Sequence[CertificateLevel],
) -> Lines:
    lines: Lines = {}
    by_code = {row.code: row for row in limits}
    for code in TimeLimitCode:
        if code in by_code:
            lines |= _limit_lines(by_code[code], [row for row in causes if row.code == code])
    values = {row.code: row for row in figures}
    for figure in FigureCode:
        row, label = values.get(figure), str(figure.label)
        lines[(figure.value, label)] = figure_in_words(figure, row.value if row else FIGURE_SPECS[figure].default)
        if row and row.legal_basis:
            lines[(figure.value, _("{label}: legal basis").format(label=label))] = row.legal_basis
    graded = {
        ("levels", _("{kind}: level {code}").format(kind=row.get_kind_display(), code=row.code)): level_in_words(row)
        for row in grades
    }
    return lines | _separation_lines(rules) | graded


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
            lines[(code, _("{label}: longer when {cause}").format(label=label, cause=cause))] = cause_in_words(
                row, limit
            )
    return lines


def cause_in_words(row: LimitCause, limit: TimeLimit) -> str:
    """What a cause does: “stops it …”, or “30 business days, once, when …; an officer extends”."""
    if row.effect == CauseEffect.STOP:
        if row.cause == Cause.PAUSE:
            return _("stands still during a pause for improvement")
        return _("stands still while {cause}").format(cause=Cause(row.cause).label)
    by = _("by itself") if row.by_itself else _("an officer extends")
    return f"{extension_in_words(row, limit)}; {by}"


def figure_lines(configuration: Configuration) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The figures of a version by group: label, value in words, legal basis."""
    rows = {row.code: row for row in kept(configuration, "figures")}
    found = []
    for title, codes in FIGURE_GROUPS.values():
        lines = [
            (
                str(FigureCode(code).label),
                figure_in_words(code, rows[code].value if code in rows else FIGURE_SPECS[code].default),
                rows[code].legal_basis if code in rows else "",
            )
            for code in codes
        ]
        found.append((str(title), lines))
    return found


def _optional(amount: int | None, unit: str) -> str:
    return amount_in_words(amount, unit) if amount else ""


def figure_in_words(code: str, value: int) -> str:
    """A figure with its unit: “50 employees”, “3 years”, “25%”; the bare number where the label says the unit."""
    unit = FIGURE_SPECS[code].unit
    match unit:
        case FigureUnit.PERCENT:
            return f"{value}%"
        case FigureUnit.MONEY:
            return money_in_words(value)
        case FigureUnit.MONTHS | FigureUnit.YEARS | FigureUnit.CALENDAR_DAYS | FigureUnit.BUSINESS_DAYS:
            return amount_in_words(value, unit.value)
        case FigureUnit.YES:
            return _("yes") if value else _("no")
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
