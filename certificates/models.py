"""Decisions, one row per kind and operator type, and the certificates they open. Dates of legal weight are written once, by an event."""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from applications.models import Application
from foundation.audit.models import append_only_triggers, status_triggers, tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from foundation.correspondence.models import Letter
from foundation.documents.models import Document
from foundation.identity.models import User
from operators.models import Operator
from programme.models import ActTaken, CertificateLevel, Delegation, OperatorType
from programme.states import Kind
from validations.models import Validation

from .states import (
    CERTIFICATE_TABLE,
    MEASURE_TABLE,
    ROW_TABLE,
    CertificateStatus,
    MeasureKind,
    MeasureStatus,
    Proposal,
    RefusalCode,
    RowStatus,
)


class DateRange(Func):
    """DATERANGE(first, end, bounds). A class of its own, so that a migration finds it equal to itself."""

    function = "DATERANGE"
    output_field = DateRangeField()


class NextDay(Func):
    """The day after a date; unknown stays unknown."""

    template = "(%(expressions)s + 1)"
    output_field = models.DateField()


@tracked()
class DecisionRow(models.Model):
    """The decision on one kind × operator type: proposed by one person, taken by another, with its own hearing and outcome.
    `proposed_act` and `decided_act` point at the acts that separation of duties has passed."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decision_rows")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    operator_type = models.ForeignKey(OperatorType, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=RowStatus.choices, default=RowStatus.PROPOSED)
    proposal = models.CharField(max_length=30, choices=Proposal.choices)
    grounds = models.TextField(help_text="internal reasons of the proposal")
    released_text = models.TextField(
        blank=True, help_text="what the trader reads; the only grounds that leave the house"
    )
    refusal_code = models.CharField(max_length=20, choices=RefusalCode.choices, blank=True)
    condition = models.TextField(blank=True)
    condition_due_on = models.DateField(null=True, blank=True)
    level = models.ForeignKey(
        CertificateLevel,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="as proposed, then as granted; empty where the kind has no levels",
    )
    proposed_act = models.ForeignKey(ActTaken, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    hearing_letter = models.ForeignKey(Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_act = models.ForeignKey(ActTaken, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True, help_text="in the file, not in the letter")
    delegation = models.ForeignKey(Delegation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    effective_on = models.DateField(null=True, blank=True)
    decision_letter = models.ForeignKey(Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["application", "operator_type__position", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind", "operator_type"],
                condition=~Q(status="RETURNED"),
                name="decision_row_once",
            ),
            models.CheckConstraint(condition=Q(status__in=values(RowStatus.choices)), name="decision_row_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=("GRANTED", "REFUSED"))
                | Q(decided_act__isnull=False, decided_at__isnull=False, delegation__isnull=False),
                name="decided_row_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(status="GRANTED") | Q(effective_on__isnull=False), name="granted_row_has_date"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("HEARING", "REFUSED")) | (~Q(released_text="") & ~Q(refusal_code="")),
                name="refusal_has_released_grounds",
            ),
            models.CheckConstraint(
                condition=~Q(status="REFUSED") | Q(hearing_letter__isnull=False), name="refusal_was_heard"
            ),
            models.CheckConstraint(condition=~Q(status="REFUSED") | Q(level__isnull=True), name="refusal_has_no_level"),
        ]
        triggers = status_triggers(ROW_TABLE)

    def __str__(self) -> str:
        return f"{self.kind} {self.operator_type}"

    @property
    def label(self) -> str:
        """“Security, importer” in the reader's language."""
        return f"{self.get_kind_display()}, {self.operator_type.label}"


class HearingStatement(models.Model):
    """What the trader said before an adverse decision. Never changed. `more_will_follow` keeps the whole period open."""

    append_only = True

    row = models.ForeignKey(DecisionRow, on_delete=models.PROTECT, related_name="statements")
    text = models.TextField()
    documents = models.ManyToManyField(Document, blank=True, related_name="hearing_statements")
    more_will_follow = models.BooleanField(default=False)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        triggers = append_only_triggers("hearing_statement")

    def __str__(self) -> str:
        return self.text[:60]


@tracked()
class Certificate(models.Model):
    """One certificate of one kind. `public_id` is what the code on the paper carries."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    number = models.CharField(max_length=40, unique=True)
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="certificates")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="certificates")
    validation = models.ForeignKey(
        Validation, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    operator_types = ArrayField(
        models.CharField(max_length=60),
        help_text="tokens; those that joined later count from the day of their `JoinedType`",
    )
    level = models.ForeignKey(
        CertificateLevel,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="empty where the kind has no levels",
    )
    status = models.CharField(max_length=20, choices=CertificateStatus.choices, default=CertificateStatus.ISSUED)
    decided_on = models.DateField()
    effective_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True, help_text="last day; empty: no expiry")
    revalidation_due_on = models.DateField()
    suspended_until = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text="first day on which it no longer counts")
    pilot = models.BooleanField(default=False)
    paper = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    paper_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the paper before it was sealed")

    class Meta:
        ordering = ["operator", "kind", "-effective_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=values(CertificateStatus.choices)), name="certificate_status_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("effective_from")),
                name="certificate_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["operator", "kind"],
                condition=Q(status__in=("ACTIVE", "SUSPENDED")),
                name="certificate_in_force_once",
            ),
            ExclusionConstraint(
                name="certificate_periods_apart",
                expressions=[
                    ("operator", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "effective_from", Func("ended_on", NextDay("valid_until"), function="COALESCE"), Value("[)")
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=~Q(status="ANNULLED"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["effective_from"], condition=Q(status="ISSUED"), name="certificates_to_start"
            ),  # sweep
            models.Index(
                fields=["valid_until"], condition=Q(status__in=("ACTIVE", "SUSPENDED")), name="certificates_to_end"
            ),  # sweep
        ]
        triggers = status_triggers(CERTIFICATE_TABLE)

    def __str__(self) -> str:
        return self.number

    @property
    def first_day_after(self) -> date | None:
        """The first day on which the certificate has run out; None without expiry."""
        return self.valid_until + timedelta(days=1) if self.valid_until else None


class StatusChange(models.Model):
    """From which day a certificate stands how. Past days are answered from here; `annuls_from` says that days from
    that day on never counted, though they were shown so then."""

    append_only = True

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="changes")
    status = models.CharField(max_length=20, choices=CertificateStatus.choices)
    on = models.DateField(help_text="first day of the new status")
    annuls_from = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["certificate", "on", "id"]
        indexes = [models.Index(fields=["certificate", "on", "id"], name="status_of_a_day")]  # look-up of a past day
        triggers = append_only_triggers("status_change")

    def __str__(self) -> str:
        return f"{self.certificate} {self.status} {self.on}"


class JoinedType(models.Model):
    """An operator type that joined a certificate after its grant, and from which day it counts."""

    append_only = True

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="joined_types")
    token = models.CharField(max_length=60)
    on = models.DateField(help_text="first day on which the certificate covers the type")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["certificate", "on", "id"]
        constraints = [models.UniqueConstraint(fields=["certificate", "token"], name="type_joins_once")]
        triggers = append_only_triggers("joined_type")

    def __str__(self) -> str:
        return f"{self.certificate} {self.token} {self.on}"


@tracked()
class Coverage(models.Model):
    """Another legal entity that a certificate covers, from a day until a day (half open). It answers under its own TIN."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="coverages")
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="covered_by")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["certificate", "operator", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "operator"], condition=Q(ends_on__isnull=True), name="coverage_open_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="coverage_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operator}"


@tracked()
class Measure(models.Model):
    """A proposal that a sweep or a person opened: what, about which file, until when somebody must act. Never an act by itself."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=MeasureKind.choices)
    status = models.CharField(max_length=20, choices=MeasureStatus.choices, default=MeasureStatus.OPEN)
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="measures"
    )
    certificate = models.ForeignKey(
        Certificate, null=True, blank=True, on_delete=models.PROTECT, related_name="measures"
    )
    cause = models.TextField()
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False, certificate__isnull=True)
                | Q(application__isnull=True, certificate__isnull=False),
                name="measure_has_one_file",
            ),
            models.UniqueConstraint(
                fields=["kind", "application", "certificate"],
                condition=Q(status="OPEN"),
                nulls_distinct=False,
                name="measure_open_once",
            ),
        ]
        triggers = status_triggers(MEASURE_TABLE)

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"
