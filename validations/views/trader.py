"""The trader's side of a visit: agree the day, read the report once it was sent, reply, answer required actions.
Only released content reaches these pages: no notes, no results by point, no reasons of the sample."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.documents.forms import add_refusal
from foundation.documents.services import accepted_list
from foundation.identity.permissions import Acting, Permission
from validations import selectors, services
from validations.forms import AnswerForm, DayForm, ReplyForm
from validations.models import Finding, Validation
from validations.states import ActionStatus, Grade, ValidationStatus

from .base import Page

READS = (Permission.APPLICATION_READ, Permission.FINDING_READ)
WRITES = (Permission.INFORMATION_ANSWER, Permission.APPLICATION_SIGN)


class CompanyVisit(Page):
    """A page of a visit to the company acted for; any other does not exist here."""

    permission: Any = READS
    template_name = "validations/visit.html"

    @property
    def acting(self) -> Acting:
        acting: Acting | None = self.request.acting_for  # type: ignore[attr-defined]
        if acting is None:
            raise Http404
        return acting

    @cached_property
    def validation(self) -> Validation:
        found = selectors.for_company(self.acting).filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise Http404
        return found

    @property
    def reads_report(self) -> bool:
        """The words of the report and of replies to it are about all places at once."""
        may_see = Permission.FINDING_READ in self.request.permissions  # type: ignore[attr-defined]
        return may_see and selectors.reaches_all_of(self.acting, self.validation)

    @property
    def can_write(self) -> bool:
        return bool(set(WRITES) & self.request.permissions)  # type: ignore[attr-defined]

    def common(self) -> dict[str, Any]:
        visit, status = self.validation, self.validation.status
        released = self.reads_report and status in selectors.RELEASED
        answering = released and self.can_write and status in (ValidationStatus.WITH_TRADER, ValidationStatus.FOLLOW_UP)
        open_day = self.can_write and status == ValidationStatus.NOTIFIED and not visit.date_confirmed_at
        return {
            "validation": visit,
            "base_layout": "layouts/trader.html",
            "title": _("Visit"),
            "tag": selectors.trader_tag(visit, self.on),
            "places": [row.site for row in visit.sites.all() if self.acting.may_touch_site(row.site.public_id)],
            "people": [row.user.full_name for row in visit.team.all()],
            "report": visit.report if released else None,
            "replies": list(visit.report.replies.all()) if released else [],
            "findings": self.findings,
            "released": status in selectors.RELEASED and Permission.FINDING_READ in self.request.permissions,  # type: ignore[attr-defined]
            "day_form": DayForm(validation=visit) if open_day else None,
            "reply_form": ReplyForm() if answering else None,
            "print_file": visit.application.number if visit.application else "",
        }

    @cached_property
    def findings(self) -> list[dict[str, Any]]:
        rows = selectors.released_findings(self.validation, self.acting)
        return [
            {
                "finding": row,
                "tag": selectors.action_tag(row, self.on, for_trader=True)
                if row.grade == Grade.REQUIRED_ACTION
                else None,
            }
            for row in rows
        ]

    def url(self, name: str, *args: object) -> str:
        return reverse(f"validations:{name}", args=[self.validation.public_id, *args])

    def refused_to(self) -> str:
        return self.url("visit")


class VisitPage(CompanyVisit):
    """Everything of one visit. Reading the report counts as receiving it for those who receive letters."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        services.read_report(validation=self.validation, reader=self.user, now=now())
        return self.page()


class DayAnswer(CompanyVisit):
    """Confirm the day or offer others."""

    permission = WRITES

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        form = DayForm(request.POST, validation=self.validation)
        if not form.is_valid():
            return self.page({"day_form": form})
        try:
            self._act(form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.page({"day_form": form})
        return redirect(self.url("visit"))

    def _act(self, form: DayForm) -> None:
        cleaned = form.cleaned_data
        if cleaned["answer"] == "yes":
            services.confirm_date(validation=self.validation, user=self.user, now=now())
            messages.success(self.request, _("The day is fixed."))
            return
        services.offer_dates(
            validation=self.validation, dates=form.days(cleaned), remark=cleaned["remark"], user=self.user, now=now()
        )
        messages.success(self.request, _("We have your days. We choose one or call you."))


class ReplyAnswer(CompanyVisit):
    """The reply to the report."""

    permission = WRITES

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if not self.reads_report:
            raise Http404
        form = ReplyForm(request.POST)
        if not form.is_valid():
            return self.page({"reply_form": form})
        cleaned = form.cleaned_data
        services.reply(
            validation=self.validation,
            agrees=cleaned["agrees"] == "yes",
            text=cleaned["text"],
            user=self.user,
            now=now(),
        )
        messages.success(request, _("We have your reply."))
        return redirect(self.url("visit"))


class AnswerPage(CompanyVisit):
    """One required action: what was asked, what we answered, answer now."""

    template_name = "validations/answer.html"

    @cached_property
    def row(self) -> Finding:
        for finding in selectors.released_findings(self.validation, self.acting):
            if finding.public_id == self.kwargs["finding_id"] and finding.grade == Grade.REQUIRED_ACTION:
                return finding
        raise Http404

    def get(self, request: HttpRequest, public_id: str, finding_id: str) -> HttpResponse:
        return self._shown(AnswerForm() if self._open() else None)

    def post(self, request: HttpRequest, public_id: str, finding_id: str) -> HttpResponse:
        if not self.can_write:
            raise Http404
        form = AnswerForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._shown(form)
        cleaned = form.cleaned_data
        try:
            services.answer_action(
                finding=self.row, text=cleaned["text"], uploads=cleaned["papers"], user=self.user, now=now()
            )
        except Refused as refusal:
            add_refusal(form, refusal)
            return self._shown(form)
        messages.success(request, _("We have your answer and check it."))
        return redirect(self.url("visit"))

    def _open(self) -> bool:
        asked = self.row.status in (ActionStatus.OPEN, ActionStatus.RETURNED)
        return asked and self.can_write and self.validation.status != ValidationStatus.CLOSED

    def _shown(self, form: AnswerForm | None) -> HttpResponse:
        tag = selectors.action_tag(self.row, self.on, for_trader=True)
        title = f"{self.row.point.criterion.code} {self.row.point.criterion.title}"
        return self.page(
            {"form": form, "finding": self.row, "action_tag": tag, "title": title, "accepted": accepted_list()}
        )
