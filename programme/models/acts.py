"""Acts taken on files, their reviews, and delegations of decisions. The database enforces the separation of duties here."""

import pgtrigger
from django.db import models
from django.db.models import Q

from foundation.audit.models import append_only_triggers, tracked
from foundation.audit.states import values
from foundation.identity.models import Office, Period, User, ends_after_start
from programme.states import (
    NEVER_RELAXED,
    Act,
    DecisionAct,
    Kind,
)

from .configuration import Configuration


def _never_relaxed(earlier: str, later: str) -> str:
    """SQL: the two acts are a pair that no configuration, complete or not, may relax."""
    pairs = [pair for first, second in NEVER_RELAXED for pair in ((first, second), (second, first))]
    return " OR ".join(f"({earlier} = '{one!s}' AND {later} = '{other!s}')" for one, other in pairs)


class ActTaken(models.Model):
    """Who took which act on which file. The database compares each new row with the separation rules in force
    (those of the configuration named on the row, which the service takes from the day of the act)."""

    append_only = True

    file_id = models.UUIDField(help_text="public id of the application or certificate the act belongs to")
    act = models.CharField(max_length=20, choices=Act.choices)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="acts_taken")
    at = models.DateTimeField()
    configuration = models.ForeignKey(Configuration, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True, help_text="why one person takes both acts, where that is allowed with reason")
    review_role = models.CharField(max_length=30, blank=True, help_text="role that must review this afterwards")

    class Meta:
        ordering = ["file_id", "at", "id"]
        indexes = [models.Index(fields=["file_id", "user"], name="acts_of_file")]  # the four-eyes card
        constraints = [
            models.UniqueConstraint(fields=["file_id", "act", "user"], name="act_taken_once"),
            models.CheckConstraint(condition=Q(act__in=values(Act.choices)), name="act_taken_known"),
        ]
        triggers = [
            *append_only_triggers("act_taken"),
            pgtrigger.Trigger(
                name="separation_of_duties",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""
                -- Two acts of one file wait for each other, so that neither misses the other.
                PERFORM pg_advisory_xact_lock(hashtextextended(NEW.file_id::text, 0));
                IF EXISTS (
                    SELECT 1 FROM programme_acttaken earlier
                    WHERE earlier.file_id = NEW.file_id AND earlier.user_id = NEW.user_id
                      AND ({_never_relaxed("earlier.act", "NEW.act")})
                ) OR EXISTS (
                    SELECT 1 FROM programme_acttaken earlier
                    JOIN programme_separationrule rule ON rule.configuration_id = NEW.configuration_id
                     AND ((rule.first_act = earlier.act AND rule.second_act = NEW.act)
                       OR (rule.second_act = earlier.act AND rule.first_act = NEW.act))
                    WHERE earlier.file_id = NEW.file_id AND earlier.user_id = NEW.user_id
                      AND (rule.mode = 'FORBIDDEN' OR (rule.mode = 'REVIEWED' AND (NEW.reason = '' OR NEW.review_role = '')))
                ) THEN RAISE EXCEPTION 'Separation of duties: this person took an earlier act on the file'
                  USING ERRCODE = 'check_violation'; END IF;
                RETURN NEW;
                """,  # noqa: S608 - names of our own tables and acts
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.act}"


class ActReview(models.Model):
    """The outsider's review of an act that one person took twice by permission."""

    append_only = True

    act = models.OneToOneField(ActTaken, on_delete=models.PROTECT, related_name="review")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    agrees = models.BooleanField()
    note = models.TextField()

    class Meta:
        ordering = ["id"]
        triggers = append_only_triggers("act_review")

    def __str__(self) -> str:
        return f"{self.reviewer} {self.act}"


@tracked()
class Delegation(Period):
    """Who may take which decision: kind, outcome, office, size; with dates and deputies. Empty means any."""

    number = models.CharField(max_length=20, unique=True)
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations")
    deputy = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="delegations_as_deputy"
    )
    act = models.CharField(max_length=20, choices=DecisionAct.choices)
    kind = models.CharField(max_length=20, choices=Kind.choices, blank=True)
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    small_firms_only = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(act__in=values(DecisionAct.choices)), name="delegation_act_known"),
            ends_after_start("delegation_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.number
