"""Who may act for a company: claims with their proof, and recoveries by two officers."""

from django.db import models
from django.db.models import F, Q

from foundation.audit.models import status_triggers, tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from foundation.documents.models import Document
from foundation.identity.models import User
from operators.states import CLAIM_TABLE, RECOVERY_TABLE, ClaimMethod, ClaimStatus, RecoveryStatus

from .companies import Operator


@tracked()
class Claim(models.Model):
    """A user's claim to act for a company, and how it is shown. Two open claims for one number go to an officer."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="claims")
    claimant = models.ForeignKey(User, on_delete=models.PROTECT, related_name="claims")
    method = models.CharField(max_length=20, choices=ClaimMethod.choices)
    status = models.CharField(max_length=20, choices=ClaimStatus.choices, default=ClaimStatus.OPEN)
    code_digest = models.CharField(max_length=128, blank=True)
    code_sent_at = models.DateTimeField(null=True, blank=True)
    code_expires_on = models.DateField(null=True, blank=True)
    failed_tries = models.PositiveSmallIntegerField(default=0)
    deed = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    needs_officer = models.BooleanField(default=False, help_text="another claim or a verified company holds the number")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["operator"], condition=Q(status="OPEN"), name="claim_open_once"),
            models.CheckConstraint(condition=Q(status__in=values(ClaimStatus.choices)), name="claim_status_known"),
            models.CheckConstraint(condition=Q(method__in=values(ClaimMethod.choices)), name="claim_method_known"),
        ]
        indexes = [
            models.Index(
                fields=["opened_at", "id"], condition=Q(status="OPEN"), name="claims_open"
            )  # officers' list of claims
        ]
        triggers = status_triggers(CLAIM_TABLE)

    def __str__(self) -> str:
        return f"{self.claimant}: {self.operator}"


@tracked()
class Recovery(models.Model):
    """A company without a reachable administrator gets a new one: asked by one officer, confirmed by another, with proof."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="recoveries")
    new_administrator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=RecoveryStatus.choices, default=RecoveryStatus.ASKED)
    proof = models.TextField(help_text="what was shown, where it is filed")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(asked_by=F("confirmed_by")), name="recovery_four_eyes"),
            models.CheckConstraint(
                condition=Q(status__in=values(RecoveryStatus.choices)), name="recovery_status_known"
            ),
            models.UniqueConstraint(fields=["operator"], condition=Q(status="ASKED"), name="recovery_open_once"),
        ]
        triggers = status_triggers(RECOVERY_TABLE)

    def __str__(self) -> str:
        return f"{self.operator}"
