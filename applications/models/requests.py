"""Questions of Customs to the trader, and their answers."""

from django.db import models
from django.db.models import Q

from applications.states import REQUEST_TABLE, RequestStatus
from foundation.audit.models import status_triggers, tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from foundation.correspondence.models import Letter
from foundation.documents.models import Document
from foundation.identity.models import User
from operators.models import Site
from programme.models import Criterion

from .files import Application


@tracked()
class InformationRequest(models.Model):
    """Questions back to the trader, each pointing at an answer. While it is open the trader has the ball."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="information_requests")
    status = models.CharField(max_length=20, choices=RequestStatus.choices, default=RequestStatus.OPEN)
    letter = models.ForeignKey(Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    before_acceptance = models.BooleanField(help_text="asked inside the acceptance check")
    more_time_at = models.DateTimeField(null=True, blank=True, help_text="the trader took the longer time of the rules")
    more_time_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(status="OPEN"), name="information_request_open_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=values(RequestStatus.choices)), name="information_request_status_known"
            ),
        ]
        triggers = status_triggers(REQUEST_TABLE)

    def __str__(self) -> str:
        return f"{self.application} {self.due_on}"


@tracked()
class RequestItem(models.Model):
    """One question of a request; its answer is added to the first one, which stays as it was."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    request = models.ForeignKey(InformationRequest, on_delete=models.PROTECT, related_name="items")
    criterion = models.ForeignKey(Criterion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    answer = models.TextField(blank=True)
    documents = models.ManyToManyField(Document, related_name="request_items", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_label = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["request", "position", "id"]

    def __str__(self) -> str:
        return self.question[:60]
