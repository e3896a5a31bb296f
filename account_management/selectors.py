"""Reads of account management: the clients of an officer, the load, who looks after a company."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from foundation.identity.models import Organisation, User
from foundation.identity.selectors import absent_principals, office_ids
from foundation.identity.states import StaffRole
from operators.models import OfficerAssignment, Operator
from operators.states import AssignmentRole

from .models import Client


def clients_of(user: User, on: date) -> QuerySet[Client]:
    """The clients of an account manager and of those the officer stands in for today."""
    managers = [user, *absent_principals(user, on)]
    return (
        Client.objects.filter(
            operator__assignments__officer__in=managers,
            operator__assignments__role=AssignmentRole.ACCOUNT_MANAGER,
            operator__assignments__valid_until__isnull=True,
        )
        .select_related("operator", "thread")
        .order_by("operator__legal_name", "id")
        .distinct()
    )


def visible_to_staff(user: User, on: date, roles: frozenset[str]) -> QuerySet[Client]:
    """The clients an officer may see: an account manager the own ones, others those of their offices."""
    if roles == {StaffRole.ACCOUNT_MANAGER}:
        return clients_of(user, on)
    rows = Client.objects.select_related("operator", "thread").order_by("operator__legal_name", "id")
    offices = office_ids(user, on)
    return rows if offices is None else rows.filter(operator__office__in=offices)


def client_of(organisation: Organisation) -> Client | None:
    """The client row of a company, with its thread."""
    return Client.objects.filter(operator__organisation=organisation).select_related("thread", "operator").first()


def manager_of(operator: Operator) -> OfficerAssignment | None:
    """Who looks after an operator now."""
    return (
        OfficerAssignment.objects.filter(
            operator=operator, role=AssignmentRole.ACCOUNT_MANAGER, valid_until__isnull=True
        )
        .select_related("officer")
        .first()
    )


def loads() -> dict[int, int]:
    """How many clients each account manager has now."""
    rows = OfficerAssignment.objects.filter(role=AssignmentRole.ACCOUNT_MANAGER, valid_until__isnull=True)
    return dict(rows.values_list("officer").annotate(n=Count("pk")).order_by("officer"))


def sectors(users: QuerySet[User]) -> dict[int, set[str]]:
    """The sectors each account manager has clients in."""
    found: dict[int, set[str]] = {}
    rows = OfficerAssignment.objects.filter(
        Q(role=AssignmentRole.ACCOUNT_MANAGER) & Q(valid_until__isnull=True), officer__in=users
    )
    for officer, sector in rows.values_list("officer", "operator__sector").distinct():
        found.setdefault(officer, set()).add(sector)
    return found
