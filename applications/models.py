"""The application from first draft to its end: start answers, self-assessment, declaration, acceptance, questions back to the trader."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.audit.models import append_only_triggers, status_triggers, tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from foundation.correspondence.models import Letter, Thread
from foundation.documents.models import Document
from foundation.identity.models import Office, User
from operators.models import Operator, Site
from programme.models import Configuration, CriteriaSet, Criterion, DeclarationTerms, OperatorType
from programme.states import Kind

from .states import (
    APPLICATION_TABLE,
    REQUEST_TABLE,
    TERMINAL,
    ApplicationStatus,
    Outcome,
    RequestStatus,
)


@tracked()
class Application(models.Model):
    """One file of one operator: kinds × types against one version of the criteria. `public_id` is the file id everywhere."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    number = models.CharField(max_length=30, unique=True, help_text="AEO-2026-000123, given with the draft")
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="applications")
    kinds = ArrayField(models.CharField(max_length=20, choices=Kind.choices))
    operator_types = models.ManyToManyField(OperatorType, related_name="applications")
    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="applications")
    configuration = models.ForeignKey(Configuration, on_delete=models.PROTECT, related_name="applications")
    status = models.CharField(max_length=30, choices=ApplicationStatus.choices, default=ApplicationStatus.DRAFT)
    resumes_at = models.CharField(max_length=30, choices=ApplicationStatus.choices, blank=True)
    small_firm = models.BooleanField(help_text="by the definition in force when the draft was begun")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="applications")
    case_officer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    thread = models.ForeignKey(Thread, null=True, blank=True, on_delete=models.PROTECT, related_name="applications")
    created_at = models.DateTimeField()
    created_by_label = models.CharField(max_length=200)
    saved_at = models.DateTimeField()
    saved_by_label = models.CharField(max_length=200)
    ready_at = models.DateTimeField(null=True, blank=True, help_text="handed to the signatory")
    remarks = models.TextField(blank=True, help_text="what the signatory wrote when sending it back")
    submitted_at = models.DateTimeField(null=True, blank=True)
    complete_on = models.DateField(
        null=True, blank=True, help_text="day on which all needed information had been received"
    )
    accepted_on = models.DateField(null=True, blank=True, help_text="legal date of acceptance, written once")
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=values(ApplicationStatus.choices)), name="application_status_known"
            ),
            models.CheckConstraint(condition=~Q(kinds=[]), name="application_has_kind"),
            models.CheckConstraint(
                condition=Q(status__in=("DRAFT", "WITHDRAWN")) | Q(submitted_at__isnull=False),
                name="application_submitted_has_time",
            ),
            models.UniqueConstraint(
                fields=["operator"],
                condition=~Q(status__in=TERMINAL),
                name="application_open_once",
            ),  # a double click makes one application; one open file per operator
        ]
        indexes = [
            models.Index(
                fields=["office", "status", "id"],
                condition=~Q(status__in=(*TERMINAL, "DRAFT")),
                name="applications_in_work",
            ),  # the work queue of an office
            models.Index(
                fields=["case_officer", "id"],
                condition=~Q(status__in=(*TERMINAL, "DRAFT")),
                name="applications_of_officer",
            ),  # “Mine”
        ]
        triggers = status_triggers(APPLICATION_TABLE)

    def __str__(self) -> str:
        return self.number


@tracked()
class StartAnswer(models.Model):
    """The answer to one start question. No row counts as yes. Officers may correct it with a reason."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="start_answers")
    key = models.SlugField(max_length=60)
    yes = models.BooleanField()
    corrected_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["application", "id"]
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="start_answer_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.yes}"


@tracked()
class Answer(models.Model):
    """The trader's answer to one criterion, for the company or for one site. `version` guards against a stale edit."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="answers")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    how = models.TextField(_("how you meet it"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    plan = models.TextField(_("plan"), blank=True)
    planned_until = models.DateField(_("done by"), null=True, blank=True)
    documents = models.ManyToManyField(Document, through="AnswerDocument", related_name="answers")
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["application", "criterion__position", "site", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion", "site"], nulls_distinct=False, name="answer_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome__in=values(Outcome.choices)), name="answer_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion.code}: {self.outcome}"


class AnswerDocument(models.Model):
    """A document used as evidence of an answer."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE)
    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["answer", "document"], name="answer_document_once")]

    def __str__(self) -> str:
        return f"{self.document}"


class Declaration(models.Model):
    """What the signatory signed: which terms, over which answers (their digest), when. Never changed."""

    append_only = True

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="declaration")
    terms = models.ForeignKey(DeclarationTerms, on_delete=models.PROTECT, related_name="+")
    signatory = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signatory_label = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    answers_digest = models.CharField(max_length=64)
    answers = models.JSONField(help_text="the answers as they stood when signed")

    class Meta:
        ordering = ["id"]
        triggers = append_only_triggers("declaration")

    def __str__(self) -> str:
        return f"{self.application}"


@tracked()
class AcceptanceItem(models.Model):
    """One line of the acceptance check list of a file; empty until an officer ticks it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="acceptance_items")
    code = models.SlugField(max_length=40)
    passed = models.BooleanField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["application", "id"]
        constraints = [models.UniqueConstraint(fields=["application", "code"], name="acceptance_item_once")]

    def __str__(self) -> str:
        return f"{self.code}: {self.passed}"


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
