"""What a company sees: its certificates, and each decision with the texts released for it. Proposals stay inside."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from applications.models import Application
from certificates import permissions, selectors
from certificates.models import Certificate, DecisionRow
from certificates.states import RowStatus
from foundation.clock.services import now
from foundation.identity.permissions import GuardedView, Permission, PortalRequest
from operators import selectors as operators
from operators import services as operator_services


class Mine(GuardedView):
    """The certificates of the company acted for, each with what comes next."""

    permission = Permission.APPLICATION_READ

    def get(self, request: PortalRequest) -> HttpResponse:
        acting = permissions.acting_of(request)
        certificates = list(selectors.of_company(acting))
        standing = selectors.status_on(certificates, request.on)
        types = selectors.types_by_certificate(certificates)
        reads = Permission.LETTER_READ in request.permissions  # the period stands in a letter
        appeals = selectors.appeals_of(certificates if reads else [], request.on)
        context = {
            "title": _("Your certificates"),
            "rows": [
                _row(row, standing[row.pk], types[row.pk], appeals.get(row.public_id))
                for row in certificates
                if row.pk in standing
            ],
            "files": selectors.file_of_company(acting),
            "opens_papers": Permission.DOCUMENT_READ in request.permissions,
            "operator": operators.for_company(acting.organisation),
            "may_list": Permission.COMPANY_EDIT in request.permissions,
            "base_layout": "layouts/trader.html",
        }
        return render(request, "certificates/mine.html", context)


class Listing(GuardedView):
    """Agrees or no longer agrees to be shown in the public register. Free, never a criterion."""

    permission = Permission.COMPANY_EDIT

    def post(self, request: PortalRequest) -> HttpResponse:
        operator = operators.for_company(permissions.acting_of(request).organisation)
        if operator is None:
            raise Http404
        wanted = request.POST.get("listed") == "yes"
        operator_services.set_listed(operator=operator, listed=wanted, actor=request.user, now=now())
        shown, hidden = _("You are shown in the public register."), _("You are no longer shown in the public register.")
        messages.success(request, shown if wanted else hidden)
        return redirect("certificates:mine")


class Decision(GuardedView):
    """The decision on one application, as the company may read it: rows told, released texts, letters, own words."""

    permission = Permission.APPLICATION_READ

    def get(self, request: PortalRequest, public_id: UUID) -> HttpResponse:
        acting = permissions.acting_of(request)
        application = permissions.told_file_for(acting, public_id)
        rows = list(selectors.told_rows(application, acting))
        heard = [row for row in rows if row.status == RowStatus.HEARING]
        due_on = selectors.hearing_due_on(application) if heard else None
        letters = selectors.letters_of(application, acting)
        may_speak = {Permission.APPLICATION_PREPARE, Permission.APPLICATION_SIGN} & request.permissions
        context = {
            "title": _("Decision on your application"),
            "application": application,
            "cards": [_card(row, due_on) for row in rows],
            "heard": heard,
            "due_on": due_on,
            "statements": _thread(application),
            "letters": letters,
            "speak_url": reverse("lifecycle:speak", args=[application.public_id]) if heard and may_speak else "",
            "appeals": selectors.appeal_periods(letters, request.on).values(),
            "back_url": _status_url(application),
            "back_text": _("Back to your application"),
            "base_layout": "layouts/trader.html",
        }
        return render(request, "certificates/company_decision.html", context)


def _row(certificate: Certificate, status: str, types: str, appeal: selectors.AppealPeriod | None) -> dict[str, Any]:
    tag = selectors.holder_tag(status)
    return {
        "certificate": certificate,
        "tag": tag.text,
        "colour": tag.colour,
        "sentence": selectors.holder_sentence(certificate, status),
        "appeal": appeal,
        "types": types,
    }


def _card(row: DecisionRow, due_on: Any) -> dict[str, Any]:
    """One row with its tag. Grounds and the reason of the decision maker are never handed to this page."""
    granted = (_("Granted, condition"), "teal") if row.condition else (_("Granted"), "green")
    tags = {
        RowStatus.GRANTED: granted,
        RowStatus.REFUSED: (_("Refused"), "red"),
        RowStatus.HEARING: (_("Your turn to speak"), "orange"),
    }
    tag, colour = tags[RowStatus(row.status)]
    return {
        "kind": row.get_kind_display(),
        "type": row.operator_type.label,
        "status": row.status,
        "tag": tag,
        "colour": colour,
        "released_text": row.released_text if row.status != RowStatus.GRANTED else "",
        "condition": row.condition,
        "condition_due_on": row.condition_due_on,
        "effective_on": row.effective_on,
        "letter": row.decision_letter,
        "due_on": due_on,
    }


def _thread(application: Application) -> list[dict[str, Any]]:
    return [
        {
            "author": said.by_label,
            "at": said.at,
            "text": said.text,
            "files": [
                {"name": document.title, "url": reverse("documents:download", args=[document.public_id])}
                for document in said.documents.all()
            ],
            "mine": True,
            "tag": _("More follows") if said.more_will_follow else "",
            "colour": "yellow",
        }
        for said in selectors.statements_said(application)
    ]


def _status_url(application: Application) -> str:
    try:
        return reverse("applications:status", args=[application.public_id])
    except NoReverseMatch:
        return reverse("certificates:mine")
