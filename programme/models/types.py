"""Operator types: the roles in the supply chain that may apply, and the days on which they open, as one person proposes them
and another confirms."""

from django.db import models
from django.db.models import F, Q

from foundation.audit.models import append_only_triggers, status_triggers, tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from programme.states import OPENING_TABLE, OpeningStatus

from .words import Worded


class Opening(models.Model):
    """From when until when a type takes applications. While a test group runs, only so many companies may send one."""

    opens_on = models.DateField(null=True, blank=True, help_text="empty: not open, no day set")
    closes_on = models.DateField(null=True, blank=True)
    most_companies = models.PositiveIntegerField(null=True, blank=True, help_text="size of a test group; empty: none")
    group_until = models.DateField(null=True, blank=True, help_text="last day of the test group; empty: no end set")

    class Meta:
        abstract = True


@tracked()
class OperatorType(Worded, Opening):
    """A role in the supply chain. Its family decides which criteria it meets. Open from a day until a day."""

    WORDS = ("label", "description")

    token = models.SlugField(max_length=60, unique=True)
    label = models.CharField(max_length=120)
    description = models.CharField(max_length=300)
    family = models.SlugField(max_length=40)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label


@tracked()
class OpeningPlan(models.Model):
    """Days for one type or for several, as somebody proposes them. Another person confirms them; till then nothing changes."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    status = models.CharField(max_length=20, choices=OpeningStatus.choices, default=OpeningStatus.PROPOSED)
    reason = models.TextField()
    author_id = models.BigIntegerField(null=True)
    author_label = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    settled_by_id = models.BigIntegerField(null=True, blank=True)
    settled_by_label = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=values(OpeningStatus.choices)), name="opening_plan_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=OpeningStatus.CONFIRMED)
                | Q(author_id__isnull=True)
                | Q(settled_by_id__isnull=True)
                | ~Q(settled_by_id=F("author_id")),
                name="opening_plan_four_eyes",
            ),
        ]
        triggers = status_triggers(OPENING_TABLE)

    def __str__(self) -> str:
        return f"{self.author_label} {self.proposed_at:%Y-%m-%d}"


class OpeningLine(Opening):
    """What a plan says of one type. Written with the plan and never changed."""

    append_only = True

    plan = models.ForeignKey(OpeningPlan, on_delete=models.PROTECT, related_name="lines")
    operator_type = models.ForeignKey(OperatorType, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["plan", "operator_type__position", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "operator_type"], name="opening_line_once")]
        triggers = append_only_triggers("opening_line")

    def __str__(self) -> str:
        return f"{self.operator_type}: {self.opens_on}"
