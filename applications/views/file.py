"""The officers' page of an application: answers with evidence beside them, the acceptance check list, the papers."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from applications import permissions, selectors, services
from applications.forms import AcceptForm, NotAcceptForm, TickForm
from applications.states import AcceptanceCheck
from foundation.audit.services import Refused, record_read
from foundation.clock.services import now
from foundation.documents.models import Document
from foundation.documents.services import NoSuchPage, page_image, serve
from foundation.documents.states import DocumentStatus
from foundation.identity.permissions import Permission
from programme.selectors import interpretations_for

from .base import FilePage, uuid_or_404


class File(FilePage):
    """Answers by section with their papers; `?paper=` opens one beside them. Looking is written down."""

    permission = Permission.FILE_READ
    template_name = "applications/file.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        sheet = selectors.assessment(self.application)
        record_read(actor=self.user, at=now(), file_id=self.application.public_id, what="application")
        before = selectors.last_time(self.application)
        judged = selectors.judgements(self.application)
        place = request.GET.get("at", "")
        return self.page(
            {
                "title": _("Application"),
                "sheet": sheet,
                "viewer": viewer_of(self, link=f"?at={place}&", close=f"#{place}") if "paper" in request.GET else None,
                "at": place,
                "before": before,
                "changed": selectors.changes_since(sheet, before) if before else {},
                "judged": {row.anchor: judged.get(judgement_key(row)) for row in sheet.rows},
                "judged_count": len(judged),
                "readings": interpretations_for({row.criterion.code for row in sheet.rows}),
                "asked": asked_by_row(self.application),
                "acceptance": self._acceptance(),
                "open_musts": sheet.open_musts(),
                "declaration": getattr(self.application, "declaration", None),
                "talks": selectors.talks_of(self.application.operator),
                "can_agree": permissions.may_agree_evidence(self.application, self.held),
                "can_ask_reading": Permission.PROGRAMME_READ in self.held,
            }
        )

    def _acceptance(self) -> dict[str, Any] | None:
        if not permissions.may_check_acceptance(self.application, self.held):
            return None
        forms = tick_forms(self.application)
        items = {item.code: item for item in selectors.acceptance_items(self.application)}
        passed = [items[code].passed if code in items else None for code in AcceptanceCheck.values]
        return {
            "forms": forms,
            "open": sum(value is None for value in passed),
            "failed": sum(value is False for value in passed),
            "accept_form": AcceptForm(initial={"complete_on": selectors.acceptance_proposal(self.application)}),
            "not_accept_form": NotAcceptForm(),
        }


class AcceptanceChecks(FilePage):
    """Save the marks of the check list."""

    permission = Permission.FILE_WORK

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if not permissions.may_check_acceptance(self.application, self.held):
            raise PermissionDenied
        forms = tick_forms(self.application, request.POST)
        wrong = [form.fields["passed"].label for form in forms.values() if not form.is_valid()]
        if wrong:
            text = _("Nothing is saved. Write these lines again: %(lines)s")
            raise Refused(text % {"lines": ", ".join(map(str, wrong))})
        marks = [services.Mark(code, form.value, form.cleaned_data["note"]) for code, form in forms.items()]
        services.tick_all(application=self.application, marks=marks, actor=self.user, now=now())
        messages.success(request, _("The check list is saved."))
        return redirect(self.url("file"))


class _OfPaper(FilePage):
    """A paper of this file; looking at it is written down."""

    permission = Permission.FILE_READ

    @cached_property
    def document(self) -> Document:
        found = selectors.document_of_file(self.application, self.kwargs["paper_id"])
        if found is None:
            raise Http404
        return found

    def note_read(self) -> None:
        what = f"paper:{self.document.public_id}"
        record_read(actor=self.user, at=now(), file_id=self.application.public_id, what=what)


class PaperOpen(_OfPaper):
    """The original, as an attachment."""

    def get(self, request: HttpRequest, public_id: str, paper_id: str) -> FileResponse:
        answer = serve(self.document)
        self.note_read()
        return answer


class PaperImage(_OfPaper):
    """One page of a paper as a picture."""

    def get(self, request: HttpRequest, public_id: str, paper_id: str, page: int) -> HttpResponse:
        try:
            image = page_image(self.document, page)
        except NoSuchPage as error:
            raise Http404 from error
        self.note_read()
        return HttpResponse(image, content_type="image/png", headers={"Cache-Control": "private, no-store"})


def tick_forms(application: Any, data: Any = None) -> dict[str, TickForm]:
    """One small form per line of the check list, in its order."""
    items = {item.code: item for item in selectors.acceptance_items(application)}
    words = {True: "yes", False: "no", None: ""}
    return {
        code: TickForm(
            data,
            prefix=code,
            label=str(label),
            initial={"passed": words[items[code].passed], "note": items[code].note} if code in items else None,
        )
        for code, label in AcceptanceCheck.choices
    }


def asked_by_row(application: Any) -> dict[str, list[Any]]:
    """Questions that were asked about each criterion, with their answers, for showing at the answer."""
    found: dict[str, list[Any]] = {}
    for request in selectors.requests_of(application):
        for item in request.items.all():
            if item.criterion:
                found.setdefault(item.criterion.code, []).append(item)
    return found


def judgement_key(row: selectors.Row) -> tuple[int, int | None]:
    """The key of a row among the judgements."""
    return row.criterion.pk, row.site.pk if row.site else None


def viewer_of(page: FilePage, *, link: str, close: str) -> dict[str, Any]:
    """The paper that `?paper=` names, page by page; `link` is the query that keeps the place."""
    given = page.request.GET
    document = selectors.document_of_file(page.application, uuid_or_404(given["paper"]))
    if document is None:
        raise Http404
    last = document.page_count or 0
    wanted = given.get("page", "1")
    number = min(max(int(wanted[:6]) if wanted.isdecimal() else 1, 1), max(last, 1))
    shown = last > 0 and document.status == DocumentStatus.CLEAN
    return {"document": document, "page": number, "last": last, "shown": shown, "link": link, "close": close}
