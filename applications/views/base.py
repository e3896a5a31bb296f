"""What the views of applications share: finding the file for this person, refusing, taking files in, answering with a page."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from applications import selectors
from applications.models import Application
from applications.selectors import Assessment, Standing
from foundation.audit.services import Refused
from foundation.clock.services import now, today
from foundation.documents.models import Document
from foundation.documents.selectors import usable
from foundation.documents.services import upload
from foundation.identity.models import Organisation, User
from foundation.identity.permissions import Acting, GuardedView, Permission, narrow
from foundation.identity.states import CompanyRole
from operators.models import Site


class Page(GuardedView):
    """A view with a template. What a service refuses becomes a message on the page `refused_to` names."""

    template_name: str
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refused as refusal:
            messages.error(
                request,
                " ".join((refusal.message, *(f"{line}." for line in refusal.breaches if line != refusal.message))),
            )
            return redirect(self.refused_to())

    def refused_to(self) -> str:
        return self.request.path

    def page(self, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
        return render(self.request, self.template_name, {**self.common(), **(context or {})}, status=status)

    def common(self) -> dict[str, Any]:
        return {}

    @property
    def user(self) -> User:
        user = self.request.user
        if not isinstance(user, User):
            raise Http404
        return user

    @property
    def held(self) -> frozenset[Permission]:
        held: frozenset[Permission] = self.request.permissions  # type: ignore[attr-defined]
        return held

    @cached_property
    def on(self) -> date:
        return today()


class CompanyPage(Page):
    """A page of the company somebody acts for."""

    @property
    def acting(self) -> Acting:
        acting: Acting | None = self.request.acting_for  # type: ignore[attr-defined]
        if acting is None:
            raise Http404
        return acting

    @property
    def organisation(self) -> Organisation:
        return self.acting.organisation

    def take_in(self, files: Iterable[UploadedFile], places: Iterable[Site] = ()) -> tuple[list[Document], list[str]]:
        """Upload what was sent, about some places or the company: what was taken, and the sentences about what was not."""
        taken, refused = [], []
        sites = [place.public_id for place in places]
        for file in files:
            try:
                taken.append(
                    upload(organisation=self.organisation, upload=file, uploader=self.user, sites=sites, now=now())
                )
            except Refused as refusal:
                refused.append(refusal.message)
        return taken, refused

    def chosen(self, public_ids: Iterable[str]) -> list[Document]:
        """Documents picked from the library."""
        wanted = {*public_ids}
        return [row for row in self.library if str(row.public_id) in wanted]

    def lent(self, public_ids: Iterable[str]) -> list[Document]:
        """Papers picked from those of a consultant's own firm."""
        wanted = {*public_ids}
        return [row for row in self.firm_library if str(row.public_id) in wanted]

    @cached_property
    def library(self) -> list[Document]:
        return list(usable(self.acting)[:200])

    @cached_property
    def firm_library(self) -> list[Document]:
        """What a consultant may lend of the own firm; nothing for anybody else."""
        if CompanyRole.CONSULTANT not in self.acting.roles or Permission.DOCUMENT_ADD not in self.held:
            return []
        return list(selectors.papers_to_lend(self.user, self.organisation, self.on)[:200])


class ApplicationPage(CompanyPage):
    """A page of one application of the company; somebody else's does not exist here."""

    @cached_property
    def application(self) -> Application:
        found = selectors.visible_to_company(self.acting).filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def sheet(self) -> Assessment:
        """The answers, without the places that a limited member or mandate does not take in."""
        return self.whole.for_places(self.acting.sites)

    @cached_property
    def whole(self) -> Assessment:
        """The same without a person's limits, for what concerns the file as a whole."""
        return selectors.assessment(self.application, self.on)

    def within_limits(self, rows: Iterable[Any]) -> list[Any]:
        """Rows that name a question and a place, without those a limited member or mandate does not take in."""
        return [row for row in rows if self._reaches(row)]

    def _reaches(self, row: Any) -> bool:
        if self.acting.may_touch_site(row.site.public_id if row.site else None):
            return True  # else it may still be the answer of a group to which a place within the limit belongs
        return row.criterion is not None and (row.criterion.code, row.site_id) in self.sheet.by_key

    @cached_property
    def standing(self) -> Standing:
        return selectors.standing(self.application, self.on)

    def common(self) -> dict[str, Any]:
        return {"application": self.application, "print_file": self.application.number}

    def url(self, name: str, *args: object) -> str:
        return reverse(f"applications:{name}", args=[self.application.public_id, *args])

    def refused_to(self) -> str:
        return self.url("tasks") if self.application.submitted_at is None else self.url("status")


class FilePage(Page):
    """A page of one file for officers; a file of another office does not exist here."""

    @cached_property
    def application(self) -> Application:
        found = selectors.visible_to_staff(self.user, self.on).filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise Http404
        narrow(self.request, self.permission, found.office_id, file_id=found.public_id)
        return found

    def common(self) -> dict[str, Any]:
        return {
            "application": self.application,
            "dossier": selectors.dossier(self.application, self.user, self.on),
            "heading_hidden": True,
            "print_file": self.application.number,
        }

    def url(self, name: str, *args: object) -> str:
        return reverse(f"applications:{name}", args=[self.application.public_id, *args])

    def refused_to(self) -> str:
        return self.url("file")


def uuid_or_404(text: str) -> UUID:
    """An identifier from a query string."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
