"""Time to improve, agreed by both sides, and what Customs tells the trader when it is late."""

from django.db import models
from django.db.models import Q

from applications.states import IMPROVEMENT_TABLE, OPEN_IMPROVEMENTS, ImprovementStatus, Manner
from foundation.audit.models import append_only_triggers, status_triggers, tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7

from .files import Application


@tracked()
class Improvement(models.Model):
    """Something the trader improves in agreed time: the file pauses, or work goes on and the limit of Customs is longer.

    `until` repeats the due date of the limit that a pause runs by; its events say how it came about.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="improvements")
    manner = models.CharField(max_length=20, choices=Manner.choices, default=Manner.PAUSE)
    status = models.CharField(max_length=20, choices=ImprovementStatus.choices)
    what = models.TextField(help_text="what is improved, in the words both sides agreed on")
    until = models.DateField(help_text="asked or offered; once agreed the last day")
    proposed_at = models.DateTimeField()
    proposed_by_label = models.CharField(max_length=200)
    answered_at = models.DateTimeField(null=True, blank=True, help_text="agreed or declined")
    answered_by_label = models.CharField(max_length=200, blank=True)
    more_until = models.DateField(null=True, blank=True, help_text="longer time the trader asks for, not yet answered")
    more_reason = models.TextField(blank=True)
    result = models.TextField(blank=True, help_text="what was done, or why it was not agreed; both sides read it")
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=values(ImprovementStatus.choices)), name="improvement_status_known"
            ),
            models.CheckConstraint(condition=Q(manner__in=values(Manner.choices)), name="improvement_manner_known"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(status__in=OPEN_IMPROVEMENTS), name="improvement_open_once"
            ),
        ]
        triggers = status_triggers(IMPROVEMENT_TABLE)

    def __str__(self) -> str:
        return f"{self.application}: {self.what[:60]}"


class DelayNote(models.Model):
    """Why Customs is late with a limit, in words for the trader. Written anew when the reason changes, never edited."""

    append_only = True

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="delay_notes")
    limit_kind = models.CharField(max_length=64)
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["-written_at", "-id"]
        triggers = append_only_triggers("delay_note")

    def __str__(self) -> str:
        return self.text[:60]
