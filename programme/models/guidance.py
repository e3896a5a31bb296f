"""Texts that explain a section or a step to the trader, and how a criterion is read: kept with author and day."""

from django.db import models
from django.db.models import Q

from foundation.audit.models import append_only_triggers, status_triggers, tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from foundation.identity.models import Office, User
from programme.states import INTERPRETATION_TABLE, PROPOSAL_TABLE, InterpretationStatus, Kind, ProposalStatus


class Guidance(models.Model):
    """One version of an explaining text; the newest of a place and language is shown. An empty text shows nothing."""

    append_only = True

    place = models.CharField(max_length=60, help_text="“section.A” or “step.UNDER_VETTING”")
    language = models.CharField(max_length=10)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    author_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["place", "language", "-version"]
        constraints = [models.UniqueConstraint(fields=["place", "language", "version"], name="guidance_version_once")]
        triggers = append_only_triggers("guidance")

    def __str__(self) -> str:
        return f"{self.place} {self.language} {self.version}"


@tracked()
class CriterionProposal(models.Model):
    """A criterion that another authority proposes, what was said about it, and the answer with its reason."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    status = models.CharField(max_length=20, choices=ProposalStatus.choices, default=ProposalStatus.OPEN)
    agency = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    requirement = models.TextField()
    reason = models.TextField()
    origin = models.CharField(max_length=80, help_text="law or standard the proposal rests on")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="criterion_proposals")
    proposed_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by_label = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    criterion_code = models.CharField(max_length=10, blank=True)
    criteria_set_number = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=values(ProposalStatus.choices)), name="proposal_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=ProposalStatus.TAKEN) | ~Q(criterion_code=""), name="proposal_taken_names_criterion"
            ),
        ]
        triggers = status_triggers(PROPOSAL_TABLE)

    def __str__(self) -> str:
        return self.title


class ProposalMessage(models.Model):
    """One message of the talks about a proposal."""

    append_only = True

    proposal = models.ForeignKey(CriterionProposal, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        ordering = ["id"]
        triggers = append_only_triggers("proposal_message")

    def __str__(self) -> str:
        return f"{self.author} {self.at:%Y-%m-%d}"


@tracked()
class Interpretation(models.Model):
    """How a criterion is read: a question without names, the central unit's answer, and who may read it.

    It belongs to the criterion's code, so that it outlives versions of the set.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    status = models.CharField(max_length=20, choices=InterpretationStatus.choices, default=InterpretationStatus.ASKED)
    criterion_code = models.CharField(max_length=10)
    question = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="interpretations_asked")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    is_precedent = models.BooleanField(default=False, help_text="rests on a file, told without names")
    is_public = models.BooleanField(default=False)
    answered_by_label = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["criterion_code", "-asked_at", "-id"]
        indexes = [
            models.Index(fields=["status", "criterion_code"], name="interpretations_of_criteria")
        ]  # notes beside the answers
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=values(InterpretationStatus.choices)), name="interpretation_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status=InterpretationStatus.ASKED) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="interpretation_answered_has_answer",
            ),
        ]
        triggers = status_triggers(INTERPRETATION_TABLE)

    def __str__(self) -> str:
        return f"{self.criterion_code} {self.question[:40]}"
