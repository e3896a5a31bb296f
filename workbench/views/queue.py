"""The work queue of an officer."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.states import ApplicationStatus
from foundation.identity.permissions import GuardedView, Permission, PortalRequest
from workbench.selectors.blocks import due_words
from workbench.selectors.queue import QueueFilter, QueuePage, Row, queue_page, view_names


class Queue(GuardedView):
    """Files in work, soonest due first. The address carries every filter, so that Back keeps it."""

    permission = Permission.FILE_READ

    def get(self, request: PortalRequest) -> HttpResponse:
        wanted = QueueFilter.read(request.GET)
        queue = queue_page(request.user, request.on, wanted, request.GET.get("page"))
        n = queue.page.paginator.count
        context = {
            "title": _("Applications in work"),
            "filtered": True,
            "queue": queue,
            "page": queue.page,
            "wanted": wanted,
            "tabs": self._tabs(queue, wanted),
            "chips": self._chips(request.GET, wanted),
            "states": [
                (state, label, queue.states.get(state, 0), state in wanted.states)
                for state, label in ApplicationStatus.choices
                if queue.states.get(state)
            ],
            "lines": [self._line(row, request.on) for row in queue.rows],
            "sentence": ngettext("{n} file, soonest due first", "{n} files, soonest due first", n).format(n=n),
            "small_first": queue.small_first,
            "can_assign": Permission.FILE_ASSIGN in request.permissions,
        }
        return render(request, "workbench/queue.html", context)

    def _tabs(self, queue: QueuePage, wanted: QueueFilter) -> list[dict[str, Any]]:
        here = reverse("workbench:queue")
        return [
            {"text": f"{name} ({queue.views[view]})", "url": f"{here}?view={view}", "current": view == wanted.view}
            for view, name in view_names().items()
        ]

    def _chips(self, query: QueryDict, wanted: QueueFilter) -> list[dict[str, str]]:
        """One chip per filter in force; following it takes that filter away."""
        labels = {"CUSTOMS": _("Customs"), "TRADER": _("Trader"), "late": _("Late")}
        labels |= {"5": _("Due in 5 business days"), "30": _("Due in 30 business days")}
        chosen = [("state", state, str(ApplicationStatus(state).label)) for state in wanted.states]
        chosen += [("ball", ball, labels[ball]) for ball in wanted.balls]
        chosen += [("due", wanted.due, labels[wanted.due])] if wanted.due else []
        chosen += [("small", "1", _("Small firms only"))] if wanted.small else []
        return [{"text": text, "url": self._without(query, name, value)} for name, value, text in chosen]

    def _without(self, query: QueryDict, name: str, value: str) -> str:
        left = query.copy()
        left.setlist(name, [kept for kept in left.getlist(name) if kept != value])
        left.pop("page", None)
        return f"?{left.urlencode()}"

    def _line(self, row: Row, on: Any) -> dict[str, Any]:
        """A row as the table takes it: late first by its edge, its word and its colour."""
        file, standing = row.file, row.standing
        clock = standing.clock
        words, tone = due_words(clock.due_on if clock else None, on)
        size = _("small firm") if file.small_firm else ""
        kinds = _("both") if len(file.kinds) > 1 else file.kinds[0]
        return {
            "file": file,
            "standing": standing,
            "second": ", ".join(
                part for part in (kinds, *(t.label.lower() for t in file.operator_types.all()), size) if part
            ),
            "edge": tone,
            "due": words if tone == "late" else self._due(row),
            "tone": tone,
            "clock_tag": _("Late")
            if standing.is_late
            else _("Stopped")
            if clock and clock.stopped_on and not clock.due_on
            else _("Runs"),
            "clock_colour": "red" if standing.is_late else "yellow" if clock and not clock.due_on else "grey",
            "used": _("{used} of {total} days").format(used=clock.used, total=clock.total) if clock else "",
        }

    def _due(self, row: Row) -> str:
        clock = row.standing.clock
        if clock is None:
            return "–"
        if clock.due_on is None:
            return _("{n} days left").format(n=clock.left)
        return date_format(clock.due_on, "D j M")
