"""Planning pages: plan a visit, name another team, propose days, enlarge the sample, cancel."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.identity.permissions import Permission
from validations import selectors, services
from validations.forms import DatesForm, EnlargeForm, ReasonForm, TeamForm
from validations.models import Validation
from validations.states import ValidationStatus

from .base import FormPage, Page
from .lists import FileVisits, plan_form


def warn_of_deadlock(page: Page, validation: Validation) -> None:
    """Say so when nobody would be left for a later act once this team has visited."""
    left = selectors.warnings_of_team(validation, page.on)
    if left:
        text = _("The file heads for a deadlock: after this team nobody else could do this: %(acts)s.")
        messages.warning(page.request, text % {"acts": ", ".join(left)})


class PlanPage(FileVisits):
    """Sends the form of the tab; with a mistake the tab is shown again."""

    permission = Permission.VALIDATION_PLAN

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        form = plan_form(self, request.POST)
        if not form.is_valid():
            return self.page({"plan_form": form})
        try:
            visit = services.plan(application=self.application, actor=self.user, now=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.page({"plan_form": form})
        messages.success(request, _("The visit is planned and the sample drawn."))
        warn_of_deadlock(self, visit)
        return redirect("validations:file", self.application.public_id)


class TeamPage(FormPage):
    """Name another team with a reason."""

    template_name = "validations/team.html"
    states = tuple(s for s in ValidationStatus if s not in (ValidationStatus.CLOSED, ValidationStatus.CANCELLED))

    def form(self, data: Any = None, files: Any = None) -> TeamForm:
        visit, team = self.validation, list(self.validation.team.all())
        file_id = selectors.file_id_of(visit)
        return TeamForm(
            data,
            leads=selectors.possible_leads(visit.operator, visit.office, self.on),
            members=selectors.possible_members(visit.operator, visit.office, self.on, file_id),
            initial={
                "lead": next((row.user_id for row in team if row.role == "LEAD"), None),
                "members": [row.user_id for row in team if row.role != "LEAD"],
            },
        )

    def act(self, form: forms.Form) -> None:
        visit = services.change_team(validation=self.validation, actor=self.user, now=now(), **form.cleaned_data)
        warn_of_deadlock(self, visit)

    def done(self) -> str:
        return self.file_url() or self.request.build_absolute_uri("/staff/visits/")

    def said(self) -> str:
        return _("The team is changed. Who left can no longer open the visit.")


class NoticePage(FormPage):
    """Propose the days by letter, or answer the days the trader offered."""

    template_name = "validations/notice.html"
    states = (ValidationStatus.PLANNED, ValidationStatus.NOTIFIED)

    def form(self, data: Any = None, files: Any = None) -> DatesForm:
        visit = self.validation
        first = visit.offered_dates[0] if visit.offered_dates else visit.starts_on
        return DatesForm(
            data, initial={"starts_on": first or selectors.earliest_start(visit, self.on), "ends_on": None}
        )

    def shown(self, form: forms.Form) -> HttpResponse:
        earliest = selectors.earliest_start(self.validation, self.on)
        return self.page({"form": form, "earliest": earliest, "notice": selectors.notice_words(self.on)})

    def act(self, form: forms.Form) -> None:
        planned = self.validation.status == ValidationStatus.PLANNED
        send = services.notify if planned else services.set_dates
        send(validation=self.validation, actor=self.user, now=now(), **form.cleaned_data)
        if warning := selectors.length_warning(self.validation, **form.cleaned_data):
            messages.warning(self.request, warning)

    def said(self) -> str:
        return _("The company is told.")


class EnlargePage(FormPage):
    """Take suggested sites into the sample."""

    template_name = "validations/enlarge.html"
    states = (ValidationStatus.PLANNED, ValidationStatus.NOTIFIED, ValidationStatus.IN_PROGRESS)

    def form(self, data: Any = None, files: Any = None) -> EnlargeForm:
        return EnlargeForm(data, suggestions=selectors.suggestions(self.validation))

    def act(self, form: forms.Form) -> None:
        chosen = form.cleaned_data["sites"]
        sites = [row.site for row in selectors.suggestions(self.validation) if str(row.site.public_id) in chosen]
        services.enlarge(
            validation=self.validation, sites=sites, reason=form.cleaned_data["reason"], actor=self.user, now=now()
        )

    def done(self) -> str:
        return self.url("checklist")

    def said(self) -> str:
        return _("The sample is enlarged.")


class CancelPage(FormPage):
    """Cancel a visit that has not begun."""

    template_name = "validations/cancel.html"
    states = (ValidationStatus.PLANNED, ValidationStatus.NOTIFIED)

    def form(self, data: Any = None, files: Any = None) -> ReasonForm:
        return ReasonForm(data)

    def act(self, form: forms.Form) -> None:
        services.cancel(validation=self.validation, reason=form.cleaned_data["reason"], actor=self.user, now=now())

    def said(self) -> str:
        return _("The visit is cancelled.")
