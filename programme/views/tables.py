"""Versions of the criteria as tables: criteria, sections and start questions are taken away and handed in again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L  # noqa: N812 - short, it stands in every line

from foundation.clock.services import now
from programme import services
from programme.forms import PartTableForm, TableForm

from .criteria import OfDraft, OfVersion

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TITLES = {
    "sections": L("Hand in sections as a table"),
    "questions": L("Hand in start questions as a table"),
}


class ImportCriteria(OfDraft):
    """All criteria as a table; a faulty one is refused whole, each line named."""

    template_name = "programme/criteria_import.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(TableForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TableForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form)
        content = form.cleaned_data["table"].read()
        try:
            count = services.import_criteria(criteria_set=self.draft, content=content, actor=self.user, now=now())
        except services.FaultyTable as faulty:
            form.add_error("table", faulty.message)
            return self._show(form, faults=faulty.breaches)
        messages.success(request, _("{count} criteria are in the draft now.").format(count=count))
        return redirect("programme:criteria_draft")

    def _show(self, form: TableForm, faults: tuple[str, ...] = ()) -> HttpResponse:
        return self.page(
            title=_("Hand in all criteria as a table"),
            form=form,
            faults=faults,
            draft=self.draft,
            button_text=_("Check and take in"),
            cancel_url=reverse("programme:criteria_draft"),
        )


class ExportCriteria(OfVersion):
    """A version as CSV or XLSX, as it can be handed in again."""

    def get(self, request: HttpRequest, number: int, form: str) -> HttpResponse:
        if form == "csv":
            response = HttpResponse(services.export_csv(self.version), content_type="text/csv; charset=utf-8")
        else:
            response = HttpResponse(
                services.export_xlsx(self.version),
                content_type=XLSX,
            )
        response["Content-Disposition"] = f'attachment; filename="criteria-{number}.{form}"'
        return response


class ImportParts(OfDraft):
    """Sections or start questions as a table; those the draft has are changed, others added."""

    template_name = "programme/criteria_import.html"

    @property
    def sort(self) -> str:
        if self.kwargs["sort"] not in TITLES:
            raise Http404
        return str(self.kwargs["sort"])

    def get(self, request: HttpRequest, sort: str) -> HttpResponse:
        return self._show(PartTableForm())

    def post(self, request: HttpRequest, sort: str) -> HttpResponse:
        form = PartTableForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form)
        given = {"criteria_set": self.draft, "sort": self.sort, "content": form.cleaned_data["table"].read()}
        try:
            count = services.import_parts(**given, actor=self.user, now=now())
        except services.FaultyTable as faulty:
            form.add_error("table", faulty.message)
            return self._show(form, faults=faulty.breaches)
        messages.success(request, _("{count} lines are in the draft now.").format(count=count))
        return redirect("programme:criteria_draft")

    def _show(self, form: PartTableForm, faults: tuple[str, ...] = ()) -> HttpResponse:
        return self.page(
            title=TITLES[self.sort],
            form=form,
            faults=faults,
            draft=self.draft,
            sort=self.sort,
            button_text=_("Check and take in"),
            cancel_url=reverse("programme:criteria_draft"),
        )


class ExportParts(OfVersion):
    """Sections or start questions of a version as CSV or XLSX."""

    def get(self, request: HttpRequest, number: int, sort: str, form: str) -> HttpResponse:
        kind = "text/csv; charset=utf-8" if form == "csv" else XLSX
        response = HttpResponse(services.export_parts(self.version, sort, form), content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="{sort}-{number}.{form}"'
        return response
