"""Claims to act for a company, and recoveries of companies without a reachable administrator."""

from datetime import date

from django.db.models import Q, QuerySet

from foundation.identity.models import User
from foundation.identity.permissions import Permission
from operators.models import Claim, Operator, Recovery
from operators.states import ClaimMethod, ClaimStatus, OperatorStatus, RecoveryStatus

from .company import visible_to_staff


def latest_claim(operator: Operator) -> Claim | None:
    """The claim a company's people are asked about: the open one, else the last."""
    rows = Claim.objects.filter(operator=operator).select_related("claimant", "deed")
    return rows.filter(status=ClaimStatus.OPEN).first() or rows.order_by("-opened_at", "-id").first()


def claim_history(operator: Operator) -> QuerySet[Claim]:
    """Every claim for a company, latest first."""
    return Claim.objects.filter(operator=operator).select_related("claimant").order_by("-opened_at", "-id")


def visible_claims(user: User, on: date) -> QuerySet[Claim]:
    """The claims of the companies that a person may verify."""
    rows = Claim.objects.filter(operator__in=visible_to_staff(user, on, Permission.OPERATOR_VERIFY))
    return rows.select_related("operator__office", "claimant", "deed")


def open_claims(user: User, on: date) -> QuerySet[Claim]:
    """What waits for an officer: deeds to check and numbers claimed twice, oldest first."""
    waits = Q(method=ClaimMethod.DEED) | Q(needs_officer=True)
    return visible_claims(user, on).filter(waits, status=ClaimStatus.OPEN).order_by("opened_at", "id")


def claims_to_post(user: User, on: date) -> QuerySet[Claim]:
    """Claims whose letter has not been printed yet, oldest first."""
    rows = visible_claims(user, on).filter(status=ClaimStatus.OPEN, method=ClaimMethod.LETTER_CODE, code_digest="")
    return rows.order_by("opened_at", "id")


def rivals(operator: Operator) -> QuerySet[Operator]:
    """Other companies that stand under the same number and are verified or claimed. For officers only."""
    same = Operator.objects.filter(tin=operator.tin).exclude(pk=operator.pk).select_related("office")
    held = Q(status=OperatorStatus.VERIFIED) | Q(claims__status=ClaimStatus.OPEN)
    return same.filter(held).distinct().order_by("legal_name", "id")


def visible_recoveries(user: User, on: date) -> QuerySet[Recovery]:
    """The recoveries of the companies that a person may verify."""
    rows = Recovery.objects.filter(operator__in=visible_to_staff(user, on, Permission.OPERATOR_VERIFY))
    return rows.select_related("operator", "new_administrator", "asked_by", "confirmed_by").order_by("-asked_at", "-id")


def open_recovery(operator: Operator) -> Recovery | None:
    """The recovery that waits for a second officer."""
    rows = Recovery.objects.filter(operator=operator, status=RecoveryStatus.ASKED)
    return rows.select_related("new_administrator", "asked_by").first()
