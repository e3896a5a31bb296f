"""State tables of decision rows, certificates and proposals for a measure; and the words the outside world reads."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.audit.states import Table, Transition


class RowStatus(models.TextChoices):
    """One row per certificate kind × operator type."""

    PROPOSED = "PROPOSED", _("Proposed")
    HEARING = "HEARING", _("Hearing")
    GRANTED = "GRANTED", _("Granted")
    REFUSED = "REFUSED", _("Refused")
    RETURNED = "RETURNED", _("Sent back")


R = RowStatus
ROW_TABLE = Table(
    initial=(R.PROPOSED,),
    transitions=(
        Transition("grant", (R.PROPOSED, R.HEARING), R.GRANTED),
        Transition("open_hearing", (R.PROPOSED,), R.HEARING),
        Transition("refuse", (R.HEARING,), R.REFUSED, needs_reason=True),
        Transition("return", (R.PROPOSED, R.HEARING), R.RETURNED, needs_reason=True),
    ),
)


class Proposal(models.TextChoices):
    GRANT = "GRANT", _("Grant")
    GRANT_WITH_CONDITION = "GRANT_WITH_CONDITION", _("Grant with condition")
    REFUSE = "REFUSE", _("Refuse")


class RefusalCode(models.TextChoices):
    """Coded grounds, so that refusals can be analysed."""

    COMPLIANCE = "COMPLIANCE", _("record of compliance")
    RECORDS = "RECORDS", _("records and internal controls")
    SOLVENCY = "SOLVENCY", _("financial solvency")
    COMPETENCE = "COMPETENCE", _("professional competence")
    SECURITY = "SECURITY", _("security and safety")
    OTHER = "OTHER", _("another ground")


class CertificateStatus(models.TextChoices):
    ISSUED = "ISSUED", _("Issued")
    ACTIVE = "ACTIVE", _("In force")
    SUSPENDED = "SUSPENDED", _("Suspended")
    REVOKED = "REVOKED", _("Revoked")
    ANNULLED = "ANNULLED", _("Annulled")
    EXPIRED = "EXPIRED", _("Expired")
    SURRENDERED = "SURRENDERED", _("Given back")


C = CertificateStatus
LIVE = (C.ACTIVE, C.SUSPENDED)
CERTIFICATE_TABLE = Table(
    initial=(C.ISSUED,),
    transitions=(
        Transition("take_effect", (C.ISSUED,), C.ACTIVE),
        Transition("suspend", (C.ACTIVE,), C.SUSPENDED, needs_reason=True),
        Transition("lift", (C.SUSPENDED,), C.ACTIVE, needs_reason=True),
        Transition("revoke", LIVE, C.REVOKED, needs_reason=True),
        Transition("annul", (C.ISSUED, *LIVE), C.ANNULLED, needs_reason=True),
        Transition("expire", LIVE, C.EXPIRED),
        Transition("surrender", (C.ISSUED, *LIVE), C.SURRENDERED),
    ),
)

# The word of the look-up API for each status; ISSUED is not told before its effective date.
API_WORD = {
    C.ISSUED: "none",
    C.ACTIVE: "active",
    C.SUSPENDED: "suspended",
    C.REVOKED: "revoked",
    C.ANNULLED: "revoked",
    C.EXPIRED: "expired",
    C.SURRENDERED: "surrendered",
}


class MeasureKind(models.TextChoices):
    """What a sweep may propose and only a person decide."""

    NOT_ACCEPTED = "NOT_ACCEPTED", _("not to accept the application: information is missing")
    LIMIT_PASSED = "LIMIT_PASSED", _("act on a time limit that has passed")
    DECIDE_ON_FILE = "DECIDE_ON_FILE", _("decide on what is there: questions were not answered")
    SUSPEND = "SUSPEND", _("suspend the certificate")
    SUSPENSION_OVER = "SUSPENSION_OVER", _("lift the suspension or take the next step: its time has passed")
    REVALIDATE = "REVALIDATE", _("revalidate")


class MeasureStatus(models.TextChoices):
    OPEN = "OPEN", _("Open")
    TAKEN = "TAKEN", _("Taken")
    DROPPED = "DROPPED", _("Dropped")


MEASURE_TABLE = Table(
    initial=(MeasureStatus.OPEN,),
    transitions=(
        Transition("take", (MeasureStatus.OPEN,), MeasureStatus.TAKEN),
        Transition("drop", (MeasureStatus.OPEN,), MeasureStatus.DROPPED, needs_reason=True),
    ),
)
