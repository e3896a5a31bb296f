"""Reads of account management: the clients of an officer, the load, who looks after a company."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from foundation.clock.services import local_date
from foundation.correspondence.models import Message
from foundation.correspondence.states import Side
from foundation.identity.models import Membership, Office, Organisation, User, in_force
from foundation.identity.permissions import Permission, roles_with
from foundation.identity.selectors import absent_principals, office_ids, staff_roles
from foundation.identity.states import OfficeKind, StaffRole
from operators.models import OfficerAssignment, Operator
from operators.selectors import sites
from operators.states import AssignmentRole
from programme.states import Kind

from .models import Choice, Client


def clients_of(user: User, on: date) -> QuerySet[Client]:
    """The clients of an account manager and of those the officer stands in for today."""
    managers = [user, *absent_principals(user, on)]
    return (
        Client.objects.filter(
            operator__assignments__officer__in=managers,
            operator__assignments__role=AssignmentRole.ACCOUNT_MANAGER,
            operator__assignments__valid_until__isnull=True,
        )
        .select_related("operator__organisation", "operator__office", "thread")
        .order_by("operator__legal_name", "id")
        .distinct()
    )


def visible_to_staff(user: User, on: date) -> QuerySet[Client]:
    """The clients an officer may see: an account manager the own ones, others those of the offices for which another
    role lets them read clients."""
    rows = Client.objects.select_related("operator__organisation", "operator__office", "thread")
    offices = office_ids(user, on, roles_with(Permission.CLIENT_READ) - {StaffRole.ACCOUNT_MANAGER})
    if offices is not None:
        own = clients_of(user, on).order_by().values("pk") if StaffRole.ACCOUNT_MANAGER in staff_roles(user, on) else ()
        rows = rows.filter(Q(operator__office__in=offices) | Q(pk__in=own))
    return rows.order_by("operator__legal_name", "id")


def last_contacts(clients: Iterable[Client]) -> dict[int, date | None]:
    """When each client and its manager were last in contact: the later of a noted contact and the last message."""
    return {client.pk: _last_contact(client) for client in clients}


def _last_contact(client: Client) -> date | None:
    written = local_date(client.thread.last_message_at) if client.thread.last_message_at else None
    known = [day for day in (written, client.last_contact_on) if day is not None]
    return max(known, default=None)


def unanswered(clients: Iterable[Client]) -> dict[int, Message]:
    """The last message of each client that still waits for an answer of Customs; one query."""
    threads = {client.thread_id: client.pk for client in clients}
    last = Message.objects.filter(thread__in=threads).order_by("thread_id", "-at", "-id").distinct("thread_id")
    return {threads[message.thread_id]: message for message in last if message.side == Side.TRADER}


def managers(clients: Iterable[Client]) -> dict[int, OfficerAssignment]:
    """Who looks after each client now, by client; one query."""
    operators = {client.operator_id: client.pk for client in clients}
    rows = OfficerAssignment.objects.filter(
        operator__in=operators, role=AssignmentRole.ACCOUNT_MANAGER, valid_until__isnull=True
    ).select_related("officer")
    return {operators[row.operator_id]: row for row in rows}


def choice_for(assignment: OfficerAssignment | None) -> Choice | None:
    """Why this account manager was chosen; None for an assignment made by hand."""
    return Choice.objects.filter(assignment=assignment).first() if assignment else None


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


def addressees(organisation: Organisation) -> list[tuple[str, Office, User | None]]:
    """Whom a company may write to, each with a key for the form: its account manager, its office, the headquarters."""
    operator = Operator.objects.filter(organisation=organisation).select_related("office").first()
    office = operator.office if operator else None
    found: list[tuple[str, Office, User | None]] = []
    manager = manager_of(operator) if operator else None
    if manager and office:
        found.append(("manager", office, manager.officer))
    if office:
        found.append((f"office:{office.code}", office, None))
    others = Office.objects.filter(kind=OfficeKind.HEADQUARTERS).exclude(pk=office.pk if office else 0)
    return [*found, *((f"office:{headquarters.code}", headquarters, None) for headquarters in others)]


def what_to_write_about(organisation: Organisation, on: date) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The kinds and the places a conversation can be limited to: none where nobody of the company is limited to any."""
    limits = list(Membership.objects.filter(in_force(on), organisation=organisation).values_list("kinds", "sites"))
    operator = Operator.objects.filter(organisation=organisation).first()
    kinds = [(value, str(label)) for value, label in Kind.choices] if any(row[0] for row in limits) else []
    places = sites(operator) if operator and any(row[1] for row in limits) else []
    return kinds, [(str(place.public_id), place.name) for place in places]
