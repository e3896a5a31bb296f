"""Answers that rest on configured figures: the size of a firm, the day a certificate takes effect, what it costs."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from programme import rules
from programme.models import Configuration
from programme.states import FigureCode

from .configuration import figure


def small_firm(employees: int, configuration: Configuration, *, turnover: Decimal | int | None = None) -> bool:
    """Whether a firm is small by the configured definition (PRG-R06). A turnover nobody told does not count."""
    return rules.is_small_firm(
        employees=employees,
        fewer_than=figure(FigureCode.SME_EMPLOYEES, configuration),
        turnover=turnover,
        turnover_up_to=figure(FigureCode.SME_TURNOVER, configuration),
        both=bool(figure(FigureCode.SME_BOTH, configuration)),
    )


def asks_turnover(configuration: Configuration) -> bool:
    """Whether the definition of a small firm looks at its turnover; else nobody is asked for it."""
    return figure(FigureCode.SME_TURNOVER, configuration) > 0


def money_in_words(amount: Decimal | int) -> str:
    """An amount in the national currency: “50 000 000 EUR”."""
    return f"{amount:,}".replace(",", "\N{NO-BREAK SPACE}") + f"\N{NO-BREAK SPACE}{settings.CURRENCY}"


def fee_in_words(configuration: Configuration) -> str:
    """What an application costs, for information: nothing is paid in the portal."""
    amount = figure(FigureCode.APPLICATION_FEE, configuration)
    return money_in_words(amount) if amount else _("No fee")


def effective_on(decided_on: date, configuration: Configuration) -> date:
    """The day a certificate decided on that day takes effect (PRG-R11)."""
    return rules.effective_on(decided_on=decided_on, effective_days=figure(FigureCode.EFFECTIVE_DAYS, configuration))
