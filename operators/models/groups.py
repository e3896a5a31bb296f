"""Holders beyond one ordinary company: groups of companies, and legal forms that need an officer's look."""

from django.db import models
from django.db.models import Q

from foundation.audit.models import status_triggers, tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from foundation.identity.models import Period, User, ends_after_start
from operators.states import EXCEPTION_TABLE, ExceptionStatus

from .companies import Operator


@tracked()
class CompanyGroup(models.Model):
    """Companies that belong together. Where the configuration allows it, the named group holds the certificate; its lead
    company then applies for all of them."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(max_length=300)
    lead = models.OneToOneField(Operator, on_delete=models.PROTECT, related_name="led_group")
    formed_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


@tracked()
class GroupMember(Period):
    """One company of a group; it says yes itself before it counts."""

    group = models.ForeignKey(CompanyGroup, on_delete=models.CASCADE, related_name="members")
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="group_memberships")
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["group", "operator__legal_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator"], condition=Q(valid_until__isnull=True), name="company_in_one_group"
            ),
            ends_after_start("group_member_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.operator} in {self.group}"


@tracked()
class FormException(models.Model):
    """A trust, or another form that the usual questions do not fit: an officer records who counts as owner, with a reason."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    operator = models.OneToOneField(Operator, on_delete=models.CASCADE, related_name="form_exception")
    status = models.CharField(max_length=20, choices=ExceptionStatus.choices, default=ExceptionStatus.OPEN)
    explained = models.TextField(blank=True, help_text="what the company says about its form")
    treatment = models.TextField(blank=True, help_text="who counts as owner and who answers; the company reads it")
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=values(ExceptionStatus.choices)), name="form_exception_status_known"
            )
        ]
        triggers = status_triggers(EXCEPTION_TABLE)

    def __str__(self) -> str:
        return f"{self.operator}"
