"""What the views of operators share: the company somebody acts for, the company an officer may see, refusals as messages."""

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse

from foundation.audit.services import Refused
from foundation.clock.services import today
from foundation.documents.forms import add_refusal
from foundation.identity.models import Organisation, User
from foundation.identity.permissions import Acting, GuardedView, Permission, narrow
from operators import selectors
from operators.models import Operator
from operators.services import StaleEdit


def reverse_or_nothing(name: str) -> str:
    """A page of a room above; nothing where this deployment does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


class Page(GuardedView):
    """A view with a template. What a service refuses becomes a message on the page that `refused_to` names."""

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

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        return render(self.request, self.template_name, context, status=status)

    @property
    def user(self) -> User:
        user = self.request.user
        if not isinstance(user, User):
            raise Http404
        return user

    @property
    def held(self) -> frozenset[Permission]:
        held: frozenset[Permission] = self.request.permissions  # type: ignore[attr-defined]
        return held

    @cached_property
    def on(self) -> date:
        return today()


class FormPage(Page):
    """A page with one form: shown, cleaned, handed to `save`; what is wrong comes back with everything typed."""

    title: Any = ""

    def form(self, data: Any = None, files: Any = None) -> forms.Form:
        raise NotImplementedError

    def save(self, data: dict[str, Any]) -> HttpResponse:
        raise NotImplementedError

    def more(self) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        try:
            return self.save(form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
            return self.show(form)

    def show(self, form: forms.Form, **more: Any) -> HttpResponse:
        return self.page(title=self.title, form=form, **self.more(), **more)

    def show_both(self, stale: StaleEdit, mine: dict[str, Any], form: forms.Form | None = None) -> HttpResponse:
        """The form again with my text, and the other one's beside it; saving once more is then a choice."""
        shown = self.request.POST.copy()
        shown["version"] = str(stale.theirs.version)
        again = form or self.form(shown)
        again.is_valid()
        again.add_error(None, stale.message)
        differing = [
            {"label": again.fields[name].label, "theirs": getattr(stale.theirs, name), "mine": value}
            for name, value in mine.items()
            if name in again.fields and getattr(stale.theirs, name, value) != value
        ]
        return self.show(again, differing=differing, changed_by=stale.changed_by)


class CompanyPage(Page):
    """A page of the company somebody acts for; without one, or for another kind of organisation, it is not there."""

    @property
    def acting(self) -> Acting:
        acting: Acting | None = self.request.acting_for  # type: ignore[attr-defined]
        if acting is None:
            raise Http404
        return acting

    @property
    def organisation(self) -> Organisation:
        return self.acting.organisation

    @cached_property
    def operator(self) -> Operator:
        operator = selectors.for_company(self.organisation)
        if operator is None:
            raise Http404
        return operator


class OperatorPage(Page):
    """A page of one company for officers of its office; any other is not there."""

    @cached_property
    def operator(self) -> Operator:
        visible = selectors.visible_to_staff(self.user, self.on)
        operator = get_object_or_404(visible, public_id=self.kwargs["public_id"])
        if (
            operator.office_id is not None
        ):  # without an office it belongs to everybody who holds the permission somewhere
            narrow(self.request, self.permission, operator.office_id)
        return operator
