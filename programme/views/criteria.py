"""Versions of the criteria: the list, the draft, two versions side by side, a version as a trader would see it."""

from functools import cached_property
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.clock.services import now
from foundation.identity.permissions import Permission
from programme import permissions, selectors, services
from programme.forms import CompareForm, EffectForm, PreviewForm, ReasonForm
from programme.models import CriteriaSet, Criterion
from programme.states import Kind, SetStatus, Stage

from .base import Page, route

# Who may open the page of `workbench` that lists whom a version touches.
MAY_SEE_TOUCHED = {Permission.PROGRAMME_CONFIGURE, Permission.AUDIT_READ}

Sections = list[tuple[Any, list[Criterion]]]


def by_section(rows: list[Criterion]) -> Sections:
    """Rows in the order of their sections, section by section."""
    return [(section, list(members)) for section, members in groupby(rows, key=lambda row: row.section)]


class OfVersion(Page):
    """A page about one version, found by its number."""

    permission = Permission.PROGRAMME_READ

    @cached_property
    def version(self) -> CriteriaSet:
        return get_object_or_404(selectors.criteria_sets(), number=self.kwargs["number"])


class OfDraft(Page):
    """A page about the version that is being written; 404 when there is none."""

    permission = Permission.PROGRAMME_CONFIGURE

    @cached_property
    def draft(self) -> CriteriaSet:
        draft = selectors.draft_criteria_set()
        if draft is None:
            raise Http404
        return draft

    def refused_to(self) -> str:
        return reverse("programme:criteria_versions")


class CriteriaVersions(Page):
    """Every version, what is in force, what is being written and by whom, and everything one can do from here."""

    permission = Permission.PROGRAMME_READ
    template_name = "programme/criteria_versions.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(
            title=_("Criteria"),
            current=selectors.criteria_set(self.on),
            versions=selectors.criteria_sets(),
            draft=selectors.draft_criteria_set(),
            can_configure=permissions.may_configure(self.held),
            touched_url=route("workbench:criteria_touched") if self.held & MAY_SEE_TOUCHED else "",
            back_url=reverse("programme:configuration"),
        )


class ShowVersion(OfVersion):
    """All criteria of one version, with the ways to take them away."""

    template_name = "programme/criteria_version.html"

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return self.page(
            title=_("Criteria, version {number}").format(number=number),
            version=self.version,
            sections=by_section(selectors.criteria(self.version)),
            can_take_up=self._can_take_up(),
            back_url=reverse("programme:criteria_versions"),
        )

    def _can_take_up(self) -> bool:
        """An earlier version, while nobody writes another one."""
        latest = selectors.latest_criteria_set()
        earlier = self.version.status == SetStatus.PUBLISHED and self.version != latest
        return earlier and permissions.may_configure(self.held) and selectors.draft_criteria_set() is None


class BeginDraft(Page):
    """Begin a new version as a copy of the newest."""

    permission = Permission.PROGRAMME_CONFIGURE
    template_name = "layouts/form.html"

    def refused_to(self) -> str:
        return reverse("programme:criteria_versions")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._show(ReasonForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        services.begin_criteria_draft(actor=self.user, now=now(), **form.cleaned_data)
        messages.success(request, _("The draft is a copy of the newest version. Nothing has changed yet."))
        return redirect("programme:criteria_draft")

    def _show(self, form: ReasonForm) -> HttpResponse:
        cancel_url = reverse("programme:criteria_versions")
        return self.page(
            title=_("Write a new version"), form=form, cancel_url=cancel_url, button_text=_("Copy the newest version")
        )


class TakeUpCriteria(OfVersion, BeginDraft):
    """Begin a new version that says again what an earlier one said."""

    permission = Permission.PROGRAMME_CONFIGURE

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        services.begin_criteria_draft(like=self.version, actor=self.user, now=now(), **form.cleaned_data)
        messages.success(request, _("The draft says what that version said. Nothing has changed yet."))
        return redirect("programme:criteria_draft")

    def _show(self, form: ReasonForm) -> HttpResponse:
        return self.page(
            title=_("Take up version {number} again").format(number=self.version.number),
            form=form,
            cancel_url=reverse("programme:criteria_version", args=[self.version.number]),
            button_text=_("Make the draft"),
        )


class CriteriaDraft(OfDraft):
    """What is in the draft, what changes, what keeps it from being published; POST publishes it."""

    template_name = "programme/criteria_draft.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        base = selectors.latest_criteria_set()
        return self.page(
            title=_("Criteria, draft version {number}").format(number=self.draft.number),
            draft=self.draft,
            base=base,
            changes=selectors.comparison(base, self.draft) if base else None,
            sections=selectors.sections_as_written(self.draft),
            questions=selectors.start_questions(self.draft),
            problems=selectors.problems_of(self.draft, on=self.draft.valid_from or self.on),
            touched_url=route("workbench:criteria_touched") if self.held & MAY_SEE_TOUCHED else "",
            wrote=permissions.wrote(self.user, self.draft),
            back_url=reverse("programme:criteria_versions"),
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        row = services.publish_criteria_set(criteria_set=self.draft, actor=self.user, now=now())
        messages.success(request, _("Version {number} is published.").format(number=row.number))
        return redirect("programme:criteria_versions")

    def refused_to(self) -> str:
        exists = selectors.draft_criteria_set() is not None
        return reverse("programme:criteria_draft" if exists else "programme:criteria_versions")


class DropCriteriaDraft(OfDraft):
    """Throw the draft away."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        services.drop_criteria_draft(criteria_set=self.draft, actor=self.user, now=now())
        messages.success(request, _("The draft is dropped. Nothing has changed."))
        return redirect("programme:criteria_versions")


class Effect(OfDraft):
    """From when the draft counts, for new files and for holders."""

    template_name = "programme/criteria_effect.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        names = ("valid_from", "holders_from", "holders_on", "reason")
        return self._show(EffectForm(on=self.on, initial={name: getattr(self.draft, name) for name in names}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = EffectForm(request.POST, on=self.on)
        if not form.is_valid():
            return self._show(form)
        services.set_effect(criteria_set=self.draft, actor=self.user, now=now(), **form.cleaned_data)
        messages.success(request, _("Saved. The version counts from this day once somebody publishes it."))
        return redirect("programme:criteria_draft")

    def _show(self, form: EffectForm) -> HttpResponse:
        return self.page(
            title=_("From when the version counts"),
            caption=_("Draft version {number}").format(number=self.draft.number),
            form=form,
            cancel_url=reverse("programme:criteria_draft"),
        )


class CompareCriteria(Page):
    """Two versions side by side, only what differs, the words marked."""

    permission = Permission.PROGRAMME_READ
    template_name = "programme/criteria_compare.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        versions = list(selectors.criteria_sets())
        latest = versions[0]
        form = CompareForm(
            request.GET if "old" in request.GET else _defaults(versions),
            versions=versions,
            letters=selectors.sections(latest),
        )
        found = None
        if form.is_valid():
            by_number = {row.number: row for row in versions}
            chosen = form.cleaned_data
            pair = by_number[chosen["old"]], by_number[chosen["new"]]
            found = selectors.comparison(*pair, section=chosen["section"], change=chosen["change"])
        return self.page(
            title=_("Compare criteria"), form=form, found=found, back_url=reverse("programme:criteria_versions")
        )


def _defaults(versions: list[CriteriaSet]) -> dict[str, int]:
    """The newest version with the one before it."""
    return {"old": versions[min(1, len(versions) - 1)].number, "new": versions[0].number}


class PreviewCriteria(OfVersion):
    """A version as a trader of one type, kind and size would see it with these answers to the start questions."""

    template_name = "programme/criteria_preview.html"

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        questions = selectors.worded(selectors.start_questions(self.version))
        form = PreviewForm(request.GET or {"type": "exporter", "size": "small"}, questions=questions)
        rows = self._rows(form.cleaned_data) if form.is_valid() else []
        return self.page(
            title=_("Version {number} as a trader sees it").format(number=number),
            version=self.version,
            form=form,
            small=form.is_valid() and form.cleaned_data["size"] == "small",
            count=len(rows),
            looked_up=sum(row.answered_by == "customs" for row in rows),
            sections=by_section(rows),
            back_url=reverse("programme:criteria_versions"),
        )

    def _rows(self, chosen: dict[str, Any]) -> list[Criterion]:
        return selectors.applicable(
            selectors.criteria(self.version),
            families=selectors.families_of([chosen["type"]]),
            kinds=[chosen["kind"]] if chosen["kind"] else Kind.values,
            stage=chosen["stage"] or Stage.APPLICATION,
            answers=dict.fromkeys(chosen["no"], False),
        )
