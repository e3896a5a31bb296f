"""Vocabulary of the programme: what a criterion asks and of whom, the acts that are kept apart, kinds of configuration."""

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.audit.states import Table, Transition


class Kind(models.TextChoices):
    """Certificate kinds. ‘Both’ is two certificates of one decision."""

    SIMPLIFICATION = "simplification", _("Simplification")
    SECURITY = "security", _("Security")


class Weight(models.TextChoices):
    MUST = "must", _("must")
    SHOULD = "should", _("should")


class Stage(models.TextChoices):
    APPLICATION = "application", _("at application")
    HOLDER = "holder", _("after the grant")
    BOTH = "both", _("at application and after the grant")


class AnsweredBy(models.TextChoices):
    TRADER = "trader", _("trader")
    CUSTOMS = "customs", _("Customs")
    BOTH = "both", _("trader and Customs")


class Scope(models.TextChoices):
    COMPANY = "company", _("the company")
    SITE = "site", _("each site")
    SITE_GROUP = "site_group", _("each group of like sites")


class RecordFact(models.TextChoices):
    """What the company record already answers: it is shown at the question, not asked again."""

    NONE = "", _("nothing: the question is asked")
    SITES = "SITES", _("sites")
    EMPLOYEES = "EMPLOYEES", _("number of employees")
    LEGAL_FORM = "LEGAL_FORM", _("legal form")
    IDENTIFIERS = "IDENTIFIERS", _("identifiers and registrations")
    ESTABLISHED_ON = "ESTABLISHED_ON", _("in business since")
    ADDRESS = "ADDRESS", _("address and contact")
    SECTOR = "SECTOR", _("sector and activity")
    PEOPLE = "PEOPLE", _("owners, directors and people in charge")
    MANDATES = "MANDATES", _("representatives and their mandates")
    CERTIFICATIONS = "CERTIFICATIONS", _("certifications held")
    PARTNERS = "PARTNERS", _("partners in the supply chain")


class HoldersFrom(models.TextChoices):
    """From when a new version of the criteria counts for those who hold a certificate."""

    REVALIDATION = "REVALIDATION", _("at their next revalidation")
    YEARLY_RETURN = "YEARLY_RETURN", _("at their next yearly return")
    DATE = "DATE", _("from a date")


class GuidanceStep(models.TextChoices):
    """The steps after an application is sent that have an explaining text; values are the states of a file."""

    SUBMITTED = "SUBMITTED", _("sent: we check whether it is complete")
    ACCEPTED = "ACCEPTED", _("accepted")
    UNDER_VETTING = "UNDER_VETTING", _("desk checks")
    INFORMATION_REQUESTED = "INFORMATION_REQUESTED", _("we asked for information")
    PAUSED_FOR_IMPROVEMENT = "PAUSED_FOR_IMPROVEMENT", _("paused for improvement")
    UNDER_VALIDATION = "UNDER_VALIDATION", _("visit")
    FOR_DECISION = "FOR_DECISION", _("decision is being taken")
    HEARING = "HEARING", _("hearing before a refusal")
    DECIDED = "DECIDED", _("decided")
    NOT_ACCEPTED = "NOT_ACCEPTED", _("not accepted")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")


class ProposalStatus(models.TextChoices):
    """A criterion that another authority proposes."""

    OPEN = "OPEN", _("Being talked about")
    TAKEN = "TAKEN", _("Taken into the draft")
    NOT_TAKEN = "NOT_TAKEN", _("Not taken")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


PROPOSAL_TABLE = Table(
    initial=(ProposalStatus.OPEN,),
    transitions=(
        Transition("take", (ProposalStatus.OPEN,), ProposalStatus.TAKEN, needs_reason=True),
        Transition("leave", (ProposalStatus.OPEN,), ProposalStatus.NOT_TAKEN, needs_reason=True),
        Transition("withdraw", (ProposalStatus.OPEN,), ProposalStatus.WITHDRAWN),
    ),
)


class InterpretationStatus(models.TextChoices):
    """How a criterion is read: asked by an office, answered by the central unit, put aside when it no longer holds."""

    ASKED = "ASKED", _("Waits for the central unit")
    ANSWERED = "ANSWERED", _("Answered")
    PUT_ASIDE = "PUT_ASIDE", _("No longer holds")


INTERPRETATION_TABLE = Table(
    initial=(InterpretationStatus.ASKED,),
    transitions=(
        Transition("answer", (InterpretationStatus.ASKED,), InterpretationStatus.ANSWERED),
        Transition("put_aside", (InterpretationStatus.ANSWERED,), InterpretationStatus.PUT_ASIDE, needs_reason=True),
    ),
)


class SetStatus(models.TextChoices):
    """A versioned set of criteria or of figures."""

    DRAFT = "DRAFT", _("Draft")
    PUBLISHED = "PUBLISHED", _("Published")


VERSION_TABLE = Table(
    initial=(SetStatus.DRAFT,),
    transitions=(Transition("publish", (SetStatus.DRAFT,), SetStatus.PUBLISHED),),
)


class ClosureStatus(models.TextChoices):
    """A closure announced later waits for a second person."""

    PROPOSED = "PROPOSED", _("Waits to be confirmed")
    CONFIRMED = "CONFIRMED", _("Confirmed")
    DROPPED = "DROPPED", _("Dropped")


CLOSURE_TABLE = Table(
    initial=(ClosureStatus.PROPOSED,),
    transitions=(
        Transition("confirm", (ClosureStatus.PROPOSED,), ClosureStatus.CONFIRMED),
        Transition("drop", (ClosureStatus.PROPOSED,), ClosureStatus.DROPPED),
    ),
)


class TimeLimitCode(models.TextChoices):
    """The statutory limits of the programme; `Limit.kind` carries these values."""

    ACCEPTANCE = "application.acceptance", _("check whether the application is complete")
    INFORMATION = "information_request.answer", _("answer a request for information")
    DECISION = "application.decision", _("decide on the application")
    HEARING = "application.hearing", _("speak before an adverse decision")
    REPORT_REPLY = "validation.reply", _("reply to the validation report")
    VISIT_NOTICE = "validation.notice", _("notice before a visit")
    APPEAL = "decision.appeal", _("lodge an appeal")
    ADVERSE_PROPOSAL = "proposal.adverse", _("act on an opened proposal")
    IMPROVEMENT = "application.improvement", _("improve while the application is paused")


class FigureCode(models.TextChoices):
    """Single figures an administration may set; the unit stands in the label."""

    SME_EMPLOYEES = "sme.employees", _("small firm: fewer employees than")
    SME_TURNOVER = "sme.turnover", _("small firm: yearly turnover not above (0 = turnover does not count)")
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


class Cause(models.TextChoices):
    """What may stop or extend a time limit; the configuration says what each does."""

    INFORMATION = "information_asked", _("information is asked from the trader")
    PAUSE = "pause", _("pause for improvement")
    HEARING = "hearing", _("the trader is heard")
    ADJUSTMENT = "adjustment", _("adjustments are agreed with the trader")
    TRADER = "trader_asked", _("the trader asks for more time")
    CUSTOMS = "customs_need", _("Customs needs more time")
    INVESTIGATION = "investigation", _("an investigation runs")
    CRIMINAL = "criminal_proceedings", _("criminal proceedings are pending")
    CONSULTATION = "consultation", _("another agency or state is asked")


class CauseEffect(models.TextChoices):
    """What a cause does to a limit."""

    STOP = "STOP", _("stops it; it resumes with the days left")
    EXTEND = "EXTEND", _("extends it")


class EndAction(models.TextChoices):
    """What happens when a limit has run out. Only the two ‘deemed’ ones change a file, because the law does."""

    REMIND = "REMIND", _("remind")
    ESCALATE = "ESCALATE", _("tell the team leader and open a proposal")
    DEEM_ACCEPTED = "DEEM_ACCEPTED", _("counts as accepted")
    DEEM_REFUSED = "DEEM_REFUSED", _("counts as refused")


# What may be chosen for which limit: the law can only deem what the limit is about.
END_ACTIONS: Final[dict[str, tuple[str, ...]]] = {
    TimeLimitCode.ACCEPTANCE: (EndAction.REMIND, EndAction.ESCALATE, EndAction.DEEM_ACCEPTED),
    TimeLimitCode.DECISION: (EndAction.REMIND, EndAction.ESCALATE, EndAction.DEEM_REFUSED),
}
OTHER_END_ACTIONS: Final = (EndAction.REMIND, EndAction.ESCALATE)


class Act(models.TextChoices):
    """The acts on a file that separation of duties speaks of."""

    PROPOSE = "PROPOSE", _("propose")
    VET = "VET", _("vet")
    VALIDATE = "VALIDATE", _("validate")
    REVIEW = "REVIEW", _("review the report")
    DECIDE = "DECIDE", _("decide")
    APPEAL = "APPEAL", _("decide the appeal")
    MANAGE = "MANAGE", _("manage the account")
    AUDIT = "AUDIT", _("audit")


class SeparationMode(models.TextChoices):
    FORBIDDEN = "FORBIDDEN", _("forbidden")
    REVIEWED = "REVIEWED", _("allowed with reason, reviewed afterwards by an outsider")
    ALLOWED = "ALLOWED", _("allowed")


# The pairs in the order; the first and the last can never be relaxed (a CheckConstraint says so too).
SEPARATED_PAIRS: tuple[tuple[str, str], ...] = (
    (Act.PROPOSE, Act.DECIDE),
    (Act.VET, Act.DECIDE),
    (Act.VALIDATE, Act.DECIDE),
    (Act.VALIDATE, Act.REVIEW),
    (Act.MANAGE, Act.AUDIT),
    (Act.DECIDE, Act.APPEAL),
)
NEVER_RELAXED: tuple[tuple[str, str], ...] = ((Act.PROPOSE, Act.DECIDE), (Act.DECIDE, Act.APPEAL))


class DecisionAct(models.TextChoices):
    """Decisions that are delegated to named people."""

    GRANT = "GRANT", _("grant")
    REFUSE = "REFUSE", _("refuse")
    SUSPEND = "SUSPEND", _("suspend")
    REVOKE = "REVOKE", _("revoke")


class CompetenceCriterion(models.TextChoices):
    """What makes an office competent for a file."""

    REGION = "REGION", _("region of the main address")
    SIZE = "SIZE", _("large firm")
    OPERATOR_TYPE = "OPERATOR_TYPE", _("operator type")
    ELSE = "ELSE", _("every other file")


class DayCountUnit(models.TextChoices):
    CALENDAR_DAYS = "CALENDAR_DAYS", _("calendar days")
    BUSINESS_DAYS = "BUSINESS_DAYS", _("business days")
    MONTHS = "MONTHS", _("months")
    YEARS = "YEARS", _("years")


class LetterCode(models.TextChoices):
    """The letters the house writes. Each has a template per language; `reference/letters/README.md` lists placeholders."""

    RECEIVED = "application.received", _("application received")
    ACCEPTED = "application.accepted", _("application accepted")
    NOT_ACCEPTED = "application.not_accepted", _("application not accepted")
    INFORMATION = "information.requested", _("request for information")
    VISIT_NOTICE = "visit.notice", _("notice of a visit")
    REPORT = "visit.report", _("report of a visit")
    HEARING = "hearing.opened", _("opportunity to speak before a refusal")
    GRANTED = "decision.granted", _("certificate granted")
    REFUSED = "decision.refused", _("certificate refused")
    IN_PART = "decision.in_part", _("certificate granted in part")
    WELCOME = "account_manager.welcome", _("welcome by the account manager")
    SUSPENDED = "certificate.suspended", _("certificate suspended")
    LIFTED = "certificate.lifted", _("suspension lifted")
    REVOKED = "certificate.revoked", _("certificate revoked")
    ANNULLED = "certificate.annulled", _("certificate annulled")
    CLAIM_CODE = "claim.code", _("code that shows who may act for a company")
    PAUSED = "application.paused", _("application paused for improvement")
    EXTENDED = "decision.extended", _("more time to decide")
    CHANGE_ANSWERED = "change.answered", _("answer to a notified change")


# Adverse decisions: the receipt of each of these letters begins the time in which the company may appeal.
APPEALABLE_LETTERS = frozenset(
    {LetterCode.REFUSED, LetterCode.IN_PART, LetterCode.SUSPENDED, LetterCode.REVOKED, LetterCode.ANNULLED}
)


# Operator types said in one breath on public pages; a type outside these groups is named by itself.
TYPE_GROUPS = (
    (_("Importers and exporters"), ("importer", "exporter")),
    (_("Manufacturers and their suppliers"), ("manufacturer", "indirect_exporter")),
    (_("Distributors and wholesalers"), ("distributor",)),
    (_("Customs brokers and forwarders"), ("broker", "forwarder", "consolidator", "intermediary")),
    (_("Carriers by road and rail"), ("carrier", "road_carrier", "rail_carrier", "transport_operator")),
    (_("Integrated and logistics operators"), ("integrated_operator", "logistics_operator")),
    (
        _("Warehouses and dry ports"),
        ("warehouse", "bonded_warehouse", "secure_site", "container_depot", "dry_port", "terminal_operator"),
    ),
    (_("Air cargo"), ("air_carrier", "airport", "ground_handler")),
    (_("Couriers and post"), ("courier_postal", "courier", "postal_operator")),
    (_("E-commerce platforms"), ("ecommerce_platform", "online_seller", "fulfilment_centre")),
)
