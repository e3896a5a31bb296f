"""What a configuration may say, on plain facts."""

from enum import StrEnum

from programme.states import END_ACTIONS, OTHER_END_ACTIONS, DayCountUnit

LONGEST = {
    DayCountUnit.CALENDAR_DAYS: 3650,
    DayCountUnit.BUSINESS_DAYS: 3650,
    DayCountUnit.MONTHS: 120,
    DayCountUnit.YEARS: 10,
}


class LimitBreach(StrEnum):
    """Why a time limit may not stand in a configuration."""

    NO_AMOUNT = "NO_AMOUNT"
    LOW_CEILING = "LOW_CEILING"
    TOO_LONG = "TOO_LONG"
    END_NOT_FITTING = "END_NOT_FITTING"


def limit_breaches(*, code: str, amount: int, ceiling: int | None, unit: str, at_end: str) -> list[LimitBreach]:
    """PRG-R30 (UCC 22, IA 12(3), domain.md figures): a limit has days, a ceiling not below them, and an end the law knows."""
    longest = LONGEST[DayCountUnit(unit)]
    found = {
        LimitBreach.NO_AMOUNT: amount < 1,
        LimitBreach.LOW_CEILING: ceiling is not None and ceiling < amount,
        LimitBreach.TOO_LONG: max(amount, ceiling or 0) > longest,
        LimitBreach.END_NOT_FITTING: at_end not in END_ACTIONS.get(code, OTHER_END_ACTIONS),
    }
    return [breach for breach, holds in found.items() if holds]
