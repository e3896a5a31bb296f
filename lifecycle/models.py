"""What spans the rooms: the status projection that answers border systems, and the record that a sweep ran."""

from django.db import models

from foundation.audit.models import append_only_triggers
from operators.models import Operator


class StatusProjection(models.Model):
    """The answer of the look-up for one TIN, ready to send. Written in the transaction of every act that changes it.
    On and after `changes_on` the stored answer is stale by the calendar alone, and history is asked instead."""

    tin = models.CharField(primary_key=True, max_length=40)
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="projections")
    doc = models.TextField(help_text="JSON without `as_of`")
    changes_on = models.DateField(null=True, help_text="the next day on which a date alone changes the answer")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["tin"]

    def __str__(self) -> str:
        return self.tin


class SweepRun(models.Model):
    """A sweep ran for a business date. Running again is harmless; the last run stands in the health page."""

    append_only = True

    name = models.CharField(max_length=60)
    on = models.DateField()
    started_at = models.DateTimeField()
    found = models.PositiveIntegerField()
    done = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()

    class Meta:
        ordering = ["-started_at", "-id"]
        indexes = [models.Index(fields=["name", "-on", "-id"], name="sweep_last_run")]  # when did it last run?
        triggers = append_only_triggers("sweep_run")

    def __str__(self) -> str:
        return f"{self.name} {self.on}"
