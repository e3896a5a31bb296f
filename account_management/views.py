"""The account manager's clients, what waits with them, and the conversation with one."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from certificates import selectors as certificates
from certificates.models import Certificate
from foundation.audit.services import Refused
from foundation.clock.services import local_date, now
from foundation.correspondence import selectors as correspondence
from foundation.correspondence.states import Side
from foundation.identity.models import Organisation
from foundation.identity.permissions import GuardedView, Permission, PortalRequest
from programme import selectors as programme
from programme.states import FigureCode

from . import permissions, selectors, services
from .forms import NewConversationForm, WriteForm
from .models import Client

PAGE = 50
OFFICER = "layouts/officer.html"


class Clients(GuardedView):
    """One list of what waits, the clients with their last contact, the load."""

    permission = Permission.CLIENT_READ

    def get(self, request: PortalRequest) -> HttpResponse:
        rows = selectors.visible_to_staff(request.user, request.on)
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        clients = list(page)
        contacts = selectors.last_contacts(clients)
        waiting = _waiting(request, clients)
        context = {
            "title": _("Your clients"),
            "page": page,
            "count": page.paginator.count,
            "rows": _rows(clients, contacts, request.on),
            "waiting": waiting,
            "longest": None if waiting else _longest(clients, contacts),
            "load": _load(request),
            "base_layout": OFFICER,
        }
        return render(request, "account_management/clients.html", context)


class ClientPage(GuardedView):
    """One client: how it stands, who looks after it and why, and the conversation."""

    permission = Permission.CLIENT_READ

    def get(self, request: PortalRequest, public_id: UUID) -> HttpResponse:
        return self._page(request, permissions.client_for(request.user, public_id, request.on), WriteForm())

    def post(self, request: PortalRequest, public_id: UUID) -> HttpResponse:
        client = permissions.client_for(request.user, public_id, request.on)
        form = WriteForm(request.POST)
        if form.is_valid():
            try:
                services.write_to_client(client=client, body=form.cleaned_data["body"], officer=request.user, now=now())
                messages.success(request, _("Your message is sent."))
                return redirect("account_management:client", public_id)
            except Refused as refusal:
                form.add_error(None, refusal.message)
        return self._page(request, client, form)

    def _page(self, request: PortalRequest, client: Client, form: WriteForm) -> HttpResponse:
        assignment = selectors.manager_of(client.operator)
        held = list(certificates.of_operator(client.operator))
        context = {
            "title": client.operator.legal_name,
            "client": client,
            "operator": client.operator,
            "tags": _tags(held, certificates.status_on(held, request.on)),
            "assignment": assignment,
            "choice": selectors.choice_for(assignment),
            "thread": _thread(client),
            "form": form if permissions.may_write(request.user, client, request.on) else None,
            "back_url": reverse("account_management:clients"),
            "back_text": _("Back to your clients"),
            "base_layout": OFFICER,
        }
        return render(request, "account_management/client.html", context, status=422 if form.errors else 200)


class NewConversation(GuardedView):
    """A company writes to its account manager, its office or the headquarters about something new."""

    permission = Permission.MESSAGE_WRITE

    def get(self, request: PortalRequest) -> HttpResponse:
        return self._page(request, self._form(request))

    def post(self, request: PortalRequest) -> HttpResponse:
        form = self._form(request, request.POST, request.FILES)
        if form.is_valid():
            try:
                thread = services.write_to_customs(
                    organisation=self._company(request), **form.cleaned_data, author=request.user, now=now()
                )
                messages.success(request, _("Your message is sent."))
                return redirect("correspondence:thread", thread.public_id)
            except Refused as refusal:
                for sentence in refusal.breaches or (refusal.message,):
                    form.add_error("files" if refusal.breaches else None, sentence)
        return self._page(request, form)

    def _company(self, request: PortalRequest) -> Organisation:
        if request.acting_for is None:
            raise Http404
        return request.acting_for.organisation

    def _form(self, request: PortalRequest, *given: Any) -> NewConversationForm:
        names = [
            (key, _("{name}, your account manager").format(name=officer.full_name) if officer else office.name)
            for key, office, officer in selectors.addressees(self._company(request))
        ]
        kinds, sites = selectors.what_to_write_about(self._company(request), request.on)
        return NewConversationForm(*given, choices=names, kinds=kinds, sites=sites)

    def _page(self, request: PortalRequest, form: NewConversationForm) -> HttpResponse:
        context = {
            "title": _("Write to Customs"),
            "form": form,
            "back_url": f"{reverse('correspondence:inbox')}?show=conversations",
            "back_text": _("Back to your conversations"),
            "base_layout": "layouts/trader.html",
        }
        return render(request, "account_management/new_conversation.html", context, status=422 if form.errors else 200)


def _waiting(request: PortalRequest, clients: list[Client]) -> list[dict[str, Any]]:
    """Everything that waits, what is due first on top: unanswered messages and notices that ask for an act."""
    by_pk = {client.pk: client for client in clients}
    unanswered = [
        {
            "client": by_pk[pk].operator.legal_name,
            "url": reverse("account_management:client", args=[by_pk[pk].public_id]),
            "what": _("A message waits for your answer"),
            "second": message.body[:140],
            "tag": _("Message"),
            "colour": "blue",
            "due_on": None,
            "since": local_date(message.at),
        }
        for pk, message in selectors.unanswered(clients).items()
    ]
    asked = [
        {
            "client": notice.organisation.name if notice.organisation else "",
            "url": notice.url,
            "what": notice.told_title,
            "second": notice.told_body[:140],
            "tag": _("Task"),
            "colour": "orange",
            "due_on": notice.due_on,
            "late": notice.due_on is not None and notice.due_on < request.on,
            "since": local_date(notice.created_at),
        }
        for notice in correspondence.action_notices(request.user, None)[:PAGE]
    ]
    return sorted([*asked, *unanswered], key=lambda row: (row["due_on"] or date.max, row["since"]))


def _rows(clients: list[Client], contacts: dict[int, date | None], on: date) -> list[dict[str, Any]]:
    managers = selectors.managers(clients)
    held: dict[int, list[Certificate]] = defaultdict(list)
    for row in Certificate.objects.filter(operator__in=[client.operator_id for client in clients]).order_by(
        "kind", "id"
    ):
        held[row.operator_id].append(row)
    statuses = certificates.status_on([row for rows in held.values() for row in rows], on)
    return [
        {
            "client": client,
            "tags": _tags(held[client.operator_id], statuses),
            "contact": contacts[client.pk],
            "manager": managers[client.pk].officer.full_name if client.pk in managers else "",
            "since": managers[client.pk].valid_from if client.pk in managers else None,
        }
        for client in clients
    ]


def _tags(held: list[Certificate], statuses: dict[int, str]) -> list[dict[str, str]]:
    """The state of each kind, the newest certificate speaking; one tag when all stand alike."""
    speaking = {
        row.kind: row for row in sorted(held, key=lambda row: (row.effective_from, row.pk)) if row.pk in statuses
    }
    tags = [(certificates.officer_tag(statuses[row.pk]), row.get_kind_display().lower()) for row in speaking.values()]
    if len({tag.text for tag, _kind in tags}) == 1:
        return [{"text": tags[0][0].text, "colour": tags[0][0].colour, "kind": ""}]
    return [{"text": tag.text, "colour": tag.colour, "kind": kind} for tag, kind in tags]


def _longest(clients: list[Client], contacts: dict[int, date | None]) -> dict[str, Any] | None:
    """Who was not heard of for longest."""
    if not clients:
        return None
    client = min(clients, key=lambda row: contacts[row.pk] or row.since)
    return {"name": client.operator.legal_name, "on": contacts[client.pk] or client.since}


def _load(request: PortalRequest) -> dict[str, Any]:
    """The officer's clients against the most that one looks after, and the middle of all account managers."""
    loads = selectors.loads()
    most = programme.figure(FigureCode.CLIENTS_PER_MANAGER, programme.configuration(request.on))
    own = loads.get(request.user.pk, 0)
    ordered = sorted(loads.values())
    return {
        "own": own,
        "most": most,
        "percent": min(100 * own // max(most, 1), 100),
        "middle": ordered[len(ordered) // 2] if ordered else 0,
    }


def _thread(client: Client) -> list[dict[str, Any]]:
    """The conversation, latest last; a file leads to the room of conversations, which asks its own permissions."""
    thread = client.thread
    return [
        {
            "author": message.author_label,
            "role": message.get_side_display(),
            "at": message.at,
            "text": message.body,
            "mine": message.side == Side.CUSTOMS,
            "files": [
                {
                    "name": document.title,
                    "url": reverse("correspondence:attachment", args=[thread.public_id, document.public_id]),
                }
                for document in message.documents.all()
            ],
        }
        for message in correspondence.messages_of(thread)
    ]
