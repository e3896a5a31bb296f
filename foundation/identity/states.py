"""The fixed vocabularies of identity: kinds of organisation and office, roles in a company, roles at Customs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    TRADER = "TRADER", _("Trader")
    CUSTOMS = "CUSTOMS", _("Customs")
    AGENCY = "AGENCY", _("Other agency")
    PARTNER = "PARTNER", _("Partner administration")
    VALIDATOR = "VALIDATOR", _("Third-party validator")


class OfficeKind(models.TextChoices):
    HEADQUARTERS = "HEADQUARTERS", _("Headquarters")
    REGION = "REGION", _("Regional office")
    POST = "POST", _("Customs post")


class CompanyRole(models.TextChoices):
    """What a person may do for a company. One person may hold several."""

    ADMINISTRATOR = "ADMINISTRATOR", _("Administrator")
    PREPARER = "PREPARER", _("Preparer")
    SIGNATORY = "SIGNATORY", _("Signatory")
    CONSULTANT = "CONSULTANT", _("Consultant")


class MandateScope(models.TextChoices):
    """What a consultant's mandate covers. A mandate without a scope covers all of these; none covers signing."""

    APPLICATIONS = "APPLICATIONS", _("Prepare applications (never sign them)")
    ANSWERS = "ANSWERS", _("Answer questions of Customs")
    DOCUMENTS = "DOCUMENTS", _("See and add papers")
    MESSAGES = "MESSAGES", _("Read and write messages")
    LETTERS = "LETTERS", _("Receive letters with legal effect")
    FINDINGS = "FINDINGS", _("See findings and reports of visits")


class StaffRole(models.TextChoices):
    """What a person does for Customs or beside it. Each role is a group of named permissions."""

    CASE_OFFICER = "CASE_OFFICER", _("case officer")
    VETTING_OFFICER = "VETTING_OFFICER", _("vetting officer")
    VALIDATOR = "VALIDATOR", _("validator")
    THIRD_PARTY_VALIDATOR = "THIRD_PARTY_VALIDATOR", _("third-party validator")
    DECISION_MAKER = "DECISION_MAKER", _("decision maker")
    APPEAL_OFFICER = "APPEAL_OFFICER", _("appeal officer")
    ACCOUNT_MANAGER = "ACCOUNT_MANAGER", _("account manager")
    TEAM_LEADER = "TEAM_LEADER", _("team leader")
    REGIONAL_MANAGER = "REGIONAL_MANAGER", _("regional manager")
    BORDER_OFFICER = "BORDER_OFFICER", _("border officer")
    BACK_OFFICE = "BACK_OFFICE", _("back office")
    DUTY_OFFICER = "DUTY_OFFICER", _("duty officer")
    PROGRAMME_ADMIN = "PROGRAMME_ADMIN", _("programme administrator")
    MRA_OFFICER = "MRA_OFFICER", _("MRA officer")
    OGA_USER = "OGA_USER", _("agency user")
    GUEST_OFFICER = "GUEST_OFFICER", _("guest officer")
    COMMITTEE_MEMBER = "COMMITTEE_MEMBER", _("committee member")
    AUDITOR = "AUDITOR", _("auditor")
    EXECUTIVE = "EXECUTIVE", _("executive")
