"""Interest in the programme: a public form, and its counts for officers."""

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from applications import selectors, services
from applications.forms.before import InterestForm
from applications.views.base import Page
from foundation.clock.services import now
from foundation.identity.permissions import Permission
from programme.selectors import asks_turnover, configuration, types

from .base import PublicForm

COUNTS = (Permission.FIGURES_READ, Permission.PROGRAMME_CONFIGURE, Permission.FILE_READ)


class Interest(PublicForm):
    """Tell us that you are interested, by type and size; who you are may stay open."""

    template_name = "applications/before/interest.html"
    limited = "interest"

    def form(self, data: Any = None) -> InterestForm:
        return InterestForm(data, types=types(), with_turnover=asks_turnover(configuration(self.on)))

    def more(self) -> dict[str, Any]:
        return {"title": _("Tell us that you are interested"), "button_text": _("Register my interest")}

    def save(self, form: InterestForm) -> HttpResponse:
        said = {key: value for key, value in form.cleaned_data.items() if key != "types"}
        row = services.register_interest(type_tokens=form.cleaned_data["types"], now=now(), **said)
        self.template_name = "applications/before/interest_done.html"
        names = [_type.label for _type in types() if _type.token in row.operator_types]
        return self.page({"title": _("Thank you. Your interest is noted."), "row": row, "types": names})


class Interests(Page):
    """How many would like to join, by type and size."""

    permission = COUNTS
    template_name = "applications/before/interests.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        bands = selectors.band_words()
        columns = [{"text": _("Type")}, *({"text": band, "numeric": True} for band in bands)]
        rows = [
            {
                "cells": [
                    {"text": line.type.label},
                    *({"text": str(count), "numeric": True} for count in line.by_band),
                    {"text": str(line.total), "numeric": True, "strong": True},
                ]
            }
            for line in selectors.interest_lines()
        ]
        found = selectors.interests_registered()
        context = {
            "title": _("Who is interested"),
            "columns": [*columns, {"text": _("Together"), "numeric": True}],
            "rows": rows,
            "count": found.count(),
            "reachable": found.exclude(email="")[:100],
            "csv_url": reverse("applications:interest_csv"),
        }
        return self.page(context)


class InterestCsv(Page):
    """The same as a file: one line for each registration, without names and addresses."""

    permission = COUNTS
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="interest.csv"'
        lines = csv.writer(response, lineterminator="\n")
        lines.writerow(["registered_on", "types", "kinds", "employees", "size"])
        for row in selectors.interests_registered().iterator():
            day = row.registered_at.date().isoformat()
            lines.writerow([day, " ".join(row.operator_types), " ".join(row.kinds), row.employees, row.size])
        return response
