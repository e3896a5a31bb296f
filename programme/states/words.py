"""Criteria and who answers them, the states of versions and proposals, acts that are kept apart, letters and offices."""

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


class OpeningStatus(models.TextChoices):
    """Days on which types open or close wait for a second person."""

    PROPOSED = "PROPOSED", _("Waits to be confirmed")
    CONFIRMED = "CONFIRMED", _("Confirmed")
    DROPPED = "DROPPED", _("Dropped")


OPENING_TABLE = Table(
    initial=(OpeningStatus.PROPOSED,),
    transitions=(
        Transition("confirm", (OpeningStatus.PROPOSED,), OpeningStatus.CONFIRMED),
        Transition("drop", (OpeningStatus.PROPOSED,), OpeningStatus.DROPPED),
    ),
)


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
    NOTICE_EMAIL = "notice.email", _("e-mail that tells of something new")
    DEEMED_REFUSED = "decision.deemed_refused", _("no decision in time: counts as a refusal")


# Adverse decisions: the receipt of each of these letters begins the time in which the company may appeal.
APPEALABLE_LETTERS = frozenset(
    {
        LetterCode.REFUSED,
        LetterCode.DEEMED_REFUSED,
        LetterCode.IN_PART,
        LetterCode.SUSPENDED,
        LetterCode.REVOKED,
        LetterCode.ANNULLED,
    }
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
