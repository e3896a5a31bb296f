"""Report, review and follow-up, on the officers' side."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from foundation.clock.services import now
from foundation.identity.permissions import Permission
from validations import selectors, services
from validations.forms import JudgeForm, ReportForm, ReviewForm
from validations.models import Finding, Report
from validations.states import Grade, ValidationStatus

from .base import FormPage, StaffVisit, lifecycle_url


class ReportPage(FormPage):
    """Everybody who sees the visit reads the report; the team writes it while it is a draft."""

    template_name = "validations/report.html"
    theirs: object = None

    @cached_property
    def report(self) -> Report | None:
        return (
            Report.objects.filter(validation=self.validation)
            .select_related("written_by", "reviewed_by", "letter")
            .first()
        )

    def allowed(self) -> bool:
        return self.request.method == "GET" or self.acts.visit

    def form(self, data: Any = None, files: Any = None) -> ReportForm:
        return ReportForm(data, report=self.report)

    def shown(self, form: forms.Form) -> HttpResponse:
        self.note_read("visit report")
        drafting = (
            self.validation.status == ValidationStatus.REPORT_DRAFT and self.acts.visit and not self.acts.must_declare
        )
        sheet = selectors.checklist(self.validation)
        context = {
            "form": form if drafting else None,
            "report": self.report,
            "sheet": sheet,
            "results": selectors.results_counted(sheet.points),
            "obstacles": selectors.sentences(sheet.unfinished) if drafting else [],
            "replies": list(self.report.replies.all()) if self.report else [],
            "theirs": self.theirs,
        }
        return self.page(context | {"title": _("Report of the visit")})

    def act(self, form: forms.Form) -> None:
        try:
            services.write_report(validation=self.validation, actor=self.user, now=now(), **form.cleaned_data)
        except services.StaleEdit as stale:
            self.theirs = stale.theirs
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["version"] = str(stale.theirs.version)  # type: ignore[attr-defined,index]
            raise

    def done(self) -> str:
        return self.url("report")

    def said(self) -> str:
        return _("The report is saved.")


class ToReview(StaffVisit):
    """Ask a colleague to review."""

    permission = Permission.VALIDATION_VISIT

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        services.send_for_review(validation=self.validation, actor=self.user, now=now())
        messages.success(request, _("The report waits for a colleague’s review."))
        return redirect(self.url("report"))

    def refused_to(self) -> str:
        return self.url("report")


class ReviewPage(FormPage):
    """A colleague outside the team sends the report to the trader, or back to the team."""

    permission = Permission.VALIDATION_REVIEW
    template_name = "validations/review.html"

    def allowed(self) -> bool:
        return self.request.method == "GET" or self.acts.review

    def form(self, data: Any = None, files: Any = None) -> ReviewForm:
        return ReviewForm(data)

    def shown(self, form: forms.Form) -> HttpResponse:
        self.note_read("visit report")
        waiting = self.validation.status == ValidationStatus.REPORT_REVIEW
        context = {
            "form": form if waiting and self.acts.review else None,
            "waiting": waiting,
            "sheet": selectors.checklist(self.validation),
            "report": getattr(self.validation, "report", None),
        }
        return self.page(context | {"title": _("Review the report")})

    def act(self, form: forms.Form) -> None:
        note = form.cleaned_data["note"]
        if form.cleaned_data["outcome"] == "return":
            services.return_report(validation=self.validation, reason=note, actor=self.user, now=now())
        else:
            services.review_and_send(validation=self.validation, note=note, actor=self.user, now=now())

    def done(self) -> str:
        return self.url("report")

    def said(self) -> str:
        return _("Your review is written down.")


class ActionsPage(StaffVisit):
    """All required actions with their answers, and what keeps the visit from being closed."""

    template_name = "validations/actions.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        self.note_read("visit actions")
        visit = self.validation
        after = visit.status in (ValidationStatus.WITH_TRADER, ValidationStatus.FOLLOW_UP)
        obstacles = selectors.closing_obstacles(visit, self.on) if after else []
        return self.page(
            {
                "title": _("Required actions"),
                "actions": [
                    {"finding": row, "tag": selectors.action_tag(row, self.on, for_trader=False)}
                    for row in selectors.released_findings(visit)
                    if row.grade == Grade.REQUIRED_ACTION
                ],
                "after": after,
                "obstacles": obstacles,
                "reply_due_on": selectors.reply_due_on(visit, self.on),
                "close_url": lifecycle_url("close_validation", visit.public_id)
                if after and self.acts.judge and not obstacles
                else "",
            }
        )


class ActionPage(FormPage):
    """One required action: the answer, the papers, the verdict."""

    permission = (Permission.VALIDATION_PLAN, Permission.VALIDATION_REVIEW)
    template_name = "validations/action.html"
    states = (ValidationStatus.WITH_TRADER, ValidationStatus.FOLLOW_UP)

    @cached_property
    def row(self) -> Finding:
        for finding in selectors.released_findings(self.validation):
            if finding.public_id == self.kwargs["finding_id"] and finding.grade == Grade.REQUIRED_ACTION:
                return finding
        raise Http404

    def allowed(self) -> bool:
        return self.acts.judge

    def form(self, data: Any = None, files: Any = None) -> JudgeForm:
        return JudgeForm(data)

    def shown(self, form: forms.Form) -> HttpResponse:
        tag = selectors.action_tag(self.row, self.on, for_trader=False)
        return self.page({"form": form, "finding": self.row, "action_tag": tag, "title": self.row.point.criterion.code})

    def act(self, form: forms.Form) -> None:
        cleaned, moment = form.cleaned_data, now()
        if cleaned["verdict"] == "hand_on":
            services.hand_on_action(finding=self.row, reason=cleaned["reason"], actor=self.user, now=moment)
            return
        services.judge_action(
            finding=self.row,
            accept=cleaned["verdict"] == "accept",
            reason=cleaned["reason"],
            due_on=cleaned["due_on"],
            actor=self.user,
            now=moment,
        )

    def done(self) -> str:
        return self.url("actions")

    def said(self) -> str:
        return _("Your verdict is written down.")
