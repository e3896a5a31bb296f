"""The visit on the phone: the list of points, one page per point, photographs, findings, start and end."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.documents.models import Document
from foundation.documents.services import NoSuchPage, page_image, serve
from foundation.identity.permissions import Permission
from programme.selectors import worded_criteria
from validations import selectors, services
from validations.forms import DoubleForm, FindingForm, PointForm
from validations.models import Finding
from validations.states import ValidationStatus

from .base import FormPage, StaffVisit

WRITABLE = (ValidationStatus.IN_PROGRESS, ValidationStatus.REPORT_DRAFT)
STEP_BUTTONS = {
    "notice": gettext_lazy("Propose or answer the days"),
    "report": gettext_lazy("Open the report"),
    "review": gettext_lazy("Review the report"),
    "actions": gettext_lazy("Open the required actions"),
}


class ChecklistPage(StaffVisit):
    """Counts, filter by place, every point with the trader's own words."""

    template_name = "validations/checklist.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        self.note_read("visit")
        sheet = selectors.checklist(self.validation)
        place = request.GET.get("place", "")
        return self.page(
            {
                "title": _("Visit: {company}").format(company=self.validation.operator),
                "sheet": sheet,
                "place": place,
                "points": sheet.at(place),
                "places": sheet.places,
                "next": sheet.next_after(place=place) or sheet.next_after(),
                "can_write": self.can_write,
                "can_start": self.can_start,
                "obstacles": selectors.sentences(sheet.unfinished) if self.validation.status == "IN_PROGRESS" else [],
                "double_form": DoubleForm() if self.acts.doubles else None,
                "suggestions": selectors.suggestions(self.validation),
                **self._step(),
            }
        )

    def _step(self) -> dict[str, Any]:
        """What comes next at this visit, and the way there for who may do it."""
        step = selectors.next_steps([self.validation], self.on)[self.validation.pk]
        may = {"notice": self.acts.plan, "review": self.acts.review, "checklist": False}.get(step.page, True)
        return {
            "step": step,
            "step_url": self.url(step.page) if may else "",
            "step_button": STEP_BUTTONS.get(step.page),
        }

    @property
    def can_write(self) -> bool:
        return self.acts.visit and not self.acts.must_declare and self.validation.status in WRITABLE

    @property
    def can_start(self) -> bool:
        visit = self.validation
        reached = (
            visit.status == ValidationStatus.NOTIFIED and visit.starts_on is not None and visit.starts_on <= self.on
        )
        return reached and self.acts.visit and not self.acts.must_declare and not visit.offered_dates


class Declare(StaffVisit):
    """The own declaration of a member."""

    permission = Permission.VALIDATION_VISIT

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        form = DoubleForm(request.POST)
        if not form.is_valid():
            raise Refused(_("Your reason can’t be read. Write it again."))
        services.declare_no_interest(
            validation=self.validation, user=self.user, reason=form.cleaned_data["reason"], now=now()
        )
        messages.success(request, _("Your declaration is written down."))
        return redirect(self.url("checklist"))


class Start(StaffVisit):
    """Begin the visit."""

    permission = Permission.VALIDATION_VISIT

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        services.start(validation=self.validation, actor=self.user, now=now())
        return redirect(self.url("checklist"))


class End(StaffVisit):
    """The closing meeting is over."""

    permission = Permission.VALIDATION_VISIT

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        services.end_visit(validation=self.validation, actor=self.user, now=now())
        messages.success(request, _("The visit is over. Write the report."))
        return redirect(self.url("report"))


class PointPage(FormPage):
    """One point: what was seen, note, photographs, finding; then the next point to do at this place."""

    permission = Permission.VALIDATION_VISIT
    template_name = "validations/point.html"
    theirs: object = None

    @cached_property
    def view(self) -> selectors.PointView:
        found = selectors.point_for_page(self.validation, self.kwargs["point_id"])
        if found is None:
            raise Http404
        return found

    def allowed(self) -> bool:
        return self.acts.visit

    def form(self, data: Any = None, files: Any = None) -> PointForm:
        return PointForm(data, files, point=self.view.point)

    def shown(self, form: forms.Form) -> HttpResponse:
        writable = self.validation.status in WRITABLE and not self.acts.must_declare
        place = self.place()
        context = {"form": form, "view": self.view, "writable": writable, "theirs": self.theirs, "place": place}
        return self.page(context | {"title": f"{self.view.code} {self.view.title}", "next": self.following()})

    def act(self, form: forms.Form) -> None:
        cleaned = form.cleaned_data
        try:
            services.record_entry(
                point=self.view.point,
                result=cleaned["result"],
                note=cleaned["note"],
                version=cleaned["version"],
                photos=cleaned["photos"],
                finding=form.new_finding() if isinstance(form, PointForm) else None,
                actor=self.user,
                now=now(),
            )
        except services.StaleEdit as stale:
            self.theirs = stale.theirs
            self._take_over(form, stale.theirs)
            raise

    @staticmethod
    def _take_over(form: forms.Form, theirs: Any) -> None:
        """The second sending is a choice made in sight of the other version."""
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = str(theirs.version)  # type: ignore[index]

    def place(self) -> str:
        site = self.view.point.site
        return str(site.public_id) if site else "company"

    def following(self) -> selectors.PointView | None:
        return selectors.checklist(self.validation).next_after(self.view.point, self.place())

    def done(self) -> str:
        following = self.following()
        if following is None:
            return f"{self.url('checklist')}?place={self.place()}"
        return self.url("point", following.point.public_id)

    def said(self) -> str:
        return _("{name} is saved.").format(name=self.view.name)


class FindingPage(FormPage):
    """Correct a finding, or take it back."""

    permission = Permission.VALIDATION_VISIT
    template_name = "validations/finding.html"
    states = WRITABLE

    @cached_property
    def row(self) -> Finding:
        found = Finding.objects.filter(validation=self.validation, public_id=self.kwargs["finding_id"])
        finding = found.select_related("point__criterion__section", "point__site", "point__validation").first()
        if finding is None:
            raise Http404
        worded_criteria([finding.point.criterion])
        return finding

    def allowed(self) -> bool:
        return self.acts.visit

    def form(self, data: Any = None, files: Any = None) -> FindingForm:
        return FindingForm(data, row=self.row)

    def shown(self, form: forms.Form) -> HttpResponse:
        return self.page({"form": form, "finding": self.row, "title": _("Change a finding")})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "remove" not in request.POST:
            return super().post(request, **kwargs)
        self.demand(allowed=self.allowed())
        point = self.row.point.public_id
        services.remove_finding(finding=self.row, actor=self.user, now=now())
        messages.success(request, _("The finding is removed."))
        return redirect(self.url("point", point))

    def act(self, form: forms.Form) -> None:
        cleaned = form.cleaned_data
        services.change_finding(
            finding=self.row,
            grade=cleaned["grade"],
            text=cleaned["finding"],
            due_on=cleaned["due_on"],
            actor=self.user,
            now=now(),
        )

    def done(self) -> str:
        return self.url("point", self.row.point.public_id)


class _OfPaper(StaffVisit):
    """A photograph or a paper of this visit; looking at it is written down."""

    @cached_property
    def document(self) -> Document:
        found = selectors.paper_of_visit(self.validation, self.kwargs["paper_id"])
        if found is None:
            raise Http404
        return found

    def note_paper(self) -> None:
        self.note_read(f"paper:{self.document.public_id}")


class Paper(_OfPaper):
    """The original, as an attachment."""

    def get(self, request: HttpRequest, public_id: str, paper_id: str) -> HttpResponseBase:
        try:
            answer = serve(self.document)
        except Refused as refusal:
            raise Http404 from refusal
        self.note_paper()
        return answer


class PhotoImage(_OfPaper):
    """A photograph as a picture made here."""

    def get(self, request: HttpRequest, public_id: str, paper_id: str) -> HttpResponse:
        try:
            image = page_image(self.document, 1)
        except (NoSuchPage, Refused) as refusal:
            raise Http404 from refusal
        self.note_paper()
        return HttpResponse(image, content_type="image/png", headers={"Cache-Control": "private, no-store"})
