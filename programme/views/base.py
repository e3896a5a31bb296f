"""What the pages of the programme share."""

from datetime import date
from functools import cached_property
from typing import Any

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
