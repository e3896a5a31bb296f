"""What stops or extends a limit of a file although no act of the portal brings it: written down by an officer."""

from django.db import models
from django.db.models import F, Q

from foundation.audit.models import tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from programme.states import Cause, CauseEffect, TimeLimitCode

from .files import Application


@tracked()
class RecordedCause(models.Model):
    """One cause on one limit of a file, with its grounds. `reason` is read by the trader, `evidence` only by officers.

    A stop holds the limit from the evening of `since` until it ends: on `until` by the sweep, or when an officer says so.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="recorded_causes")
    limit_kind = models.CharField(max_length=60, choices=TimeLimitCode.choices)
    cause = models.CharField(max_length=40, choices=Cause.choices)
    effect = models.CharField(max_length=10, choices=CauseEffect.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="the last day the cause stands, where it is known")
    reason = models.TextField(help_text="the trader reads it")
    evidence = models.TextField(help_text="what shows it; stays inside Customs")
    recorded_at = models.DateTimeField()
    recorded_by_label = models.CharField(max_length=200)
    ended_on = models.DateField(null=True, blank=True)
    ended_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(cause__in=values(Cause.choices)), name="recorded_cause_known"),
            models.CheckConstraint(
                condition=Q(effect__in=values(CauseEffect.choices)), name="recorded_cause_effect_known"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="recorded_cause_until_after_since"
            ),
            models.UniqueConstraint(
                fields=["application", "limit_kind", "cause"],
                condition=Q(effect=CauseEffect.STOP, ended_on__isnull=True),
                name="recorded_cause_stands_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["until", "id"], condition=Q(effect="STOP", ended_on__isnull=True), name="recorded_cause_to_end"
            )  # selectors.causes_to_end: the sweep
        ]

    def __str__(self) -> str:
        return f"{self.limit_kind}: {self.cause}"
