"""Requests for information on the officers' side: the list, asking, going on without answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from applications import permissions, selectors, services
from applications.forms import QuestionForm, ReasonForm
from applications.states import Manner, RequestStatus
from foundation.audit.services import Refused, record_read
from foundation.clock.services import now
from foundation.identity.permissions import Permission

from .base import FilePage

QUESTIONS_AT_ONCE = 5


class Requests(FilePage):
    """Every request of the file with its answers."""

    permission = Permission.FILE_READ
    template_name = "applications/requests.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        record_read(actor=self.user, at=now(), file_id=self.application.public_id, what="requests")
        rows = [
            {
                "request": row,
                "late": row.status == RequestStatus.OPEN and row.due_on < self.on,
                "colour": {"OPEN": "orange", "ANSWERED": "green"}.get(row.status, "grey"),
            }
            for row in selectors.requests_of(self.application)
        ]
        return self.page(
            {
                "title": _("Requests"),
                "rows": rows,
                "improvements": selectors.improvements_of(self.application),
                "can_offer": self._may_offer(),
                "on": self.on,
                "can_ask": permissions.may_ask(self.application, self.held),
                "can_work": Permission.FILE_WORK in self.held,
                "reason_form": ReasonForm(),
                "wide": True,
            }
        )

    def _may_offer(self) -> bool:
        free = selectors.open_improvement(self.application) is None and permissions.may_ask(self.application, self.held)
        return free and selectors.pauses_left(self.application, Manner.PAUSE, self.on) > 0


class Ask(FilePage):
    """Questions to the trader, each pointing at the answer it is about."""

    permission = Permission.FILE_WORK
    template_name = "applications/ask.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if not permissions.may_ask(self.application, self.held):
            raise Refused(_("Nothing can be asked now: Customs does not work on this file at the moment."))
        return self._show(self._forms())

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if not permissions.may_ask(self.application, self.held):
            raise PermissionDenied
        forms = self._forms(request.POST)
        valid = [form.is_valid() for form in forms]
        items = self._items(forms) if all(valid) else []
        if not items:
            if all(valid):
                forms[0].add_error("question", _("Write at least one question."))
            return self._show(forms)
        services.ask(application=self.application, items=items, actor=self.user, now=now())
        messages.success(request, _("The trader was asked."))
        return redirect(self.url("requests"))

    def refused_to(self) -> str:
        return self.url("requests")

    def _forms(self, data: Any = None) -> list[QuestionForm]:
        criteria = selectors.relevant_criteria(self.application)
        sites = selectors.sites_of(self.application)
        first = {"criterion": self.request.GET.get("criterion", ""), "site": self.request.GET.get("site", "")}
        return [
            QuestionForm(
                data, prefix=f"q{place}", criteria=criteria, sites=sites, initial=first if place == 1 else None
            )
            for place in range(1, QUESTIONS_AT_ONCE + 1)
        ]

    def _items(self, forms: list[QuestionForm]) -> list[services.NewItem]:
        criteria = {row.code: row for row in selectors.relevant_criteria(self.application)}
        sites = {str(row.public_id): row for row in selectors.sites_of(self.application)}
        return [
            services.NewItem(
                form.cleaned_data["question"],
                criteria.get(form.cleaned_data["criterion"]),
                sites.get(form.cleaned_data["site"]),
            )
            for form in forms
            if form.cleaned_data["question"].strip()
        ]

    def _show(self, forms: list[QuestionForm]) -> HttpResponse:
        wrong = [form for form in forms if form.is_bound and form.errors]
        given = {
            "title": _("Ask the trader"),
            "forms": forms,
            "more_open": any(form["question"].value() or form.errors for form in forms[1:]),
            "errors": wrong,
        }
        return self.page({**given, "cancel_url": self.url("requests")})


class GoOn(FilePage):
    """Go on without the answers, with a reason."""

    permission = Permission.FILE_WORK

    def post(self, request: HttpRequest, public_id: str, request_id: str) -> HttpResponse:
        row = selectors.request_of(self.application, request_id)  # type: ignore[arg-type]
        if row is None:
            raise Http404
        form = ReasonForm(request.POST)
        if not form.is_valid():
            raise Refused(" ".join(map(str, form.errors["reason"])))
        services.go_on(request=row, reason=form.cleaned_data["reason"], actor=self.user, now=now())
        messages.success(request, _("The file goes on."))
        return redirect(self.url("requests"))

    def refused_to(self) -> str:
        return self.url("requests")
