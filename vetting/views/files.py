"""The desk of the vetting officer, the tab “Desk checks” of a file and the page of one check."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from applications.models import Application
from applications.selectors import dossier
from foundation.audit.services import Refused, record_read
from foundation.clock.services import now
from foundation.identity.permissions import GuardedView, Permission
from vetting import permissions, selectors, services
from vetting.forms import CheckForm, DeterminationForm
from vetting.models import Check, Vetting
from vetting.permissions import OfficerRequest
from vetting.states import VettingStatus

PAGE = 50


class Desk(GuardedView):
    """The files whose desk checks are open, those opened first on top."""

    permission = Permission.VETTING_READ

    def get(self, request: OfficerRequest) -> HttpResponse:
        waiting = selectors.open_vettings(request.user, request.on)
        page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "rows": selectors.desk(list(page)),
            "open_hits": selectors.waiting_hits(request.user, request.on).count(),
            "stale": selectors.stale_lists(request.on),
        }
        return render(request, "vetting/desk.html", context)


class VettingFile(GuardedView):
    """All checks of a file, its hits and the determination."""

    permission = Permission.VETTING_READ

    def get(self, request: OfficerRequest, public_id: UUID) -> HttpResponse:
        application = permissions.file_for(request, public_id, self.permission)
        record_read(actor=request.user, at=now(), file_id=application.public_id, what="vetting")
        vetting = selectors.vetting_of(application)
        context = file_context(request, application) | {"vetting": vetting}
        if vetting is not None:
            context |= self._of_vetting(request, vetting)
        return render(request, "vetting/file.html", context)

    def _of_vetting(self, request: OfficerRequest, vetting: Vetting) -> dict[str, Any]:
        operator = vetting.application.operator
        is_open = vetting.status == VettingStatus.OPEN
        independent = permissions.is_independent(request.user, operator, request.on)
        shut_out = permissions.shut_out(request, vetting.application) if is_open else []
        may_act = is_open and independent and not shut_out
        may_determine = Permission.VETTING_DETERMINE in request.permissions and may_act
        return {
            "checks": selectors.checks_of(vetting),
            "hits": selectors.hits_of_operator(operator)[:PAGE],
            "may_check": Permission.VETTING_CHECK in request.permissions and may_act,
            "independent": independent,
            "shut_out": shut_out,
            "obstacles": selectors.determination_obstacles(vetting, request.on) if is_open else [],
            "stale": selectors.stale_lists(request.on),
            "determine_form": DeterminationForm() if may_determine else None,
            "determine_url": _determine_url(vetting.application),
        }


class CheckPage(GuardedView):
    """One check: the question, what our record says, the result."""

    permission = Permission.VETTING_CHECK

    def get(self, request: OfficerRequest, public_id: UUID, code: str) -> HttpResponse:
        check = permissions.check_for(request, public_id, code, self.permission)
        if check.vetting.status != VettingStatus.OPEN:
            messages.warning(request, _("The desk checks are closed. Their results stay as they are."))
            return redirect("vetting:file", public_id)
        record_read(actor=request.user, at=now(), file_id=public_id, what=f"vetting {check.code}")
        return self._page(request, check, CheckForm.of(check))

    def post(self, request: OfficerRequest, public_id: UUID, code: str) -> HttpResponse:
        check = permissions.check_for(request, public_id, code, self.permission)
        form = CheckForm(request.POST)
        if not form.is_valid():
            return self._page(request, check, form)
        try:
            services.record_check(check=check, actor=request.user, now=now(), **form.cleaned_data)
        except services.StaleEdit as stale:
            return self._page(request, check, form.over(stale.theirs), theirs=stale.theirs)
        except services.CheckRefused as refusal:
            for field, sentence in refusal.fields:
                form.add_error(field, sentence)
            return self._page(request, check, form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self._page(request, check, form)
        messages.success(request, _("Saved: %(check)s.") % {"check": check.get_code_display()})
        return redirect("vetting:file", public_id)

    def _page(
        self, request: OfficerRequest, check: Check, form: CheckForm, theirs: Check | None = None
    ) -> HttpResponse:
        application = check.vetting.application
        context = {"check": check, "form": form, "theirs": theirs, "our_facts": selectors.our_facts(check)}
        return render(
            request,
            "vetting/check.html",
            file_context(request, application) | context,
            status=422 if form.is_bound else 200,
        )


def file_context(request: OfficerRequest, application: Application) -> dict[str, Any]:
    """What the header of a dossier needs on every tab."""
    return {
        "application": application,
        "dossier": dossier(application, request.user, request.on),
        "current_tab": "vetting:file",
        "heading_hidden": True,
        "base_layout": "layouts/officer.html",
    }


def _determine_url(application: Application) -> str:
    """The route of the whole act, which stands in a room above; empty in a deployment without it."""
    try:
        return reverse("lifecycle:determine", args=[application.public_id])
    except NoReverseMatch:
        return ""
