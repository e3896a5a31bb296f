"""What the views of visits share: finding the visit for this person, refusing, answering with a page."""

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from foundation.audit.services import Refused, record_read
from foundation.clock.services import now
from foundation.documents.forms import add_refusal
from foundation.identity.models import User
from foundation.identity.permissions import GuardedView, Permission, narrow
from validations import permissions, selectors
from validations.models import Validation
from validations.permissions import VisitActs


class Page(GuardedView):
    """A view with a template. What a service refuses outside a form becomes a message on `refused_to`."""

    template_name: str
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect(self.refused_to())

    def refused_to(self) -> str:
        return self.request.path

    def page(self, context: dict[str, Any] | None = None) -> HttpResponse:
        return render(self.request, self.template_name, {**self.common(), **(context or {})})

    def common(self) -> dict[str, Any]:
        return {}

    @property
    def user(self) -> User:
        if not isinstance(self.request.user, User):
            raise Http404
        return self.request.user

    @property
    def on(self) -> date:
        on: date = self.request.on  # type: ignore[attr-defined]
        return on


class StaffVisit(Page):
    """A page of one visit for officers and its team; a visit of others does not exist here."""

    permission: Permission | str | tuple[Permission, ...] = permissions.READ

    @cached_property
    def validation(self) -> Validation:
        found = selectors.visible_to_staff(self.user, self.on).filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise Http404
        narrow(self.request, self.permission, *selectors.offices_of(found), file_id=selectors.file_id_of(found))
        return found

    @cached_property
    def acts(self) -> VisitActs:
        return permissions.acts_on(self.validation, self.user, self.on)

    def common(self) -> dict[str, Any]:
        return {
            "validation": self.validation,
            "acts": self.acts,
            "tag": selectors.staff_tag(self.validation),
            "base_layout": "layouts/officer.html",
            "print_file": self.validation.application.number if self.validation.application else "",
            "file_url": self.file_url(),
        }

    def file_url(self) -> str:
        """The tab of the dossier, for those who may see the file."""
        held = self.request.permissions  # type: ignore[attr-defined]
        if Permission.FILE_READ not in held or self.validation.application is None:
            return ""
        return reverse("validations:file", args=[self.validation.application.public_id])

    def url(self, name: str, *args: object) -> str:
        return reverse(f"validations:{name}", args=[self.validation.public_id, *args])

    def refused_to(self) -> str:
        return self.url("checklist")

    def demand(self, *, allowed: bool) -> None:
        """The visit is seen, the act is not this person's."""
        if not allowed:
            raise PermissionDenied

    def note_read(self, what: str) -> None:
        record_read(actor=self.user, at=now(), file_id=selectors.file_id_of(self.validation), what=what)


class FormPage(StaffVisit):
    """One form on a page of a visit: `form()` builds it, `act()` calls one service, `done()` names the next page.

    `states` are those of the visit in which the form can be sent; none named: in every one.
    """

    states: tuple[str, ...] = ()

    def allowed(self) -> bool:
        return self.acts.plan

    def demand_state(self) -> None:
        """Who asks for a form that can only be refused is led back with a word."""
        if self.states and self.validation.status not in self.states:
            raise Refused(_("This is not possible now. See where the visit stands."))

    def form(self, data: Any = None, files: Any = None) -> forms.Form:
        raise NotImplementedError

    def act(self, form: forms.Form) -> None:
        raise NotImplementedError

    def done(self) -> str:
        return self.file_url() or self.url("checklist")

    def said(self) -> str:
        return ""

    def shown(self, form: forms.Form) -> HttpResponse:
        return self.page({"form": form})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.demand(allowed=self.allowed())
        form = self.form()  # what it is about must exist before a word is said about the state
        self.demand_state()
        return self.shown(form)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.demand(allowed=self.allowed())
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.shown(form)
        try:
            self.act(form)
        except Refused as refusal:
            add_refusal(form, refusal)
            return self.shown(form)
        if self.said():
            messages.success(request, self.said())
        return redirect(self.done())


def lifecycle_url(name: str, *args: object) -> str:
    """The route of an act that spans rooms; it stands in a room above, so it is named and may be missing."""
    try:
        return reverse(f"lifecycle:{name}", args=args)
    except NoReverseMatch:
        return ""
