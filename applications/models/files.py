"""One file of one operator, and what it said about itself at the start."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from applications.states import APPLICATION_TABLE, TERMINAL, ApplicationStatus
from foundation.audit.models import status_triggers, tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from foundation.correspondence.models import Thread
from foundation.identity.models import Office, User
from operators.models import Operator
from programme.models import Configuration, CriteriaSet, OperatorType
from programme.states import Kind

# A draft may go over to newer criteria; what was signed was signed on these.
CRITERIA_STAY = pgtrigger.Protect(
    name="criteria_stay",
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__criteria_set__df=pgtrigger.F("new__criteria_set"))
    & ~pgtrigger.Q(old__status=ApplicationStatus.DRAFT.value),
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
    carried_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="carried_to",
        help_text="the file whose answers this one began with",
    )
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
        triggers = [*status_triggers(APPLICATION_TABLE), CRITERIA_STAY]

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
