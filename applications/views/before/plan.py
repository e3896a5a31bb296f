"""The company’s own plan to improve what is weak: drawn up from answers and marks, edited line by line, printable."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications import permissions, selectors, services
from applications.forms.before import StepForm
from applications.models import ImprovementStep
from applications.services import StaleStep
from applications.views.base import ApplicationPage
from foundation.clock.services import now
from foundation.identity.permissions import Permission


class Plan(ApplicationPage):
    """What is weak, what will be done, by whom, by when."""

    permission = Permission.APPLICATION_READ
    template_name = "applications/before/plan.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        lines = self.within_limits(selectors.plan_lines(self.application))
        context = {
            "title": _("Your plan to improve"),
            "lines": lines,
            "open_count": sum(line.done_on is None for line in lines),
            "can_edit": permissions.may_edit(self.application, self.held),
            "back_url": self.url("tasks"),
            "back_text": _("Back to the list"),
            "on": self.on,
        }
        return self.page(context)

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if not permissions.may_edit(self.application, self.held):
            raise PermissionDenied
        n = services.draw_up_plan(application=self.application, user=self.user, now=now())
        said = ngettext("{n} weak point is added to the plan.", "{n} weak points are added to the plan.", n)
        messages.success(request, said.format(n=n) if n else _("Nothing new is weak. The plan stays as it is."))
        return redirect(self.url("plan"))


class PlanPrint(Plan):
    """The same on paper."""

    template_name = "applications/before/plan_print.html"
    http_method_names = ["get", "head", "options"]


class _StepPage(ApplicationPage):
    permission = Permission.APPLICATION_PREPARE
    template_name = "applications/before/step.html"

    def step(self) -> ImprovementStep | None:
        return None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        step = self.step()
        if not permissions.may_edit(self.application, self.held):
            return redirect(self.url("plan"))
        names = ("action", "responsible", "due_on", "version")
        initial = {"weakness": step.words, **{name: getattr(step, name) for name in names}} if step else {}
        done = bool(step and step.done_on)
        return self._show(StepForm(on=self.on, initial={**initial, "done": done}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        step = self.step()
        if step is not None and "remove" in request.POST:
            services.remove_step(step=step, user=self.user, now=now())
            return redirect(self.url("plan"))
        form = StepForm(request.POST, on=self.on)
        if not form.is_valid():
            return self._show(form)
        try:
            self._save(step, dict(form.cleaned_data))
        except StaleStep as stale:
            return self._show_both(stale)
        messages.success(request, _("The line is saved."))
        return redirect(self.url("plan"))

    def _save(self, step: ImprovementStep | None, data: dict[str, Any]) -> None:
        done, version = data.pop("done"), data.pop("version") or 0
        services.save_step(
            application=self.application, fields=data, done=done, step=step, version=version, user=self.user, now=now()
        )

    def _show_both(self, stale: StaleStep) -> HttpResponse:
        shown = self.request.POST.copy()
        shown["version"] = str(stale.theirs.version)
        form = StepForm(shown, on=self.on)
        form.is_valid()
        form.add_error(None, stale.message)
        return self._show(form, theirs=stale.theirs)

    def _show(self, form: StepForm, **more: Any) -> HttpResponse:
        step = self.step()
        title = _("Change a line of the plan") if step else _("Add a line to the plan")
        return self.page({"title": title, "form": form, "step": step, "cancel_url": self.url("plan"), **more})


class AddStep(_StepPage):
    """A line of the company’s own."""

    permission = Permission.APPLICATION_PREPARE


class EditStep(_StepPage):
    """Changing a line, ticking it off, taking it out."""

    permission = Permission.APPLICATION_PREPARE

    def step(self) -> ImprovementStep:
        step_id: UUID = self.kwargs["step_id"]
        found = [line for line in selectors.plan_lines(self.application) if line.public_id == step_id]
        if not self.within_limits(found):
            raise Http404
        return found[0]
