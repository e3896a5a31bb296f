"""Acts from submission to the report: sign and send, accept, not accept, determine, close the visit."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import selectors as applications
from applications.models import Application
from applications.states import APPLICATION_TABLE
from foundation.audit.services import Refused
from foundation.clock.services import local_date, now
from foundation.identity.models import User
from foundation.identity.permissions import Permission, PortalRequest, ReauthenticatedView, narrow
from lifecycle import services
from lifecycle.forms import AcceptForm, ConfirmForm, DetermineForm, NotAcceptForm, SignManyForm, SubmitForm
from programme import selectors as programme
from validations import selectors as validations
from validations.models import Validation
from validations.states import VALIDATION_TABLE
from vetting.models import Vetting

from .act import ActView


class Submit(ReauthenticatedView, ActView):
    """The signatory signs the declaration and sends the application."""

    permission = Permission.APPLICATION_SIGN
    form_class = SubmitForm
    template_name = "lifecycle/submit.html"
    transition = (APPLICATION_TABLE, "submit")
    title = gettext_lazy("Sign and send your application")
    button_text = gettext_lazy("Sign and send to Customs")

    def find(self, public_id: UUID) -> Application | None:
        acting = self.request.acting_for
        return applications.visible_to_company(acting).filter(public_id=public_id).first() if acting else None

    def take(self, row: Application, form: Form) -> str:
        sent = services.submit_application(application=row, signatory=self.request.user, now=now())
        return _("Sent. Your number is {number}.").format(number=sent.number)

    def back(self, row: Application) -> str:
        name = "applications:receipt" if self.request.method == "POST" else "applications:check"
        return reverse(name, args=[row.public_id])

    def instead(self, row: Application) -> str:
        return reverse("applications:status", args=[row.public_id])

    def more(self, row: Application) -> dict[str, Any]:
        return {
            "missing": applications.missing(row, local_date(now())),
            "fee": programme.fee_in_words(row.configuration),
            "terms": programme.terms(local_date(now())),
            "cancel_url": reverse("applications:check", args=[row.public_id]),
        }


class SignMany(ReauthenticatedView):
    """Several files signed after one proof of identity; each keeps a declaration of its own."""

    permission = Permission.APPLICATION_SIGN

    def get(self, request: PortalRequest) -> HttpResponse:
        return self._page(SignManyForm(files=self._files()))

    def post(self, request: PortalRequest) -> HttpResponse:
        files = self._files()
        form = SignManyForm(request.POST, files=files)
        if not form.is_valid():
            return self._page(form, 422)
        for row in form.chosen():
            try:
                sent = services.submit_application(application=row, signatory=request.user, now=now())
                messages.success(request, _("Sent: {number}.").format(number=sent.number))
            except Refused as refusal:
                messages.error(request, f"{row.number}: {' '.join((refusal.message, *refusal.breaches))}")
        return redirect("lifecycle:sign_many")

    def _files(self) -> list[Application]:
        user = self.request.user
        return list(applications.ready_to_sign(user, local_date(now()))) if isinstance(user, User) else []

    def _page(self, form: SignManyForm, status: int = 200) -> HttpResponse:
        context = {
            "title": _("Sign several applications"),
            "form": form,
            "fees": {pk: programme.fee_in_words(row.configuration) for pk, row in form.rows.items()},
            "terms": programme.terms(local_date(now())),
            "button_text": _("Sign and send what I ticked"),
            "cancel_url": reverse("applications:list"),
            "wide": True,
        }
        return render(self.request, "lifecycle/sign_many.html", context, status=status)


class FileActView(ActView):
    """An officer's act on an application's file."""

    def find(self, public_id: UUID) -> Application | None:
        row = applications.visible_to_staff(self.request.user, self.request.on).filter(public_id=public_id).first()
        if row is not None:
            narrow(self.request, self.permission, row.office_id, file_id=row.public_id)
        return row

    def back(self, row: Application) -> str:
        return reverse("workbench:dossier", args=[row.public_id])

    def more(self, row: Application) -> dict[str, Any]:
        return {"caption": f"{row.operator.legal_name}, {row.number}", "base_layout": "layouts/officer.html"}


class Accept(FileActView):
    """Accept a complete application from the day on which all had been received."""

    permission = Permission.FILE_WORK
    form_class = AcceptForm
    template_name = "lifecycle/accept.html"
    transition = (APPLICATION_TABLE, "accept")
    title = gettext_lazy("Accept the application")
    button_text = gettext_lazy("Accept and open the desk checks")

    def initial(self, row: Application) -> dict[str, Any]:
        return {"complete_on": row.complete_on or (local_date(row.submitted_at) if row.submitted_at else None)}

    def take(self, row: Application, form: Form) -> str:
        accepted = services.accept_application(
            application=row, complete_on=form.cleaned_data["complete_on"], actor=self.request.user, now=now()
        )
        return _("Accepted. {company} was told by letter.").format(company=accepted.operator.legal_name)


class NotAccept(FileActView):
    """Not accept an incomplete application; the trader may start again with the same answers."""

    permission = Permission.FILE_WORK
    form_class = NotAcceptForm
    transition = (APPLICATION_TABLE, "not_accept")
    title = gettext_lazy("Don’t accept the application")
    button_text = gettext_lazy("Send the letter and close the file")

    def take(self, row: Application, form: Form) -> str:
        services.not_accept_application(
            application=row, reason=form.cleaned_data["reason"], actor=self.request.user, now=now()
        )
        return _("Not accepted. {company} was told by letter.").format(company=row.operator.legal_name)


class Determine(FileActView):
    """Close the desk checks with a determination."""

    permission = Permission.VETTING_DETERMINE
    form_class = DetermineForm
    template_name = "lifecycle/determine.html"
    transition = (APPLICATION_TABLE, "start_validation")
    title = gettext_lazy("Bring the desk checks to a close")
    button_text = gettext_lazy("Determine and hand over to the visit")

    def take(self, row: Application, form: Form) -> str:
        services.determine_vetting(
            vetting_file=Vetting.objects.get(application=row), actor=self.request.user, now=now(), **form.cleaned_data
        )
        return _("Determined. The case officer plans the visit.")

    def back(self, row: Application) -> str:
        return reverse("vetting:file", args=[row.public_id])


class CloseValidation(ActView):
    """Close a visit whose report was answered and whose actions are settled."""

    permission = (Permission.VALIDATION_VISIT, Permission.VALIDATION_PLAN)
    form_class = ConfirmForm
    transition = (VALIDATION_TABLE, "close")
    title = gettext_lazy("Close the visit")
    button_text = gettext_lazy("Close the visit and hand over for a proposal")

    def find(self, public_id: UUID) -> Validation | None:
        row = validations.visible_to_staff(self.request.user, self.request.on).filter(public_id=public_id).first()
        if row is not None:
            narrow(self.request, self.permission, *validations.offices_of(row), file_id=validations.file_id_of(row))
        return row

    def take(self, row: Validation, form: Form) -> str:
        services.close_validation(validation=row, actor=self.request.user, now=now())
        return _("The visit is closed.")

    def back(self, row: Validation) -> str:
        return reverse("validations:checklist", args=[row.public_id])

    def more(self, row: Validation) -> dict[str, Any]:
        return {"caption": row.operator.legal_name, "base_layout": "layouts/officer.html"}
