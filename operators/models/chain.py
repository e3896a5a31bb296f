"""The supply chain as an operator names it: partners, invitations to become an AEO, and what is exported through others."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.audit.models import tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from operators.states import ChainRole, ChainTier

from .companies import Operator


@tracked()
class ChainPartner(models.Model):
    """Somebody in the operator's supply chain. Whether it is an AEO is looked up in the public register, never stored."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="chain_partners")
    name = models.CharField(_("name"), max_length=300)
    tin = models.CharField(_("TIN"), max_length=40, blank=True)
    country = models.CharField(_("country"), max_length=2)
    role = models.CharField(_("role"), max_length=20, choices=ChainRole.choices)
    tier = models.CharField(_("tier"), max_length=10, choices=ChainTier.choices)
    helped = models.BooleanField(default=False, help_text="a small firm that the operator helps to become an AEO")
    contact_name = models.CharField(
        max_length=200, blank=True, help_text="who at the operator helps it; told to it alone"
    )
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    added_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["operator", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "tin", "role"],
                condition=~Q(tin="") & Q(ended_on__isnull=True),
                name="chain_partner_once",
            ),
            models.CheckConstraint(condition=Q(role__in=values(ChainRole.choices)), name="chain_role_known"),
            models.CheckConstraint(condition=Q(tier__in=values(ChainTier.choices)), name="chain_tier_known"),
        ]
        indexes = [
            models.Index(fields=["tin"], condition=~Q(tin=""), name="chain_partner_by_tin")
        ]  # whose chain is this company in?

    def __str__(self) -> str:
        return self.name


@tracked()
class ChainInvitation(models.Model):
    """The operator asked a partner to become an AEO. The link goes to the partner's address; only its digest is kept."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    partner = models.ForeignKey(ChainPartner, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    message = models.TextField(blank=True)
    link_digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    sent_by_label = models.CharField(max_length=200)
    expires_on = models.DateField()
    opened_at = models.DateTimeField(null=True, blank=True)
    followed_by = models.ForeignKey(
        Operator, null=True, blank=True, on_delete=models.PROTECT, related_name="followed_invitations"
    )

    class Meta:
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return f"{self.partner}: {self.email}"


@tracked()
class IndirectExport(models.Model):
    """Goods of a small firm that another company exported: the papers of one year, by half-year, as that customer counts."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="indirect_exports")
    year = models.PositiveSmallIntegerField()
    customer = models.CharField(_("customer"), max_length=300)
    customer_tin = models.CharField(_("TIN of the customer"), max_length=40, blank=True)
    first_half = models.PositiveIntegerField(_("papers from January to June"))
    second_half = models.PositiveIntegerField(_("papers from July to December"))

    class Meta:
        ordering = ["-year", "customer", "id"]
        constraints = [
            models.UniqueConstraint(fields=["operator", "year", "customer"], name="indirect_export_once"),
        ]

    def __str__(self) -> str:
        return f"{self.customer} {self.year}"
