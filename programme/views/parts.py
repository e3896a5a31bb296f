"""The parts of a draft: criteria, sections and start questions are written, translated, added and taken out;
or all criteria are handed in as a table."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L  # noqa: N812 - short, it stands in every line

from foundation.audit.services import Refused
from foundation.clock.services import now
from programme import selectors, services
from programme.forms import CriterionForm, PartForm, QuestionForm, SectionForm, TranslationForm
from programme.models import ApplicabilityQuestion, Criterion, Section

from .criteria import OfDraft


@dataclass(frozen=True)
class Sort:
    """One sort of part: its rows, its form, the field that names it, its words."""

    model: Any
    form: Any
    name: str
    add: Any
    remove: Any


SORTS = {
    "criterion": Sort(Criterion, CriterionForm, "code", L("Add a criterion"), L("Take this criterion out")),
    "section": Sort(Section, SectionForm, "letter", L("Add a section"), L("Take this section out")),
    "question": Sort(
        ApplicabilityQuestion, QuestionForm, "key", L("Add a start question"), L("Take this question out")
    ),
}


def _with_version(request: HttpRequest, stale: services.StaleDraft) -> QueryDict:
    """What was typed, with the number of the other edit: saving again keeps mine knowingly."""
    data = request.POST.copy()
    data["version"] = str(stale.theirs.version)
    return data


class _OfPart(OfDraft):
    template_name = "programme/criteria_part.html"

    @property
    def sort(self) -> Sort:
        found = SORTS.get(self.kwargs["sort"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def part(self) -> Any:
        rows = self.sort.model.objects.filter(criteria_set=self.draft).select_related("criteria_set")
        if self.sort.model is Criterion:
            rows = rows.select_related("section")
        return get_object_or_404(rows, **{self.sort.name: self.kwargs["name"]})

    def refused_to(self) -> str:
        return reverse("programme:criteria_draft")


class AddPart(_OfPart):
    """A new criterion, section or start question."""

    def get(self, request: HttpRequest, sort: str) -> HttpResponse:
        initial = {"section": request.GET.get("section", ""), "weight": "must"}
        return self._show(self.sort.form(draft=self.draft, new=True, initial=initial))

    def post(self, request: HttpRequest, sort: str) -> HttpResponse:
        form = self.sort.form(request.POST, draft=self.draft, new=True)
        if not form.is_valid():
            return self._show(form)
        try:
            services.add_part(
                model=self.sort.model, criteria_set=self.draft, values=form.values, actor=self.user, now=now()
            )
        except Refused as refusal:
            form.add_error(self.sort.name, refusal.message)
            return self._show(form)
        messages.success(request, _("Added to the draft."))
        return redirect("programme:criteria_draft")

    def _show(self, form: PartForm) -> HttpResponse:
        cancel_url = reverse("programme:criteria_draft")
        return self.page(title=self.sort.add, form=form, cancel_url=cancel_url, draft=self.draft)


class EditPart(_OfPart):
    """Change one part. Somebody who was faster is named, and both texts stand beside each other."""

    def get(self, request: HttpRequest, sort: str, name: str) -> HttpResponse:
        return self._show(self.sort.form(draft=self.draft, initial=self.sort.form.of(self.part)))

    def post(self, request: HttpRequest, sort: str, name: str) -> HttpResponse:
        form = self.sort.form(request.POST, draft=self.draft)
        if not form.is_valid():
            return self._show(form)
        version = form.cleaned_data["version"] or 0
        try:
            services.save_part(part=self.part, values=form.values, version=version, actor=self.user, now=now())
        except services.StaleDraft as stale:
            return self._show_both(form, stale)
        messages.success(request, _("Saved in the draft."))
        return redirect("programme:criteria_draft")

    def _show_both(self, form: PartForm, stale: services.StaleDraft) -> HttpResponse:
        """Theirs beside mine; saving again keeps mine knowingly."""
        mine, theirs = form.values, self.sort.form.of(stale.theirs)
        again = self.sort.form(_with_version(self.request, stale), draft=self.draft)
        return self._show(again, status=409, stale=stale, differences=selectors.differing_texts(theirs, mine))

    def _show(self, form: PartForm, status: int = 200, **context: Any) -> HttpResponse:
        page = self.page(
            title=str(self.part),
            caption=_("Draft version {number}").format(number=self.draft.number),
            form=form,
            part=self.part,
            sort=self.kwargs["sort"],
            name=self.kwargs["name"],
            text_languages=[(code, dict(settings.LANGUAGES)[code]) for code in selectors.further_languages()],
            remove_text=self.sort.remove,
            cancel_url=reverse("programme:criteria_draft"),
            **context,
        )
        page.status_code = status
        return page


class TranslatePart(_OfPart):
    """The words of one part in another language."""

    def get(self, request: HttpRequest, sort: str, name: str, language: str) -> HttpResponse:
        return self._show(self._form(None))

    def post(self, request: HttpRequest, sort: str, name: str, language: str) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form)
        version = form.cleaned_data["version"]
        try:
            services.save_translation(
                part=self.part, language=language, texts=form.texts, version=version, actor=self.user, now=now()
            )
        except services.StaleDraft as stale:
            again = self._form(_with_version(request, stale))
            again.add_error(None, stale.message)
            return self._show(again)
        messages.success(request, _("Saved in the draft."))
        return redirect("programme:criteria_part", self.kwargs["sort"], self.kwargs["name"])

    def _form(self, data: Any) -> TranslationForm:
        if self.kwargs["language"] not in selectors.further_languages():
            raise Http404
        return TranslationForm(data, part=self.part, language=self.kwargs["language"])

    def _show(self, form: TranslationForm) -> HttpResponse:
        language = dict(settings.LANGUAGES)[self.kwargs["language"]]
        return self.page(
            title=_("{part} in {language}").format(part=self.part, language=language),
            form=form,
            translating=True,
            cancel_url=reverse("programme:criteria_part", args=[self.kwargs["sort"], self.kwargs["name"]]),
        )


class RemovePart(_OfPart):
    """Take one part out of the draft."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, sort: str, name: str) -> HttpResponse:
        services.remove_part(part=self.part, actor=self.user, now=now())
        messages.success(request, _("{part} is out of the draft.").format(part=self.part))
        return redirect("programme:criteria_draft")
