"""The life of an application, one table; buttons, API and database triggers read it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.audit.states import Table, Transition


class ApplicationStatus(models.TextChoices):
    DRAFT = "DRAFT", _("Draft")
    SUBMITTED = "SUBMITTED", _("Received")
    ACCEPTED = "ACCEPTED", _("Accepted")
    NOT_ACCEPTED = "NOT_ACCEPTED", _("Not accepted")
    UNDER_VETTING = "UNDER_VETTING", _("Desk checks")
    INFORMATION_REQUESTED = "INFORMATION_REQUESTED", _("Information asked")
    PAUSED_FOR_IMPROVEMENT = "PAUSED_FOR_IMPROVEMENT", _("Paused")
    UNDER_VALIDATION = "UNDER_VALIDATION", _("Visit")
    FOR_DECISION = "FOR_DECISION", _("For decision")
    HEARING = "HEARING", _("Hearing")
    DECIDED = "DECIDED", _("Decided")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


S = ApplicationStatus
# States in which Customs works and from which it may ask or pause; both remember where they resume.
WORKING = (S.SUBMITTED, S.UNDER_VETTING, S.UNDER_VALIDATION, S.FOR_DECISION)
UNDECIDED = (
    *WORKING,
    S.DRAFT,
    S.ACCEPTED,
    S.INFORMATION_REQUESTED,
    S.PAUSED_FOR_IMPROVEMENT,
    S.HEARING,
)
TERMINAL = (S.DECIDED, S.NOT_ACCEPTED, S.WITHDRAWN)

APPLICATION_TABLE = Table(
    initial=(S.DRAFT,),
    transitions=(
        Transition("submit", (S.DRAFT,), S.SUBMITTED),
        Transition("accept", (S.SUBMITTED,), S.ACCEPTED),
        Transition("not_accept", (S.SUBMITTED, S.INFORMATION_REQUESTED), S.NOT_ACCEPTED, needs_reason=True),
        Transition("start_vetting", (S.ACCEPTED,), S.UNDER_VETTING),
        Transition("start_validation", (S.UNDER_VETTING,), S.UNDER_VALIDATION),
        Transition("propose", (S.UNDER_VALIDATION,), S.FOR_DECISION),
        Transition("open_hearing", (S.FOR_DECISION,), S.HEARING),
        Transition("close_hearing", (S.HEARING,), S.FOR_DECISION),
        Transition("decide", (S.FOR_DECISION,), S.DECIDED),
        Transition("return_to_vetting", (S.FOR_DECISION,), S.UNDER_VETTING, needs_reason=True),
        Transition("return_to_validation", (S.FOR_DECISION,), S.UNDER_VALIDATION, needs_reason=True),
        Transition("ask_information", WORKING, S.INFORMATION_REQUESTED),
        Transition("resume_submitted", (S.INFORMATION_REQUESTED, S.PAUSED_FOR_IMPROVEMENT), S.SUBMITTED),
        Transition("resume_vetting", (S.INFORMATION_REQUESTED, S.PAUSED_FOR_IMPROVEMENT), S.UNDER_VETTING),
        Transition("resume_validation", (S.INFORMATION_REQUESTED, S.PAUSED_FOR_IMPROVEMENT), S.UNDER_VALIDATION),
        Transition("resume_decision", (S.INFORMATION_REQUESTED, S.PAUSED_FOR_IMPROVEMENT), S.FOR_DECISION),
        Transition("pause", WORKING, S.PAUSED_FOR_IMPROVEMENT, needs_reason=True),
        Transition("withdraw", tuple(s for s in UNDECIDED if s != S.DRAFT), S.WITHDRAWN),
        Transition("discard", (S.DRAFT,), S.WITHDRAWN),
    ),
)
RESUMES = {
    S.SUBMITTED: "resume_submitted",
    S.UNDER_VETTING: "resume_vetting",
    S.UNDER_VALIDATION: "resume_validation",
    S.FOR_DECISION: "resume_decision",
}


class Outcome(models.TextChoices):
    """How an answer says the criterion is met."""

    MET = "MET", _("Met")
    PARTLY_MET = "PARTLY_MET", _("Partly met")
    NOT_MET = "NOT_MET", _("Not met yet")
    NOT_APPLICABLE = "NOT_APPLICABLE", _("Does not apply")


class ProofKind(models.TextChoices):
    """Existing certificates and reports that count as evidence."""

    ISO = "ISO", _("ISO certificate (28000, 9001, 27001 …)")
    ISPS = "ISPS", _("ISPS ship or port facility certificate")
    REGULATED_AGENT = "REGULATED_AGENT", _("regulated agent or known consignor (air cargo)")
    OTHER_AEO = "OTHER_AEO", _("AEO or similar status in another country")
    AUDIT = "AUDIT", _("audit report")
    PRE_AUDIT = "PRE_AUDIT", _("pre-audit by an association")
    OTHER = "OTHER", _("another certificate or authorisation")


class OtherRole(models.TextChoices):
    """Who meets a criterion for the company."""

    BROKER = "BROKER", _("customs broker")
    GUARD = "GUARD", _("security or guard service")
    WAREHOUSE = "WAREHOUSE", _("warehouse")
    CARRIER = "CARRIER", _("carrier")
    IT = "IT", _("computer service")
    PARENT = "PARENT", _("parent company or group")
    OTHER = "OTHER", _("another service provider")


class RequestStatus(models.TextChoices):
    OPEN = "OPEN", _("Open")
    ANSWERED = "ANSWERED", _("Answered")
    LAPSED = "LAPSED", _("Not answered in time")


REQUEST_TABLE = Table(
    initial=(RequestStatus.OPEN,),
    transitions=(
        Transition("answer", (RequestStatus.OPEN, RequestStatus.LAPSED), RequestStatus.ANSWERED),
        Transition("lapse", (RequestStatus.OPEN,), RequestStatus.LAPSED),
    ),
)


class Manner(models.TextChoices):
    """How a file gives time to improve: it stands still, or work goes on and the limit of Customs is longer."""

    PAUSE = "PAUSE", _("Pause for improvement")
    ADJUSTMENT = "ADJUSTMENT", _("Agreed adjustment")


class ImprovementStatus(models.TextChoices):
    ASKED = "ASKED", _("Asked by the trader")
    OFFERED = "OFFERED", _("Offered by Customs")
    RUNNING = "RUNNING", _("Agreed")
    DONE = "DONE", _("Done")
    LAPSED = "LAPSED", _("Ended without an answer")
    DECLINED = "DECLINED", _("Not agreed")
    CANCELLED = "CANCELLED", _("No longer needed")


I = ImprovementStatus  # noqa: E741 - one letter per table, as S above
OPEN_IMPROVEMENTS = (I.ASKED, I.OFFERED, I.RUNNING)
IMPROVEMENT_TABLE = Table(
    initial=(I.ASKED, I.OFFERED),
    transitions=(
        Transition("agree", (I.ASKED, I.OFFERED), I.RUNNING),
        Transition("decline", (I.ASKED, I.OFFERED), I.DECLINED, needs_reason=True),
        Transition("finish", (I.RUNNING,), I.DONE),
        Transition("lapse", (I.RUNNING,), I.LAPSED, needs_reason=True),
        Transition("cancel", OPEN_IMPROVEMENTS, I.CANCELLED),
    ),
)


class Fit(models.TextChoices):
    """Whether the evidence of an answer fits the risk. Internal."""

    FITS = "FITS", _("Fits the risk")
    PARTLY = "PARTLY", _("Fits in part")
    DOES_NOT = "DOES_NOT", _("Does not fit")


class ChangeSubject(models.TextChoices):
    """What a notified change is about."""

    COMPANY = "COMPANY", _("The company")
    SITE = "SITE", _("A place")
    NEW_SITE = "NEW_SITE", _("A new place")
    CLOSED_SITE = "CLOSED_SITE", _("A place that closes")
    PERSON = "PERSON", _("A person")
    NEW_PERSON = "NEW_PERSON", _("A new person")
    LEFT_PERSON = "LEFT_PERSON", _("A person who leaves")


class ChangeStatus(models.TextChoices):
    SENT = "SENT", _("With Customs")
    ASKED = "ASKED", _("Customs asked back")
    WAITING = "WAITING", _("Takes effect later")
    ACCEPTED = "ACCEPTED", _("Accepted")
    REFUSED = "REFUSED", _("Not accepted")
    WITHDRAWN = "WITHDRAWN", _("Taken back")


C = ChangeStatus
CHANGE_TABLE = Table(
    initial=(C.SENT,),
    transitions=(
        Transition("ask_back", (C.SENT,), C.ASKED),
        Transition("reply", (C.ASKED,), C.SENT),
        Transition("accept", (C.SENT, C.ASKED), C.ACCEPTED),
        Transition("accept_ahead", (C.SENT, C.ASKED), C.WAITING),
        Transition("take_effect", (C.WAITING,), C.ACCEPTED),
        Transition("come_back", (C.WAITING,), C.SENT, needs_reason=True),
        Transition("refuse", (C.SENT, C.ASKED), C.REFUSED, needs_reason=True),
        Transition("withdraw", (C.SENT, C.ASKED, C.WAITING), C.WITHDRAWN),
    ),
)


class Ball(models.TextChoices):
    """Whose turn it is."""

    CUSTOMS = "CUSTOMS", _("Customs")
    TRADER = "TRADER", _("Trader")
    OTHER_AGENCY = "OTHER_AGENCY", _("Other agency")
    PARTNER = "PARTNER", _("Partner")


class AcceptanceCheck(models.TextChoices):
    """The lines of the acceptance check list."""

    OFFICE = "competent-office", _("Sent to the competent office")
    SIGNED = "signed-with-power", _("Signed by a person with the power to sign")
    ESTABLISHED = "established-here", _("The company is established here and its number is valid")
    ANSWERS = "answers-complete", _("Every question that fits has an answer that can be understood")
    PAPERS = "papers-readable", _("The papers can be opened and belong to the answers")
    BAR = "no-bar", _("No bar stands against a new application")


class ConsultationStatus(models.TextChoices):
    """Talks before an application."""

    ASKED = "ASKED", _("Asked")
    RUNNING = "RUNNING", _("Running")
    CLOSED = "CLOSED", _("Closed")


CONSULTATION_TABLE = Table(
    initial=(ConsultationStatus.ASKED,),
    transitions=(
        Transition("appoint", (ConsultationStatus.ASKED, ConsultationStatus.RUNNING), ConsultationStatus.RUNNING),
        Transition("close", (ConsultationStatus.ASKED, ConsultationStatus.RUNNING), ConsultationStatus.CLOSED),
    ),
)
