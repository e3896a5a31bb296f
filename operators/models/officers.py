"""Who works for a company at Customs, and who must not."""

from django.db import models
from django.db.models import Q

from foundation.audit.models import tracked
from foundation.audit.states import values
from foundation.identity.models import Period, User, ends_after_start
from operators.states import AssignmentRole

from .companies import Operator


@tracked()
class OfficerAssignment(Period):
    """Who at Customs works for an operator, in which role. At most one per role at a time."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="assignments")
    officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20, choices=AssignmentRole.choices)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["operator", "role", "-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "role"], condition=Q(valid_until__isnull=True), name="assignment_current_once"
            ),
            models.CheckConstraint(condition=Q(role__in=values(AssignmentRole.choices)), name="assignment_role_known"),
            ends_after_start("assignment_ends_after_start"),
        ]
        indexes = [
            models.Index(
                fields=["officer", "role"], condition=Q(valid_until__isnull=True), name="assignments_of_officer"
            )
        ]  # portfolio and load

    def __str__(self) -> str:
        return f"{self.officer} {self.role} {self.operator}"


@tracked()
class InterestDeclaration(Period):
    """An officer's declared interest in an operator: share, kinship, earlier job. While it holds, no assignment."""

    officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="interests")
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="interests")
    nature = models.TextField()
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ["-declared_at", "-id"]
        constraints = [ends_after_start("interest_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.officer} {self.operator}"
