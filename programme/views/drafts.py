"""A draft configuration: what it would change, editing its lines, publishing or dropping it."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.identity.permissions import Permission
from programme import permissions, selectors, services
from programme.forms import CauseForm, FiguresForm, LevelForm, LimitForm, SeparationForm, StartForm
from programme.models import CertificateLevel, Configuration, LimitCause, TimeLimit
from programme.states import FIGURE_GROUPS, TimeLimitCode

from .base import Page, whole


class DraftPage(Page):
    """A page of the draft; 404 where none is prepared."""

    permission = Permission.PROGRAMME_CONFIGURE

    @cached_property
    def draft(self) -> Configuration:
        draft = selectors.draft_configuration()
        if draft is None:
            raise Http404
        return draft

    def refused_to(self) -> str:
        return reverse("programme:draft" if selectors.draft_configuration() else "programme:configuration")


class Draft(DraftPage):
    """What the prepared version would change, and publishing it."""

    template_name = "programme/draft.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        draft, current = self.draft, selectors.configuration(self.on)
        return self.page(
            title=_("Version {number}: what changes").format(number=draft.number),
            draft=draft,
            current=current,
            lines=selectors.differences(current, draft),
            limits=selectors.limit_lines(draft),
            levels=selectors.levels(draft),
            groups=[(group, label) for group, (label, _codes) in FIGURE_GROUPS.items()],
            may_publish=permissions.may_publish(self.user, draft, self.held),
            back_url=reverse("programme:configuration"),
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        edition = whole(request.POST.get("edition"))
        draft = services.publish_configuration(configuration=self.draft, edition=edition, actor=self.user, now=now())
        messages.success(request, _published(draft))
        return redirect("programme:configuration")


def _published(draft: Configuration) -> str:
    text = _("Version {number} is published and in force from {day}.")
    return text.format(number=draft.number, day=date_format(draft.valid_from, "j F Y") if draft.valid_from else "–")


class DropDraft(Page):
    """Throw the prepared version away."""

    permission = Permission.PROGRAMME_CONFIGURE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        draft = selectors.draft_configuration()
        if draft is not None:
            services.drop_configuration(configuration=draft, actor=self.user, now=now())
            messages.success(request, _("The version is dropped. Nothing has changed."))
        return redirect("programme:configuration")


class EditDraft(DraftPage):
    """The steady order of an editor: the form, the edition it was made from, one service call, back to the list of changes."""

    template_name = "programme/draft_edit.html"
    title: Any = ""

    def form(self, *data: Any) -> Any:
        raise NotImplementedError

    def save(self, form: Any, edition: int) -> None:
        raise NotImplementedError

    def more(self) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        edition = whole(request.POST.get("edition"))
        if form.is_valid():
            try:
                self.save(form, -1 if edition is None else edition)
                messages.success(request, _("Saved in the draft. Nothing has changed yet."))
                return redirect(self.next_url())
            except Refused as refusal:
                form.add_error(None, refusal.message)
        return self._show(form)

    def next_url(self) -> str:
        return reverse("programme:draft")

    def _show(self, form: forms.Form) -> HttpResponse:
        caption = _("Version {number}, draft").format(number=self.draft.number)
        context = {"title": self.title, "caption": caption, "draft": self.draft, "cancel_url": self.next_url()}
        return self.page(form=form, button_text=_("Save in the draft"), **{**context, **self.more()})


class DraftStart(EditDraft):
    """From when the draft is to be in force, and why."""

    title = gettext_lazy("From when, and why")

    def form(self, *data: Any) -> StartForm:
        initial = {"valid_from": self.draft.valid_from, "reason": self.draft.reason}
        return StartForm(*data, on=self.on, initial=initial)

    def save(self, form: StartForm, edition: int) -> None:
        services.set_start(draft=self.draft, edition=edition, actor=self.user, now=now(), **form.cleaned_data)


class DraftFigures(EditDraft):
    """The figures of one group."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.group = kwargs.get("group", "")
        return super().dispatch(request, *args, **kwargs)

    def form(self, *data: Any) -> FiguresForm:
        if self.group not in FIGURE_GROUPS:
            raise Http404
        label, codes = FIGURE_GROUPS[self.group]
        self.title = label
        rows = {row.code: row for row in self.draft.figures.all()}
        chosen = {str(code): rows.get(code) or selectors.unsaid_figure(code, self.draft) for code in codes}
        return FiguresForm(*data, rows=chosen, bases=selectors.citations(self.on))

    def save(self, form: FiguresForm, edition: int) -> None:
        services.set_figures(draft=self.draft, values=form.values(), edition=edition, actor=self.user, now=now())

    def more(self) -> dict[str, Any]:
        return {"examples": services.sme_examples() if self.group == "small-firms" else []}


class LimitPage(EditDraft):
    """What the editors of a limit share."""

    @cached_property
    def limit(self) -> TimeLimit:
        for row in self.draft.time_limits.all():
            if row.code == self.kwargs["code"]:
                return row
        raise Http404

    @cached_property
    def causes(self) -> list[LimitCause]:
        return selectors.causes(self.limit.code, self.draft)

    def limit_title(self) -> str:
        label = str(TimeLimitCode(self.limit.code).label)
        return label[:1].upper() + label[1:]


class DraftLimit(LimitPage):
    """One time limit, and what stops and extends it."""

    template_name = "programme/draft_limit.html"

    def form(self, *data: Any) -> LimitForm:
        return LimitForm(*data, limit=self.limit, bases=selectors.citations(self.on))

    def save(self, form: LimitForm, edition: int) -> None:
        services.set_time_limit(
            draft=self.draft, code=self.limit.code, terms=form.terms(), edition=edition, actor=self.user, now=now()
        )

    def more(self) -> dict[str, Any]:
        lines = [(row, selectors.cause_in_words(row, self.limit)) for row in self.causes]
        return {"title": self.limit_title(), "limit": self.limit, "causes": lines}


class DraftCause(LimitPage):
    """What one cause does to a limit; without a key a new line."""

    template_name = "programme/draft_cause.html"

    @cached_property
    def cause(self) -> LimitCause | None:
        if "pk" not in self.kwargs:
            return None
        for row in self.causes:
            if row.pk == self.kwargs["pk"]:
                return row
        raise Http404

    def form(self, *data: Any) -> CauseForm:
        return CauseForm(*data, cause=self.cause)

    def save(self, form: CauseForm, edition: int) -> None:
        services.set_cause(
            draft=self.draft,
            code=self.limit.code,
            terms=form.terms(),
            instead_of=self.cause,
            edition=edition,
            actor=self.user,
            now=now(),
        )

    def next_url(self) -> str:
        return reverse("programme:draft_limit", args=[self.limit.code])

    def more(self) -> dict[str, Any]:
        return {"title": _("What stops or extends: {limit}").format(limit=self.limit_title()), "cause": self.cause}


class RemoveCause(DraftCause):
    """Take a cause away."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.cause is None:
            raise Http404
        edition = whole(request.POST.get("edition"))
        services.remove_cause(
            draft=self.draft, cause=self.cause, edition=-1 if edition is None else edition, actor=self.user, now=now()
        )
        messages.success(request, _("Saved in the draft. Nothing has changed yet."))
        return redirect(self.next_url())


class DraftSeparation(EditDraft):
    """The separation table."""

    title = gettext_lazy("Separation of duties")

    def form(self, *data: Any) -> SeparationForm:
        return SeparationForm(*data, rules=selectors.separation_table(self.draft))

    def save(self, form: SeparationForm, edition: int) -> None:
        services.set_separation(draft=self.draft, modes=form.modes(), edition=edition, actor=self.user, now=now())


class DraftLevel(EditDraft):
    """One level of a certificate kind; without a key a new one."""

    template_name = "programme/draft_level.html"

    @cached_property
    def level(self) -> CertificateLevel | None:
        if "pk" not in self.kwargs:
            return None
        for row in selectors.levels_as_written(self.draft):
            if row.pk == self.kwargs["pk"]:
                return row
        raise Http404

    def form(self, *data: Any) -> LevelForm:
        return LevelForm(*data, level=self.level)

    def save(self, form: LevelForm, edition: int) -> None:
        services.set_level(
            draft=self.draft,
            terms=form.terms(),
            instead_of=self.level,
            edition=edition,
            actor=self.user,
            now=now(),
        )

    def more(self) -> dict[str, Any]:
        title = _("Level: {level}").format(level=self.level) if self.level else _("Add a level")
        return {"title": title, "level": self.level}


class RemoveLevel(DraftLevel):
    """Take a level out of the draft."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.level is None:
            raise Http404
        edition = whole(request.POST.get("edition"))
        services.remove_level(
            draft=self.draft, level=self.level, edition=-1 if edition is None else edition, actor=self.user, now=now()
        )
        messages.success(request, _("Saved in the draft. Nothing has changed yet."))
        return redirect(self.next_url())
