"""Regions, competent offices and business calendars."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.audit.models import status_triggers, tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from foundation.identity.models import Office
from programme.states import CLOSURE_TABLE, ClosureStatus, CompetenceCriterion

COMMON_CALENDAR = "default"


@tracked()
class Region(models.Model):
    """A region of the country, as addresses name it and rules of competence use it."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


@tracked()
class CompetenceRule(models.Model):
    """The first rule that fits names the competent office of a new file."""

    position = models.PositiveIntegerField(unique=True)
    criterion = models.CharField(max_length=20, choices=CompetenceCriterion.choices)
    value = models.CharField(max_length=60, blank=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(criterion__in=values(CompetenceCriterion.choices)), name="competence_criterion_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.value}: {self.office}"


@tracked()
class BusinessCalendar(models.Model):
    """A weekend and a country of public holidays; offices name it by code."""

    code = models.SlugField(max_length=20, unique=True)
    weekend = ArrayField(models.PositiveSmallIntegerField(), help_text="0 = Monday … 6 = Sunday")
    country = models.CharField(
        max_length=2, blank=True, help_text="ISO code for the holidays package; empty: only those listed"
    )

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """In words: the first calendar belongs to everybody and needs no name of its own."""
        return _("Common calendar") if self.code == COMMON_CALENDAR else _("Calendar {code}").format(code=self.code)


@tracked()
class Closure(models.Model):
    """A day on which an office, or all that use a calendar, are closed: a listed holiday or a closure announced later."""

    calendar = models.ForeignKey(BusinessCalendar, on_delete=models.PROTECT, related_name="closures")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="closures")
    on = models.DateField()
    name = models.CharField(max_length=120)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "office", "on"], nulls_distinct=False, name="closure_once")
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


@tracked()
class ClosureProposal(models.Model):
    """Days on which an office, or all that use a calendar, will be closed, entered by one person and confirmed by another.

    Nothing moves before it is confirmed; then the days become closures and running limits move to later days.
    """

    public_id = models.UUIDField(unique=True, default=uuid7, editable=False)
    calendar = models.ForeignKey(BusinessCalendar, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    name = models.CharField(max_length=120)
    reason = models.TextField()
    status = models.CharField(max_length=20, choices=ClosureStatus.choices, default=ClosureStatus.PROPOSED)
    author_id = models.BigIntegerField(null=True)
    author_label = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    confirmed_by_id = models.BigIntegerField(null=True, blank=True)
    confirmed_by_label = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    limits_moved = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=values(ClosureStatus.choices)), name="closure_status_known"),
            models.CheckConstraint(condition=Q(last_day__gte=models.F("first_day")), name="closure_ends_after_start"),
            models.CheckConstraint(
                condition=Q(confirmed_by_id__isnull=True) | ~Q(confirmed_by_id=models.F("author_id")),
                name="closure_four_eyes",
            ),
        ]
        triggers = [*status_triggers(CLOSURE_TABLE)]

    def __str__(self) -> str:
        return f"{self.first_day} {self.name}"
