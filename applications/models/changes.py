"""Changes of the record that the trader tells Customs about: old and new value, evidence, the answer."""

from django.db import models
from django.db.models import Q

from applications.states import CHANGE_TABLE, ChangeStatus, ChangeSubject
from foundation.audit.models import append_only_triggers, status_triggers, tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from foundation.documents.models import Document
from operators.models import Operator, Person, Site

from .files import Application


@tracked()
class ChangeNotice(models.Model):
    """A change of the company, a place or a person, told after an application was sent or as a holder.

    Accepted it changes the record, on its day where that lies ahead; refused the record stays. `application` is the
    file that was open then, if any.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="change_notices")
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="change_notices"
    )
    subject = models.CharField(max_length=20, choices=ChangeSubject.choices)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=ChangeStatus.choices, default=ChangeStatus.SENT)
    since = models.DateField(help_text="from when the change holds")
    note = models.TextField(blank=True)
    documents = models.ManyToManyField(Document, related_name="change_notices", blank=True)
    sent_at = models.DateTimeField()
    sent_by_label = models.CharField(max_length=200)
    question = models.TextField(blank=True, help_text="what Customs asked back last")
    reply = models.TextField(blank=True, help_text="what the trader answered last")
    answer = models.TextField(blank=True, help_text="why it was not accepted, or a word with the acceptance")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=values(ChangeStatus.choices)), name="change_status_known"),
            models.CheckConstraint(condition=Q(subject__in=values(ChangeSubject.choices)), name="change_subject_known"),
        ]
        indexes = [
            models.Index(
                fields=["sent_at", "id"], condition=Q(status__in=("SENT", "ASKED")), name="changes_open"
            ),  # officers’ list
            models.Index(
                fields=["since", "id"], condition=Q(status="WAITING"), name="changes_waiting"
            ),  # selectors.changes_to_take_effect: the sweep
        ]
        triggers = status_triggers(CHANGE_TABLE)

    def __str__(self) -> str:
        return f"{self.operator}: {self.get_subject_display()}"  # type: ignore[attr-defined]


class ChangeLine(models.Model):
    """One field of a change: what the record said when it was told, and what it shall say. Plain texts; days in ISO form."""

    append_only = True

    notice = models.ForeignKey(ChangeNotice, on_delete=models.PROTECT, related_name="lines")
    field = models.CharField(max_length=40)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)

    class Meta:
        ordering = ["notice", "id"]
        constraints = [models.UniqueConstraint(fields=["notice", "field"], name="change_line_once")]
        triggers = append_only_triggers("change_line")

    def __str__(self) -> str:
        return f"{self.field}: {self.old} → {self.new}"
