"""Before an application: the pre-check behind a code, interest in the programme, consultations, an officer's look at a
draft, and the plan to improve what is weak."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from applications.states import CONSULTATION_TABLE, ConsultationStatus, Outcome
from foundation.audit.models import append_only_triggers, status_triggers, tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from foundation.identity.models import User
from operators.models import Operator, Site
from operators.states import FirmSize
from programme.models import Criterion
from programme.states import Kind

from .files import Application


class PreCheck(models.Model):
    """Answers of somebody without an account, found again by a code of which only the digest is kept. No name, no number;
    the row goes when its time is over."""

    code_digest = models.CharField(max_length=64, unique=True)
    answers = models.JSONField()
    created_at = models.DateTimeField()
    expires_on = models.DateField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["expires_on"], name="pre_checks_to_forget")]  # what a new one sweeps away

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}"


@tracked()
class Interest(models.Model):
    """A company that would like to join, to plan people and money. Name and contact only with consent."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    operator_types = ArrayField(models.CharField(max_length=60))
    kinds = ArrayField(models.CharField(max_length=20, choices=Kind.choices), default=list, blank=True)
    employees = models.PositiveIntegerField()
    size = models.CharField(max_length=10, choices=FirmSize.choices)
    company = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    may_contact = models.BooleanField(default=False)
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ["-registered_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(operator_types=[]), name="interest_has_type"),
            models.CheckConstraint(condition=Q(email="") | Q(may_contact=True), name="interest_contact_by_consent"),
        ]

    def __str__(self) -> str:
        return self.company or f"{self.registered_at:%Y-%m-%d}"


@tracked()
class Consultation(models.Model):
    """A company asked to talk before it applies; a contact officer answers. What was said goes along with the file."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="consultations")
    status = models.CharField(max_length=20, choices=ConsultationStatus.choices, default=ConsultationStatus.ASKED)
    topic = models.TextField()
    wanted = models.CharField(max_length=300, blank=True, help_text="when and how the company would like to talk")
    officer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="consultations")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=values(ConsultationStatus.choices)), name="consultation_status_known"
            ),
            models.UniqueConstraint(fields=["operator"], condition=~Q(status="CLOSED"), name="consultation_open_once"),
        ]
        indexes = [
            models.Index(fields=["officer", "id"], condition=~Q(status="CLOSED"), name="consultations_open")
        ]  # a contact officer's list
        triggers = status_triggers(CONSULTATION_TABLE)

    def __str__(self) -> str:
        return f"{self.operator}: {self.topic[:60]}"


class ConsultationEntry(models.Model):
    """One talk: when, who, about what, what was advised. The note stays inside Customs. Never changed."""

    append_only = True

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="entries")
    held_on = models.DateField()
    people = models.CharField(max_length=300)
    topics = models.TextField()
    advice = models.TextField()
    note = models.TextField(blank=True, help_text="internal; never shown to the company")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["consultation", "-held_on", "-id"]
        triggers = append_only_triggers("consultation_entry")

    def __str__(self) -> str:
        return f"{self.held_on}: {self.topics[:60]}"


@tracked()
class DraftReview(models.Model):
    """The company invites the officer to look at its draft; while it is open, that officer may read the answers."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="draft_review")
    officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="draft_reviews")
    question = models.TextField(blank=True, help_text="what the company would like the officer to look at")
    invited_at = models.DateTimeField()
    invited_by_label = models.CharField(max_length=200)
    looked_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at", "-id"]

    def __str__(self) -> str:
        return f"{self.application}: {self.officer}"


@tracked()
class ReviewPoint(models.Model):
    """An officer's mark at one question of a draft: look at this again, and how."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="review_points")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    hint = models.TextField()
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["application", "criterion__position", "site", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion", "site"], nulls_distinct=False, name="review_point_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion.code}: {self.hint[:60]}"


@tracked()
class ImprovementStep(models.Model):
    """One line of the company's own plan: what is weak, what will be done, by whom, by when.

    A line drawn from an answer has no words of its own: it is the criterion and how far it was met, said in the language
    of whoever reads it.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="improvement_steps")
    criterion = models.ForeignKey(Criterion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    weakness = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    action = models.TextField(blank=True)
    responsible = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["application", "criterion__position", "site", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion", "site"],
                condition=Q(criterion__isnull=False),
                nulls_distinct=False,
                name="improvement_step_once",
            )
        ]

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def words(self) -> str:
        """What is weak, in the company's own words or the reader's language."""
        if self.weakness or self.criterion is None:
            return self.weakness
        place = f", {self.site.name}" if self.site else ""
        return f"{self.criterion.title}{place}: {self.get_outcome_display()}"
