"""How long each step of a file takes, and whether it became faster."""

import csv
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.identity.permissions import GuardedView, Permission, PortalRequest
from workbench.selectors.durations import PERIODS, DurationLine, Period, duration_lines, periods

USUAL = 12


class Durations(GuardedView):
    """A table of the steps with the days within which half and nine of ten files left them."""

    permission = (Permission.FIGURES_READ, Permission.PROGRAMME_CONFIGURE)

    def get(self, request: PortalRequest) -> HttpResponse:
        asked = request.GET.get("months", "")
        months = int(asked) if asked in map(str, PERIODS) else USUAL
        small = {"small": True, "other": False}.get(request.GET.get("size", ""))
        now, before = periods(request.on, months)
        lines = duration_lines(now, before, small=small)
        if request.GET.get("as") == "csv":
            return _as_csv(lines)
        context = {
            "title": _("How long files take"),
            "now": now,
            "before": before,
            "months": [(n, ngettext("{n} month", "{n} months", n).format(n=n), n == months) for n in PERIODS],
            "sizes": [
                ("", _("all firms"), small is None),
                ("small", _("small firms"), small is True),
                ("other", _("other firms"), small is False),
            ],
            "columns": _columns(before),
            "rows": [_row(line) for line in lines],
            "csv_url": f"?{_query(request, months)}",
        }
        return render(request, "workbench/durations.html", context)


def _query(request: PortalRequest, months: int) -> str:
    given = request.GET.copy()
    given["months"], given["as"] = str(months), "csv"
    return given.urlencode()


def _columns(before: Period) -> list[dict[str, Any]]:
    texts = (_("Files"), _("Half within"), _("Nine of ten within"), _("Half, period before"))
    numbers = [{"text": text, "numeric": True} for text in texts]
    return [{"text": _("Step")}, {"text": _("Whose turn")}, *numbers, {"text": _("Change")}]


def _row(line: DurationLine) -> dict[str, Any]:
    """Nothing is said of a step that no file left: never a 0."""
    step = {"text": line.step, "second": _("few files: read with care") if line.is_thin else ""}
    if line.now is None:
        missing = {"text": "–", "numeric": True}
        rest = [{"text": _("none"), "numeric": True}, missing, missing]
    else:
        times = (line.now.half, line.now.nine_of_ten)
        rest = [{"text": str(line.now.files), "numeric": True}, *({"text": _days(n), "numeric": True} for n in times)]
    earlier = {"text": _days(line.before.half) if line.before else "–", "numeric": True}
    return {"cells": [step, {"text": line.turn}, *rest, earlier, {"text": line.change or "–"}]}


def _days(n: int) -> str:
    return ngettext("{n} day", "{n} days", n).format(n=n)


def _as_csv(lines: list[DurationLine]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="durations.csv"'
    table = csv.writer(response, lineterminator="\n")
    table.writerow(["step", "files", "half_days", "nine_of_ten_days", "files_before", "half_days_before"])
    for line in lines:
        now = (line.now.files, line.now.half, line.now.nine_of_ten) if line.now else ("", "", "")
        before = (line.before.files, line.before.half) if line.before else ("", "")
        table.writerow([line.step, *now, *before])
    return response
