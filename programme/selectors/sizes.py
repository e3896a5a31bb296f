"""Answers that rest on one configured figure: the size of a firm, the day a certificate takes effect."""

from datetime import date

from programme import rules
from programme.models import Configuration
from programme.states import FigureCode

from .configuration import figure


def small_firm(employees: int, configuration: Configuration, *, turnover: int | None = None) -> bool:
    """Whether a firm is small by the configured definition (PRG-R06). A turnover nobody told does not count."""
    return rules.is_small_firm(
        employees=employees,
        fewer_than=figure(FigureCode.SME_EMPLOYEES, configuration),
        turnover=turnover,
        turnover_up_to=figure(FigureCode.SME_TURNOVER, configuration),
    )


def effective_on(decided_on: date, configuration: Configuration) -> date:
    """The day a certificate decided on that day takes effect (PRG-R11)."""
    return rules.effective_on(decided_on=decided_on, effective_days=figure(FigureCode.EFFECTIVE_DAYS, configuration))
