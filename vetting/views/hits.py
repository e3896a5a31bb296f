"""Screening hits: the list that waits, one hit side by side, and the finding on it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications.models import Application
from applications.selectors import Fact, facts_of_identity, standing
from foundation.audit.services import Refused, record_read
from foundation.clock.services import now
from foundation.identity.permissions import GuardedView, Permission
from vetting import permissions, selectors, services
from vetting.forms import FindingForm, ReopenForm
from vetting.models import ScreeningHit
from vetting.permissions import OfficerRequest
from vetting.states import HitStatus

PAGE = 50


class Hits(GuardedView):
    """Every hit that waits for a finding, the most alike first."""

    permission = Permission.VETTING_READ

    def get(self, request: OfficerRequest) -> HttpResponse:
        waiting = selectors.waiting_hits(request.user, request.on)
        page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
        return render(request, "vetting/hits.html", {"page": page} | _lists(request))


def _lists(request: OfficerRequest) -> dict[str, Any]:
    standings = selectors.lists(request.on)
    return {"lists": standings, "stale": [standing for standing in standings if standing.stale]}


class HitPage(GuardedView):
    """Is this the same person? Side by side, the score as a sum, earlier findings, the finding."""

    permission = Permission.VETTING_READ

    def get(self, request: OfficerRequest, public_id: UUID) -> HttpResponse:
        hit = permissions.hit_for(request, public_id, self.permission)
        record_read(actor=request.user, at=now(), file_id=selectors.file_id_of(hit.operator), what="screening hit")
        return show_hit(request, hit)


class Finding(GuardedView):
    """Write the finding on a hit; looking at this address leads back to the hit."""

    permission = Permission.VETTING_CHECK

    def get(self, request: OfficerRequest, public_id: UUID) -> HttpResponse:
        return redirect("vetting:hit", public_id)

    def post(self, request: OfficerRequest, public_id: UUID) -> HttpResponse:
        hit = permissions.hit_for(request, public_id, self.permission)
        form = FindingForm(request.POST)
        if not form.is_valid():
            return show_hit(request, hit, form)
        try:
            _write(hit, form, request)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return show_hit(request, hit, form)
        messages.success(request, _("The finding is saved."))
        return redirect("vetting:hit", public_id)


class Reopen(GuardedView):
    """Take a finding back, with the reason; it can be corrected but not removed."""

    permission = Permission.VETTING_CHECK

    def get(self, request: OfficerRequest, public_id: UUID) -> HttpResponse:
        return redirect("vetting:hit", public_id)

    def post(self, request: OfficerRequest, public_id: UUID) -> HttpResponse:
        hit = permissions.hit_for(request, public_id, self.permission)
        form = ReopenForm(request.POST)
        try:
            if form.is_valid():
                services.reopen_hit(hit=hit, reason=form.cleaned_data["reason"], actor=request.user, now=now())
                return redirect("vetting:hit", public_id)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        return show_hit(request, hit, form)


def _write(hit: ScreeningHit, form: FindingForm, request: OfficerRequest) -> None:
    act: dict[str, Any] = {"hit": hit, "reason": form.reason_with_sources(), "actor": request.user, "now": now()}
    finding = form.cleaned_data["finding"]
    if finding == FindingForm.UNCLEAR:
        services.note_hit(**act)
    else:
        services.resolve_hit(same=finding == FindingForm.SAME, **act)


def _file_of(application: Application | None, request: OfficerRequest) -> dict[str, Any]:
    """The identity bar: whose file, which number, due when."""
    if application is None:
        return {"application": None, "facts": (), "standing": None}
    stands = standing(application, request.on)
    due = [Fact(_("due"), date_format(stands.due_on, "D j M"))] if stands.due_on else []
    return {
        "application": application,
        "facts": [*facts_of_identity(application)[:3], *due],
        "standing": stands,
    }


def show_hit(request: OfficerRequest, hit: ScreeningHit, form: forms.Form | None = None) -> HttpResponse:
    """The page of a hit, with the form that fits where it stands."""
    application = selectors.file_of_operator(hit.operator)
    place, waiting = selectors.place_among_open(hit)
    is_open = hit.status == HitStatus.OPEN
    may_act = Permission.VETTING_CHECK in request.permissions and permissions.is_independent(
        request.user, hit.operator, request.on
    )
    context = {
        **_file_of(application, request),
        "hit": hit,
        "rows": selectors.comparison(hit),
        "lines": selectors.score_lines(hit),
        "score_percent": int(hit.score * 100),
        "threshold_percent": int(hit.run.threshold * 100),
        "hints": FindingForm.hints(),
        "place": place,
        "waiting": waiting,
        "earlier": selectors.earlier_findings(hit),
        "is_open": is_open,
        "may_act": may_act,
        "form": (form or (FindingForm(initial={"reason": hit.reason}) if is_open else ReopenForm()))
        if may_act
        else None,
    }
    return render(request, "vetting/hit.html", context, status=422 if form is not None else 200)
