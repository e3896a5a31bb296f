"""The company's library: list, add, look at page by page, download, take away.
What belongs to another company does not exist here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.identity.permissions import Acting, GuardedView, Permission

from . import selectors, services
from .forms import UploadForm
from .models import Document
from .states import Confidentiality, DocumentStatus

PAGE_SIZE = 50
TAGS = {
    DocumentStatus.WAITING: (gettext_lazy("Being checked"), "blue"),
    DocumentStatus.INFECTED: (gettext_lazy("Refused"), "red"),
}


class CompanyView(GuardedView):
    """A view of somebody who acts for a company."""

    @property
    def acting(self) -> Acting:
        acting: Acting | None = self.request.acting_for  # type: ignore[attr-defined]
        if acting is None:
            raise Http404
        return acting

    def document(self, public_id: UUID) -> Document:
        """One document of the company's own library; a stranger's is 404."""
        document = selectors.of_company(self.acting, public_id)
        if document is None:
            raise Http404
        return document

    def openable(self, public_id: UUID) -> Document:
        """One that this person may open now."""
        document = self.document(public_id)
        if not selectors.may_open(document, self.acting.roles):
            raise Http404
        return document


class Library(CompanyView):
    """Every document of the company, newest first."""

    permission = Permission.DOCUMENT_READ

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = selectors.library(self.acting)
        page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
        documents = list(page)
        used = selectors.uses(documents)
        context = {
            "page": page,
            "rows": [_row(document, used[document.pk], self.acting.roles) for document in documents],
            "may_add": Permission.DOCUMENT_ADD in request.permissions,  # type: ignore[attr-defined]
        }
        return render(request, "documents/library.html", context)


class Upload(CompanyView):
    """Adds files by a plain form. What is refused is named; what was accepted stays."""

    permission = Permission.DOCUMENT_ADD

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            self._take_in(request, form)
        if form.errors:
            return self._page(request, form, status=422)
        return redirect("documents:library")

    def _take_in(self, request: HttpRequest, form: UploadForm) -> None:
        moment = now()
        taken, refusals = services.take_in(
            organisation=self.acting.organisation,
            files=form.titled(),
            confidentiality=form.cleaned_data["confidentiality"],
            valid_until=form.cleaned_data["valid_until"],
            uploader=request.user,  # type: ignore[arg-type]
            now=moment,
        )
        for refusal in refusals:
            form.add_error("files", refusal)
        added = [document for document in taken if document.uploaded_at == moment]
        for document in taken:
            if document not in added:
                messages.info(request, _("You have this file already, as ‘%(title)s’.") % {"title": document.title})
        if added:
            words = ngettext("%(count)s file is added.", "%(count)s files are added.", len(added))
            messages.success(request, words % {"count": len(added)})

    def _page(self, request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "title": _("Add files to your library"),
            "button_text": _("Add the files"),
            "cancel_url": reverse("documents:library"),
            "cancel_text": _("Leave without adding"),
        }
        return render(request, "documents/upload.html", context, status=status)


class Open(CompanyView):
    """One document: its facts and the picture of a page. `?page=` chooses the page."""

    permission = Permission.DOCUMENT_READ

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        document = self.openable(public_id)
        count = document.page_count or 0
        asked = request.GET.get("page", "1")
        number = min(max(int(asked), 1), max(count, 1)) if asked.isdecimal() and len(asked) < 6 else 1
        context = {
            "document": document,
            "title": document.title,
            "number": number if count else None,
            "previous": number - 1 if number > 1 else None,
            "next": number + 1 if number < count else None,
            "used": selectors.uses([document])[document.pk],
            "may_withdraw": Permission.DOCUMENT_ADD in request.permissions,  # type: ignore[attr-defined]
            "back_url": reverse("documents:library"),
            "back_text": _("Back to your documents"),
        }
        return render(request, "documents/open.html", context)


class Download(CompanyView):
    """The original, as an attachment."""

    permission = Permission.DOCUMENT_READ

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        return services.serve(self.openable(public_id))  # type: ignore[return-value]


class PageImage(CompanyView):
    """The picture of one page."""

    permission = Permission.DOCUMENT_READ

    def get(self, request: HttpRequest, public_id: UUID, page: int) -> HttpResponse:
        document = self.openable(public_id)
        try:
            return HttpResponse(services.page_image(document, page), content_type="image/png")
        except services.NoSuchPage as missing:
            raise Http404 from missing


class Withdraw(CompanyView):
    """Takes an unused document out of the library."""

    permission = Permission.DOCUMENT_ADD

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        document = self.document(public_id)
        if document.confidentiality == Confidentiality.OFFICERS:
            raise Http404
        try:
            services.withdraw(document=document, actor=request.user, now=now())  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("documents:library")
        messages.success(request, _("‘%(title)s’ is taken out of your library.") % {"title": document.title})
        return redirect("documents:library")


def _row(document: Document, used: int, roles: frozenset[str]) -> dict[str, Any]:
    """What one line of the library shows."""
    officers_only = document.confidentiality == Confidentiality.OFFICERS
    personal = _("Personal paper of %(name)s") % {"name": document.uploaded_by_label}
    tag, colour = TAGS.get(DocumentStatus(document.status), ("", ""))
    return {
        "document": document,
        "name": personal if officers_only else document.title,
        "url": reverse("documents:open", args=[document.public_id]) if selectors.may_open(document, roles) else "",
        "note": _note(document),
        "used": used,
        "tag": tag,
        "colour": colour,
    }


def _note(document: Document) -> str:
    """The second line under the name."""
    if document.status == DocumentStatus.WAITING:
        return _("being checked for viruses; you can go on")
    if document.status == DocumentStatus.INFECTED:
        return _("the virus check refused it; take it out and check the device it comes from")
    if document.confidentiality == Confidentiality.OFFICERS:
        return _("only Customs can open it")
    if document.confidentiality == Confidentiality.SIGNATORIES:
        return _("only signatories can open it")
    return ""
