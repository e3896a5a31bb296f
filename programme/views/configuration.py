"""What is in force, the versions before and to come, and starting points for a new one."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.identity.permissions import Permission
from programme import permissions, selectors, services
from programme.forms import StartForm
from programme.models import Configuration
from programme.states import SetStatus

from .base import Page, route


class ConfigurationPage(Page):
    """The administrators' home: what is in force since when, what is in draft, what waits for a second person."""

    permission = Permission.PROGRAMME_READ
    template_name = "programme/configuration.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        current = selectors.configuration(self.on)
        draft = selectors.draft_configuration()
        return self.page(
            title=_("Programme"),
            current=current,
            coming=selectors.coming_configurations(self.on),
            draft=draft,
            changes=len(selectors.differences(current, draft)) if draft else 0,
            waiting=selectors.waiting_for_second(),
            limits=selectors.limit_lines(current),
            criteria_set=selectors.criteria_set(self.on),
            types=selectors.types(),
            history=selectors.programme_history(),
            can_configure=permissions.may_configure(self.held),
            durations_url=route("workbench:durations") if permissions.may_configure(self.held) else "",
        )


class Versions(Page):
    """Every version of the configuration, newest first."""

    permission = Permission.PROGRAMME_READ
    template_name = "programme/versions.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(
            title=_("Versions of the configuration"),
            versions=selectors.configurations(),
            current=selectors.configuration(self.on),
            back_url=reverse("programme:configuration"),
        )


class VersionPage(Page):
    """Everything one version says, and what it changed against the one before."""

    permission = Permission.PROGRAMME_READ
    template_name = "programme/version.html"

    @cached_property
    def version(self) -> Configuration:
        return get_object_or_404(selectors.configurations(), number=self.kwargs["number"])

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        before = selectors.configurations().filter(status=SetStatus.PUBLISHED, number__lt=number).first()
        current = selectors.configuration(self.on)
        return self.page(
            title=_("Version {number}, {profile}").format(number=number, profile=self.version.title),
            version=self.version,
            before=before,
            lines=selectors.differences(before, self.version) if before else [],
            limits=selectors.limit_lines(self.version),
            figures=selectors.figure_lines(self.version),
            separation=selectors.separation_table(self.version),
            levels=selectors.levels(self.version),
            is_current=self.version == current,
            can_configure=permissions.may_configure(self.held),
            back_url=reverse("programme:versions"),
        )


class StartDraft(Page):
    """The form that begins a draft: from when and why. Subclasses say of what."""

    permission = Permission.PROGRAMME_CONFIGURE
    template_name = "programme/start.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._show(StartForm(on=self.on, initial={"valid_from": self.on}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = StartForm(request.POST, on=self.on)
        if form.is_valid():
            try:
                self.prepare(form)
                messages.success(request, _("The version is prepared. Nothing has changed yet."))
                return redirect("programme:draft")
            except Refused as refusal:
                form.add_error(None, refusal.message)
        return self._show(form)

    def prepare(self, form: StartForm) -> None:
        raise NotImplementedError

    def more(self) -> dict[str, Any]:
        raise NotImplementedError

    def _show(self, form: forms.Form) -> HttpResponse:
        return self.page(
            form=form,
            cancel_url=reverse("programme:configuration"),
            button_text=_("Make the draft"),
            current=selectors.configuration(self.on),
            **self.more(),
        )


class NewDraft(StartDraft):
    """A draft that begins with what is in force."""

    def prepare(self, form: StartForm) -> None:
        like = selectors.configuration(self.on)
        services.prepare_configuration(like=like, actor=self.user, now=now(), **form.cleaned_data)

    def more(self) -> dict[str, Any]:
        return {"title": _("Change what is in force"), "lines": None}


class TakeUpAgain(StartDraft):
    """A draft that says again what an earlier version said."""

    @cached_property
    def version(self) -> Configuration:
        return get_object_or_404(selectors.configurations(), number=self.kwargs["number"], status=SetStatus.PUBLISHED)

    def prepare(self, form: StartForm) -> None:
        services.take_back_configuration(configuration=self.version, actor=self.user, now=now(), **form.cleaned_data)

    def more(self) -> dict[str, Any]:
        lines = selectors.differences(selectors.configuration(self.on), self.version)
        return {"title": _("Take up version {number} again").format(number=self.version.number), "lines": lines}


class Profiles(Page):
    """The starting points that ship with the product, and how much each would change."""

    permission = Permission.PROGRAMME_CONFIGURE
    template_name = "programme/profiles.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        current = selectors.configuration(self.on)
        return self.page(
            title=_("Profiles"),
            current=current,
            profiles=[(profile, len(selectors.profile_differences(current, lines))) for profile, lines in _shipped()],
            draft=selectors.draft_configuration(),
            back_url=reverse("programme:configuration"),
        )


class AdoptProfile(StartDraft):
    """What a profile would change, line by line, and making a draft of it."""

    @cached_property
    def profile(self) -> services.Profile:
        for profile, _lines in _shipped():
            if profile.code == self.kwargs["profile"]:
                return profile
        raise Http404

    def prepare(self, form: StartForm) -> None:
        services.prepare_configuration(profile=self.profile.code, actor=self.user, now=now(), **form.cleaned_data)

    def more(self) -> dict[str, Any]:
        lines = selectors.profile_differences(
            selectors.configuration(self.on), services.profile_lines(self.profile.code)
        )
        title = _("Profile ‘{profile}’: what it would change").format(profile=_(self.profile.title))
        return {"title": title, "lines": lines, "description": _(self.profile.description)}


def _shipped() -> list[tuple[services.Profile, Any]]:
    return [(profile, services.profile_lines(profile.code)) for profile in services.profiles()]
