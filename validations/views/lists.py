"""The list of visits, my own first, and the tab “Visits” of a dossier."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from applications.models import Application
from applications.selectors import dossier
from applications.selectors import visible_to_staff as applications_of_staff
from applications.states import ApplicationStatus
from foundation.audit.services import record_read
from foundation.clock.services import now
from foundation.identity.permissions import Permission, narrow
from validations import permissions, selectors
from validations.forms import PlanForm
from validations.models import Validation
from validations.states import ValidationStatus

from .base import Page, lifecycle_url

PAGE = 50
ENDED = (ValidationStatus.CLOSED, ValidationStatus.CANCELLED)


class VisitList(Page):
    """Visits by their day; “mine” and “office” are filters in the address."""

    permission = permissions.READ
    template_name = "validations/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = selectors.visible_to_staff(self.user, self.on)
        own = selectors.mine(rows, self.user, self.on)
        views = {
            "mine": own.exclude(status__in=ENDED),
            "office": rows.exclude(status__in=ENDED),
            "ended": rows.filter(status__in=ENDED),
        }
        counts = {name: found.count() for name, found in views.items()}
        chosen = request.GET.get("show", "mine" if counts["mine"] else "office")
        chosen = chosen if chosen in views else "mine"
        page = Paginator(selectors.by_day(views[chosen]), PAGE).get_page(request.GET.get("page"))
        steps = selectors.next_steps(page, self.on)
        shown = [{"validation": row, "tag": selectors.staff_tag(row), "step": steps[row.pk]} for row in page]
        return self.page(
            {"page": page, "rows": shown, "views": _tabs(counts, chosen), "chosen": chosen, "title": _("Visits")}
        )


class FileVisits(Page):
    """All visits of one file: plan, sample with reasons, team, state, acts. Who only belongs to a team has no dossier."""

    permission = Permission.VALIDATION_READ
    template_name = "validations/file.html"

    @cached_property
    def application(self) -> Application:
        found = applications_of_staff(self.user, self.on).filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise Http404
        narrow(self.request, self.permission, found.office_id, file_id=found.public_id)
        return found

    @property
    def held(self) -> frozenset[Permission]:
        held: frozenset[Permission] = self.request.permissions  # type: ignore[attr-defined]
        return held

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        record_read(actor=self.user, at=now(), file_id=self.application.public_id, what="visits")
        return self.page({"plan_form": plan_form(self) if self.may_plan() else None})

    def may_plan(self) -> bool:
        """Whether this person may plan a visit now."""
        ready = self.application.status == ApplicationStatus.UNDER_VALIDATION
        return (
            ready
            and Permission.VALIDATION_PLAN in self.held
            and not any(row.status not in ENDED for row in self.visits)
        )

    @cached_property
    def visits(self) -> list[Validation]:
        return selectors.on_file(self.application)

    def common(self) -> dict[str, Any]:
        return {
            "application": self.application,
            "dossier": dossier(self.application, self.user, self.on),
            "current_tab": "validations:file",
            "heading_hidden": True,
            "print_file": self.application.number,
            "base_layout": "layouts/officer.html",
            "title": _("Visits"),
            "visits": [self._visit(row) for row in self.visits],
        }

    def _visit(self, validation: Validation) -> dict[str, Any]:
        after = validation.status in (ValidationStatus.WITH_TRADER, ValidationStatus.FOLLOW_UP)
        acts = permissions.acts_on(validation, self.user, self.on)
        obstacles = selectors.closing_obstacles(validation, self.on) if after else []
        return {
            "validation": validation,
            "tag": selectors.staff_tag(validation),
            "acts": acts,
            "counts": selectors.counts(validation),
            "suggestions": selectors.suggestions(validation) if validation.status not in ENDED else [],
            "obstacles": obstacles,
            "reply_due_on": selectors.reply_due_on(validation, self.on) if after else None,
            "close_url": lifecycle_url("close_validation", validation.public_id)
            if after and acts.judge and not obstacles
            else "",
        }


def plan_form(page: FileVisits, data: Any = None) -> PlanForm:
    """The people who can be named for a visit of this file."""
    application = page.application
    office = application.office or application.operator.office
    if office is None:
        return PlanForm(data, leads=page.user.__class__.objects.none(), members=page.user.__class__.objects.none())
    return PlanForm(
        data,
        leads=selectors.possible_leads(application.operator, office, page.on),
        members=selectors.possible_members(application.operator, office, page.on, application.public_id),
    )


def _tabs(counts: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    words = {"mine": _("Mine"), "office": _("Office"), "ended": _("Ended")}
    return [
        {"text": f"{words[name]} ({count})", "url": f"?show={name}", "current": name == chosen}
        for name, count in counts.items()
    ]
