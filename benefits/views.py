"""The company's pages of benefits: what it is entitled to or what a grant would bring, and the AEOs in its supply chain."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from applications import selectors as applications
from certificates import selectors as certificates
from foundation.identity.permissions import GuardedView, Permission, PortalRequest
from operators.selectors import for_company
from programme.states import Kind

from . import selectors
from .models import Entitlement


class Mine(GuardedView):
    """What the company acted for gets, benefit by benefit. Before a grant: what it will get."""

    permission = Permission.APPLICATION_READ

    def get(self, request: PortalRequest) -> HttpResponse:
        if request.acting_for is None:
            raise Http404
        acting = request.acting_for
        entitled = list(selectors.of_company(acting, request.on))
        held = list(certificates.of_company(acting))
        statuses = certificates.status_on(held, request.on)
        application = applications.open_application(acting.organisation)
        kinds = [kind for kind in (application.kinds if application else Kind.values) if acting.may_touch_kinds([kind])]
        context = {
            "title": _("Your benefits"),
            "rows": _rows(entitled, statuses),
            "standing": [_standing(row, statuses[row.pk]) for row in held if row.pk in statuses],
            "promised": [] if entitled else selectors.promised(kinds),
            "base_layout": "layouts/trader.html",
        }
        return render(request, "benefits/mine.html", context)


class Chain(GuardedView):
    """The company's supply chain: who belongs to it, who of them is an AEO today, whom it asked to become one."""

    permission = Permission.COMPANY_READ

    def get(self, request: PortalRequest) -> HttpResponse:
        operator = for_company(request.acting_for.organisation) if request.acting_for else None
        if operator is None:
            raise Http404
        context = {
            "title": _("Your supply chain"),
            "chain": selectors.chain(operator, request.on),
            "can_edit": Permission.COMPANY_EDIT in request.permissions,
            "base_layout": "layouts/trader.html",
        }
        return render(request, "benefits/chain.html", context)


def _rows(entitled: list[Entitlement], statuses: dict[int, str]) -> list[dict[str, Any]]:
    """One row per benefit whose certificate counts today, with the kinds that give it."""
    live = [row for row in entitled if statuses.get(row.certificate_id) == "ACTIVE"]
    return [
        {"benefit": benefit, "kinds": ", ".join(str(Kind(row.certificate.kind).label) for row in rows)}
        for benefit, rows in groupby(live, key=lambda row: row.benefit)
    ]


def _standing(certificate: Any, status: str) -> dict[str, Any]:
    tag = certificates.holder_tag(status)
    return {
        "kind": certificate.get_kind_display(),
        "tag": tag.text,
        "colour": tag.colour,
        "sentence": certificates.holder_sentence(certificate, status),
    }
