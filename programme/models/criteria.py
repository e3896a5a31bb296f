"""Criteria sets with their sections, start questions and criteria."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from foundation.audit.models import status_triggers, tracked
from foundation.audit.states import values
from programme.states import (
    VERSION_TABLE,
    AnsweredBy,
    Kind,
    Scope,
    Stage,
    Weight,
)

from .versions import VERSION_STAYS, Version, published_is_frozen, version_constraints


@tracked()
class CriteriaSet(Version):
    """One version of all criteria. A file keeps the version it began with."""

    class Meta(Version.Meta):
        constraints = version_constraints("criteria_set")
        triggers = [*status_triggers(VERSION_TABLE), VERSION_STAYS]


class Section(models.Model):
    """One of the SAFE groups A–M within a set."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="sections")
    letter = models.CharField(max_length=3)
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["criteria_set", "letter", "id"]
        constraints = [models.UniqueConstraint(fields=["criteria_set", "letter"], name="section_once")]
        triggers = [published_is_frozen("programme_criteriaset.criteria_set_id")]

    def __str__(self) -> str:
        return f"{self.letter}. {self.title}"


class ApplicabilityQuestion(models.Model):
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


class Criterion(models.Model):
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
        ]
        triggers = [published_is_frozen("programme_criteriaset.criteria_set_id")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
