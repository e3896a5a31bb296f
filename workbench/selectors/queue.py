"""The work queue: late first, then what is due soon; filters combine and live in the address."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, DateField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Greatest
from django.http import QueryDict
from django.utils.translation import gettext as _

from applications import selectors as applications
from applications.models import Application
from applications.states import TERMINAL, ApplicationStatus
from foundation.clock.models import Limit
from foundation.clock.states import LimitStatus
from foundation.identity.models import User
from programme.selectors import calendar, configuration, figure
from programme.states import FigureCode, TimeLimitCode

from .standings import standings

PAGE_SIZE = 50
OWNER = re.compile(r"[0-9]{1,12}")
TRADER_STATES = (
    ApplicationStatus.INFORMATION_REQUESTED,
    ApplicationStatus.PAUSED_FOR_IMPROVEMENT,
    ApplicationStatus.HEARING,
)
VIEWS = ("mine", "unassigned", "team", "late", "small")
SOON_DAYS = {"5": 5, "30": 30}


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the address asks for: a view, states (or), whose turn (or), due, owner, size; groups combine by and."""

    view: str = "team"
    states: tuple[str, ...] = ()
    balls: tuple[str, ...] = ()
    due: str = ""
    owner: str = ""
    small: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> "QueueFilter":
        """From the address; unknown words are dropped."""
        view = query.get("view", "team")
        return cls(
            view=view if view in VIEWS else "team",
            states=tuple(s for s in query.getlist("state") if s in ApplicationStatus.values),
            balls=tuple(b for b in query.getlist("ball") if b in ("CUSTOMS", "TRADER")),
            due=query.get("due", "") if query.get("due") in (*SOON_DAYS, "late") else "",
            owner=query.get("owner", "") if OWNER.fullmatch(query.get("owner", "")) else "",
            small=bool(query.get("small")),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One file in the queue with where it stands."""

    file: Application
    standing: applications.Standing


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue, the counts of the saved views and of the states."""

    page: Page[Application]
    rows: list[Row]
    views: dict[str, int]
    states: dict[str, int] = field(default_factory=dict)
    owners: list[User] = field(default_factory=list)
    small_first: int = 0


def queue_page(user: User, on: date, wanted: QueueFilter, number: Any) -> QueuePage:
    """The page asked for. A constant number of queries, whatever the number of files."""
    everything = _due(applications.visible_to_staff(user, on).exclude(status__in=TERMINAL))
    earlier = figure(FigureCode.SME_QUEUE_DAYS, configuration(on))
    shown = _narrow(_view(everything, wanted.view, user, on), wanted, on)
    page = Paginator(shown.order_by(_place(on, earlier).asc(nulls_last=True), "id"), PAGE_SIZE).get_page(number)
    files = list(page.object_list)
    found = standings(files, on)
    return QueuePage(
        page=page,
        rows=[Row(file, found[file.pk]) for file in files],
        views={view: _view(everything, view, user, on).count() for view in VIEWS},
        states=_by_state(everything),
        small_first=earlier,
        owners=list(User.objects.filter(cases__in=everything.values("pk")).distinct().order_by("full_name", "id")),
    )


def _due(rows: QuerySet[Application]) -> QuerySet[Any]:
    """With the day on which the running limit of Customs ends; empty while it stands still."""
    limits = Limit.objects.filter(
        file_id=OuterRef("public_id"),
        kind__in=(TimeLimitCode.ACCEPTANCE, TimeLimitCode.DECISION),
        status=LimitStatus.RUNNING,
    ).order_by("-id")
    return rows.annotate(due=Subquery(limits.values("due_on")[:1]))


def _place(on: date, earlier: int) -> Case:
    """Soonest due first; what is late keeps its place, and a small firm's file comes earlier by the configured days."""
    sooner = ExpressionWrapper(F("due") - Value(timedelta(days=earlier)), output_field=DateField())
    preferred = When(small_firm=True, due__gte=on, then=Greatest(sooner, Value(on)))
    return Case(preferred, default=F("due"), output_field=DateField())


def _view(rows: QuerySet[Any], view: str, user: User, on: date) -> QuerySet[Any]:
    if view == "mine":
        return rows.filter(case_officer=user)
    if view == "unassigned":
        return rows.filter(case_officer__isnull=True)
    if view == "late":
        return rows.filter(due__lt=on)
    return rows.filter(small_firm=True) if view == "small" else rows


def _narrow(rows: QuerySet[Any], wanted: QueueFilter, on: date) -> QuerySet[Any]:
    if wanted.states:
        rows = rows.filter(status__in=wanted.states)
    if len(wanted.balls) == 1:
        theirs = Q(status__in=TRADER_STATES)
        rows = rows.filter(theirs if wanted.balls[0] == "TRADER" else ~theirs)
    if wanted.owner:
        rows = rows.filter(case_officer=int(wanted.owner))
    if wanted.small:
        rows = rows.filter(small_firm=True)
    return _narrow_due(rows, wanted.due, on)


def _narrow_due(rows: QuerySet[Any], due: str, on: date) -> QuerySet[Any]:
    if due == "late":
        return rows.filter(due__lt=on)
    if due in SOON_DAYS:
        until = calendar(None, years_around=on).add_business_days(on, SOON_DAYS[due])
        return rows.filter(due__lte=until)
    return rows


def _by_state(rows: QuerySet[Any]) -> dict[str, int]:
    return dict(rows.order_by("status").values_list("status").annotate(n=Count("pk")))


def view_names() -> dict[str, str]:
    """The saved views in words."""
    return {
        "mine": _("Mine"),
        "unassigned": _("Unassigned"),
        "team": _("All of your offices"),
        "late": _("Late"),
        "small": _("Small firms"),
    }
