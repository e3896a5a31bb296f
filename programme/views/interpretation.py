"""How criteria are read: the register, a question to the central unit, its answer, a note nobody asked for."""

from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.identity.permissions import Permission
from programme import permissions, selectors, services
from programme.forms import InterpretationFilter, InterpretationForm, NoteForm, QuestionToCentralUnitForm, ReasonForm
from programme.models import Interpretation
from programme.states import InterpretationStatus

from .base import Page


class Interpretations(Page):
    """Every question and answer, by criterion."""

    permission = Permission.PROGRAMME_READ
    template_name = "programme/interpretations.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = InterpretationFilter(request.GET)
        chosen = form.cleaned_data if form.is_valid() else {"code": "", "status": ""}
        return self.page(
            title=_("How criteria are read"),
            form=form,
            rows=selectors.interpretations(code=chosen["code"].strip().upper(), status=chosen["status"]),
            can_configure=permissions.may_configure(self.held),
            back_url=reverse("programme:criteria_versions"),
        )


class AskCentralUnit(Page):
    """Ask the central unit how a criterion is read."""

    permission = Permission.PROGRAMME_READ
    template_name = "layouts/form.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(QuestionToCentralUnitForm(initial={"code": request.GET.get("code", "")[:10]}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = QuestionToCentralUnitForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        office = selectors.office_of(self.user, self.on)
        code, question = form.cleaned_data["code"].upper(), form.cleaned_data["question"]
        try:
            services.ask_central_unit(code=code, question=question, office=office, actor=self.user, now=now())
        except Refused as refusal:
            form.add_error("code", refusal.message)
            return self._show(form)
        messages.success(request, _("Sent to the central unit. The answer comes as a notice."))
        return redirect("programme:interpretations")

    def _show(self, form: QuestionToCentralUnitForm) -> HttpResponse:
        return self.page(
            title=_("Ask how a criterion is read"),
            form=form,
            button_text=_("Send to the central unit"),
            cancel_url=reverse("programme:interpretations"),
        )


class WriteNote(Page):
    """A note or precedent of the central unit that nobody asked for."""

    permission = Permission.PROGRAMME_CONFIGURE
    template_name = "layouts/form.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(NoteForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        values = {**form.values, "code": form.cleaned_data["code"].upper()}
        try:
            services.note_interpretation(actor=self.user, now=now(), **values)
        except Refused as refusal:
            form.add_error("code", refusal.message)
            return self._show(form)
        messages.success(request, _("Officers see the note beside the criterion from now on."))
        return redirect("programme:interpretations")

    def _show(self, form: NoteForm) -> HttpResponse:
        return self.page(
            title=_("Write how a criterion is read"), form=form, cancel_url=reverse("programme:interpretations")
        )


class ShowInterpretation(Page):
    """One question with its answer; the central unit answers it or puts it aside here."""

    permission = Permission.PROGRAMME_READ
    template_name = "programme/interpretation.html"

    @cached_property
    def row(self) -> Interpretation:
        return get_object_or_404(selectors.interpretations(), public_id=self.kwargs["public_id"])

    def refused_to(self) -> str:
        return reverse("programme:interpretation", args=[self.kwargs["public_id"]])

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        waits = self.row.status == InterpretationStatus.ASKED
        return self._show(InterpretationForm(initial={"question": self.row.question}) if waits else ReasonForm())

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if not permissions.may_configure(self.held):
            raise PermissionDenied
        if self.row.status != InterpretationStatus.ASKED:
            return self._put_aside(ReasonForm(request.POST))
        form = InterpretationForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        services.answer_question(interpretation=self.row, actor=self.user, now=now(), **form.values)
        messages.success(request, _("Answered. Officers see it beside the criterion from now on."))
        return redirect("programme:interpretations")

    def _put_aside(self, form: ReasonForm) -> HttpResponse:
        if not form.is_valid():
            return self._show(form)
        services.put_aside(interpretation=self.row, actor=self.user, now=now(), **form.cleaned_data)
        messages.success(self.request, _("Put aside. It stays in the record."))
        return redirect("programme:interpretations")

    def _show(self, form: InterpretationForm | ReasonForm) -> HttpResponse:
        waits = self.row.status == InterpretationStatus.ASKED
        may = permissions.may_configure(self.held) and self.row.status != InterpretationStatus.PUT_ASIDE
        return self.page(
            title=_("How {code} is read").format(code=self.row.criterion_code),
            row=self.row,
            form=form,
            may_act=may,
            button_text=_("Answer for all offices") if waits else _("Put this aside"),
            back_url=reverse("programme:interpretations"),
            cancel_url=reverse("programme:interpretations"),
        )
