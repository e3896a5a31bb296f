"""Appointing an account manager and keeping in contact with the client."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application
from foundation.audit.services import Actor, Refused, acting, locked, record
from foundation.clock.services import local_date
from foundation.correspondence import services as correspondence
from foundation.correspondence.models import Message, Thread
from foundation.correspondence.selectors import Concerns
from foundation.correspondence.states import NoticeKind, Side
from foundation.identity.models import Organisation, User
from foundation.identity.permissions import Permission
from foundation.identity.selectors import is_absent, staff_in_role
from foundation.identity.states import StaffRole
from operators import selectors as operator_selectors
from operators import services as operators
from operators.models import OfficerAssignment, Operator
from operators.states import AssignmentRole
from programme import selectors as programme
from programme import services as programme_services
from programme.states import Act, FigureCode
from validations.models import TeamMember

from . import rules, selectors
from .models import Choice, Client


def appoint(*, operator: Operator, application: Application, actor: Actor, now: datetime) -> OfficerAssignment | None:
    """Choose and assign an account manager after a grant; None, with a notice to team leaders, when nobody is free."""
    on = local_date(now)
    current = selectors.manager_of(operator)
    if current:
        return current
    candidates = _candidates(operator, application, on)
    at_most = programme.figure(FigureCode.CLIENTS_PER_MANAGER, programme.configuration(on))
    chosen = rules.best(candidates, clients_at_most=at_most)
    with acting(actor=actor, at=now):
        if chosen is None:
            _tell_team_leaders(operator, application, actor, now)
            return None
        return _assign(operator, application, chosen, candidates, at_most, actor, now)


def _candidates(operator: Operator, application: Application, on: date) -> list[rules.Candidate]:
    users = staff_in_role(StaffRole.ACCOUNT_MANAGER, on, application.office)
    loads, sectors = selectors.loads(), selectors.sectors(users)
    visitors = set(TeamMember.objects.filter(validation__application=application).values_list("user", flat=True))
    interested = set(operator_selectors.interests(operator, on).values_list("officer", flat=True))
    return [
        rules.Candidate(
            user_id=user.pk,
            label=user.full_name,
            took_part=user.pk in visitors,
            sector=operator.sector in sectors.get(user.pk, set()),
            load=loads.get(user.pk, 0),
            absent=is_absent(user, on),
            conflict=_("declared an interest")
            if user.pk in interested
            else " ".join(programme.breaches(file_id=application.public_id, act=Act.MANAGE, user=user, on=on)),
        )
        for user in users.order_by("pk")
    ]


def _assign(
    operator: Operator,
    application: Application,
    chosen: rules.Candidate,
    candidates: list[rules.Candidate],
    at_most: int,
    actor: Actor,
    now: datetime,
) -> OfficerAssignment:
    officer = User.objects.get(pk=chosen.user_id)
    assignment = operators.assign_officer(
        operator=operator,
        officer=officer,
        role=AssignmentRole.ACCOUNT_MANAGER,
        reason=_("Appointed with the grant."),
        actor=actor,
        now=now,
    )
    listed = [{**asdict(c), "points": rules.points(c, clients_at_most=at_most)} for c in candidates]
    Choice.objects.create(assignment=assignment, chosen=officer, candidates=listed, at=now)
    client = _client(operator, actor, now)
    correspondence.address(thread=client.thread, officer=officer, actor=actor, now=now)
    programme_services.take_act(
        file_id=application.public_id, act=Act.MANAGE, user=officer, reason=_("Appointed with the grant."), now=now
    )
    record("client.appointed", subject=client, organisation_id=operator.organisation_id, disclosed=True)
    _tell_both(client, officer, actor, now)
    return assignment


def _tell_both(client: Client, officer: User, actor: Actor, now: datetime) -> None:
    company = client.operator
    once = f"account-manager:{client.pk}:{officer.pk}:{now.isoformat()}"
    correspondence.notify(
        recipients=[officer],
        kind=NoticeKind.INFORMATION,
        title=lambda: _("You are the account manager of {company}").format(company=company.legal_name),
        url=reverse("account_management:client", args=[client.public_id]),
        once_key=f"{once}:officer",
        actor=actor,
        now=now,
    )
    correspondence.notify_company(
        organisation=company.organisation,
        kind=NoticeKind.INFORMATION,
        title=lambda: _("{officer} is your account manager").format(officer=officer.full_name),
        url=reverse("correspondence:thread", args=[client.thread.public_id]),
        once_key=f"{once}:company",
        concerns=Concerns(needs=(Permission.MESSAGE_READ,)),
        actor=actor,
        now=now,
    )


def _client(operator: Operator, actor: Actor, now: datetime) -> Client:
    client = Client.objects.filter(operator=operator).first()
    if client:
        return client
    thread = correspondence.open_thread(
        organisation=operator.organisation,
        subject=_("You and your account manager"),
        office=operator.office,
        actor=actor,
        now=now,
    )
    return Client.objects.create(operator=operator, thread=thread, since=local_date(now))


def _tell_team_leaders(operator: Operator, application: Application, actor: Actor, now: datetime) -> None:
    correspondence.notify(
        recipients=staff_in_role(StaffRole.TEAM_LEADER, local_date(now), application.office),
        kind=NoticeKind.ACTION,
        title=lambda: _("No account manager is free for {company}").format(company=operator.legal_name),
        url=reverse("operators:operator", args=[operator.public_id]),
        file_id=application.public_id,
        once_key=f"no-account-manager:{operator.pk}",
        actor=actor,
        now=now,
    )


def write_to_client(*, client: Client, body: str, officer: User, now: datetime) -> Message:
    """A message of the account manager in the client's thread; counts as contact. Refused to other officers."""
    if not selectors.clients_of(officer, local_date(now)).filter(pk=client.pk).exists():
        raise Refused(_("Only the account manager of this company, or who stands in, writes here."))
    with acting(actor=officer, at=now):
        client = locked(client)
        client.last_contact_on = local_date(now)
        client.save(update_fields=["last_contact_on"])
        return correspondence.post_message(
            thread=client.thread, side=Side.CUSTOMS, author=officer, body=body, actor=officer, now=now
        )


def write_to_customs(
    *,
    organisation: Organisation,
    to: str,
    subject: str,
    body: str,
    files: Iterable["UploadedFile[Any]"],
    kinds: Iterable[str] = (),
    sites: Iterable[str] = (),
    author: User,
    now: datetime,
) -> Thread:
    """A company begins a conversation with one of its addressees, about some kinds or places or the whole company. Raises
    Refused for any other."""
    found = next((row for row in selectors.addressees(organisation) if row[0] == to), None)
    if found is None:
        raise Refused(_("Choose to whom you write."))
    _key, office, officer = found
    return correspondence.start_conversation(
        organisation=organisation,
        subject=subject,
        office=office,
        addressed_to=officer,
        body=body,
        files=files,
        about=Concerns(kinds=tuple(kinds), sites=tuple(UUID(str(site)) for site in sites)),
        author=author,
        now=now,
    )
