"""What officers see: the decision on a file with who may take it, the list of certificates and one with its history."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from applications.models import Application
from applications.selectors import dossier
from applications.states import TERMINAL, ApplicationStatus
from certificates import permissions, selectors
from certificates.forms import FilterForm
from certificates.models import Certificate
from certificates.states import CERTIFICATE_TABLE, LIVE, CertificateStatus
from foundation.audit.services import record_read
from foundation.clock.services import now
from foundation.documents.services import serve
from foundation.identity.permissions import GuardedView, Permission, PortalRequest
from validations import selectors as validations

PAGE = 50
OFFICER = "layouts/officer.html"


class Decision(GuardedView):
    """The rows of a decision, who took which act, whether a grant is possible; and the way to propose or decide."""

    permission = Permission.DECISION_READ

    def get(self, request: PortalRequest, public_id: UUID) -> HttpResponse:
        application = permissions.file_for(request, public_id, self.permission)
        record_read(actor=request.user, at=now(), file_id=application.public_id, what="decision")
        rows = list(selectors.decision_rows(application))
        waits = application.status in (ApplicationStatus.FOR_DECISION, ApplicationStatus.HEARING)
        letters = selectors.letters_of(application)
        conditions = selectors.grant_conditions(application, request.on)
        context = {
            "application": application,
            "dossier": dossier(application, request.user, request.on),
            "current_tab": "certificates:decision",
            "title": _("Decision"),
            "rows": rows,
            "left_open": validations.handed_on(application),
            "statements": selectors.statements_said(application),
            "letters": letters,
            "appeals": selectors.appeal_periods(letters, request.on).values(),
            "hearing_due_on": selectors.hearing_due_on(application),
            "eyes": selectors.four_eyes(application, request.user, request.on),
            "conditions": conditions,
            "possible": all(condition.ok for condition in conditions),
            "base_layout": OFFICER,
            **self._acts(request, application, waits=waits),
        }
        return render(request, "certificates/decision.html", context)

    def _acts(self, request: PortalRequest, application: Application, *, waits: bool) -> dict[str, Any]:
        """What this person may do now; what is not possible yet is said with its reason."""
        proposes = Permission.DECISION_PROPOSE in request.permissions and not waits
        missing = selectors.can_be_proposed(application, request.on) if proposes else []
        return {
            "waits": waits,
            "may_propose": proposes and not missing,
            "not_yet": _not_yet(application, missing),
            "decides": waits and Permission.DECISION_TAKE in request.permissions,
        }


def _not_yet(application: Application, missing: list[str]) -> list[str]:
    """Why nothing is proposed, while the file is on its way to that."""
    if application.status == ApplicationStatus.UNDER_VALIDATION:
        return missing
    ahead = application.status not in (*TERMINAL, ApplicationStatus.FOR_DECISION)
    return [_("A case officer proposes once the desk checks and the visit are closed.")] if ahead else []


class StatementFile(GuardedView):
    """A paper that the trader sent with its words in a hearing, for officers."""

    permission = Permission.DECISION_READ

    def get(self, request: PortalRequest, public_id: UUID, document_id: UUID) -> HttpResponseBase:
        application = permissions.file_for(request, public_id, self.permission)
        document = selectors.statement_file(application, document_id)
        if document is None:
            raise Http404
        what = f"paper:{document.public_id}"
        record_read(actor=request.user, at=now(), file_id=application.public_id, what=what)
        return serve(document)


class CertificateList(GuardedView):
    """The certificates of the officer's offices, by company."""

    permission = Permission.CERTIFICATE_READ

    def get(self, request: PortalRequest) -> HttpResponse:
        form = FilterForm(request.GET, statuses=CertificateStatus.choices)
        asked = form.cleaned_data if form.is_valid() else {"q": "", "status": [], "kind": []}
        rows = _filtered(selectors.visible_to_staff(request.user, request.on), **asked)
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        standing = selectors.status_on(page, request.on)
        context = {
            "title": _("Certificates"),
            "form": form,
            "page": page,
            "count": page.paginator.count,
            "filters": sum(1 for value in asked.values() if value),
            "rows": [(row, selectors.officer_tag(standing.get(row.pk, row.status))) for row in page],
            "base_layout": OFFICER,
        }
        return render(request, "certificates/list.html", context)


class CertificatePage(GuardedView):
    """One certificate: how it stands, since when, whom it covers, and the acts that are open to this person."""

    permission = Permission.CERTIFICATE_READ

    def get(self, request: PortalRequest, public_id: UUID) -> HttpResponse:
        certificate = permissions.certificate_for(request, public_id, self.permission)
        status = selectors.status_on([certificate], request.on).get(certificate.pk, certificate.status)
        decides = Permission.DECISION_TAKE in request.permissions
        letters = selectors.letters_about(certificate)
        context = {
            "title": certificate.number,
            "certificate": certificate,
            "operator": certificate.operator,
            "types": selectors.types_by_certificate([certificate])[certificate.pk],
            "tag": selectors.officer_tag(status),
            "history": [(change, selectors.officer_tag(change.status)) for change in selectors.history(certificate)],
            "coverages": selectors.coverages(certificate),
            "measures": selectors.measures_of(certificate),
            "letters": letters,
            "appeals": selectors.appeal_periods(letters, request.on).values(),
            "acts": CERTIFICATE_TABLE.allowed(certificate.status) if decides else [],
            "may_cover": decides and certificate.status in (CertificateStatus.ISSUED, *LIVE),
            "base_layout": OFFICER,
        }
        return render(request, "certificates/certificate.html", context)


class Paper(GuardedView):
    """The certificate on paper, for officers."""

    permission = Permission.CERTIFICATE_READ

    def get(self, request: PortalRequest, public_id: UUID) -> HttpResponseBase:
        certificate = permissions.certificate_for(request, public_id, self.permission)
        if certificate.paper is None:
            raise Http404
        return serve(certificate.paper)


def _filtered(rows: QuerySet[Certificate], q: str, status: list[str], kind: list[str]) -> QuerySet[Certificate]:
    """Boxes of one group combine by or, groups by and."""
    if q:
        typed = q.strip()
        rows = rows.filter(
            Q(operator__legal_name__icontains=typed) | Q(operator__tin__iexact=typed) | Q(number__istartswith=typed)
        )
    if status:
        rows = rows.filter(status__in=status)
    if kind:
        rows = rows.filter(kind__in=kind)
    return rows.order_by("operator__legal_name", "kind", "-effective_from", "-id")
