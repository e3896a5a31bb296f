"""State tables of the visit: the validation itself and each corrective action that a finding asks for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.audit.states import Table, Transition


class ValidationStatus(models.TextChoices):
    PLANNED = "PLANNED", _("Planned")
    NOTIFIED = "NOTIFIED", _("Date proposed")
    IN_PROGRESS = "IN_PROGRESS", _("Visit running")
    REPORT_DRAFT = "REPORT_DRAFT", _("Report in draft")
    REPORT_REVIEW = "REPORT_REVIEW", _("Report in review")
    WITH_TRADER = "WITH_TRADER", _("Report with trader")
    FOLLOW_UP = "FOLLOW_UP", _("Follow-up")
    CLOSED = "CLOSED", _("Closed")
    CANCELLED = "CANCELLED", _("Cancelled")


S = ValidationStatus
VALIDATION_TABLE = Table(
    initial=(S.PLANNED,),
    transitions=(
        Transition("notify", (S.PLANNED,), S.NOTIFIED),
        Transition("start", (S.NOTIFIED,), S.IN_PROGRESS),
        Transition("end_visit", (S.IN_PROGRESS,), S.REPORT_DRAFT),
        Transition("send_for_review", (S.REPORT_DRAFT,), S.REPORT_REVIEW),
        Transition("return_report", (S.REPORT_REVIEW,), S.REPORT_DRAFT, needs_reason=True),
        Transition("send_to_trader", (S.REPORT_REVIEW,), S.WITH_TRADER),
        Transition("follow_up", (S.WITH_TRADER,), S.FOLLOW_UP),
        Transition("close", (S.WITH_TRADER, S.FOLLOW_UP), S.CLOSED),
        Transition("cancel", (S.PLANNED, S.NOTIFIED), S.CANCELLED, needs_reason=True),
    ),
)


class SiteReason(models.TextChoices):
    """Why a site is in the sample."""

    RECORDS = "RECORDS", _("main customs records are kept there")
    DISTINCT = "DISTINCT", _("the only site of its kind")
    HIGH_RISK = "HIGH_RISK", _("high risk")
    RANDOM = "RANDOM", _("drawn at random")
    CHOSEN = "CHOSEN", _("chosen for difference")


class PointResult(models.TextChoices):
    MET = "MET", _("Met")
    PARTLY_MET = "PARTLY_MET", _("Partly met")
    NOT_MET = "NOT_MET", _("Not met")
    NOT_APPLICABLE = "NOT_APPLICABLE", _("Does not apply")


class Grade(models.TextChoices):
    REQUIRED_ACTION = "REQUIRED_ACTION", _("Required action")
    RECOMMENDATION = "RECOMMENDATION", _("Recommendation")
    BEST_PRACTICE = "BEST_PRACTICE", _("Best practice")


class ActionStatus(models.TextChoices):
    OPEN = "OPEN", _("Open")
    ANSWERED = "ANSWERED", _("Answered")
    ACCEPTED = "ACCEPTED", _("Accepted")
    RETURNED = "RETURNED", _("Returned")


A = ActionStatus
ACTION_TABLE = Table(
    initial=(A.OPEN,),
    transitions=(
        Transition("answer", (A.OPEN, A.RETURNED), A.ANSWERED),
        Transition("accept", (A.ANSWERED,), A.ACCEPTED),
        Transition("return", (A.ANSWERED,), A.RETURNED, needs_reason=True),
    ),
)


class TeamRole(models.TextChoices):
    LEAD = "LEAD", _("leads the visit")
    MEMBER = "MEMBER", _("takes part")
    EXPERT = "EXPERT", _("expert")
