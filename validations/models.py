"""Validation on site: sample, team, checklist, findings with corrective actions, and the report the trader answers.
A validation points to an operator and, when initial, to an application; never to a certificate."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from applications.models import Application
from foundation.audit.models import append_only_triggers, status_triggers, tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from foundation.correspondence.models import Letter
from foundation.documents.models import Document
from foundation.identity.models import Office, User
from operators.models import Operator, Site
from programme.models import Criterion

from .states import (
    ACTION_TABLE,
    VALIDATION_TABLE,
    ActionStatus,
    Grade,
    PointResult,
    SiteReason,
    TeamRole,
    ValidationStatus,
)


@tracked()
class Validation(models.Model):
    """One validation of one operator; its sample was drawn with a recorded seed."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="validations")
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="validations"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="validations")
    status = models.CharField(max_length=20, choices=ValidationStatus.choices, default=ValidationStatus.PLANNED)
    sample_seed = models.BigIntegerField()
    sample_reason = models.TextField()
    planned_at = models.DateTimeField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    notified_on = models.DateField(null=True, blank=True)
    notice_letter = models.ForeignKey(Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirm_by = models.DateField(null=True, blank=True, help_text="until when the trader confirms or offers others")
    offered_dates = ArrayField(models.DateField(), default=list, blank=True, help_text="other days the trader offered")
    offered_note = models.TextField(blank=True)
    date_confirmed_at = models.DateTimeField(null=True, blank=True)
    visited_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    cancelled_reason = models.TextField(blank=True, help_text="as the trader reads it, once the visit was notified")

    class Meta:
        ordering = ["-planned_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=values(ValidationStatus.choices)), name="validation_status_known"
            ),
            models.UniqueConstraint(
                fields=["application"], condition=~Q(status__in=("CLOSED", "CANCELLED")), name="validation_open_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "starts_on", "id"],
                condition=~Q(status__in=("CLOSED", "CANCELLED")),
                name="validations_open",
            )
        ]  # the visits page of an office
        triggers = status_triggers(VALIDATION_TABLE)

    def __str__(self) -> str:
        return f"{self.operator} {self.starts_on or ''}".strip()


@tracked()
class ValidationSite(models.Model):
    """A sampled site and why it was taken."""

    validation = models.ForeignKey(Validation, on_delete=models.CASCADE, related_name="sites")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=SiteReason.choices)

    class Meta:
        ordering = ["validation", "site__name", "id"]
        constraints = [models.UniqueConstraint(fields=["validation", "site"], name="validation_site_once")]

    def __str__(self) -> str:
        return f"{self.site}"


@tracked()
class TeamMember(models.Model):
    """Somebody of the visit team, with the own declaration that no interest stands against it."""

    validation = models.ForeignKey(Validation, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="visits")
    role = models.CharField(max_length=10, choices=TeamRole.choices)
    no_interest_declared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["validation", "role", "id"]
        constraints = [
            models.UniqueConstraint(fields=["validation", "user"], name="team_member_once"),
            models.UniqueConstraint(fields=["validation"], condition=Q(role="LEAD"), name="team_lead_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}"


@tracked()
class Point(models.Model):
    """One line of the checklist: a criterion at a site (or for the company), what was found, by whom."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    validation = models.ForeignKey(Validation, on_delete=models.CASCADE, related_name="points")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=20, choices=PointResult.choices, blank=True)
    note = models.TextField(blank=True)
    documents = models.ManyToManyField(Document, blank=True, related_name="visit_points")
    checked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["validation", "criterion__position", "site", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["validation", "criterion", "site"], nulls_distinct=False, name="point_once"
            ),
            models.CheckConstraint(
                condition=Q(result="") | Q(result__in=values(PointResult.choices)), name="point_result_known"
            ),
            models.CheckConstraint(
                condition=Q(result="") | Q(checked_by__isnull=False, checked_at__isnull=False), name="point_signed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.result}"


class SampleSuggestion(models.Model):
    """A must failed at a sampled site: this further site may be affected too. A person decides whether to visit it."""

    append_only = True

    validation = models.ForeignKey(Validation, on_delete=models.PROTECT, related_name="suggestions")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["validation", "id"]
        constraints = [models.UniqueConstraint(fields=["validation", "site"], name="sample_suggestion_once")]
        triggers = append_only_triggers("sample_suggestion")

    def __str__(self) -> str:
        return f"{self.site}"


@tracked()
class Finding(models.Model):
    """A graded finding. A required action carries a due date and is a corrective action with a life of its own."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    validation = models.ForeignKey(Validation, on_delete=models.PROTECT, related_name="findings")
    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="findings")
    grade = models.CharField(max_length=20, choices=Grade.choices)
    text = models.TextField(help_text="as the trader reads it in the report")
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=ActionStatus.choices, default=ActionStatus.OPEN)
    answer = models.TextField(blank=True)
    answer_documents = models.ManyToManyField(Document, blank=True, related_name="corrective_actions")
    answered_at = models.DateTimeField(null=True, blank=True)
    verdict = models.TextField(blank=True)
    verdict_at = models.DateTimeField(null=True, blank=True)
    handed_on_at = models.DateTimeField(null=True, blank=True, help_text="left open for the decision, on purpose")
    handed_on_reason = models.TextField(blank=True, help_text="internal")
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["validation", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(grade__in=values(Grade.choices)), name="finding_grade_known"),
            models.CheckConstraint(condition=Q(status__in=values(ActionStatus.choices)), name="finding_status_known"),
            models.CheckConstraint(
                condition=~Q(grade="REQUIRED_ACTION") | Q(due_on__isnull=False), name="required_action_has_due_date"
            ),
            models.CheckConstraint(
                condition=Q(handed_on_at__isnull=True) | ~Q(handed_on_reason=""), name="handed_on_has_reason"
            ),
        ]
        triggers = status_triggers(ACTION_TABLE)

    def __str__(self) -> str:
        return self.text[:60]


@tracked()
class Report(models.Model):
    """The validation report: written by the lead, reviewed by a colleague outside the team, answered by the trader."""

    validation = models.OneToOneField(Validation, on_delete=models.PROTECT, related_name="report")
    people_met = models.TextField(blank=True)
    papers_seen = models.TextField(blank=True)
    conclusion = models.TextField(blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_note = models.TextField(blank=True)
    letter = models.ForeignKey(Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.validation}"


class Reply(models.Model):
    """What the trader answered to the report. Never changed."""

    append_only = True

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="replies")
    agrees = models.BooleanField()
    text = models.TextField(blank=True)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        triggers = append_only_triggers("reply")

    def __str__(self) -> str:
        return self.text[:60]
