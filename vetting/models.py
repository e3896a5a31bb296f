"""Desk checks, watch lists, screening hits and the determination of a file. Internal: see the room's README for the one way out."""

from django.db import models
from django.db.models import Q

from applications.models import Application
from foundation.audit.models import append_only_triggers, status_triggers, tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from foundation.identity.models import User
from operators.models import Operator, Person

from .states import (
    HIT_TABLE,
    VETTING_TABLE,
    CheckCode,
    CheckResult,
    EntityType,
    HitStatus,
    Risk,
    VettingStatus,
)


@tracked()
class Vetting(models.Model):
    """The desk checks of one application and what was determined."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="vetting")
    status = models.CharField(max_length=20, choices=VettingStatus.choices, default=VettingStatus.OPEN)
    officer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="vettings")
    opened_at = models.DateTimeField()
    risk = models.CharField(max_length=10, choices=Risk.choices, blank=True)
    determination = models.TextField(blank=True, help_text="internal reasons")
    determined_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=values(VettingStatus.choices)), name="vetting_status_known"),
            models.CheckConstraint(
                condition=~Q(status="DETERMINED") | (~Q(risk="") & Q(determined_at__isnull=False)),
                name="vetting_determined_has_risk",
            ),
        ]
        indexes = [
            models.Index(fields=["officer", "id"], condition=Q(status="OPEN"), name="vettings_of_officer")
        ]  # home
        triggers = status_triggers(VETTING_TABLE)

    def __str__(self) -> str:
        return f"{self.application}"


@tracked()
class Check(models.Model):
    """One desk check: result, source, who, until when it may be relied on. `note` is internal."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    vetting = models.ForeignKey(Vetting, on_delete=models.PROTECT, related_name="checks")
    code = models.CharField(max_length=30, choices=CheckCode.choices)
    result = models.CharField(max_length=20, choices=CheckResult.choices, blank=True)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    checked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["vetting", "id"]
        constraints = [
            models.UniqueConstraint(fields=["vetting", "code"], name="check_once"),
            models.CheckConstraint(condition=Q(code__in=values(CheckCode.choices)), name="check_code_known"),
            models.CheckConstraint(
                condition=Q(result="") | Q(result__in=values(CheckResult.choices)), name="check_result_known"
            ),
            models.CheckConstraint(
                condition=Q(result="") | Q(checked_by__isnull=False, checked_at__isnull=False), name="check_signed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.result}"

    @property
    def title(self) -> str:
        """What the check is called: its label up to the colon."""
        return str(self.get_code_display()).partition(":")[0]  # type: ignore[attr-defined]

    @property
    def question(self) -> str:
        """What it asks: the rest of its label."""
        return str(self.get_code_display()).partition(":")[2].strip()  # type: ignore[attr-defined]

    @property
    def slug(self) -> str:
        """Its code as it stands in the address of its page."""
        return self.code.lower().replace("_", "-")


@tracked()
class WatchList(models.Model):
    """A published list of names. `address` is where the scheduled download fetches it, when one is configured."""

    code = models.SlugField(max_length=30, unique=True)
    title = models.CharField(max_length=200)
    demonstration = models.BooleanField(default=False)
    address = models.URLField(
        blank=True, help_text="https folder that holds sdn.csv, alt.csv and add.csv; empty: no download"
    )
    stale_after_days = models.PositiveIntegerField(default=7)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class WatchListVersion(models.Model):
    """One import of a list: what came in, what was added, changed and removed."""

    append_only = True

    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    imported_by_label = models.CharField(max_length=200)
    entries = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()

    class Meta:
        ordering = ["watch_list", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["watch_list", "number"], name="watch_list_version_once"),
        ]
        triggers = append_only_triggers("watch_list_version")

    def __str__(self) -> str:
        return f"{self.watch_list} {self.number}"


class ListEntry(models.Model):
    """One entry as published; `removed_in` names the version in which it was no longer listed."""

    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="entries")
    source_id = models.CharField(max_length=40)
    entity_type = models.CharField(max_length=20, choices=EntityType.choices)
    name = models.CharField(max_length=500)
    programme = models.CharField(max_length=200, blank=True)
    aliases = models.JSONField(default=list, help_text="[{name, quality}]")
    facts = models.JSONField(default=dict, help_text="dates of birth, nationalities, identifiers, addresses, remarks")
    digest = models.CharField(max_length=64)
    added_in = models.ForeignKey(WatchListVersion, on_delete=models.PROTECT, related_name="+")
    changed_in = models.ForeignKey(WatchListVersion, on_delete=models.PROTECT, related_name="+")
    removed_in = models.ForeignKey(WatchListVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["watch_list", "id"]
        constraints = [models.UniqueConstraint(fields=["watch_list", "source_id"], name="list_entry_once")]
        indexes = [
            models.Index(
                fields=["watch_list", "changed_in"], condition=Q(removed_in__isnull=True), name="list_entries_current"
            )
        ]  # the index build and the delta

    def __str__(self) -> str:
        return self.name


class ScreeningRun(models.Model):
    """One run of our names against the lists: what was compared, with which rules, what came of it."""

    append_only = True

    at = models.DateTimeField()
    cause = models.CharField(max_length=200)
    list_versions = models.JSONField(help_text="{list code: version number}")
    rule_version = models.CharField(max_length=20)
    threshold = models.DecimalField(max_digits=4, decimal_places=2)
    names = models.PositiveIntegerField()
    hits = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at", "-id"]
        triggers = append_only_triggers("screening_run")

    def __str__(self) -> str:
        return f"{self.at} {self.cause}"


@tracked()
class ScreeningHit(models.Model):
    """A possible match of one of our names with a list entry. A cleared hit stays silent until the entry or our record changes."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    run = models.ForeignKey(ScreeningRun, on_delete=models.PROTECT, related_name="found")
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="screening_hits")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="screening_hits")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="hits")
    our_name = models.CharField(max_length=300)
    matched_name = models.CharField(max_length=500)
    score = models.DecimalField(max_digits=4, decimal_places=2)
    parts = models.JSONField(help_text="[{code, ours, theirs, points}], their sum is the score")
    our_digest = models.CharField(max_length=64, help_text="of the facts compared")
    entry_digest = models.CharField(max_length=64)
    status = models.CharField(max_length=20, choices=HitStatus.choices, default=HitStatus.OPEN)
    reason = models.TextField(blank=True)
    resolved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "person", "entry", "our_digest", "entry_digest"],
                nulls_distinct=False,
                name="screening_hit_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=values(HitStatus.choices)), name="screening_hit_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status="OPEN") | ~Q(reason=""), name="screening_hit_resolved_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["operator"], condition=Q(status="OPEN"), name="screening_hits_open")
        ]  # open hits
        triggers = status_triggers(HIT_TABLE)

    def __str__(self) -> str:
        return f"{self.our_name} ~ {self.matched_name}"
