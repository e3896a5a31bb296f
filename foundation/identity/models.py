"""Who may act: users, offices, organisations, memberships of companies, roles at Customs, deputies and absences."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from foundation.audit.models import tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7

from .states import CompanyRole, OfficeKind, OrganisationKind, StaffRole


class UserManager(BaseUserManager["User"]):
    """Creates users by e-mail, stored in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user with a usable or, without password, an unusable password."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        """A support user of the read-only Django admin; holds no role at Customs."""
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. `is_staff` marks people of Customs and of other authorities."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("full name"), max_length=200)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["full_name", "id"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    @property
    def actor_id(self) -> int | None:
        return self.pk

    @property
    def actor_label(self) -> str:
        return self.full_name


class Office(models.Model):
    """Headquarters, a region or a post. `calendar` names the business calendar it works by."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=OfficeKind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    time_zone = models.CharField(max_length=60)
    calendar = models.CharField(max_length=20, default="default")
    languages = ArrayField(models.CharField(max_length=10), default=list)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=values(OfficeKind.choices)), name="office_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=OfficeKind.HEADQUARTERS) | Q(parent__isnull=False), name="office_has_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A body that people act for: a trader, an agency, a partner administration, Customs itself."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    name = models.CharField(max_length=300)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=values(OrganisationKind.choices)), name="organisation_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Period(models.Model):
    """Base of rows that hold from a day until a day; both days count, an empty end means until further notice."""

    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def ends_after_start(name: str) -> models.CheckConstraint:
    """A period may not end before it starts."""
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name=name
    )


def in_force(on: date, prefix: str = "") -> Q:
    """The filter for periods that hold on a day."""
    return Q(**{f"{prefix}valid_from__lte": on}) & (
        Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": on})
    )


@tracked()
class Membership(Period):
    """One role of one person in one organisation. A consultant's membership is a mandate with a scope.

    `kinds` and `sites` (public ids of places) narrow a mandate, or a colleague of one division; empty means all.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=CompanyRole.choices)
    mandate_scope = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    sites = ArrayField(models.UUIDField(), default=list, blank=True)

    class Meta:
        ordering = ["organisation", "user", "role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(valid_until__isnull=True),
                name="membership_role_once",
            ),
            models.CheckConstraint(condition=Q(role__in=values(CompanyRole.choices)), name="membership_role_known"),
            ends_after_start("membership_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.organisation}"


@tracked()
class RoleGrant(Period):
    """One role of one person at Customs, for one office and those below it; no office means everywhere."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=30, choices=StaffRole.choices)
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="role_grants")

    class Meta:
        ordering = ["user", "role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "office"],
                condition=Q(valid_until__isnull=True),
                nulls_distinct=False,
                name="role_grant_once",
            ),
            models.CheckConstraint(condition=Q(role__in=values(StaffRole.choices)), name="role_grant_role_known"),
            ends_after_start("role_grant_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"


@tracked()
class Deputy(Period):
    """Who stands in for whom. Work due in an absence shows in the deputy's home."""

    principal = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="stands_in_for")

    class Meta:
        ordering = ["principal", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(principal=F("deputy")), name="deputy_is_another"),
            ends_after_start("deputy_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} for {self.principal}"


@tracked()
class Absence(models.Model):
    """Days on which a person is away; both days count. Who recorded it counts: nobody opens an own power by writing that
    somebody else is away. Empty when the house itself did."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField()
    recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.starts_on}"


@tracked()
class GuestGrant(Period):
    """A guest officer's right: one file, one act, until a date."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="guest_grants")
    file_id = models.UUIDField()
    act = models.CharField(max_length=30)
    reason = models.TextField()

    class Meta:
        ordering = ["file_id", "id"]
        indexes = [
            models.Index(fields=["user", "file_id"], name="guest_grants_of_user")
        ]  # may this guest see the file?
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__isnull=False), name="guest_grant_has_end"),
            ends_after_start("guest_grant_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.act}"


@tracked()
class Invitation(models.Model):
    """A colleague or consultant asked to join an organisation in a role; used once, by the person addressed."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=CompanyRole.choices)
    mandate_scope = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    mandate_until = models.DateField(null=True, blank=True)
    mandate_from = models.DateField(null=True, blank=True)
    kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    sites = ArrayField(models.UUIDField(), default=list, blank=True)
    invited_at = models.DateTimeField()
    expires_on = models.DateField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["-invited_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                "role",
                condition=Q(accepted_at__isnull=True),
                name="invitation_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.role}"


@tracked()
class ApiClient(models.Model):
    """What a system may ask for: the scopes of its client, and the organisation it speaks for."""

    application = models.OneToOneField(
        "oauth2_provider.Application", on_delete=models.CASCADE, related_name="api_client"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="api_clients"
    )
    scopes = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.application)
