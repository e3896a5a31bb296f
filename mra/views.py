"""The register of partners for officers, and the company's consent to exchange with one of them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation.clock.services import now
from foundation.identity.permissions import GuardedView, Permission, PortalRequest
from operators import selectors as operators
from operators import services as operator_services
from operators.models import Operator
from programme.states import Kind

from . import selectors
from .models import Partner
from .rules import colour


class Partners(GuardedView):
    """Every partner with its arrangements, the phase each has reached and its dates."""

    permission = Permission.MRA_READ

    def get(self, request: PortalRequest) -> HttpResponse:
        context = {
            "title": _("Partners and arrangements"),
            "partners": [_partner(partner) for partner in selectors.partners()],
            "base_layout": "layouts/officer.html",
        }
        return render(request, "mra/partners.html", context)


class Consent(GuardedView):
    """Gives or withdraws the company's consent to exchange with a partner. Free; without it nothing is exchanged."""

    permission = Permission.COMPANY_EDIT

    def post(self, request: PortalRequest, country_code: str) -> HttpResponse:
        partner = selectors.partner_of(country_code)
        if partner is None:
            raise Http404
        give = request.POST.get("consent") == "give"
        act = operator_services.give_exchange_consent if give else operator_services.withdraw_exchange_consent
        act(operator=_operator(request), partner_code=partner.country_code, actor=request.user, now=now())
        given = _("{partner} is told of your certificate while it is in force.")
        withdrawn = _("We no longer exchange your data with {partner}, and you have no benefit there.")
        messages.success(request, (given if give else withdrawn).format(partner=partner.organisation.name))
        return redirect("benefits:mine")


def _operator(request: PortalRequest) -> Operator:
    acting_for = request.acting_for
    operator = operators.for_company(acting_for.organisation) if acting_for else None
    if operator is None:
        raise Http404
    return operator


def _partner(partner: Partner) -> dict[str, Any]:
    arrangements = [
        {
            "arrangement": row,
            "colour": colour(row.status),
            "kinds": ", ".join(str(Kind(kind).label) for kind in row.kinds),
        }
        for row in partner.arrangements.all()
    ]
    return {"partner": partner, "arrangements": arrangements}
