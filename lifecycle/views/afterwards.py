"""Acts after submission that touch more than one room: a pause that ends, more time to decide, a change that is answered."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import selectors as applications
from applications.models import Application, ChangeNotice, Improvement
from applications.states import ChangeStatus, ImprovementStatus
from foundation.audit.services import Refused
from foundation.clock.services import local_date, now
from foundation.identity.permissions import GuardedView, Permission, PortalRequest
from lifecycle import services
from lifecycle.forms import AcceptChangeForm, DoneForm, ExtendForm, ReasonForm, RefuseChangeForm

from .act import ActView
from .filing import FileActView


class FinishImprovement(ActView):
    """The trader is done with what was agreed; the file goes on where it stood."""

    permission = Permission.APPLICATION_PREPARE
    form_class = DoneForm
    title = gettext_lazy("Tell us that you are done")
    button_text = gettext_lazy("We are done: go on with our application")

    def find(self, public_id: UUID) -> Application | None:
        acting = self.request.acting_for
        return applications.visible_to_company(acting).filter(public_id=public_id).first() if acting else None

    def possible(self, row: Application) -> bool:
        return _running(row) is not None

    def take(self, row: Application, form: Form) -> str:
        services.finish_improvement(improvement=_agreed(row), user=self.request.user, now=now(), **form.cleaned_data)
        return _("Thank you. Our time limit runs again and we go on where we stopped.")

    def back(self, row: Application) -> str:
        return reverse("applications:status", args=[row.public_id])


class StartAgain(GuardedView):
    """A new draft with the answers of a file that has ended; what can't be applied for today is left out and named."""

    permission = Permission.APPLICATION_PREPARE
    http_method_names = ["post", "options"]

    def post(self, request: PortalRequest, public_id: UUID) -> HttpResponse:
        acting = request.acting_for
        files = applications.visible_to_company(acting) if acting else Application.objects.none()
        source = get_object_or_404(files, public_id=public_id)
        try:
            begun = services.start_again(source=source, user=request.user, now=now())
        except Refused as refusal:
            messages.error(request, " ".join(dict.fromkeys((refusal.message, *map(str, refusal.breaches)))))
            return redirect("applications:list")
        messages.success(request, _("Your answers and papers are in the new application. Look at what has changed."))
        for sentence in begun.left_out:
            messages.info(request, sentence)
        return redirect("applications:tasks", begun.draft.public_id)


class EndImprovement(FileActView):
    """Go on with what is there, once the agreed time has passed. This is no decision."""

    permission = Permission.FILE_WORK
    form_class = ReasonForm
    template_name = "lifecycle/end_improvement.html"
    title = gettext_lazy("Go on with what is there")
    button_text = gettext_lazy("End the pause and go on")

    def possible(self, row: Application) -> bool:
        return _running(row) is not None

    def take(self, row: Application, form: Form) -> str:
        services.end_improvement(improvement=_agreed(row), actor=self.request.user, now=now(), **form.cleaned_data)
        return _("The file goes on where it stood. {company} was told.").format(company=row.operator.legal_name)

    def back(self, row: Application) -> str:
        return reverse("applications:requests", args=[row.public_id])


class ExtendDecision(FileActView):
    """Take longer to decide: told before the limit ends, with a reason and a letter, or refused."""

    permission = Permission.FILE_WORK
    form_class = ExtendForm
    template_name = "lifecycle/extend.html"
    title = gettext_lazy("Take more time to decide")
    button_text = gettext_lazy("Take this time and send the letter")

    def bind(self, row: Application, *given: Any, **more: Any) -> Form:
        return ExtendForm(*given, grounds=applications.extension_grounds(row), **more)

    def take(self, row: Application, form: Form) -> str:
        day = services.extend_decision(application=row, actor=self.request.user, now=now(), **form.cleaned_data)
        return _("We decide by {day} now. {company} was told by letter.").format(
            day=applications.long_day(day), company=row.operator.legal_name
        )

    def more(self, row: Application) -> dict[str, Any]:
        return {**super().more(row), "clock": applications.clock(row, local_date(now()))}


class _AnswerChange(ActView):
    """The answer to a change that a company of the officer's offices told."""

    permission = Permission.OPERATOR_VERIFY
    template_name = "lifecycle/answer_change.html"

    def find(self, public_id: UUID) -> ChangeNotice | None:
        rows = applications.changes_visible_to_staff(self.request.user, local_date(now()))
        return rows.filter(public_id=public_id, status__in=(ChangeStatus.SENT, ChangeStatus.ASKED)).first()

    def back(self, row: ChangeNotice) -> str:
        return reverse("applications:staff_change", args=[row.public_id])

    def more(self, row: ChangeNotice) -> dict[str, Any]:
        return {
            "caption": f"{row.operator.legal_name}, {applications.change_title(row)}",
            "base_layout": "layouts/officer.html",
            "fields": applications.fields_of(row),
            "ahead": row.since > local_date(now()),
        }


class AcceptChange(_AnswerChange):
    """Accepting changes the register in the same act."""

    form_class = AcceptChangeForm
    title = gettext_lazy("Accept this change")
    button_text = gettext_lazy("Accept and change the record")

    def bind(self, row: ChangeNotice, *given: Any, **more: Any) -> Form:
        return AcceptChangeForm(*given, stale=bool(applications.stale_fields_of(row)), **more)

    def take(self, row: ChangeNotice, form: Form) -> str:
        done = services.accept_change(notice=row, actor=self.request.user, now=now(), **form.cleaned_data)
        words = {"company": row.operator.legal_name, "day": applications.long_day(row.since)}
        if done.status == ChangeStatus.WAITING:
            return _("Accepted. The record says so from {day}, and {company} was told by letter.").format(**words)
        return _("Accepted. The record says so now and {company} was told by letter.").format(**words)


class RefuseChange(_AnswerChange):
    """Refused with a reason; the record stays."""

    form_class = RefuseChangeForm
    title = gettext_lazy("Do not accept this change")
    button_text = gettext_lazy("Send the letter and keep the record")

    def take(self, row: ChangeNotice, form: Form) -> str:
        services.refuse_change(notice=row, actor=self.request.user, now=now(), **form.cleaned_data)
        return _("Not accepted. The record stays and {company} was told why.").format(company=row.operator.legal_name)


def _agreed(application: Application) -> Improvement:
    """The same for an act: somebody else may have ended it meanwhile."""
    found = _running(application)
    if found is None:
        raise Refused(_("Nothing is agreed on this file now."))
    return found


def _running(application: Application) -> Improvement | None:
    """The pause or adjustment that was agreed and has not ended."""
    found = applications.open_improvement(application)
    return found if found is not None and found.status == ImprovementStatus.RUNNING else None
