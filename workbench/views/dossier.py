"""The dossier of one file: overview, papers, messages, history and who looked."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import selectors as applications
from applications.models import Application
from foundation.audit.services import record_read, verify_file
from foundation.clock.services import now
from foundation.correspondence.selectors import letters_of_file, messages_of
from foundation.identity.permissions import GuardedView, Permission, PortalRequest, narrow
from workbench import selectors


class FilePage(GuardedView):
    """A tab of the dossier: finds the file or 404, draws the header, records the read."""

    permission = (Permission.FILE_READ, Permission.HOME)
    template_name = ""
    title: Any = ""
    reading = ""

    def get(self, request: PortalRequest, public_id: UUID) -> HttpResponse:
        file = self.find(request, public_id)
        if self.reading:
            record_read(actor=request.user, at=now(), file_id=file.public_id, what=self.reading)
        context = {
            "file": file,
            "dossier": applications.dossier(file, request.user, request.on),
            "title": self.title or file.operator.legal_name,
            **self.context(request, file),
        }
        return render(request, self.template_name, context)

    def find(self, request: PortalRequest, public_id: UUID) -> Application:
        """The file, or 404 for everybody who may not see it: traders, other offices, strangers."""
        if not request.user.is_staff:
            raise Http404
        rows = applications.visible_to_staff(request.user, request.on)
        file = rows.filter(public_id=public_id).first()
        if file is None:
            raise Http404
        narrow(request, Permission.FILE_READ, file.office_id, file_id=file.public_id)
        return file

    def context(self, request: PortalRequest, file: Application) -> dict[str, Any]:
        return {}


class DossierOverview(FilePage):
    """Everything decisive on one screen."""

    template_name = "workbench/dossier.html"
    reading = "overview"

    def context(self, request: PortalRequest, file: Application) -> dict[str, Any]:
        page = selectors.dossier_page(file, request.user, request.permissions, request.on)
        return {
            "page": page,
            "heading_hidden": True,
            "needs": [
                {
                    "done": need.done,
                    "title": need.title,
                    "text": need.text,
                    "link_text": need.link_text,
                    "url": need.url,
                }
                for need in page.needs
            ],
            "needs_title": _("What is missing for a decision: {n} of {all}").format(
                n=page.missing_count, all=len(page.needs)
            ),
            "events": [_event(event, request.permissions) for event in page.latest],
            "people": [{"label": label, "values_list": names} for label, names in page.people],
        }


class DossierHistory(FilePage):
    """Every event of the file."""

    template_name = "workbench/history.html"
    title = gettext_lazy("History")

    def context(self, request: PortalRequest, file: Application) -> dict[str, Any]:
        page = Paginator(selectors.history(file, request.permissions), 50).get_page(request.GET.get("page"))
        return {
            "page": page,
            "events": [_event(event, request.permissions) for event in page.object_list],
            "whole": verify_file(file.public_id) if Permission.AUDIT_READ in request.permissions else None,
        }


class DossierReads(FilePage):
    """Who looked at this file."""

    template_name = "workbench/reads.html"
    title = gettext_lazy("Who looked")

    def context(self, request: PortalRequest, file: Application) -> dict[str, Any]:
        page = Paginator(selectors.reads(file), 50).get_page(request.GET.get("page"))
        return {"page": page, "reads": [(read, selectors.read_words(read.what)) for read in page.object_list]}


class DossierPapers(FilePage):
    """The papers used as evidence in the file."""

    template_name = "workbench/papers.html"
    title = gettext_lazy("Papers")

    def context(self, request: PortalRequest, file: Application) -> dict[str, Any]:
        return {"page": Paginator(selectors.papers(file), 50).get_page(request.GET.get("page"))}


class DossierMessages(FilePage):
    """Letters with their service record, and the thread with the trader."""

    template_name = "workbench/messages.html"
    title = gettext_lazy("Messages")

    def context(self, request: PortalRequest, file: Application) -> dict[str, Any]:
        return {
            "letters": list(letters_of_file(file.public_id)),
            "messages": list(messages_of(file.thread)) if file.thread else [],
        }


def _event(event: Any, permissions: frozenset[Permission]) -> dict[str, Any]:
    """An event as the timeline takes it. Reasons may speak of the desk checks, so they show to who may enter these."""
    reason = event.reason if Permission.VETTING_READ in permissions else ""
    words, detail = selectors.event_words(event.name), selectors.event_detail(event)
    title = f"{words}: {detail}" if detail else words
    return {"title": title, "text": reason, "when": event.at, "by": event.actor_label}
