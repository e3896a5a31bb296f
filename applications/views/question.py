"""One criterion, one page: the plain question, what is enough, the answer, its papers; saved by button or while typing."""

from datetime import date
from functools import cached_property
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils.dateformat import format as time_format
from django.utils.translation import gettext as _

from applications import permissions, selectors, services
from applications.forms import AnswerForm
from applications.models import Answer
from applications.selectors import Row
from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.identity.permissions import Permission
from programme.selectors import public_interpretations

from .base import ApplicationPage
from .beside import Beside
from .draft import row_status


class OfQuestion(ApplicationPage):
    """Finds the question by its code and, for questions about each site, the site."""

    permission = Permission.APPLICATION_READ

    @cached_property
    def row(self) -> Row:
        key = (self.kwargs["code"], self.request.GET.get("site", ""))
        found = self.sheet.by_place.get(key)
        if found is None:
            raise Http404
        return found

    def refused_to(self) -> str:
        return self.row.url if self.application.submitted_at is None else super().refused_to()

    def may_edit(self) -> None:
        if not permissions.may_edit(self.application, self.held):
            raise PermissionDenied

    def form(self, data: Any = None, files: Any = None, *, strict: bool = False) -> AnswerForm:
        answer = self.row.answer
        initial = {
            "how": answer.how if answer else "",
            "outcome": answer.outcome if answer else "",
            "reason": answer.reason if answer else "",
            "plan": answer.plan if answer else "",
            "planned_until": answer.planned_until if answer else None,
            "version": answer.version if answer else 0,
        }
        attached = {document.pk for document in self.row.documents}
        library = [document for document in self.library if document.pk not in attached]
        firm = [document for document in self.firm_library if document.pk not in attached]
        return AnswerForm(
            data, files, initial=initial, must=self.row.facts.must, strict=strict, library=library, firm=firm
        )

    def save(self, form: AnswerForm) -> Answer:
        data = form.cleaned_data
        return services.save_answer(
            application=self.application,
            criterion=self.row.criterion,
            site=self.row.site,
            outcome=data.get("outcome") or "",
            how=data.get("how") or "",
            reason=data.get("reason") or "",
            plan=data.get("plan") or "",
            planned_until=self._day(form),
            version=data.get("version") or 0,
            user=self.user,
            now=now(),
        )

    def _day(self, form: AnswerForm) -> date | None:
        """The day as entered; while it is half typed, the one that is saved."""
        if "planned_until" in form.errors:
            return self.row.answer.planned_until if self.row.answer else None
        day: date | None = form.cleaned_data.get("planned_until")
        return day


class Question(Beside, OfQuestion):
    """GET shows the question; POST saves and goes on, saves for later, takes a paper away or uses a shared answer."""

    template_name = "applications/question.html"

    def get(self, request: HttpRequest, public_id: str, code: str) -> HttpResponse:
        return self._show(self.form())

    def post(self, request: HttpRequest, public_id: str, code: str) -> HttpResponse:
        if not permissions.may_edit(self.application, self.held):
            return self.only_comment()
        if "same" in request.POST:
            return self._use_same()
        looked_up = self.row in self.sheet.looked_up
        form = self.form(request.POST, request.FILES, strict=request.POST.get("then") == "next" and not looked_up)
        if not form.is_valid():
            return self._show(form)
        try:
            answer = self.save(form)
        except services.StaleEdit as stale:
            return self._show_both(form, stale)
        return self._with_papers(form, answer)

    def _with_papers(self, form: AnswerForm, answer: Answer) -> HttpResponse:
        taken, refused = self.take_in(form.cleaned_data["papers"], self.row.members)
        for document in [*taken, *self.chosen(form.cleaned_data["library"])]:
            services.attach(answer=answer, document=document, user=self.user, now=now())
        for document in self.lent(form.cleaned_data["firm"]):
            services.lend(answer=answer, document=document, user=self.user, now=now())
        removed = self.request.POST.get("remove")
        for document in (*self.row.documents, *self.row.loans_ended):
            if str(document.public_id) == removed:
                services.detach(answer=answer, document=document, user=self.user, now=now())
        if refused:
            return self._show_refused(form, answer, refused)
        return self.beside(answer) or redirect(self._next())

    def _use_same(self) -> HttpResponse:
        source = self.sheet.same_answer(self.row)
        if source is None or source.answer is None:
            raise Http404
        services.use_same_answer(
            source=source.answer, criterion=self.row.criterion, site=self.row.site, user=self.user, now=now()
        )
        return redirect(self.row.url)

    def _next(self) -> str:
        then = self.request.POST.get("then")
        if then == "list":
            return self.url("section", self.row.criterion.section.letter)
        if then != "next":
            return self.row.url
        following = self._neighbour(1)
        return following.url if following else self.url("tasks")

    def _neighbour(self, offset: int) -> Row | None:
        rows = self.sheet.rows
        place = next((place for place, row in enumerate(rows) if row.key == self.row.key), None)
        if place is None or not 0 <= place + offset < len(rows):
            return None
        return rows[place + offset]

    def _show_both(self, form: AnswerForm, stale: services.StaleEdit) -> HttpResponse:
        """Theirs beside mine; saving again keeps mine knowingly."""
        _set_version(form, stale.theirs.version)
        return self._show(form, {"theirs": stale.theirs, "stale": stale.message}, status=409)

    def _show_refused(self, form: AnswerForm, answer: Answer, refused: list[str]) -> HttpResponse:
        _set_version(form, answer.version)
        for sentence in refused:
            form.add_error("papers", sentence)
        del self.sheet, self.row  # what was taken in shows beside the error
        return self._show(form)

    def _show(self, form: AnswerForm, extra: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
        before, view = self._neighbour(-1), self.sheet.section_of(self.row.criterion.code)
        place = next((place for place, row in enumerate(view.rows, start=1) if row.key == self.row.key), None)
        same = self.sheet.same_answer(self.row)
        context = {
            "title": self.row.criterion.plain_question,
            "row": self.row,
            "on": self.on,
            "criterion": self.row.criterion,
            "readings": public_interpretations(self.row.criterion.code).get(self.row.criterion.code, ()),
            "view": view,
            "place": place,
            "form": form,
            "mark": selectors.mark_at(self.application, self.row) if self.application.submitted_at is None else None,
            "section_rows": [_side(row, current=row.key == self.row.key) for row in view.rows],
            "same": same if not (self.row.answer and self.row.answer.outcome) else None,
            "looked_up": self.row in self.sheet.looked_up,
            "can_edit": permissions.may_edit(self.application, self.held),
            "library_count": len(self.library),
            "autosave_url": f"{self.url('autosave', self.row.criterion.code)}{_query(self.row)}",
            "back_url": before.url if before else self.url("tasks"),
            "back_text": _("Back to %(code)s") % {"code": before.criterion.code} if before else _("Back to the list"),
        }
        return self.page({**context, **self.beside_context(), **(extra or {})}, status=status)


class Autosave(OfQuestion):
    """Saves while somebody types; answers in JSON with the time, or with who was faster."""

    def post(self, request: HttpRequest, public_id: str, code: str) -> HttpResponse:
        self.may_edit()
        form = self.form(request.POST)
        form.is_valid()  # a day that does not exist yet keeps the one that is saved; the button will say so
        if set(form.errors) & {"how", "reason", "plan", "outcome"}:
            return JsonResponse(
                {"text": _("Not saved: a text is too long or can’t be read. Save to see where.")}, status=422
            )
        try:
            answer = self.save(form)
        except services.StaleEdit as stale:
            text = _("%(name)s changed this at %(time)s. Save to see both texts.")
            return JsonResponse(
                {"text": text % {"name": stale.theirs.saved_by.full_name, "time": _at(stale.theirs)}}, status=409
            )
        except Refused as refusal:
            return JsonResponse({"text": refusal.message}, status=409)
        text = _("Saved at %(time)s. We save while you type; you can leave at any time.") % {"time": _at(answer)}
        return JsonResponse({"text": text, "version": answer.version, "time": _at(answer)})


def _set_version(form: AnswerForm, version: int) -> None:
    data = cast(QueryDict, form.data).copy()
    data["version"] = str(version)
    form.data = data


def _at(answer: Answer) -> str:
    """10:42, as the administration's clock shows it."""
    zone = ZoneInfo(settings.ADMINISTRATION_TIME_ZONE)
    return time_format(answer.saved_at.astimezone(zone), "G:i")


def _side(row: Row, *, current: bool) -> dict[str, Any]:
    status, colour = row_status(row.state)
    return {
        "text": f"{row.criterion.code} {row.title}",
        "url": row.url,
        "second": status if row.state != "NOT_STARTED" else "",
        "soon": colour == "orange",
        "current": current,
    }


def _query(row: Row) -> str:
    return f"?site={row.site.public_id}" if row.site else ""
