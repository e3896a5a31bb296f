"""Criteria sets with their sections, start questions and criteria."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from foundation.audit.models import status_triggers, tracked
from foundation.audit.states import values
from programme.states import (
    VERSION_TABLE,
    AnsweredBy,
    HoldersFrom,
    Kind,
    RecordFact,
    Scope,
    SetStatus,
    Stage,
    Weight,
)

from .versions import VERSION_STAYS, Version, published_is_frozen, version_constraints

# Whoever wrote a part of a draft may not publish it: the second pair of eyes would read its own words.
EDITORS_DO_NOT_PUBLISH = pgtrigger.Trigger(
    name="editors_do_not_publish",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="IF NEW.status = 'PUBLISHED' AND NEW.publisher_id = ANY(NEW.editor_ids) THEN "
    "RAISE EXCEPTION 'Whoever wrote a part of a version may not publish it' USING ERRCODE = 'check_violation'; "
    "END IF; RETURN NEW;",
)


@tracked()
class CriteriaSet(Version):
    """One version of all criteria. A file keeps the version it began with; `holders_from` says what holders do."""

    editor_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    holders_from = models.CharField(max_length=20, choices=HoldersFrom.choices, default=HoldersFrom.REVALIDATION)
    holders_on = models.DateField(null=True, blank=True)

    class Meta(Version.Meta):
        constraints = [
            *version_constraints("criteria_set"),
            models.UniqueConstraint(
                fields=["status"], condition=Q(status=SetStatus.DRAFT), name="criteria_set_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(holders_from__in=values(HoldersFrom.choices)), name="criteria_set_holders_from_known"
            ),
            models.CheckConstraint(
                condition=~Q(holders_from=HoldersFrom.DATE) | Q(holders_on__isnull=False),
                name="criteria_set_holders_on_given",
            ),
        ]
        triggers = [*status_triggers(VERSION_TABLE), VERSION_STAYS, EDITORS_DO_NOT_PUBLISH]


class Part(models.Model):
    """Base of what a set consists of. `version` counts edits, so that a stale one is shown; `translations` holds the
    words of other languages: language → field → text."""

    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by_label = models.CharField(max_length=200, blank=True)
    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True


class Section(Part):
    """One of the SAFE groups A–M within a set, or one of our own. `not_needed_by`: families it says nothing about."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="sections")
    letter = models.CharField(max_length=3)
    title = models.CharField(max_length=200)
    not_needed_by = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        ordering = ["criteria_set", "letter", "id"]
        constraints = [models.UniqueConstraint(fields=["criteria_set", "letter"], name="section_once")]
        triggers = [published_is_frozen("programme_criteriaset.criteria_set_id")]

    def __str__(self) -> str:
        return f"{self.letter}. {self.title}"


class ApplicabilityQuestion(Part):
    """A plain start question. No answer counts as yes."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=60)
    plain_question = models.CharField(max_length=400)
    help = models.TextField(blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["criteria_set", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["criteria_set", "key"], name="start_question_once")]
        triggers = [published_is_frozen("programme_criteriaset.criteria_set_id")]

    def __str__(self) -> str:
        return self.plain_question


class Criterion(Part):
    """One criterion of a set; columns as in `CRITERIA.md`."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="criteria")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    plain_question = models.TextField()
    requirement = models.TextField()
    evidence = models.TextField()
    good_evidence_example = models.TextField()
    sme_evidence = models.TextField(blank=True)
    weight = models.CharField(max_length=10, choices=Weight.choices)
    families = ArrayField(models.CharField(max_length=40))
    kinds = ArrayField(models.CharField(max_length=20, choices=Kind.choices))
    applies_when = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    stage = models.CharField(max_length=20, choices=Stage.choices)
    answered_by = models.CharField(max_length=20, choices=AnsweredBy.choices)
    scope = models.CharField(max_length=20, choices=Scope.choices)
    origin = models.CharField(max_length=80)
    same_answer_group = models.CharField(max_length=60, blank=True)
    record_fact = models.CharField(max_length=20, choices=RecordFact.choices, default=RecordFact.NONE, blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["criteria_set", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "code"], name="criterion_once"),
            models.CheckConstraint(condition=Q(weight__in=values(Weight.choices)), name="criterion_weight_known"),
            models.CheckConstraint(condition=Q(stage__in=values(Stage.choices)), name="criterion_stage_known"),
            models.CheckConstraint(condition=Q(scope__in=values(Scope.choices)), name="criterion_scope_known"),
            models.CheckConstraint(
                condition=Q(answered_by__in=values(AnsweredBy.choices)), name="criterion_answered_by_known"
            ),
            models.CheckConstraint(
                condition=Q(record_fact__in=values(RecordFact.choices)), name="criterion_record_fact_known"
            ),
        ]
        triggers = [published_is_frozen("programme_criteriaset.criteria_set_id")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
