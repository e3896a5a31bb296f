"""The life of a mutual recognition arrangement."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.audit.states import Table, Transition


class ArrangementStatus(models.TextChoices):
    PREPARATION = "PREPARATION", _("Preparation")
    COMPARISON = "COMPARISON", _("Comparison")
    OBSERVATION_VISITS = "OBSERVATION_VISITS", _("Observation visits")
    NEGOTIATION = "NEGOTIATION", _("Negotiation")
    SIGNED = "SIGNED", _("Signed")
    OPERATIONAL_PROCEDURES = "OPERATIONAL_PROCEDURES", _("Operational procedures")
    IN_FORCE = "IN_FORCE", _("In force")
    SUSPENDED = "SUSPENDED", _("Suspended")
    UNDER_REVIEW = "UNDER_REVIEW", _("Under review")
    ENDED = "ENDED", _("Ended")


S = ArrangementStatus
ARRANGEMENT_TABLE = Table(
    initial=(S.PREPARATION,),
    transitions=(
        Transition("compare", (S.PREPARATION,), S.COMPARISON),
        Transition("visit", (S.COMPARISON,), S.OBSERVATION_VISITS),
        Transition("negotiate", (S.OBSERVATION_VISITS,), S.NEGOTIATION),
        Transition("sign", (S.NEGOTIATION,), S.SIGNED),
        Transition("prepare_operation", (S.SIGNED,), S.OPERATIONAL_PROCEDURES),
        Transition("put_in_force", (S.OPERATIONAL_PROCEDURES,), S.IN_FORCE),
        Transition("suspend", (S.IN_FORCE, S.UNDER_REVIEW), S.SUSPENDED, needs_reason=True),
        Transition("resume", (S.SUSPENDED,), S.IN_FORCE),
        Transition("review", (S.IN_FORCE,), S.UNDER_REVIEW),
        Transition("end_review", (S.UNDER_REVIEW,), S.IN_FORCE),
        Transition("end", (S.IN_FORCE, S.SUSPENDED, S.UNDER_REVIEW), S.ENDED, needs_reason=True),
    ),
)
