"""Figures, time limits and separation rules: one versioned configuration."""

from django.db import models
from django.db.models import Q

from foundation.audit.models import status_triggers, tracked
from foundation.audit.states import values
from programme.states import (
    NEVER_RELAXED,
    VERSION_TABLE,
    Act,
    DayCountUnit,
    FigureCode,
    SeparationMode,
    TimeLimitCode,
)

from .versions import VERSION_STAYS, Version, published_is_frozen, version_constraints


@tracked()
class Configuration(Version):
    """One version of every figure, time limit and separation rule; `profile` names the starting point it was made from."""

    profile = models.SlugField(max_length=40)

    class Meta(Version.Meta):
        constraints = version_constraints("configuration")
        triggers = [*status_triggers(VERSION_TABLE), VERSION_STAYS]


class Figure(models.Model):
    """One figure of a configuration; the unit is that of its code."""

    configuration = models.ForeignKey(Configuration, on_delete=models.CASCADE, related_name="figures")
    code = models.CharField(max_length=60, choices=FigureCode.choices)
    value = models.PositiveIntegerField()

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
    """One statutory limit: how long, in which unit, counted how, on which legal basis."""

    configuration = models.ForeignKey(Configuration, on_delete=models.CASCADE, related_name="time_limits")
    code = models.CharField(max_length=60, choices=TimeLimitCode.choices)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=20, choices=DayCountUnit.choices)
    count_event_day = models.BooleanField(default=False)
    roll_forward = models.BooleanField(default=True)
    extension_amount = models.PositiveIntegerField(default=0, help_text="0: no extension")
    remind_before_days = models.PositiveIntegerField(default=5, help_text="business days")
    legal_basis = models.CharField(max_length=300)

    class Meta:
        ordering = ["configuration", "code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["configuration", "code"], name="time_limit_once"),
            models.CheckConstraint(condition=Q(code__in=values(TimeLimitCode.choices)), name="time_limit_code_known"),
            models.CheckConstraint(condition=Q(unit__in=values(DayCountUnit.choices)), name="time_limit_unit_known"),
        ]
        triggers = [published_is_frozen("programme_configuration.configuration_id")]

    def __str__(self) -> str:
        return f"{self.code}: {self.amount} {self.unit}"


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
