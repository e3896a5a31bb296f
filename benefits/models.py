"""What members get: the catalogue, and the entitlement that a grant opens and a suspension closes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from certificates.models import Certificate
from foundation.audit.models import tracked
from programme.states import Kind


@tracked()
class Benefit(models.Model):
    """One benefit of the catalogue. `tfa_number` is its place in TFA article 7.7, of which at least three must be given."""

    code = models.SlugField(max_length=60, unique=True)
    label = models.CharField(max_length=200)
    how_to_use = models.TextField(blank=True)
    tfa_number = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200)
    kinds = ArrayField(models.CharField(max_length=20, choices=Kind.choices))
    provided = models.BooleanField(default=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label


@tracked()
class Entitlement(models.Model):
    """A certificate's right to a benefit, from a day, until the day it no longer holds (half open)."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="entitlements")
    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="entitlements")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["certificate", "benefit__position", "starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "benefit"], condition=Q(ends_on__isnull=True), name="entitlement_open_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="entitlement_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benefit}"
