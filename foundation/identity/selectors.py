"""Reads of identity: whose roles hold today, which offices a person sees, who stands in for whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from .models import (
    Absence,
    Deputy,
    GuestGrant,
    Invitation,
    Membership,
    Office,
    Organisation,
    RoleGrant,
    User,
    in_force,
)
from .states import CompanyRole


@dataclass(frozen=True)
class Acting:
    """For whom a person acts in this request. `scope` narrows a consultant; empty means all that the roles give.

    `kinds` and `sites` (public ids) are what the person is limited to; empty means no limit.
    """

    organisation: Organisation
    roles: frozenset[str]
    scope: frozenset[str] = frozenset()
    has_choice: bool = False
    kinds: frozenset[str] = frozenset()
    sites: frozenset[UUID] = frozenset()

    def may_touch_site(self, site: UUID | None) -> bool:
        """Whether a question about this place is the person's to see; one of the whole company (None) always is."""
        return site is None or not self.sites or site in self.sites

    def may_touch_sites(self, sites: Iterable[UUID]) -> bool:
        """Whether what speaks of all these places at once is the person's to see."""
        return not self.sites or self.sites >= set(sites)

    def may_touch_some_site(self, sites: Iterable[UUID]) -> bool:
        """Whether what is about any of these places is; what names none concerns the whole company."""
        named = set(sites)
        return not self.sites or not named or bool(self.sites & named)

    def may_touch_kinds(self, kinds: Iterable[str]) -> bool:
        """Whether a file of these kinds is the person's to see; what names no kind concerns the whole company."""
        named = set(kinds)
        return not self.kinds or not named or bool(self.kinds & named)

    def limits(self, *, kind: str = "", kinds: str = "", site: str = "", sites: str = "", all_sites: str = "") -> Q:
        """The filter for rows within what the person is limited to: the one place that every selector for a company asks.

        The arguments name columns: of one kind, of a list of kinds, of a place's public id, of a list of them of which
        one is enough, and of a list that must lie within the limit as a whole, for texts that can't be shown in part.
        Rows that name no kind or no place concern the whole company and stay.
        """
        found = Q()
        if self.kinds and kind:
            found &= Q(**{f"{kind}__in": self.kinds})
        if self.kinds and kinds:
            found &= _some_of(kinds, self.kinds)
        if self.sites and site:
            found &= Q(**{f"{site}__in": self.sites}) | Q(**{f"{site}__isnull": True})
        if self.sites and sites:
            found &= _some_of(sites, self.sites)
        if self.sites and all_sites:
            found &= Q(**{f"{all_sites}__contained_by": list(self.sites)})
        return found

    @property
    def name(self) -> str:
        return self.organisation.name

    @property
    def role(self) -> str:
        """The roles in words, for the line under the header."""
        return ", ".join(str(CompanyRole(role).label).lower() for role in sorted(self.roles))


def _some_of(column: str, wanted: frozenset[Any]) -> Q:
    """One of these is in the list; an empty list, or no row to hold one, names none."""
    named = Q(**{f"{column}__overlap": list(wanted)})
    return named | Q(**{f"{column}__len": 0}) | Q(**{f"{column}__isnull": True})


def whole(organisation: Organisation) -> Acting:
    """A company without the limits of a person: for what the house itself reads in its name."""
    return Acting(organisation, frozenset(CompanyRole.values))


def memberships(user: User, on: date) -> QuerySet[Membership]:
    """The roles a person holds in companies on a day, with the organisations."""
    return (
        Membership.objects.filter(in_force(on), user=user)
        .select_related("organisation")
        .order_by("organisation__name", "id")
    )


def company_roles(user: User, organisation: Organisation, on: date) -> frozenset[str]:
    """The roles a person holds in one company on a day; empty for strangers and for ended mandates."""
    return frozenset(memberships(user, on).filter(organisation=organisation).values_list("role", flat=True))


def acting_for(user: User, on: date, chosen: str | None = None) -> Acting | None:
    """The organisation a person acts for: the chosen one while a membership there holds, else the first. One query."""
    held = all_actings(user, on)
    wanted = [acting for acting in held if str(acting.organisation.public_id) == chosen]
    return next(iter(wanted or held), None)


def all_actings(user: User, on: date) -> list[Acting]:
    """Every organisation a person acts for on a day, each with roles and limits there. One query."""
    held: dict[int, list[Membership]] = {}
    for row in memberships(user, on):
        held.setdefault(row.organisation_id, []).append(row)
    return [_acting(rows, has_choice=len(held) > 1) for rows in held.values()]


def acting_in(user: User, organisation: Organisation, on: date) -> Acting | None:
    """What a person is in one organisation on a day; None for strangers and ended mandates. One query."""
    rows = list(memberships(user, on).filter(organisation=organisation, user__is_active=True))
    return _acting(rows) if rows else None


def members_acting(organisation: Organisation, on: date) -> list[tuple[User, Acting]]:
    """The active people of a company on a day with roles and limits, in the order they joined. One query."""
    rows = Membership.objects.filter(in_force(on), organisation=organisation, user__is_active=True)
    held: dict[int, list[Membership]] = {}
    for row in rows.select_related("user", "organisation").order_by("id"):
        held.setdefault(row.user_id, []).append(row)
    return [(rows[0].user, _acting(rows)) for rows in held.values()]


def _acting(rows: list[Membership], *, has_choice: bool = False) -> Acting:
    return Acting(
        rows[0].organisation,
        frozenset(row.role for row in rows),
        _scope(rows),
        has_choice,
        kinds=_limit([row.kinds for row in rows], rows),
        sites=_limit([row.sites for row in rows], rows),
    )


def _limit(limits: list[list[Any]], rows: list[Membership]) -> frozenset[Any]:
    """What several memberships limit together: nothing as soon as one of them is free of it. Where one is limited to kinds
    and another to places, neither makes the person free of both."""
    free = any(not row.kinds and not row.sites for row in rows)
    together = all(row.kinds for row in rows) or all(row.sites for row in rows)
    if free or (together and not all(limits)):
        return frozenset()
    return frozenset().union(*limits)


def _scope(rows: list[Membership]) -> frozenset[str]:
    """The scope of the mandates among these memberships; one without scope covers everything."""
    mandates = [row.mandate_scope for row in rows if row.role == CompanyRole.CONSULTANT]
    return frozenset().union(*mandates) if all(mandates) else frozenset()


def organisations_of(user: User, on: date) -> QuerySet[Organisation]:
    """The organisations a person may act for on a day: the page “Choose a company”."""
    return Organisation.objects.filter(pk__in=memberships(user, on).order_by().values("organisation"))


def memberships_in(organisation: Organisation, on: date) -> QuerySet[Membership]:
    """Who is what in an organisation, now or from a later day: the members page."""
    rows = Membership.objects.filter(organisation=organisation).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on)
    )
    return rows.select_related("user").order_by("user__full_name", "role", "id")


def mandates_in(organisation: Organisation) -> QuerySet[Membership]:
    """Every mandate of an organisation, those that end last first, ended ones included."""
    rows = Membership.objects.filter(organisation=organisation, role=CompanyRole.CONSULTANT)
    return rows.select_related("user").order_by(F("valid_until").desc(nulls_first=True), "user__full_name", "id")


def open_invitations(organisation: Organisation, on: date) -> QuerySet[Invitation]:
    """The invitations of an organisation that can still be taken up."""
    return Invitation.objects.filter(organisation=organisation, accepted_at__isnull=True, expires_on__gte=on)


def invitations_for(user: User, on: date) -> QuerySet[Invitation]:
    """The invitations that wait for a person, by the e-mail address."""
    rows = Invitation.objects.filter(email__iexact=user.email, accepted_at__isnull=True, expires_on__gte=on)
    return rows.select_related("organisation")


def invitation_for(user: User, public_id: UUID) -> Invitation | None:
    """One invitation, for the person it is addressed to and nobody else."""
    rows = Invitation.objects.filter(public_id=public_id, email__iexact=user.email)
    return rows.select_related("organisation").first()


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


def staff_roles_at(user: User, on: date, offices: Iterable[int | None]) -> frozenset[str]:
    """The roles a person holds on a day for one of some offices: granted there, above it or everywhere."""
    if not user.is_staff or not user.is_active:
        return frozenset()
    grants = RoleGrant.objects.filter(in_force(on), user=user)
    tree = _tree()
    above = set().union(*(_ancestors(office, tree) for office in offices))
    return frozenset(
        role for role, office in grants.values_list("role", "office_id") if office is None or office in above
    )


def office_ids(user: User, on: date, roles: Iterable[str]) -> frozenset[int] | None:
    """The offices for which a person holds one of these roles on a day, and all below; None means every office.

    Other rooms ask `permissions.office_ids`, which knows the roles of a permission.
    """
    if not user.is_staff or not user.is_active:
        return frozenset()
    grants = RoleGrant.objects.filter(in_force(on), user=user, role__in=list(roles))
    granted = set(grants.values_list("office_id", flat=True))
    if None in granted:
        return None
    tree = _tree()
    return frozenset(office for office in tree if _ancestors(office, tree) & granted)


def staff_in_role(role: str, on: date, office: Office | None = None) -> QuerySet[User]:
    """The active people who hold a role on a day for an office: granted there, above it or everywhere."""
    grants = RoleGrant.objects.filter(in_force(on), role=role)
    if office is not None:
        grants = grants.filter(Q(office__isnull=True) | Q(office__in=_ancestors(office.pk, _tree())))
    return User.objects.filter(is_active=True, is_staff=True, pk__in=grants.values("user"))


def staff_visible_to(user: User, on: date, roles: Iterable[str]) -> QuerySet[User]:
    """The people of the offices for which one holds such a role, with roles, deputies and absences: the page “People”."""
    grants = RoleGrant.objects.filter(in_force(on)).select_related("office")
    offices = office_ids(user, on, roles)
    shown = grants if offices is None else grants.filter(Q(office__in=offices) | Q(user=user))
    people = User.objects.filter(is_staff=True, is_active=True, pk__in=shown.values("user"))
    return people.prefetch_related(
        Prefetch("role_grants", grants, to_attr="roles_now"),
        Prefetch("deputies", Deputy.objects.filter(_not_over(on)).select_related("deputy"), to_attr="deputies_now"),
        Prefetch("absences", Absence.objects.filter(ends_on__gte=on), to_attr="absences_ahead"),
    )


def possible_deputies(principal: User, on: date) -> QuerySet[User]:
    """Those who could stand in: active people who hold one of the same roles."""
    grants = RoleGrant.objects.filter(in_force(on), role__in=staff_roles(principal, on))
    return User.objects.filter(is_staff=True, is_active=True, pk__in=grants.values("user")).exclude(pk=principal.pk)


def _not_over(on: date) -> Q:
    return Q(valid_until__isnull=True) | Q(valid_until__gte=on)


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
    """The people whose work shows in this person's home on a day, because they are away and somebody else said so."""
    away = Absence.objects.filter(starts_on__lte=on, ends_on__gte=on).exclude(recorded_by=user).values("user")
    return User.objects.filter(deputies__in=Deputy.objects.filter(in_force(on), deputy=user), pk__in=away).distinct()


def guest_acts(user: User, file_id: UUID, on: date) -> frozenset[str]:
    """The acts a guest officer may take on a file on a day."""
    return frozenset(GuestGrant.objects.filter(in_force(on), user=user, file_id=file_id).values_list("act", flat=True))


def guest_file_ids(user: User, on: date) -> QuerySet[GuestGrant, UUID]:
    """The files a guest officer may see on a day."""
    return GuestGrant.objects.filter(in_force(on), user=user).values_list("file_id", flat=True)


def guest_grants(user: User, on: date) -> QuerySet[GuestGrant]:
    """The guest's rights of an officer on a day."""
    return GuestGrant.objects.filter(in_force(on), user=user)


def guest_acts_anywhere(user: User, on: date) -> frozenset[str]:
    """The acts a guest officer may take on some file on a day; on which file is asked with `guest_acts`."""
    return frozenset(GuestGrant.objects.filter(in_force(on), user=user).values_list("act", flat=True))


def _tree() -> dict[int, int | None]:
    """Each office and the one above it; one query."""
    return dict(Office.objects.values_list("id", "parent_id"))


def _ancestors(office: int | None, tree: Mapping[int, int | None]) -> set[int]:
    """An office and every office above it."""
    found: set[int] = set()
    while office is not None and office not in found:
        found.add(office)
        office = tree.get(office)
    return found
