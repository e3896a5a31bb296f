"""What anybody may ask: who is an AEO today, and does this certificate count now. No cookie, no script."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from certificates import selectors, services
from certificates.forms import NumberForm, RegisterForm
from certificates.models import Certificate
from foundation.clock.services import local_date, now
from foundation.identity.permissions import PUBLIC

from .throttle import ThrottledView

PAGE = 50


class Register(ThrottledView):
    """The register of companies that agreed to be shown. The search stands in the address."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        form = RegisterForm(request.GET)
        moment = now()
        context = {"form": form, "asked_at": moment, "title": _("Find an Authorised Economic Operator")}
        if form.is_valid():
            context |= self._found(request, form.cleaned_data, local_date(moment))
        return render(request, "certificates/register.html", context, status=200 if form.is_valid() else 422)

    def _found(self, request: HttpRequest, asked: dict[str, str], on: Any) -> dict[str, Any]:
        rows = selectors.public_register(asked["q"], asked["kind"], asked["type"], on=on)
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        companies = selectors.listed(page, on, kind=asked["kind"])
        return {"page": page, "companies": companies, "count": page.paginator.count, "q": asked["q"], "searched": True}


@method_decorator(never_cache, name="dispatch")
class Verify(ThrottledView):
    """Does the certificate behind a scanned code count now?"""

    permission = PUBLIC

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        certificate = selectors.by_public_id(public_id)
        return unknown(request) if certificate is None else self._answer(request, certificate)

    def _answer(self, request: HttpRequest, certificate: Certificate) -> HttpResponse:
        moment = now()
        verdict = selectors.verdict(certificate, local_date(moment))
        operator = certificate.operator
        context = {
            "verdict": verdict,
            "operator": operator,
            "asked_at": moment,
            "title": verdict.title,
            "tone": "valid" if verdict.valid else "trader",
            "check_url": reverse("certificates:check"),
            "seal": services.seal_fingerprint(),
        }
        return render(request, "certificates/verify.html", context)


class Check(ThrottledView):
    """Checks a certificate by its number and leads to its live page."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        form = NumberForm(request.GET) if "number" in request.GET else NumberForm()
        if not form.is_bound or not form.is_valid():
            context = {"form": form, "title": _("Check a certificate")}
            return render(request, "certificates/check.html", context, status=422 if form.is_bound else 200)
        certificate = selectors.by_number(form.cleaned_data["number"], tin=form.cleaned_data["tin"])
        if certificate is None:
            return unknown(request, form)
        return HttpResponseRedirect(reverse("certificates:verify", args=[certificate.public_id]))


def unknown(request: HttpRequest, form: NumberForm | None = None) -> HttpResponse:
    """We know no such certificate: the same words for a wrong address, a wrong number and one that is not shown."""
    context = {"title": _("We know no certificate at this address"), "form": form or NumberForm()}
    return render(request, "certificates/unknown.html", context, status=404)
