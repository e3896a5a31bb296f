"""Vocabulary and state tables of the economic operator: whether the power to act is shown, claims, recoveries, consents."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.audit.states import Table, Transition


class OperatorStatus(models.TextChoices):
    """An unverified company may draft, not submit; it sees nothing others entered and blocks no other claim."""

    UNVERIFIED = "UNVERIFIED", _("Not yet verified")
    VERIFIED = "VERIFIED", _("Verified")
    REJECTED = "REJECTED", _("Not confirmed")


class ClaimMethod(models.TextChoices):
    LETTER_CODE = "LETTER_CODE", _("Letter with a code to the registered address")
    DEED = "DEED", _("An officer checks the deed")
    SIGN_ON = "SIGN_ON", _("National sign-on")


class ClaimStatus(models.TextChoices):
    OPEN = "OPEN", _("Open")
    CONFIRMED = "CONFIRMED", _("Confirmed")
    REJECTED = "REJECTED", _("Rejected")


class RecoveryStatus(models.TextChoices):
    """Recovery of a company without a reachable administrator: asked by one officer, confirmed by another."""

    ASKED = "ASKED", _("Asked")
    DONE = "DONE", _("Done")
    REJECTED = "REJECTED", _("Rejected")


class PersonRole(models.TextChoices):
    OWNER = "OWNER", _("Owner")
    DIRECTOR = "DIRECTOR", _("Director")
    CUSTOMS_MANAGER = "CUSTOMS_MANAGER", _("Person in charge of customs matters")
    CONTROLLER = "CONTROLLER", _("Controls or manages the company")


class CheckConsent(models.TextChoices):
    """A person's own answer to a background check."""

    ASKED = "ASKED", _("Not answered")
    GIVEN = "GIVEN", _("Given")
    REFUSED = "REFUSED", _("Refused")


class IdentifierScheme(models.TextChoices):
    TIN = "TIN", _("Trader identification number (TIN)")
    VAT = "VAT", _("Tax number")
    REGISTRY = "REGISTRY", _("Company register number")
    LEI = "LEI", _("Legal entity identifier")


class AssignmentRole(models.TextChoices):
    CASE_OFFICER = "CASE_OFFICER", _("case officer")
    CONTACT_OFFICER = "CONTACT_OFFICER", _("contact officer")
    ACCOUNT_MANAGER = "ACCOUNT_MANAGER", _("account manager")


class FirmSize(models.TextChoices):
    SMALL = "SMALL", _("small firm")
    LARGE = "LARGE", _("not a small firm")


OPERATOR_TABLE = Table(
    initial=(OperatorStatus.UNVERIFIED,),
    transitions=(
        Transition("verify", (OperatorStatus.UNVERIFIED, OperatorStatus.REJECTED), OperatorStatus.VERIFIED),
        Transition("reject", (OperatorStatus.UNVERIFIED,), OperatorStatus.REJECTED, needs_reason=True),
    ),
)
CLAIM_TABLE = Table(
    initial=(ClaimStatus.OPEN,),
    transitions=(
        Transition("confirm", (ClaimStatus.OPEN,), ClaimStatus.CONFIRMED),
        Transition("reject", (ClaimStatus.OPEN,), ClaimStatus.REJECTED, needs_reason=True),
    ),
)
RECOVERY_TABLE = Table(
    initial=(RecoveryStatus.ASKED,),
    transitions=(
        Transition("confirm", (RecoveryStatus.ASKED,), RecoveryStatus.DONE),
        Transition("reject", (RecoveryStatus.ASKED,), RecoveryStatus.REJECTED, needs_reason=True),
    ),
)
CONSENT_TABLE = Table(
    initial=(CheckConsent.ASKED,),
    transitions=(
        Transition("give", (CheckConsent.ASKED, CheckConsent.REFUSED), CheckConsent.GIVEN),
        Transition("refuse", (CheckConsent.ASKED, CheckConsent.GIVEN), CheckConsent.REFUSED),
    ),
)
