"""What bars a company from applying, and to whom its status may be told."""

from django.db import models
from django.db.models import Q

from foundation.audit.models import tracked
from foundation.identity.models import Period, ends_after_start

from .companies import Operator


@tracked()
class Bar(Period):
    """No new application of this kind until a day (after revocation, annulment). `kind` empty bars every kind.
    `valid_until` is the last barred day."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="bars")
    kind = models.CharField(max_length=20, blank=True)
    cause = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-valid_from", "-id"]
        constraints = [ends_after_start("bar_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.operator} {self.valid_until}"


@tracked()
class ExchangeConsent(models.Model):
    """The holder's consent to exchange with partner administrations: free, never a criterion. No consent, no exchange."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="exchange_consents")
    partner_code = models.CharField(max_length=2, help_text="ISO code of the partner country")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "partner_code"],
                condition=Q(withdrawn_at__isnull=True),
                name="exchange_consent_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.operator} {self.partner_code}"
