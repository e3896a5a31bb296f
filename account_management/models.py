"""The client's account manager: how the person was chosen, and the thread between the two. The assignment itself
stands in `operators.OfficerAssignment`, because other rooms read it."""

from django.db import models

from foundation.audit.models import append_only_triggers, tracked
from foundation.clock.models import uuid7
from foundation.correspondence.models import Thread
from foundation.identity.models import User
from operators.models import OfficerAssignment, Operator


@tracked()
class Client(models.Model):
    """An operator that is looked after: the thread with its account manager and when they were last in contact."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    operator = models.OneToOneField(Operator, on_delete=models.PROTECT, related_name="client")
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="client")
    since = models.DateField()
    last_contact_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["operator__legal_name", "id"]

    def __str__(self) -> str:
        return f"{self.operator}"


class Choice(models.Model):
    """Why this account manager: every candidate considered, with points or the conflict that ruled them out."""

    append_only = True

    assignment = models.OneToOneField(OfficerAssignment, on_delete=models.PROTECT, related_name="choice")
    chosen = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    candidates = models.JSONField(help_text="[{user, label, took_part, sector, load, points, conflict}]")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        triggers = append_only_triggers("choice")

    def __str__(self) -> str:
        return f"{self.chosen}"
