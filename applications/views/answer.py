"""One answer as an officer weighs it: what was said now and last time, what was asked, a paper beside it, and the own view."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import permissions, selectors, services
from applications.forms import JudgementForm
from applications.models import Judgement
from applications.selectors import Assessment, Row
from foundation.audit.services import record_read
from foundation.clock.services import now
from foundation.identity.permissions import Permission
from programme.selectors import interpretations_for

from .acts import FormAct
from .base import FilePage
from .file import asked_by_row, judgement_key, viewer_of


class AnswerPage(FormAct, FilePage):
    """Answer and paper side by side; the business context and whether the evidence fits the risk stay inside Customs."""

    permission = Permission.FILE_READ
    template_name = "applications/answer.html"
    button_text = gettext_lazy("Save and go to the next answer")

    @cached_property
    def sheet(self) -> Assessment:
        return selectors.assessment(self.application)

    @cached_property
    def row(self) -> Row:
        found = self.sheet.by_place.get((self.kwargs["code"], self.request.GET.get("site", "")))
        if found is None:
            raise Http404
        return found

    @cached_property
    def judgement(self) -> Judgement | None:
        return selectors.judgements(self.application).get(judgement_key(self.row))

    def allowed(self) -> bool:
        return self.request.method == "GET" or permissions.may_judge(self.application, self.held)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().get(request, *args, **kwargs)
        what = f"answer:{self.row.criterion.code}"
        record_read(actor=self.user, at=now(), file_id=self.application.public_id, what=what)
        return answer

    def form(self, *given: Any) -> JudgementForm:
        old = self.judgement
        first = {
            "version": old.version if old else 0,
            "fit": old.fit if old else "",
            "context": old.context if old else "",
        }
        return JudgementForm(given[0] if given else None, initial=first)

    def take(self, form: Any) -> str:
        services.judge(
            application=self.application,
            criterion=self.row.criterion,
            site=self.row.site,
            actor=self.user,
            now=now(),
            **form.cleaned_data,
        )
        return _("Saved. It stays inside Customs.")

    def back(self) -> str:
        """The next answer, else the whole application."""
        rows = list(self.sheet.rows)
        place = rows.index(self.row) + 1 if self.row in rows else len(rows)
        return self.place_url(rows[place]) if place < len(rows) else self.url("file")

    def place_url(self, row: Row) -> str:
        site = f"?site={row.site.public_id}" if row.site else ""
        return f"{self.url('answer', row.criterion.code)}{site}"

    def more(self) -> dict[str, Any]:
        row, before = self.row, selectors.last_time(self.application)
        rows = list(self.sheet.rows)
        place = rows.index(row) if row in rows else None
        site = f"site={row.site.public_id}&" if row.site else ""
        asked = asked_by_row(self.application).get(row.criterion.code, [])
        changed = selectors.changes_since(self.sheet, before).get(row.anchor) if before else None
        paper = "paper" in self.request.GET
        return {
            "title": row.title,
            "wide": False,
            "row": row,
            "before": before,
            "then": before.answer_to(row) if before else None,
            "changed": changed,
            "asked": [item for item in asked if item.site_id == (row.site.pk if row.site else None)],
            "notes": interpretations_for({row.criterion.code}).get(row.criterion.code, ()),
            "judgement": self.judgement,
            "can_judge": permissions.may_judge(self.application, self.held),
            "viewer": viewer_of(self, link=f"?{site}", close=f"?{site}".rstrip("&?")) if paper else None,
            "link": f"?{site}",
            "place": place + 1 if place is not None else None,
            "all": len(rows),
            "before_url": self.place_url(rows[place - 1]) if place else "",
            "next_url": self.place_url(rows[place + 1]) if place is not None and place + 1 < len(rows) else "",
            "cancel_url": f"{self.url('file')}#{row.anchor}",
        }
