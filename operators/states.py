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


class Structure(models.TextChoices):
    """What kind of legal person it is; the exact legal form stands in words beside it. None of them shuts a firm out."""

    COMPANY = "COMPANY", _("Company (Ltd, Inc, SA and the like)")
    SOLE = "SOLE", _("One person trading in their own name")
    PARTNERSHIP = "PARTNERSHIP", _("Partnership")
    COOPERATIVE = "COOPERATIVE", _("Co-operative")
    TRUST = "TRUST", _("Trust or family trust")
    PUBLIC = "PUBLIC", _("Public body")
    OTHER = "OTHER", _("Something else")


class ExceptionStatus(models.TextChoices):
    """An officer’s look at a legal form that the usual questions do not fit."""

    OPEN = "OPEN", _("Waits for an officer")
    SETTLED = "SETTLED", _("Settled")
    REOPENED = "REOPENED", _("Looked at again")


class Source(models.TextChoices):
    """Who gave the first push to apply."""

    OWN = "OWN", _("It was our own idea")
    PARTNER = "PARTNER", _("A business partner asked us")
    ASSOCIATION = "ASSOCIATION", _("An association told us")
    CUSTOMS = "CUSTOMS", _("Customs told us")
    OTHER = "OTHER", _("Something else")


class ChainRole(models.TextChoices):
    """What a partner does in the operator’s supply chain."""

    SUPPLIER = "SUPPLIER", _("Supplier")
    CUSTOMER = "CUSTOMER", _("Customer")
    MANUFACTURER = "MANUFACTURER", _("Manufacturer")
    BROKER = "BROKER", _("Customs broker")
    FORWARDER = "FORWARDER", _("Freight forwarder")
    CARRIER = "CARRIER", _("Carrier")
    WAREHOUSE = "WAREHOUSE", _("Warehouse or terminal")
    PLATFORM = "PLATFORM", _("E-commerce platform")
    GUARDS = "GUARDS", _("Guards or security firm")
    OTHER = "OTHER", _("Something else")


# Partners whose service the operator buys: they come along when their customers change (R-APP-21).
PROVIDER_ROLES = (
    ChainRole.BROKER,
    ChainRole.FORWARDER,
    ChainRole.CARRIER,
    ChainRole.WAREHOUSE,
    ChainRole.PLATFORM,
    ChainRole.GUARDS,
)


class ChainTier(models.TextChoices):
    DIRECT = "DIRECT", _("Direct: we have a contract with them")
    INDIRECT = "INDIRECT", _("Indirect: a partner of a partner")


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
EXCEPTION_TABLE = Table(
    initial=(ExceptionStatus.OPEN,),
    transitions=(
        Transition(
            "settle", (ExceptionStatus.OPEN, ExceptionStatus.REOPENED), ExceptionStatus.SETTLED, needs_reason=True
        ),
        Transition("reopen", (ExceptionStatus.SETTLED,), ExceptionStatus.REOPENED),
    ),
)

# What the record of a company says in the history, by the name of the event.
EVENT_WORDS = {
    "operator.registered": _("Registered"),
    "operator.edited": _("Company record changed"),
    "operator.verified": _("Power to act confirmed"),
    "operator.rejected": _("Power to act not confirmed"),
    "operator.listed": _("Shown in the public register, by consent"),
    "operator.unlisted": _("No longer shown in the public register"),
    "operator.handed_over": _("Handed to another office"),
    "operator.barred": _("Barred from new applications"),
    "operator.form_to_settle": _("Legal form waits for an officer"),
    "operator.form_explained": _("Legal form explained"),
    "operator.form_settled": _("Legal form settled"),
    "chain.partner_saved": _("Supply-chain partner saved"),
    "chain.partner_ended": _("Supply-chain partner ended"),
    "chain.invited": _("Supply-chain partner invited"),
    "chain.followed": _("Supply-chain partner registered"),
    "indirect_export.saved": _("Export through others noted"),
    "indirect_export.removed": _("Export through others taken out"),
    "group.formed": _("Group of companies formed"),
    "group.asked": _("Company asked to join the group"),
    "group.joined": _("Company joined the group"),
    "group.left": _("Company left the group"),
    "site.added": _("Place added"),
    "site.edited": _("Place changed"),
    "site.closed": _("Place closed"),
    "site.imported": _("Places added from a file"),
    "site_group.saved": _("Group of like places saved"),
    "site_group.dissolved": _("Group of like places taken apart"),
    "person.added": _("Person added"),
    "person.edited": _("Person changed"),
    "person.left": _("Person left"),
    "person.link_sent": _("Personal link sent"),
    "person.consent_given": _("Person consented to the checks"),
    "person.consent_refused": _("Person refused the checks"),
    "person.paper_added": _("Person handed in a paper"),
    "claim.opened": _("Claim opened"),
    "claim.letter_printed": _("Letter with a code printed"),
    "claim.code_wrong": _("Wrong code entered"),
    "claim.code_right": _("Code of the letter entered"),
    "claim.confirmed": _("Claim confirmed"),
    "claim.rejected": _("Claim rejected"),
    "recovery.asked": _("Recovery asked"),
    "recovery.done": _("New administrator after recovery"),
    "recovery.rejected": _("Recovery rejected"),
    "officer.assigned": _("Officer assigned"),
    "officer.assignment_ended": _("Officer’s assignment ended"),
    "interest.declared": _("Officer declared an interest"),
    "interest.ended": _("Declared interest ended"),
    "exchange_consent.given": _("Consent to exchange given"),
    "exchange_consent.withdrawn": _("Consent to exchange withdrawn"),
}

# Sectors of trade; the word is stored as it stands here.
SECTORS = (
    ("Agriculture and food", _("Agriculture and food")),
    ("Chemicals and plastics", _("Chemicals and plastics")),
    ("Construction materials", _("Construction materials")),
    ("Customs services", _("Customs services")),
    ("Electronics", _("Electronics")),
    ("Logistics and transport", _("Logistics and transport")),
    ("Machinery", _("Machinery")),
    ("Metals and minerals", _("Metals and minerals")),
    ("Pharmaceuticals and health", _("Pharmaceuticals and health")),
    ("Retail and e-commerce", _("Retail and e-commerce")),
    ("Textiles", _("Textiles")),
    ("Vehicles and parts", _("Vehicles and parts")),
    ("Wood and paper", _("Wood and paper")),
    ("Other", _("Other")),
)
