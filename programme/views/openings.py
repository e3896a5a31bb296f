"""When operator types take applications, one type or several in stages, and their names in other languages."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.identity.permissions import Permission
from programme import selectors, services
from programme.forms import OpeningForm, StagesForm, TypeWordsForm
from programme.models import OpeningPlan, OperatorType
from programme.states import OpeningStatus

from .base import FormPage, Page


class Opening(Page):
    """From when until when a type takes applications."""

    permission = Permission.PROGRAMME_CONFIGURE
    template_name = "programme/opening.html"

    @cached_property
    def type(self) -> OperatorType:
        return get_object_or_404(selectors.types(), token=self.kwargs["token"])

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        names = ("opens_on", "closes_on", "most_companies", "group_until")
        return self._show(OpeningForm(on=self.on, initial={name: getattr(self.type, name) for name in names}))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = OpeningForm(request.POST, on=self.on)
        if not form.is_valid():
            return self._show(form)
        said = dict(form.cleaned_data)
        reason = said.pop("reason")
        try:
            line = services.TypeOpening(self.type, **said)
            plan = services.propose_openings(lines=[line], reason=reason, actor=self.user, now=now())
        except Refused as refusal:
            form.add_error("opens_on" if refusal.breaches else None, refusal.message)
            return self._show(form)
        messages.success(request, _("The days of {type} wait to be confirmed.").format(type=self.type.label))
        return redirect("programme:opening_plan", plan.public_id)

    def _show(self, form: OpeningForm) -> HttpResponse:
        cancel_url = reverse("programme:configuration")
        codes = selectors.further_languages()
        return self.page(
            title=self.type.label,
            caption=_("When the type takes applications"),
            form=form,
            cancel_url=cancel_url,
            button_text=_("Propose it"),
            waiting=selectors.plan_of_type(self.type),
            token=self.type.token,
            text_languages=[(code, name) for code, name in settings.LANGUAGES if code in codes],
        )


class TypeWords(FormPage):
    """What a type is called in another language."""

    said = gettext_lazy("Saved. Readers of this language see it from now on.")
    button_text = gettext_lazy("Save")

    @cached_property
    def type(self) -> OperatorType:
        if self.kwargs["language"] not in selectors.further_languages():
            raise Http404
        return get_object_or_404(selectors.types(), token=self.kwargs["token"])

    def form(self, *data: Any) -> TypeWordsForm:
        initial = self.type.translations.get(self.kwargs["language"], {})
        return TypeWordsForm(*data, first=selectors.first_words(self.type), initial=initial)

    def act(self, form: TypeWordsForm) -> None:
        services.set_type_words(
            operator_type=self.type,
            language=self.kwargs["language"],
            actor=self.user,
            now=now(),
            **form.cleaned_data,
        )

    def next_url(self) -> str:
        return reverse("programme:opening", args=[self.kwargs["token"]])

    def more(self) -> dict[str, Any]:
        language = dict(settings.LANGUAGES)[self.kwargs["language"]]
        return {"title": _("{part} in {language}").format(part=self.type.label, language=language)}


class Stages(Page):
    """Open several types one after the other, with time between to put right what the first ones show."""

    permission = Permission.PROGRAMME_CONFIGURE
    template_name = "programme/stages.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form)
        chosen = {name: form.cleaned_data[name] for name in ("first_on", "months_between", "reason")}
        try:
            plan = services.propose_stages(stages=form.stages, actor=self.user, now=now(), **chosen)
        except Refused as refusal:
            for problem in refusal.breaches or (refusal.message,):
                form.add_error(None, problem)
            return self._show(form)
        messages.success(request, _("The days wait to be confirmed."))
        return redirect("programme:opening_plan", plan.public_id)

    def _form(self, data: object = None) -> StagesForm:
        still = [row for row in selectors.types() if row not in set(selectors.open_types(self.on))]
        return StagesForm(data, types=still, on=self.on)  # type: ignore[arg-type]

    def _show(self, form: StagesForm) -> HttpResponse:
        cancel_url = reverse("programme:criteria_versions")
        lacking = selectors.sections_lacking(selectors.criteria_set(self.on), form.types)
        return self.page(
            title=_("Open types in stages"),
            form=form,
            lacking=lacking,
            cancel_url=cancel_url,
            button_text=_("Propose the days"),
        )


class OpeningPlanPage(Page):
    """What a plan changes, type by type; another person confirms it with the button."""

    permission = Permission.PROGRAMME_CONFIGURE
    template_name = "programme/opening_plan.html"

    @cached_property
    def plan(self) -> OpeningPlan:
        return get_object_or_404(selectors.opening_plans(), public_id=self.kwargs["public_id"])

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        return self.page(
            title=_("When types take applications"),
            plan=self.plan,
            waits=self.plan.status == OpeningStatus.PROPOSED,
            may_confirm=self.plan.author_id is None or self.plan.author_id != self.user.pk,
            changes=selectors.opening_changes(self.plan),
            back_url=reverse("programme:configuration"),
        )

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        services.confirm_openings(plan=self.plan, actor=self.user, now=now())
        messages.success(request, _("Confirmed. The days hold. Files that run are not touched."))
        return redirect("programme:configuration")

    def refused_to(self) -> str:
        return reverse("programme:opening_plan", args=[self.kwargs["public_id"]])


class DropOpenings(Page):
    """Throw days away that nobody confirmed."""

    permission = Permission.PROGRAMME_CONFIGURE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        plan = get_object_or_404(selectors.opening_plans(), public_id=public_id)
        services.drop_openings(plan=plan, actor=self.user, now=now())
        messages.success(request, _("The days are dropped. Nothing has changed."))
        return redirect("programme:configuration")
