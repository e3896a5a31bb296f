"""What the public pages before an application share: a form with a limit of tries, shown again with everything typed."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from applications.adapters.throttle import too_often
from applications.views.base import Page
from foundation.audit.services import Refused
from foundation.identity.permissions import PUBLIC


@method_decorator(never_cache, name="dispatch")
class PublicForm(Page):
    """A page with one form for anybody. Too many posts of one address are asked to wait."""

    permission: Any = PUBLIC
    limited = "before"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and too_often(request, self.limited):
            return render(request, "429.html", status=429)
        response = super().dispatch(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    def form(self, data: Any = None) -> forms.Form:
        raise NotImplementedError

    def save(self, form: Any) -> HttpResponse:
        raise NotImplementedError

    def more(self) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            return self.save(form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.show(form)

    def show(self, form: forms.Form, status: int = 200) -> HttpResponse:
        return self.page({"form": form, "button_text": _("Continue"), **self.more()}, status=status)
