"""What the pages of the programme share."""

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from foundation.audit.services import Refused
from foundation.clock.services import today
from foundation.identity.models import User
from foundation.identity.permissions import GuardedView, Permission


class Page(GuardedView):
    """A view with a template. What a service refuses becomes a message on the page `refused_to` names."""

    template_name: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect(self.refused_to())

    def refused_to(self) -> str:
        return reverse("programme:configuration")

    def page(self, **context: Any) -> HttpResponse:
        return render(self.request, self.template_name, context)

    @property
    def user(self) -> User:
        if not isinstance(self.request.user, User):
            raise Http404
        return self.request.user

    @property
    def held(self) -> frozenset[Permission]:
        held: frozenset[Permission] = self.request.permissions  # type: ignore[attr-defined]
        return held

    @cached_property
    def on(self) -> date:
        return today()


def route(name: str) -> str:
    """A page of a room above; nothing where this deployment does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


class FormPage(Page):
    """The steady order of a form: show, check, one service call, say what happened. A refusal comes back on the form."""

    permission = Permission.PROGRAMME_CONFIGURE
    template_name = "programme/form.html"
    title: Any = ""
    caption: Any = ""
    button_text: Any = ""
    said: Any = ""

    def form(self, *data: Any) -> forms.Form:
        raise NotImplementedError

    def act(self, form: Any) -> None:
        """The one service call; may raise Refused."""
        raise NotImplementedError

    def next_url(self) -> str:
        return reverse("programme:configuration")

    def more(self) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                self.act(form)
                messages.success(request, self.said)
                return redirect(self.next_url())
            except Refused as refusal:
                for text in refusal.breaches or (refusal.message,):
                    form.add_error(None, text)
        return self.show(form)

    def show(self, form: forms.Form) -> HttpResponse:
        context = {"title": self.title, "caption": self.caption, "button_text": self.button_text}
        return self.page(form=form, cancel_url=self.next_url(), **{**context, **self.more()})


def whole(text: str | None) -> int | None:
    """A number a form carries in a hidden field; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None
