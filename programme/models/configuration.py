"""Figures, time limits and separation rules: one versioned configuration."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from foundation.audit.models import status_triggers, tracked
from foundation.audit.states import values
from programme.states import (
    NEVER_RELAXED,
    VERSION_TABLE,
    Act,
    Cause,
    CauseEffect,
    DayCountUnit,
    EndAction,
    FigureCode,
    SeparationMode,
    TimeLimitCode,
)

from .versions import VERSION_STAYS, Version, published_is_frozen, version_constraints


@tracked()
class Configuration(Version):
    """One version of every figure, time limit and separation rule; `profile` names the starting point it was made from.

    Whoever changed a line of the draft is an author: none of the `editors` publishes it. `edition` counts the changes, so
    that a page written over meanwhile is refused instead of lost.
    """

    profile = models.SlugField(max_length=40)
    edition = models.PositiveIntegerField(default=0)
    editors = ArrayField(models.BigIntegerField(), default=list, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by_label = models.CharField(max_length=200, blank=True)

    class Meta(Version.Meta):
        constraints = version_constraints("configuration")
        triggers = [
            *status_triggers(VERSION_TABLE),
            VERSION_STAYS,
            pgtrigger.Trigger(
                name="editors_do_not_publish",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__status="PUBLISHED"),
                func="IF NEW.publisher_id = ANY (NEW.editors) THEN "
                "RAISE EXCEPTION 'Somebody who changed a draft may not publish it' USING ERRCODE = 'check_violation'; "
                "END IF; RETURN NEW;",
            ),
        ]


class Figure(models.Model):
    """One figure of a configuration; unit and bounds are those of its code (`states.FIGURE_SPECS`)."""

    configuration = models.ForeignKey(Configuration, on_delete=models.CASCADE, related_name="figures")
    code = models.CharField(max_length=60, choices=FigureCode.choices)
    value = models.PositiveIntegerField()
    legal_basis = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["configuration", "code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["configuration", "code"], name="figure_once"),
            models.CheckConstraint(condition=Q(code__in=values(FigureCode.choices)), name="figure_code_known"),
        ]
        triggers = [published_is_frozen("programme_configuration.configuration_id")]

    def __str__(self) -> str:
        return f"{self.code} {self.value}"


class TimeLimit(models.Model):
    """One statutory limit: how long, in which unit, counted how, what follows its end, on which legal basis."""

    configuration = models.ForeignKey(Configuration, on_delete=models.CASCADE, related_name="time_limits")
    code = models.CharField(max_length=60, choices=TimeLimitCode.choices)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=20, choices=DayCountUnit.choices)
    count_event_day = models.BooleanField(default=False)
    roll_forward = models.BooleanField(default=True)
    from_receipt = models.BooleanField(
        default=False, help_text="a decision is counted from receipt, not from acceptance"
    )
    ceiling_amount = models.PositiveIntegerField(
        null=True, blank=True, help_text="the most it may be with all extensions"
    )
    remind_before_days = models.PositiveIntegerField(default=5, help_text="calendar days")
    at_end = models.CharField(max_length=20, choices=EndAction.choices, default=EndAction.ESCALATE)
    legal_basis = models.CharField(max_length=300)

    class Meta:
        ordering = ["configuration", "code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["configuration", "code"], name="time_limit_once"),
            models.CheckConstraint(condition=Q(code__in=values(TimeLimitCode.choices)), name="time_limit_code_known"),
            models.CheckConstraint(condition=Q(unit__in=values(DayCountUnit.choices)), name="time_limit_unit_known"),
            models.CheckConstraint(condition=Q(at_end__in=values(EndAction.choices)), name="time_limit_end_known"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="time_limit_amount_positive"),
            models.CheckConstraint(
                condition=Q(ceiling_amount__isnull=True) | Q(ceiling_amount__gte=models.F("amount")),
                name="time_limit_ceiling_not_below_amount",
            ),
            models.CheckConstraint(
                condition=~Q(at_end=EndAction.DEEM_ACCEPTED) | Q(code=TimeLimitCode.ACCEPTANCE),
                name="time_limit_only_acceptance_deemed",
            ),
            models.CheckConstraint(
                condition=~Q(at_end=EndAction.DEEM_REFUSED) | Q(code=TimeLimitCode.DECISION),
                name="time_limit_only_decision_refused",
            ),
        ]
        triggers = [published_is_frozen("programme_configuration.configuration_id")]

    def __str__(self) -> str:
        return f"{self.code}: {self.amount} {self.unit}"


class LimitCause(models.Model):
    """What one cause does to one limit. Stop: no amount. Extend: by `amount`, or by the time asked when it is empty.

    `times` (how often on one file) and `most` (how much in all) are open when empty. `by_itself`: the cause extends
    when it comes; else an officer extends. `outside_ceiling`: what it brings does not count toward the limit's ceiling.
    """

    configuration = models.ForeignKey(Configuration, on_delete=models.CASCADE, related_name="limit_causes")
    code = models.CharField(max_length=60, choices=TimeLimitCode.choices)
    cause = models.CharField(max_length=40, choices=Cause.choices)
    effect = models.CharField(max_length=10, choices=CauseEffect.choices)
    amount = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=20, choices=DayCountUnit.choices, blank=True, help_text="empty: the limit's own")
    times = models.PositiveIntegerField(null=True, blank=True)
    most = models.PositiveIntegerField(null=True, blank=True)
    by_itself = models.BooleanField(default=False)
    outside_ceiling = models.BooleanField(default=False)

    class Meta:
        ordering = ["configuration", "code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["configuration", "code", "cause", "effect"], name="limit_cause_once"),
            models.CheckConstraint(condition=Q(code__in=values(TimeLimitCode.choices)), name="limit_cause_code_known"),
            models.CheckConstraint(condition=Q(cause__in=values(Cause.choices)), name="limit_cause_known"),
            models.CheckConstraint(
                condition=Q(effect__in=values(CauseEffect.choices)), name="limit_cause_effect_known"
            ),
            models.CheckConstraint(
                condition=~Q(effect=CauseEffect.STOP)
                | Q(amount__isnull=True, times__isnull=True, most__isnull=True, by_itself=False, outside_ceiling=False),
                name="limit_cause_stop_is_plain",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=1), name="limit_cause_amount_positive"
            ),
        ]
        triggers = [published_is_frozen("programme_configuration.configuration_id")]

    def __str__(self) -> str:
        return f"{self.code}: {self.cause} {self.effect}"


def _pair(pair: tuple[str, str]) -> Q:
    return Q(first_act=pair[0], second_act=pair[1])


class SeparationRule(models.Model):
    """Whether one person may take both acts on one file."""

    configuration = models.ForeignKey(Configuration, on_delete=models.CASCADE, related_name="separation_rules")
    first_act = models.CharField(max_length=20, choices=Act.choices)
    second_act = models.CharField(max_length=20, choices=Act.choices)
    mode = models.CharField(max_length=20, choices=SeparationMode.choices)
    reviewer_role = models.CharField(
        max_length=30, blank=True, help_text="who reviews afterwards, where the mode asks it"
    )

    class Meta:
        ordering = ["configuration", "id"]
        constraints = [
            models.UniqueConstraint(fields=["configuration", "first_act", "second_act"], name="separation_pair_once"),
            models.CheckConstraint(condition=Q(mode__in=values(SeparationMode.choices)), name="separation_mode_known"),
            models.CheckConstraint(
                condition=~(_pair(NEVER_RELAXED[0]) | _pair(NEVER_RELAXED[1])) | Q(mode=SeparationMode.FORBIDDEN),
                name="separation_never_relaxed",
            ),
            models.CheckConstraint(
                condition=~Q(mode=SeparationMode.REVIEWED) | ~Q(reviewer_role=""), name="separation_names_reviewer"
            ),
        ]
        triggers = [published_is_frozen("programme_configuration.configuration_id")]

    def __str__(self) -> str:
        return f"{self.first_act} / {self.second_act}: {self.mode}"
