"""The steady order of one act with a form: is it possible now, show the form, take the act, say what happened."""

from typing import Any, ClassVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from foundation.audit.services import Refused
from foundation.documents.forms import add_refusal

from .base import Page


class FormAct(Page):
    """GET shows the form, POST takes the act; what a service refuses stands on the form, with everything that was typed.

    An act that cannot happen now leads back to the file with a sentence.
    """

    template_name = "applications/act.html"
    title: ClassVar[Any] = ""
    button_text: ClassVar[Any] = ""

    def allowed(self) -> bool:
        raise NotImplementedError

    def form(self, *given: Any) -> Form:
        raise NotImplementedError

    def take(self, form: Any) -> str:
        """Call the one service; gives the sentence that tells what happened."""
        raise NotImplementedError

    def back(self) -> str:
        raise NotImplementedError

    def more(self) -> dict[str, Any]:
        """Further context of the page."""
        return {}

    def refused_to(self) -> str:
        return self.back()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.form()) if self.allowed() else self._not_now()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.allowed():
            return self._not_now()
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        try:
            messages.success(request, self.take(form))
        except Refused as refusal:
            add_refusal(form, refusal)
            return self.show(form)
        return redirect(self.back())

    def show(self, form: Form) -> HttpResponse:
        context = {"title": self.title, "form": form, "button_text": self.button_text, "cancel_url": self.back()}
        return self.page({**context, "wide": True, **self.more()}, status=422 if form.errors else 200)

    def _not_now(self) -> HttpResponse:
        messages.error(self.request, _("This is not possible now. The file stands elsewhere."))
        return redirect(self.back())
