"""Explaining texts: the list of places, and the editor of one text in one language."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.clock.services import now
from foundation.identity.permissions import Permission
from programme import permissions, selectors, services
from programme.forms import GuidanceForm

from .base import Page


class GuidanceList(Page):
    """Every place that can have a text, and the languages in which there is one."""

    permission = Permission.PROGRAMME_READ
    template_name = "programme/guidance.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(
            title=_("Explaining texts"),
            places=selectors.guidance_places(self.on),
            text_languages=settings.LANGUAGES,
            can_configure=permissions.may_configure(self.held),
            back_url=reverse("programme:criteria_versions"),
        )


class EditGuidance(Page):
    """One text in one language, with its earlier versions."""

    permission = Permission.PROGRAMME_CONFIGURE
    template_name = "programme/guidance_text.html"

    def get(self, request: HttpRequest, place: str, language: str) -> HttpResponse:
        newest = selectors.guidance_versions(place, language).first()
        initial = {"text": newest.text, "seen": newest.version} if newest else {"seen": 0}
        return self._show(GuidanceForm(initial=initial))

    def post(self, request: HttpRequest, place: str, language: str) -> HttpResponse:
        form = GuidanceForm(request.POST)
        if not form.is_valid() or not self._label():
            return self._show(form)
        text, seen = form.cleaned_data["text"], form.cleaned_data["seen"] or 0
        try:
            services.write_guidance(place=place, language=language, text=text, seen=seen, actor=self.user, now=now())
        except services.StaleGuidance as stale:
            return self._show_both(request.POST, stale)
        messages.success(request, _("Saved. Everybody reads the new text from now on."))
        return redirect("programme:guidance")

    def _show_both(self, typed: QueryDict, stale: services.StaleGuidance) -> HttpResponse:
        data = typed.copy()
        data["seen"] = str(stale.theirs.version if stale.theirs else 0)
        page = self._show(GuidanceForm(data), stale)
        page.status_code = 409
        return page

    def _label(self) -> str:
        label = selectors.place_label(self.kwargs["place"], self.on)
        if label is None or self.kwargs["language"] not in dict(settings.LANGUAGES):
            raise Http404
        return label

    def _show(self, form: GuidanceForm, stale: services.StaleGuidance | None = None) -> HttpResponse:
        place, language = self.kwargs["place"], self.kwargs["language"]
        return self.page(
            title=self._label(),
            caption=dict(settings.LANGUAGES).get(language, language),
            form=form,
            stale=stale,
            versions=selectors.guidance_versions(place, language)[:20],
            cancel_url=reverse("programme:guidance"),
        )
