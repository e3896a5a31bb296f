"""Reads of identity: whose roles hold today, which offices a person sees, who stands in for whom."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from .models import Absence, Deputy, GuestGrant, Membership, Office, Organisation, RoleGrant, User, in_force


def memberships(user: User, on: date) -> QuerySet[Membership]:
    """The roles a person holds in companies on a day, with the organisations."""
    return Membership.objects.filter(in_force(on), user=user).select_related("organisation").order_by("organisation__name", "id")


def company_roles(user: User, organisation: Organisation, on: date) -> frozenset[str]:
    """The roles a person holds in one company on a day; empty for strangers and for ended mandates."""
    return frozenset(memberships(user, on).filter(organisation=organisation).values_list("role", flat=True))


def members(organisation: Organisation, on: date, roles: Iterable[str] = ()) -> QuerySet[User]:
    """The active people of a company on a day, all or those in one of `roles`."""
    rows = Membership.objects.filter(in_force(on), organisation=organisation, user__is_active=True)
    wanted = tuple(roles)
    if wanted:
        rows = rows.filter(role__in=wanted)
    return User.objects.filter(pk__in=rows.values("user"))


def staff_roles(user: User, on: date) -> frozenset[str]:
    """The roles a person holds at Customs on a day."""
    if not user.is_staff or not user.is_active:
        return frozenset()
    return frozenset(RoleGrant.objects.filter(in_force(on), user=user).values_list("role", flat=True))


def office_ids(user: User, on: date) -> frozenset[int] | None:
    """The offices whose files a person may see on a day: those of the grants and all below; None means every office."""
    granted = set(RoleGrant.objects.filter(in_force(on), user=user).values_list("office_id", flat=True))
    if None in granted:
        return None
    tree = dict(Office.objects.values_list("id", "parent_id"))
    return frozenset(office for office in tree if _ancestors(office, tree) & granted)


def staff_in_role(role: str, on: date, office: Office | None = None) -> QuerySet[User]:
    """The active people who hold a role on a day for an office: granted there, above it or everywhere."""
    grants = RoleGrant.objects.filter(in_force(on), role=role)
    if office is not None:
        tree = dict(Office.objects.values_list("id", "parent_id"))
        grants = grants.filter(Q(office__isnull=True) | Q(office__in=_ancestors(office.pk, tree)))
    return User.objects.filter(is_active=True, is_staff=True, pk__in=grants.values("user"))


def is_absent(user: User, on: date) -> bool:
    """Whether a person is away on a day."""
    return Absence.objects.filter(user=user, starts_on__lte=on, ends_on__gte=on).exists()


def deputy_of(user: User, on: date) -> User | None:
    """Who stands in for a person on a day, the first named one who is not away; None when nobody does."""
    away = Absence.objects.filter(starts_on__lte=on, ends_on__gte=on).values("user")
    row = (
        Deputy.objects.filter(in_force(on), principal=user, deputy__is_active=True)
        .exclude(deputy__in=away)
        .select_related("deputy")
        .first()
    )
    return row.deputy if row else None


def absent_principals(user: User, on: date) -> QuerySet[User]:
    """The people whose work shows in this person's home on a day, because they are away."""
    away = Absence.objects.filter(starts_on__lte=on, ends_on__gte=on).values("user")
    return User.objects.filter(deputies__in=Deputy.objects.filter(in_force(on), deputy=user), pk__in=away).distinct()


def guest_acts(user: User, file_id: UUID, on: date) -> frozenset[str]:
    """The acts a guest officer may take on a file on a day."""
    return frozenset(GuestGrant.objects.filter(in_force(on), user=user, file_id=file_id).values_list("act", flat=True))


def guest_file_ids(user: User, on: date) -> QuerySet[GuestGrant, UUID]:
    """The files a guest officer may see on a day."""
    return GuestGrant.objects.filter(in_force(on), user=user).values_list("file_id", flat=True)


def _ancestors(office: int | None, tree: dict[int, int | None]) -> set[int]:
    """An office and every office above it."""
    found: set[int] = set()
    while office is not None and office not in found:
        found.add(office)
        office = tree.get(office)
    return found
