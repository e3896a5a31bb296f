"""The company as the law knows it: its identifiers, its places, its people."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from foundation.audit.models import status_triggers, tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from foundation.identity.models import Office, Organisation, Period, ends_after_start
from operators.states import (
    CONSENT_TABLE,
    OPERATOR_TABLE,
    CheckConsent,
    FirmSize,
    IdentifierScheme,
    OperatorStatus,
    PersonRole,
    Source,
    Structure,
)


@tracked()
class Operator(models.Model):
    """One legal entity as Customs knows it. `size` is the answer of the configured definition, written when figures change."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="operator")
    legal_name = models.CharField(_("legal name"), max_length=300)
    trading_names = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    status = models.CharField(max_length=20, choices=OperatorStatus.choices, default=OperatorStatus.UNVERIFIED)
    tin = models.CharField(_("TIN"), max_length=40, help_text="as entered; holds only once verified")
    structure = models.CharField(max_length=20, choices=Structure.choices, default=Structure.COMPANY)
    legal_form = models.CharField(_("legal form"), max_length=100)
    sector = models.CharField(_("sector"), max_length=100)
    employees = models.PositiveIntegerField(_("employees"))
    turnover = models.DecimalField(
        _("yearly turnover"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="asked only where the definition of a small firm looks at it",
    )
    turnover_currency = models.CharField(max_length=3, blank=True, help_text="ISO 4217")
    size = models.CharField(max_length=10, choices=FirmSize.choices)
    size_rule_version = models.PositiveIntegerField(help_text="configuration version that gave the size")
    established_on = models.DateField(_("in business since"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=300)
    city = models.CharField(_("town"), max_length=120)
    region = models.CharField(_("region"), max_length=40)
    country = models.CharField(_("country"), max_length=2)
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="operators")
    listed = models.BooleanField(_("shown in the public register"), default=False)
    listed_changed_at = models.DateTimeField(null=True, blank=True)
    customs_activity = models.BooleanField(
        null=True,
        help_text="whether the company itself deals with Customs or keeps customs records here; empty: not asked",
    )
    source = models.CharField(max_length=20, choices=Source.choices, blank=True)
    asked_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="whose invitation it followed",
    )
    asked_by_name = models.CharField(max_length=300, blank=True, help_text="who asked, in the company's own words")
    registered_at = models.DateTimeField()
    version = models.PositiveIntegerField(
        default=1, help_text="raised by each edit; a stale edit is shown, not written"
    )

    class Meta:
        ordering = ["legal_name", "id"]
        constraints = [
            models.UniqueConstraint(
                Upper("tin"), condition=Q(status=OperatorStatus.VERIFIED), name="verified_tin_once"
            ),  # an unverified company can't block another claim
            models.CheckConstraint(
                condition=Q(status__in=values(OperatorStatus.choices)), name="operator_status_known"
            ),
            models.CheckConstraint(condition=Q(size__in=values(FirmSize.choices)), name="operator_size_known"),
            models.CheckConstraint(
                condition=Q(turnover__isnull=True, turnover_currency="")
                | (Q(turnover__gte=0) & ~Q(turnover_currency="")),
                name="operator_turnover_has_currency",
            ),
            models.CheckConstraint(
                condition=Q(structure__in=values(Structure.choices)), name="operator_structure_known"
            ),
            models.CheckConstraint(
                condition=Q(source="") | Q(source__in=values(Source.choices)), name="operator_source_known"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "legal_name", "id"], name="operators_of_office"),  # officers' list by office
            GinIndex(OpClass(Upper("legal_name"), name="gin_trgm_ops"), name="operator_name_trigram"),  # search boxes
        ]
        triggers = status_triggers(OPERATOR_TABLE)

    def __str__(self) -> str:
        return self.legal_name


@tracked()
class Identifier(Period):
    """A dated number of the operator in some scheme beside its TIN."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=20, choices=IdentifierScheme.choices)
    value = models.CharField(max_length=60)

    class Meta:
        ordering = ["operator", "scheme", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scheme__in=values(IdentifierScheme.choices)), name="identifier_scheme_known"
            ),
            ends_after_start("identifier_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


@tracked()
class SiteGroup(models.Model):
    """Places that work alike: questions are answered once for all of them, with exceptions place by place."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="site_groups")
    name = models.CharField(_("name"), max_length=200)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["operator", "name", "id"]
        constraints = [models.UniqueConstraint("operator", Upper("name"), name="site_group_name_once")]

    def __str__(self) -> str:
        return self.name


@tracked()
class Site(models.Model):
    """A place of the operator. `keeps_records` marks the main customs records; it is always visited."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="sites")
    name = models.CharField(_("name"), max_length=200)
    address = models.CharField(_("address"), max_length=300)
    city = models.CharField(_("town"), max_length=120)
    region = models.CharField(_("region"), max_length=40)
    activity = models.CharField(_("what happens there"), max_length=200)
    keeps_records = models.BooleanField(_("customs records are kept there"), default=False)
    high_risk = models.BooleanField(default=False, help_text="set by Customs only; never shown to the trader")
    group = models.ForeignKey(SiteGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="sites")
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(
        default=1, help_text="raised by each edit; a stale edit is shown, not written"
    )

    class Meta:
        ordering = ["operator", "name", "id"]

    def __str__(self) -> str:
        return self.name


@tracked()
class Person(models.Model):
    """A person who owns, runs or handles customs for the operator. Consent to checks is the person's own, by a personal link."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="people")
    full_name = models.CharField(_("full name"), max_length=200)
    role = models.CharField(_("role"), max_length=20, choices=PersonRole.choices)
    email = models.EmailField(_("e-mail address"), blank=True)
    date_of_birth = models.DateField(_("date of birth"), null=True, blank=True)
    nationality = models.CharField(_("nationality"), max_length=2, blank=True)
    status = models.CharField(max_length=10, choices=CheckConsent.choices, default=CheckConsent.ASKED)
    consent_at = models.DateTimeField(null=True, blank=True)
    identity_confirmed_at = models.DateTimeField(null=True, blank=True, help_text="by the person, for what stands here")
    link_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the personal link's token")
    link_sent_at = models.DateTimeField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(
        default=1, help_text="raised by each edit; a stale edit is shown, not written"
    )

    class Meta:
        ordering = ["operator", "full_name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=values(PersonRole.choices)), name="person_role_known"),
            models.CheckConstraint(condition=Q(status__in=values(CheckConsent.choices)), name="person_consent_known"),
        ]
        indexes = [
            models.Index(fields=["link_digest"], condition=~Q(link_digest=""), name="person_by_link")
        ]  # personal link
        triggers = status_triggers(CONSENT_TABLE)

    def __str__(self) -> str:
        return self.full_name
