"""Before sending: the list of applications, beginning one, start questions, the task list, a section."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications import permissions, selectors, services
from applications.forms import StartForm
from applications.rules import RowState
from applications.selectors import SectionView
from foundation.clock.services import now
from foundation.identity.permissions import Permission
from operators.selectors import helper_of
from operators.states import CheckConsent
from programme.selectors import guidance_text, section_place

from .base import ApplicationPage, CompanyPage


class ApplicationList(CompanyPage):
    """All applications of the company with where each stands."""

    permission = Permission.APPLICATION_READ
    template_name = "applications/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(selectors.visible_to_company(self.acting), 50).get_page(request.GET.get("page"))
        found = selectors.standings(page.object_list, self.on)
        has_open = selectors.open_application(self.organisation) is not None
        can_begin = Permission.APPLICATION_PREPARE in self.held and not has_open
        rows = [
            {
                "application": row,
                "standing": found[row.pk],
                "again": can_begin and selectors.can_start_again(row, has_open=has_open),
            }
            for row in page.object_list
        ]
        return self.page(
            {"title": _("Applications"), "rows": rows, "page": page, "can_begin": can_begin, "to_sign": self._to_sign()}
        )

    def _to_sign(self) -> int:
        if Permission.APPLICATION_SIGN not in self.held:
            return 0
        return selectors.ready_to_sign(self.user, self.on).count()


class StartQuestions(ApplicationPage):
    """Short questions that decide which criteria are asked."""

    permission = Permission.APPLICATION_READ
    template_name = "applications/start.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        return self._show(self._form())

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if not permissions.may_edit(self.application, self.held):
            raise PermissionDenied
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form)
        services.answer_start(application=self.application, answers=form.answers(), user=self.user, now=now())
        return redirect(self.url("tasks"))

    def _form(self, data: Any = None) -> StartForm:
        return StartForm(data, questions=self.sheet.asked_starts, known=self.sheet.starts)

    def _show(self, form: StartForm) -> HttpResponse:
        return self.page(
            {
                "title": _("What fits you"),
                "form": form,
                "can_edit": permissions.may_edit(self.application, self.held),
                "contradictions": self.sheet.contradictions,
                "back_url": self.url("tasks"),
                "back_text": _("Back to the list"),
            }
        )


class TaskList(ApplicationPage):
    """What is done, what is left, why it can’t be sent yet. A sent application is shown by its status instead."""

    permission = Permission.APPLICATION_READ
    template_name = "applications/tasks.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if self.application.submitted_at is not None:
            return redirect(self.url("status"))
        missing = self.whole.missing()
        asked = [row.criterion for row in (*self.sheet.rows, *self.sheet.looked_up)]
        return self.page(
            {
                "carried": selectors.carried_changes(self.application, asked),
                "newer": self._newer(),
                "helper": helper_of(self.application.operator),
                "comments": len(selectors.commented(self.application)),
                "title": heading(self.application),
                "sheet": self.sheet,
                "missing": missing,
                "about_tasks": list(self._about()),
                "criteria_tasks": [_section_task(self, view) for view in self.sheet.sections if view.rows],
                "closing_tasks": list(self._closing(ready=not missing)),
                "can_edit": permissions.may_edit(self.application, self.held),
            }
        )

    def _newer(self) -> selectors.NewerCriteria | None:
        """Criteria in force that are newer than those of the draft, told to those who may move it."""
        can_move = permissions.may_edit(self.application, self.held)
        return selectors.newer_criteria(self.application, self.on) if can_move else None

    def _about(self) -> Iterable[dict[str, Any]]:
        sheet = self.sheet
        sites = ngettext("%(n)s site", "%(n)s sites", len(sheet.sites)) % {"n": len(sheet.sites)}
        people = ngettext("%(n)s person", "%(n)s people", len(sheet.people)) % {"n": len(sheet.people)}
        known = _("%(sites)s, %(people)s. Taken from your company record.") % {"sites": sites, "people": people}
        done = bool(sheet.sites and sheet.people)
        yield _task(_("Company, sites and people"), reverse("operators:company"), known, done=done, started=True)
        many = ngettext(
            "%(n)s short question decides which criteria you see.",
            "%(n)s short questions decide which criteria you see.",
            len(sheet.asked_starts),
        ) % {"n": len(sheet.asked_starts)}
        complete = not sheet.starts_open and not sheet.contradictions
        yield _task(_("What fits you"), self.url("start"), many, done=complete, started=bool(sheet.starts))

    def _closing(self, *, ready: bool) -> Iterable[dict[str, Any]]:
        people = self.sheet.people
        given = len(people) - self.sheet.consents_open
        hint = _("%(given)s of %(all)s have answered through their personal link") % {
            "given": given,
            "all": len(people),
        }
        refused = sum(person.status == CheckConsent.REFUSED for person in people)
        if refused:
            words = ngettext(
                "%(n)s refused: Customs can’t check that person, and can’t trust the company while they hold this role",
                "%(n)s refused: Customs can’t check them, and can’t trust the company while they hold these roles",
                refused,
            )
            hint = f"{hint}. {words % {'n': refused}}"
        waiting = {} if not self.sheet.consents_open else {"status": _("Waiting for others"), "colour": "yellow"}
        done = {
            **_task(
                _("Consent of each named person"), reverse("operators:people"), hint, done=bool(people), started=True
            ),
            **waiting,
        }
        yield done
        if ready:
            yield {
                "text": _("Check answers and send"),
                "url": self.url("check"),
                "status": _("Ready"),
                "colour": "blue",
            }
        else:
            yield {
                "text": _("Check answers and send"),
                "hint": _("Cannot start yet: you can send it when every section above is completed."),
                "status": _("Cannot start yet"),
                "muted": True,
            }


class SectionPage(ApplicationPage):
    """The questions of one section with how each stands."""

    permission = Permission.APPLICATION_READ
    template_name = "applications/section.html"

    def get(self, request: HttpRequest, public_id: str, letter: str) -> HttpResponse:
        view = next((view for view in self.sheet.sections if view.section.letter == letter), None)
        if view is None:
            raise Http404
        return self.page(
            {
                "title": str(view.section),
                "guidance_text": guidance_text(section_place(letter)),
                "view": view,
                "tasks": [_row_task(row.title, row.criterion.code, row.url, row.state) for row in view.rows],
                "looked_up": [
                    {"text": f"{row.criterion.code} {row.criterion.title}", "url": row.url} for row in view.looked_up
                ],
                "back_url": self.url("tasks"),
                "back_text": _("Back to the list"),
            }
        )


class Discard(ApplicationPage):
    """Give up a draft, after a page that says what that means."""

    permission = Permission.APPLICATION_PREPARE
    template_name = "applications/confirm.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        return self.page(
            {
                "title": _("Delete this draft?"),
                "consequences": [
                    _("Your answers in this draft can no longer be changed or sent."),
                    _("Your documents stay in your library."),
                    _("You can begin a new application at any time."),
                ],
                "button_text": _("Delete the draft"),
                "cancel_url": self.url("tasks"),
                "danger": True,
                "wide": True,
            }
        )

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        services.discard(application=self.application, user=self.user, now=now())
        return redirect("applications:list")


def heading(application: Any) -> str:
    """Your application: both kinds, exporter and manufacturer."""
    kinds = _("both kinds") if len(application.kinds) > 1 else selectors.kinds_words(application.kinds).lower()
    return _("Your application: %(kinds)s, %(types)s") % {
        "kinds": kinds,
        "types": _joined([row.label.lower() for row in application.operator_types.all()]),
    }


def _joined(words: list[str]) -> str:
    """Exporter, carrier and manufacturer."""
    *before, last = words
    return _("%(first)s and %(last)s") % {"first": ", ".join(before), "last": last} if before else last


def _task(text: str, url: str, hint: str, *, done: bool, started: bool) -> dict[str, Any]:
    if done:
        return {"text": text, "url": url, "hint": hint, "status": _("Completed")}
    if started:
        return {"text": text, "url": url, "hint": hint, "status": _("In progress"), "colour": "blue"}
    return {"text": text, "url": url, "hint": hint, "status": _("Not started"), "colour": "grey"}


def _section_task(page: ApplicationPage, view: SectionView) -> dict[str, Any]:
    url = page.url("section", view.section.letter)
    return _task(str(view.section), url, section_hint(view), done=view.is_complete, started=view.is_started)


def section_hint(view: SectionView) -> str:
    """6 of 9 answered, 1 needs a paper; before that 10 questions, 2 sites."""
    total = len(view.rows)
    if not view.is_started:
        words = ngettext("%(n)s question", "%(n)s questions", total) % {"n": total}
        places = ngettext("%(n)s site", "%(n)s sites", view.places) % {"n": view.places}
        if view.has_groups:
            return _("%(questions)s, asked once for each group of like sites") % {"questions": words}
        return f"{words}, {places}" if view.places > 1 else words
    words = _("%(done)s of %(all)s answered") % {"done": view.answered, "all": total}
    if not view.need_paper:
        return words
    papers = ngettext("%(n)s needs a paper", "%(n)s need a paper", view.need_paper) % {"n": view.need_paper}
    return f"{words}, {papers}"


def _row_task(title: str, code: str, url: str, state: RowState) -> dict[str, Any]:
    status, colour = row_status(state)
    return {"text": f"{code} {title}", "url": url, "status": status, "colour": colour}


def row_status(state: RowState) -> tuple[str, str | None]:
    """The words and the tag of a question in a list; an answered one gets plain words."""
    return {
        RowState.ANSWERED: (_("Answered"), None),
        RowState.NEEDS_PAPER: (_("Needs a paper"), "orange"),
        RowState.LOOK_AGAIN: (_("Look again"), "orange"),
        RowState.INCOMPLETE: (_("In progress"), "blue"),
        RowState.NOT_STARTED: (_("Not started"), "grey"),
    }[state]
