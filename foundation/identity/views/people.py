"""The people of one's offices: roles, deputies, absences. Leaders see to everybody; each person to the own absence."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.identity import selectors, services
from foundation.identity.forms import AbsenceForm, DeputyForm, ReasonForm
from foundation.identity.models import Absence, Deputy, User
from foundation.identity.permissions import GuardedView, Permission, ReauthenticatedView, roles_with


def manageable(request: Any) -> Any:
    """The people whose absences and deputies this person may change: those of the offices, or oneself alone."""
    if Permission.PEOPLE_MANAGE in request.permissions:
        return selectors.staff_visible_to(request.user, request.on, roles_with(Permission.PEOPLE_MANAGE))
    return visible(request).filter(pk=request.user.pk)


def visible(request: Any) -> Any:
    """The people this person may look up."""
    return selectors.staff_visible_to(request.user, request.on, roles_with(Permission.PEOPLE_READ))


class People(GuardedView):
    permission = Permission.PEOPLE_READ

    def get(self, request: Any) -> HttpResponse:
        context = {
            "title": _("People"),
            "people": visible(request),
            "manages": Permission.PEOPLE_MANAGE in request.permissions,
            "on": request.on,
        }
        return render(request, "identity/people.html", context)


class RecordAbsence(GuardedView, FormView):
    permission = Permission.PEOPLE_READ
    template_name = "identity/absence.html"
    form_class = AbsenceForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": manageable(self.request)}

    def get_initial(self) -> dict[str, Any]:
        return {"person": self.request.GET.get("person") or self.request.user.pk}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": _("Record an absence"), "button_text": _("Record the absence")}
        return super().get_context_data(**words, back_url=reverse("identity:people"), **kwargs)

    def form_valid(self, form: AbsenceForm) -> HttpResponse:
        days = {name: form.cleaned_data[name] for name in ("starts_on", "ends_on")}
        actor: Any = self.request.user
        try:
            services.record_absence(user=form.cleaned_data["person"], actor=actor, now=now(), **days)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        messages.success(self.request, _("The absence is recorded."))
        return redirect("identity:people")


class WithdrawAbsence(GuardedView):
    permission = Permission.PEOPLE_READ
    http_method_names = ["post", "options"]

    def post(self, request: Any, pk: int) -> HttpResponse:
        absence = get_object_or_404(Absence, pk=pk, user__in=manageable(request).values("pk"))
        services.withdraw_absence(absence=absence, actor=request.user, now=now())
        messages.success(request, _("The absence is withdrawn."))
        return redirect("identity:people")


class NameDeputy(GuardedView, FormView):
    permission = Permission.PEOPLE_MANAGE
    template_name = "identity/deputy.html"
    form_class = DeputyForm

    @property
    def principal(self) -> User:
        found: User = get_object_or_404(manageable(self.request), public_id=self.kwargs["public_id"])
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        request: Any = self.request
        return {**super().get_form_kwargs(), "people": selectors.possible_deputies(self.principal, request.on)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Who stands in for %(name)s") % {"name": self.principal.full_name},
            button_text=_("Name the deputy"),
            back_url=reverse("identity:people"),
            **kwargs,
        )

    def form_valid(self, form: DeputyForm) -> HttpResponse:
        actor: Any = self.request.user
        try:
            services.name_deputy(principal=self.principal, actor=actor, now=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        messages.success(self.request, _("The deputy is named."))
        return redirect("identity:people")


class SwitchOff(ReauthenticatedView, FormView):
    """Switches a colleague's account off; every session of it ends in the same moment."""

    permission = Permission.PEOPLE_MANAGE
    template_name = "identity/switch_off.html"
    form_class = ReasonForm

    @property
    def person(self) -> User:
        found: User = get_object_or_404(manageable(self.request), public_id=self.kwargs["public_id"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": _("Switch off the account of %(name)s") % {"name": self.person.full_name}}
        words["button_text"] = _("Switch it off and end all sessions")
        return super().get_context_data(**words, danger=True, cancel_url=reverse("identity:people"), **kwargs)

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        actor: Any = self.request.user
        try:
            services.disable_user(user=self.person, reason=form.cleaned_data["reason"], actor=actor, now=now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        messages.success(self.request, _("The account is switched off."))
        return redirect("identity:people")


class EndDeputy(GuardedView):
    permission = Permission.PEOPLE_MANAGE
    http_method_names = ["post", "options"]

    def post(self, request: Any, pk: int) -> HttpResponse:
        deputy = get_object_or_404(Deputy, pk=pk, principal__in=manageable(request).values("pk"))
        services.end_deputy(deputy=deputy, last_day=request.on - timedelta(days=1), actor=request.user, now=now())
        messages.success(request, _("The deputy no longer stands in."))
        return redirect("identity:people")
