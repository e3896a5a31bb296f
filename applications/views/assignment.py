"""Who works on which file: one, many from the queue in one act, another office."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications import permissions, selectors, services
from applications.forms import AssignForm, HandOverForm
from applications.models import Application
from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.identity.models import Office
from foundation.identity.permissions import Permission
from foundation.identity.selectors import staff_in_role
from foundation.identity.states import StaffRole

from .base import FilePage, Page, uuid_or_404


class Assign(FilePage):
    """One file to one case officer."""

    permission = (Permission.FILE_ASSIGN, Permission.FILE_WORK)
    template_name = "applications/assign.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if not permissions.may_assign(self.application, self.held):
            raise Refused(_("This file has ended."))
        return self._show(self._form())

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if not permissions.may_assign(self.application, self.held):
            raise PermissionDenied
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form)
        assigned = assign_from(form, [self.application], self)
        tell_assigned(request, assigned, form, self)
        return redirect(self.url("file"))

    def _form(self, data: Any = None) -> AssignForm:
        return AssignForm(data, officers=staff_in_role(StaffRole.CASE_OFFICER, self.on, self.application.office))

    def _show(self, form: AssignForm) -> HttpResponse:
        context = {"title": _("Who works on this file"), "form": form, "button_text": _("Assign")}
        return self.page({**context, "cancel_url": self.url("file"), "wide": True})


class AssignMany(Page):
    """Many files to one officer in one act with one reason. The queue sends `file` once per file chosen."""

    permission = Permission.FILE_ASSIGN
    template_name = "applications/assign_many.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(self._form(), self._files(request.GET.getlist("file")))

    def post(self, request: HttpRequest) -> HttpResponse:
        files = self._files(request.POST.getlist("file"))
        form = self._form(request.POST)
        if not files or not form.is_valid():
            return self._show(form, files)
        tell_assigned(request, assign_from(form, files, self), form, self)
        return redirect(self.refused_to())

    def refused_to(self) -> str:
        back = self.request.POST.get("next", "")
        inside = back.startswith("/") and not urlsplit(back).netloc and not back.startswith("//")
        return back if inside else reverse("workbench:queue")

    def _files(self, given: list[str]) -> list[Application]:
        return selectors.files_by_public_id(
            self.user, self.on, [uuid_or_404(one) for one in given], Permission.FILE_ASSIGN
        )

    def _form(self, data: Any = None) -> AssignForm:
        return AssignForm(data, officers=staff_in_role(StaffRole.CASE_OFFICER, self.on))

    def _show(self, form: AssignForm, files: list[Application]) -> HttpResponse:
        title = ngettext("Assign %(n)s file", "Assign %(n)s files", len(files)) % {"n": len(files)}
        context = {"title": title, "form": form, "files": files, "next": self.request.GET.get("next", "")}
        return self.page({**context, "button_text": _("Assign"), "wide": True})


class HandOver(FilePage):
    """The file to another office, with a reason."""

    permission = Permission.FILE_ASSIGN
    template_name = "applications/assign.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if not permissions.may_hand_over(self.application, self.held):
            raise Refused(_("This file has ended."))
        return self._show(self._form())

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if not permissions.may_hand_over(self.application, self.held):
            raise PermissionDenied
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form)
        office: Office = form.cleaned_data["office"]
        reason = form.cleaned_data["reason"]
        services.hand_over(application=self.application, office=office, reason=reason, actor=self.user, now=now())
        messages.success(request, _("Handed over to %(office)s.") % {"office": office.name})
        return redirect("workbench:queue")

    def _form(self, data: Any = None) -> HandOverForm:
        return HandOverForm(data, offices=selectors.office_choices(self.application))

    def _show(self, form: HandOverForm) -> HttpResponse:
        context = {"title": _("Hand over to another office"), "form": form, "button_text": _("Hand over the file")}
        return self.page({**context, "cancel_url": self.url("file"), "wide": True})


def assign_from(form: AssignForm, files: list[Application], page: Page) -> list[Application]:
    """The one call of the service both pages make."""
    return services.assign(
        applications=files,
        officer=form.cleaned_data["officer"],
        reason=form.cleaned_data["reason"],
        actor=page.user,
        now=now(),
    )


def tell_assigned(request: HttpRequest, files: list[Application], form: AssignForm, page: Page) -> None:
    """Say what happened, and warn where the file now heads for a deadlock."""
    officer = form.cleaned_data["officer"]
    words = ngettext("%(name)s works on %(n)s file now.", "%(name)s works on %(n)s files now.", len(files))
    messages.success(request, words % {"name": officer.full_name, "n": len(files)})
    for file in files:
        left = selectors.warnings_of_assignment(file, officer, page.on)
        if left:
            text = _("%(number)s heads for a deadlock: nobody else could do this: %(acts)s.")
            messages.warning(request, text % {"number": file.number, "acts": ", ".join(left)})
