"""Partners under mutual recognition: who they are, what was arranged, what our members get there."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from foundation.audit.models import status_triggers, tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from foundation.identity.models import Organisation
from programme.states import Kind

from .states import ARRANGEMENT_TABLE, ArrangementStatus


@tracked()
class Partner(models.Model):
    """A partner administration and its programme."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="partner")
    country_code = models.CharField(max_length=2, unique=True)
    programme_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["country_code"]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.country_code})"


@tracked()
class Arrangement(models.Model):
    """One arrangement with one partner: the kinds it covers, what members get there and which identifier goes where."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="arrangements")
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=30, choices=ArrangementStatus.choices, default=ArrangementStatus.PREPARATION)
    kinds = ArrayField(models.CharField(max_length=20, choices=Kind.choices))
    signed_on = models.DateField(null=True, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    benefits = models.TextField(help_text="in words for members")
    identifier_hint = models.CharField(
        max_length=300, help_text="what to put in which field of the partner's declaration"
    )

    class Meta:
        ordering = ["partner", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=values(ArrangementStatus.choices)), name="arrangement_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="IN_FORCE") | Q(in_force_from__isnull=False), name="arrangement_in_force_has_date"
            ),
            models.CheckConstraint(
                condition=~Q(kinds__contains=["simplification"]), name="arrangement_never_simplification_only"
            ),
        ]
        triggers = status_triggers(ARRANGEMENT_TABLE)

    def __str__(self) -> str:
        return self.title
