"""An officer’s look at a draft: the company invites and sees the marks; the officer reads and marks."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from applications import permissions, selectors, services
from applications.forms.before import InviteReviewForm, MarkForm
from applications.models import Application, ReviewPoint
from applications.selectors import Assessment, Row, question_url
from applications.views.base import ApplicationPage, Page
from foundation.audit.services import record_read
from foundation.clock.services import now
from foundation.identity.permissions import Permission
from operators.selectors import current_officer
from operators.states import AssignmentRole

from .consultation import OFFICERS


class Review(ApplicationPage):
    """Invite the contact officer to look at the draft; see what was marked."""

    permission = Permission.APPLICATION_READ
    template_name = "applications/before/review.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        return self._show(InviteReviewForm())

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if not permissions.may_edit(self.application, self.held):
            raise PermissionDenied
        if "end" in request.POST:
            services.end_review(application=self.application, user=self.user, now=now())
            messages.success(request, _("The officer no longer sees your draft."))
            return redirect(self.url("review"))
        if "settle" in request.POST:
            services.settle_point(point=self._point(request.POST["settle"]), user=self.user, now=now())
            return redirect(self.url("review"))
        form = InviteReviewForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        services.invite_review(application=self.application, user=self.user, now=now(), **form.cleaned_data)
        messages.success(request, _("Your contact officer can read the draft now."))
        return redirect(self.url("review"))

    def refused_to(self) -> str:
        return self.url("review")

    def _point(self, key: str) -> ReviewPoint:
        if not key.isdigit() or len(key) > 18:
            raise Http404
        found = get_object_or_404(selectors.review_points(self.application), pk=int(key))
        if not self.within_limits([found]):
            raise Http404
        return found

    def _show(self, form: InviteReviewForm) -> HttpResponse:
        review = selectors.draft_review(self.application)
        file = str(self.application.public_id)
        points = [
            {"row": point, "url": question_url(file, point.criterion.code, point.site)}
            for point in self.within_limits(selectors.review_points(self.application))
        ]
        context = {
            "title": _("Let an officer look at your draft"),
            "form": form,
            "review": review,
            "running": review is not None and review.ended_at is None,
            "points": points,
            "officer": current_officer(self.application.operator, AssignmentRole.CONTACT_OFFICER),
            "can_edit": permissions.may_edit(self.application, self.held),
            "back_url": self.url("tasks"),
            "back_text": _("Back to the list"),
        }
        return self.page(context)


class ReviewDraft(Page):
    """The draft as the invited officer reads it, with a mark beside each question."""

    permission = OFFICERS
    template_name = "applications/before/review_draft.html"

    @property
    def application(self) -> Application:
        found = selectors.draft_for_officer(self.user, self.kwargs["public_id"])
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        application = self.application
        record_read(actor=self.user, at=now(), file_id=application.public_id, what="draft on invitation")
        return self._show(application, selectors.assessment(application, self.on))

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        application = self.application
        if "finish" in request.POST:
            services.finish_review(application=application, officer=self.user, now=now())
            messages.success(request, _("The company is told that you have looked."))
            return redirect("applications:talks")
        sheet = selectors.assessment(application, self.on)
        row = sheet.by_place.get((request.POST.get("code", ""), request.POST.get("site", "")))
        if row is None:
            raise Http404
        if "unmark" in request.POST:
            point = selectors.mark_at(application, row)
            if point is not None:
                services.unmark_point(point=point, officer=self.user, now=now())
            return redirect(f"{request.path}#{row.anchor}")
        form = MarkForm(request.POST)
        if not form.is_valid():
            return self._show(application, sheet, form=form, at=row)
        services.mark_point(
            application=application,
            criterion=row.criterion,
            site=row.site,
            hint=form.cleaned_data["hint"],
            officer=self.user,
            now=now(),
        )
        return redirect(f"{request.path}#{row.anchor}")

    def refused_to(self) -> str:
        return reverse("applications:talks")

    def _show(
        self, application: Application, sheet: Assessment, *, form: MarkForm | None = None, at: Row | None = None
    ) -> HttpResponse:
        marks = {(point.criterion.code, point.site_id): point for point in selectors.review_points(application)}
        wanted = self.request.GET.get("mark", "")
        at = at or next((row for row in sheet.rows if row.anchor == wanted), None)
        sections = [
            {"section": view.section, "rows": [{"row": row, "mark": marks.get(row.key)} for row in view.rows]}
            for view in sheet.sections
            if view.rows
        ]
        first = marks.get(at.key) if at else None
        context: dict[str, Any] = {
            "title": _("Draft of {company}").format(company=application.operator.legal_name),
            "application": application,
            "review": application.draft_review,
            "sections": sections,
            "form": form or MarkForm(initial={"hint": first.hint if first else ""}),
            "at": at.anchor if at else "",
            "talks": selectors.talks_of(application.operator),
            "back_url": reverse("applications:talks"),
        }
        return self.page(context)
