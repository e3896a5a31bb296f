"""Single figures an administration may set: their codes, bounds and defaults, and the pages on which they are set."""

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class FigureCode(models.TextChoices):
    """Single figures an administration may set; the unit stands in the label."""

    SME_EMPLOYEES = "sme.employees", _("small firm: fewer employees than")
    SME_TURNOVER = "sme.turnover", _("small firm: yearly turnover not above (0 = turnover does not count)")
    SME_BOTH = "sme.both", _("small firm: employees and turnover must both be small (0 = one is enough)")
    EFFECTIVE_DAYS = "certificate.effective_days", _("certificate takes effect: calendar days after the decision")
    VALIDITY_YEARS = "certificate.validity_years", _("validity of the simplification kind (0 = no expiry)")
    VALIDITY_YEARS_SECURITY = (
        "certificate.validity_years.security",
        _("validity of the security kind (0 = no expiry)"),
    )
    REVALIDATION_YEARS = "certificate.revalidation_years", _("revalidation cycle of the simplification kind")
    REVALIDATION_YEARS_SECURITY = (
        "certificate.revalidation_years.security",
        _("revalidation cycle of the security kind"),
    )
    BAR_YEARS = "certificate.bar_years", _("bar after revocation in years")
    RENEWAL_MONTHS = (
        "certificate.renewal_months",
        _("a certificate that ends can be renewed: months before its last day"),
    )
    VETTING_VALID_MONTHS = "vetting.valid_months", _("vetting stays valid: months")
    DEEMED_RECEIVED_DAYS = (
        "letter.deemed_received_days",
        _("a letter counts as received: days after it was made available"),
    )
    SAMPLE_COEFFICIENT_PERCENT = (
        "validation.sample_percent",
        _("sites visited: percent of the square root of the number of sites"),
    )
    SAMPLE_RANDOM_PERCENT = "validation.random_percent", _("part of the sample drawn at random, percent")
    SCREENING_THRESHOLD_PERCENT = "screening.threshold_percent", _("likeness from which an officer looks, percent")
    VISIT_WORKING_DAYS = "validation.working_days", _("planned visit: business days from which a warning is given")
    CLIENTS_PER_MANAGER = "account_management.clients", _("clients of one account manager at most")
    CLAIM_CODE_DAYS = "operator.claim_code_days", _("a code sent by letter stays valid: days")
    PAUSES = "application.pauses", _("pauses for improvement in one file at most (0 = none)")
    INVESTIGATION_MONTHS = (
        "decision.investigation_months",
        _("longer time for an investigation: months at most (0 = none)"),
    )
    SME_LIMIT_PERCENT = (
        "sme.limit_percent",
        _("time limits of Customs for small firms, percent of the ordinary ones"),
    )
    SME_QUEUE_DAYS = "sme.queue_days", _("small firms’ files come earlier in the queue: calendar days")
    CHECK_CODE_DAYS = "before.check_code_days", _("the code of a pre-check keeps its answers: days")
    CHAIN_LINK_DAYS = "before.chain_link_days", _("an invitation to a supply-chain partner stays valid: days")
    YOUNG_FIRM_YEARS = "before.young_firm_years", _("a firm counts as young: fewer years in business than")
    GROUP_HOLDERS = "operator.group_holders", _("a group of companies may hold a certificate: 1 = yes, 0 = no")
    TRADE_DOCUMENTS = "operator.trade_documents", _("export or import papers a year that show enough trade")
    SME_TRADE_DOCUMENTS = "sme.trade_documents", _("small firm: export or import papers a year that are enough")
    SME_HALF_YEAR_DOCUMENTS = "sme.half_year_documents", _("small firm: of these at least in each half-year")
    APPLICATION_FEE = "application.fee", _("fee for an application (0 = free of charge)")
    PERSONAL_LINK_DAYS = "operator.personal_link_days", _("the personal link of a named person stays valid: days")
    INVITATION_DAYS = "operator.invitation_days", _("an invitation to join a company stays valid: days")
    REMIND_DRAFT_DAYS = "reminder.draft_days", _("a company is reminded of a draft it left alone for: days")
    REMIND_PROOF_DAYS = (
        "reminder.proof_days",
        _("a company is asked for the next certificate: days before the one it showed ends"),
    )
    LOOK_BACK_MONTHS = "public.look_back_months", _("usual time to decide: months of decisions that are counted")
    LEAST_DECISIONS = "public.least_decisions", _("usual time to decide is shown from: number of decisions")


class FigureUnit(models.TextChoices):
    """What a figure counts."""

    PEOPLE = "PEOPLE", _("employees")
    MONEY = "MONEY", _("in the national currency")
    CALENDAR_DAYS = "CALENDAR_DAYS", _("calendar days")
    BUSINESS_DAYS = "BUSINESS_DAYS", _("business days")
    MONTHS = "MONTHS", _("months")
    YEARS = "YEARS", _("years")
    PERCENT = "PERCENT", _("percent")
    CLIENTS = "CLIENTS", _("clients")
    TIMES = "TIMES", _("times")
    PAPERS = "PAPERS", _("papers a year")
    FILES = "FILES", _("files")
    YES = "YES", _("1 = yes, 0 = no")


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """What a figure may be: its unit, the bounds within which a page takes it, and the value where a version made
    before the figure existed says nothing."""

    unit: FigureUnit
    low: int
    high: int
    default: int


_F, _U = FigureCode, FigureUnit
LARGEST_FIGURE: Final = 2_000_000_000
FIGURE_SPECS: Final[dict[str, FigureSpec]] = {
    _F.SME_EMPLOYEES: FigureSpec(_U.PEOPLE, 2, 100_000, 50),
    _F.SME_TURNOVER: FigureSpec(_U.MONEY, 0, LARGEST_FIGURE, 0),
    _F.EFFECTIVE_DAYS: FigureSpec(_U.CALENDAR_DAYS, 0, 365, 5),
    _F.VALIDITY_YEARS: FigureSpec(_U.YEARS, 0, 20, 0),
    _F.VALIDITY_YEARS_SECURITY: FigureSpec(_U.YEARS, 0, 20, 0),
    _F.REVALIDATION_YEARS: FigureSpec(_U.YEARS, 1, 20, 3),
    _F.REVALIDATION_YEARS_SECURITY: FigureSpec(_U.YEARS, 1, 20, 3),
    _F.BAR_YEARS: FigureSpec(_U.YEARS, 0, 20, 3),
    _F.RENEWAL_MONTHS: FigureSpec(_U.MONTHS, 1, 60, 12),
    _F.VETTING_VALID_MONTHS: FigureSpec(_U.MONTHS, 1, 60, 6),
    _F.DEEMED_RECEIVED_DAYS: FigureSpec(_U.CALENDAR_DAYS, 0, 60, 5),
    _F.SAMPLE_COEFFICIENT_PERCENT: FigureSpec(_U.PERCENT, 1, 1000, 100),
    _F.SAMPLE_RANDOM_PERCENT: FigureSpec(_U.PERCENT, 0, 100, 25),
    _F.VISIT_WORKING_DAYS: FigureSpec(_U.BUSINESS_DAYS, 1, 365, 10),
    _F.SCREENING_THRESHOLD_PERCENT: FigureSpec(_U.PERCENT, 1, 100, 70),
    _F.CLIENTS_PER_MANAGER: FigureSpec(_U.CLIENTS, 1, 1000, 40),
    _F.CLAIM_CODE_DAYS: FigureSpec(_U.CALENDAR_DAYS, 1, 365, 30),
    _F.PAUSES: FigureSpec(_U.TIMES, 0, 20, 2),
    _F.INVESTIGATION_MONTHS: FigureSpec(_U.MONTHS, 0, 60, 9),
    _F.SME_LIMIT_PERCENT: FigureSpec(_U.PERCENT, 10, 100, 100),
    _F.SME_QUEUE_DAYS: FigureSpec(_U.CALENDAR_DAYS, 0, 365, 0),
    _F.CHECK_CODE_DAYS: FigureSpec(_U.CALENDAR_DAYS, 1, 3650, 90),
    _F.CHAIN_LINK_DAYS: FigureSpec(_U.CALENDAR_DAYS, 1, 365, 30),
    _F.YOUNG_FIRM_YEARS: FigureSpec(_U.YEARS, 0, 20, 3),
    _F.GROUP_HOLDERS: FigureSpec(_U.YES, 0, 1, 0),
    _F.TRADE_DOCUMENTS: FigureSpec(_U.PAPERS, 0, 100_000, 25),
    _F.SME_TRADE_DOCUMENTS: FigureSpec(_U.PAPERS, 0, 100_000, 10),
    _F.SME_HALF_YEAR_DOCUMENTS: FigureSpec(_U.PAPERS, 0, 100_000, 5),
    _F.APPLICATION_FEE: FigureSpec(_U.MONEY, 0, LARGEST_FIGURE, 0),
    _F.SME_BOTH: FigureSpec(_U.YES, 0, 1, 1),
    _F.PERSONAL_LINK_DAYS: FigureSpec(_U.CALENDAR_DAYS, 1, 365, 30),
    _F.INVITATION_DAYS: FigureSpec(_U.CALENDAR_DAYS, 1, 365, 14),
    _F.REMIND_DRAFT_DAYS: FigureSpec(_U.CALENDAR_DAYS, 1, 3650, 30),
    _F.REMIND_PROOF_DAYS: FigureSpec(_U.CALENDAR_DAYS, 1, 3650, 60),
    _F.LOOK_BACK_MONTHS: FigureSpec(_U.MONTHS, 1, 120, 24),
    _F.LEAST_DECISIONS: FigureSpec(_U.FILES, 1, 1000, 10),
}


# Figures that were one with another before: a version made then says both by the older one.
FIGURES_ONCE_ONE: Final[dict[str, str]] = {
    _F.VALIDITY_YEARS_SECURITY: _F.VALIDITY_YEARS,
    _F.REVALIDATION_YEARS_SECURITY: _F.REVALIDATION_YEARS,
}


# The pages on which figures are set: which belong together.
FIGURE_GROUPS: Final = {
    "small-firms": (
        _("Small firms"),
        (
            _F.SME_EMPLOYEES,
            _F.SME_TURNOVER,
            _F.SME_BOTH,
            _F.SME_LIMIT_PERCENT,
            _F.SME_QUEUE_DAYS,
            _F.SME_TRADE_DOCUMENTS,
            _F.SME_HALF_YEAR_DOCUMENTS,
        ),
    ),
    "certificates": (
        _("Validity and check-ups of each kind"),
        (
            _F.EFFECTIVE_DAYS,
            _F.VALIDITY_YEARS,
            _F.VALIDITY_YEARS_SECURITY,
            _F.REVALIDATION_YEARS,
            _F.REVALIDATION_YEARS_SECURITY,
            _F.BAR_YEARS,
            _F.RENEWAL_MONTHS,
        ),
    ),
    "applying": (
        _("Applying"),
        (
            _F.APPLICATION_FEE,
            _F.CHECK_CODE_DAYS,
            _F.YOUNG_FIRM_YEARS,
            _F.TRADE_DOCUMENTS,
            _F.GROUP_HOLDERS,
            _F.CHAIN_LINK_DAYS,
            _F.CLAIM_CODE_DAYS,
            _F.PERSONAL_LINK_DAYS,
            _F.INVITATION_DAYS,
            _F.REMIND_DRAFT_DAYS,
            _F.REMIND_PROOF_DAYS,
            _F.LOOK_BACK_MONTHS,
            _F.LEAST_DECISIONS,
            _F.PAUSES,
            _F.INVESTIGATION_MONTHS,
        ),
    ),
    "checks": (
        _("Desk checks, visits, letters and accounts"),
        (
            _F.VETTING_VALID_MONTHS,
            _F.SCREENING_THRESHOLD_PERCENT,
            _F.SAMPLE_COEFFICIENT_PERCENT,
            _F.SAMPLE_RANDOM_PERCENT,
            _F.VISIT_WORKING_DAYS,
            _F.DEEMED_RECEIVED_DAYS,
            _F.CLIENTS_PER_MANAGER,
        ),
    ),
}
