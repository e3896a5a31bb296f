"""Acts on a certificate: suspend, lift, revoke, annul, cover another company. Each needs a fresh proof of identity."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates import selectors as certificates
from certificates.models import Certificate, Coverage
from certificates.permissions import narrow_to
from certificates.states import CERTIFICATE_TABLE, LIVE, CertificateStatus
from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.identity.permissions import Permission, PortalRequest, ReauthenticatedView
from lifecycle import services
from lifecycle.forms import CoverForm, LiftForm, MeasureForm, SuspendForm

from .act import ActView


class CertificateActView(ReauthenticatedView, ActView):
    """A decision on one certificate of the officer's offices."""

    permission = Permission.DECISION_TAKE
    template_name = "lifecycle/certificate_act.html"
    consequences: Any = ()

    def find(self, public_id: UUID) -> Certificate | None:
        on = self.request.on  # type: ignore[attr-defined]
        row = certificates.visible_to_staff(self.request.user, on).filter(public_id=public_id).first()
        if row is not None:
            narrow_to(self.request, row, self.permission)
        return row

    def possible(self, row: Certificate) -> bool:
        """By the calendar too: a certificate whose first or last day has passed stands where the sweep will put it."""
        status = self.standing(row)
        return self.transition is None or status in self.transition[0].by_name[self.transition[1]].sources

    def standing(self, row: Certificate) -> str:
        return certificates.status_on([row], self.request.on).get(row.pk, row.status)

    def back(self, row: Certificate) -> str:
        return reverse("certificates:certificate", args=[row.public_id])

    def more(self, row: Certificate) -> dict[str, Any]:
        caption = f"{row.operator.legal_name}, {row.number}, {row.get_kind_display().lower()}"
        return {"caption": caption, "consequences": self.consequences, "base_layout": "layouts/officer.html"}


class Suspend(CertificateActView):
    """Suspend until a day."""

    form_class = SuspendForm
    transition = (CERTIFICATE_TABLE, "suspend")
    title = gettext_lazy("Suspend this certificate")
    button_text = gettext_lazy("Suspend from today")
    consequences = (
        gettext_lazy("The company has no benefits of this kind from today."),
        gettext_lazy("The public register and the border systems say “not valid” with the next question."),
        gettext_lazy("The company is told by letter, with the grounds and its right to appeal. The public reads none."),
    )

    def take(self, row: Certificate, form: Form) -> str:
        services.suspend_certificate(certificate=row, actor=self.request.user, now=now(), **form.cleaned_data)
        return _("{number} is suspended.").format(number=row.number)


class Lift(CertificateActView):
    """End a suspension."""

    form_class = LiftForm
    transition = (CERTIFICATE_TABLE, "lift")
    title = gettext_lazy("Lift the suspension")
    button_text = gettext_lazy("Put the certificate in force again")
    consequences = (gettext_lazy("Benefits, register and border systems follow at once."),)

    def take(self, row: Certificate, form: Form) -> str:
        services.lift_suspension(
            certificate=row,
            grounds=form.cleaned_data["grounds"],
            reason=form.cleaned_data["reason"],
            as_if_never=form.cleaned_data["how"] == "never",
            actor=self.request.user,
            now=now(),
        )
        return _("{number} is in force again.").format(number=row.number)


class Revoke(CertificateActView):
    """End a certificate for good."""

    form_class = MeasureForm
    transition = (CERTIFICATE_TABLE, "revoke")
    title = gettext_lazy("Revoke this certificate")
    button_text = gettext_lazy("Revoke from today")
    consequences = (
        gettext_lazy("The certificate ends today and does not come back."),
        gettext_lazy("New applications of this kind are barred for the years that the programme sets."),
        gettext_lazy("Benefits, register and border systems follow at once; the company is told by letter."),
    )

    def take(self, row: Certificate, form: Form) -> str:
        services.revoke_certificate(certificate=row, actor=self.request.user, now=now(), **form.cleaned_data)
        return _("{number} is revoked.").format(number=row.number)


class Annul(CertificateActView):
    """Let a certificate count as never given."""

    form_class = MeasureForm
    transition = (CERTIFICATE_TABLE, "annul")
    title = gettext_lazy("Annul this certificate")
    button_text = gettext_lazy("Annul as if never given")
    consequences = (
        gettext_lazy("Every day of this certificate counts as never given."),
        gettext_lazy("New applications of this kind are barred for the years that the programme sets."),
        gettext_lazy("The company is told by letter, with the grounds and its right to appeal."),
    )

    def take(self, row: Certificate, form: Form) -> str:
        services.annul_certificate(certificate=row, actor=self.request.user, now=now(), **form.cleaned_data)
        return _("{number} is annulled.").format(number=row.number)


class Cover(CertificateActView):
    """Let a certificate cover another company."""

    form_class = CoverForm
    title = gettext_lazy("Cover another company")
    button_text = gettext_lazy("Cover this company")
    consequences = (gettext_lazy("The other company answers under its own TIN, with this holder named."),)

    def possible(self, row: Certificate) -> bool:
        return self.standing(row) in (CertificateStatus.ISSUED, *LIVE)

    def initial(self, row: Certificate) -> dict[str, Any]:
        return {"on": max(self.request.on, row.effective_from)}  # type: ignore[attr-defined]

    def take(self, row: Certificate, form: Form) -> str:
        coverage = services.cover_company(
            certificate=row,
            operator=form.cleaned_data["tin"],
            on=form.cleaned_data["on"],
            actor=self.request.user,
            now=now(),
        )
        return _("{company} is covered.").format(company=coverage.operator.legal_name)


class Uncover(ReauthenticatedView):
    """End a coverage today."""

    permission = Permission.DECISION_TAKE

    def post(self, request: PortalRequest, public_id: UUID, pk: int) -> HttpResponse:
        on = request.on  # type: ignore[attr-defined]
        certificate = certificates.visible_to_staff(request.user, on).filter(public_id=public_id).first()
        coverage = Coverage.objects.filter(certificate=certificate, pk=pk).first() if certificate else None
        if certificate is None or coverage is None:
            raise Http404
        narrow_to(request, certificate, self.permission)
        try:
            services.end_coverage(coverage=coverage, actor=request.user, now=now())
            messages.success(request, _("{company} is no longer covered.").format(company=coverage.operator.legal_name))
        except Refused as refusal:
            messages.error(request, refusal.message)
        return HttpResponseRedirect(reverse("certificates:certificate", args=[public_id]))
