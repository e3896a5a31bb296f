"""Vocabulary and state tables of vetting. Nothing of this room reaches a trader except grounds released for disclosure."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.audit.states import Table, Transition


class VettingStatus(models.TextChoices):
    OPEN = "OPEN", _("Open")
    DETERMINED = "DETERMINED", _("Determined")
    SUPERSEDED = "SUPERSEDED", _("Replaced by a later vetting")


class CheckCode(models.TextChoices):
    """The desk checks of `domain.md` §6, each with the question it answers."""

    FORM = "FORM", _("Right authority and form: complete, signed, competent office")
    IDENTITY = "IDENTITY", _("Legal identity: registered, active, number valid")
    ESTABLISHMENT = "ESTABLISHMENT", _("Established here")
    ACTIVITY = "ACTIVITY", _("Activity: declarations of the last 12 months, roles fit the claim")
    INFRINGEMENTS = "INFRINGEMENTS", _("Infringements: number, gravity, share of operations")
    CUSTOMS_DEBT = "CUSTOMS_DEBT", _("Customs debt: due, instalments, appeals")
    TAX_RECORD = "TAX_RECORD", _("Tax record")
    CRIME = "CRIME", _("Serious economic crime: firm and persons in charge")
    WATCH_LISTS = "WATCH_LISTS", _("Sanctions and watch lists: names and owners")
    SOLVENCY = "SOLVENCY", _("Solvency")
    PAST_STATUS = "PAST_STATUS", _("Past status: refusals, suspensions, bar")
    SITES = "SITES", _("Sites: address exists, activity fits")
    CONSENT = "CONSENT", _("Consents signed by the persons concerned")


class CheckResult(models.TextChoices):
    CLEAR = "CLEAR", _("Clear")
    ATTENTION = "ATTENTION", _("Attention")
    FAIL = "FAIL", _("Fail")
    NOT_AVAILABLE = "NOT_AVAILABLE", _("Not available")


class Risk(models.TextChoices):
    LOW = "LOW", _("low risk")
    MEDIUM = "MEDIUM", _("medium risk")
    HIGH = "HIGH", _("high risk")


class HitStatus(models.TextChoices):
    """LAPSED: the entry or our record changed before anybody looked, so the likeness is no longer there as it was."""

    OPEN = "OPEN", _("Open")
    FALSE_MATCH = "FALSE_MATCH", _("Somebody else")
    TRUE_MATCH = "TRUE_MATCH", _("The same")
    LAPSED = "LAPSED", _("No longer current")


class EntityType(models.TextChoices):
    PERSON = "person", _("person")
    ORGANISATION = "organisation", _("organisation")
    VESSEL = "vessel", _("vessel")
    AIRCRAFT = "aircraft", _("aircraft")


VETTING_TABLE = Table(
    initial=(VettingStatus.OPEN,),
    transitions=(
        Transition("determine", (VettingStatus.OPEN,), VettingStatus.DETERMINED, needs_reason=True),
        Transition("reopen", (VettingStatus.DETERMINED,), VettingStatus.OPEN, needs_reason=True),
        Transition("supersede", (VettingStatus.DETERMINED,), VettingStatus.SUPERSEDED),
    ),
)
HIT_TABLE = Table(
    initial=(HitStatus.OPEN,),
    transitions=(
        Transition("clear", (HitStatus.OPEN,), HitStatus.FALSE_MATCH, needs_reason=True),
        Transition("confirm", (HitStatus.OPEN,), HitStatus.TRUE_MATCH, needs_reason=True),
        Transition("lapse", (HitStatus.OPEN,), HitStatus.LAPSED, needs_reason=True),
        Transition(
            "reopen", (HitStatus.FALSE_MATCH, HitStatus.TRUE_MATCH, HitStatus.LAPSED), HitStatus.OPEN, needs_reason=True
        ),
    ),
)
