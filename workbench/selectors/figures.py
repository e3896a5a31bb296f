"""The programme in figures for who leads it and who looks at it from outside: what is in work, what is late and where,
what was decided in time, who is a member. Counted from the files at the moment of asking."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application
from applications.states import TERMINAL, ApplicationStatus
from certificates.models import Certificate
from certificates.states import CertificateStatus
from foundation.clock.models import Limit, LimitEvent
from foundation.clock.states import EventKind, LimitStatus
from programme.states import TimeLimitCode

from .queue import TRADER_STATES

LOOK_BACK_DAYS = 365
CUSTOMS_LIMITS = (TimeLimitCode.ACCEPTANCE, TimeLimitCode.DECISION)


@dataclass(frozen=True, slots=True)
class Count3:
    """One line of a table: its name, the files in work, those at the trader, those late."""

    label: str
    files: int
    trader: int
    late: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What the home shows: headline figures, the files by step and by office."""

    headline: list[dict[str, Any]]
    steps: list[Count3]
    offices: list[Count3]
    ended: list[tuple[str, int]]


def programme_figures(on: date) -> Figures:
    """Everything of all offices; six queries."""
    open_files = _open(on)
    steps = {row["status"]: row for row in _counted(open_files, "status")}
    offices = _counted(open_files, "office__name")
    ended = dict(
        Application.objects.filter(status__in=TERMINAL).order_by().values_list("status").annotate(n=Count("pk"))
    )
    return Figures(
        headline=_headline(offices, on),
        steps=[_line(str(s.label), steps[s]) for s in ApplicationStatus if s in steps],
        offices=[_line(row["office__name"] or _("no office yet"), row) for row in offices],
        ended=[(str(ApplicationStatus(status).label), ended[status]) for status in TERMINAL if status in ended],
    )


def _open(on: date) -> QuerySet[Application]:
    """The files in work, each with whether a limit of Customs has passed."""
    late = Limit.objects.filter(
        file_id=OuterRef("public_id"), kind__in=CUSTOMS_LIMITS, status=LimitStatus.RUNNING, due_on__lt=on
    )
    rows = Application.objects.exclude(status__in=(*TERMINAL, ApplicationStatus.DRAFT))
    return rows.annotate(late=Exists(late)).order_by()


def _counted(rows: QuerySet[Application], by: str) -> list[dict[str, Any]]:
    return list(
        rows.values(by)
        .annotate(
            files=Count("pk"),
            trader=Count("pk", filter=Q(status__in=TRADER_STATES)),
            n_late=Count("pk", filter=Q(late=True)),
        )
        .order_by(by)
    )


def _line(label: str, row: dict[str, Any]) -> Count3:
    return Count3(label, row["files"], row["trader"], row["n_late"])


def _headline(offices: list[dict[str, Any]], on: date) -> list[dict[str, Any]]:
    files, late, trader = (sum(row[key] for row in offices) for key in ("files", "n_late", "trader"))
    decided, in_time = _decided(on)
    members, suspended = _members()
    return [
        {"value": files, "label": _("files in work, of all offices")},
        {"value": late, "label": _("of them late: a time limit of Customs has passed")},
        {"value": trader, "label": _("of them wait for the trader")},
        {
            "value": _("{in_time} of {all}").format(in_time=in_time, all=decided) if decided else "–",
            "label": _("decisions of the last 12 months taken in time")
            if decided
            else _("no decision in the last 12 months"),
        },
        {"value": members, "label": ngettext("company with a certificate in force", "companies with a certificate in force", members)},
        {"value": suspended, "label": ngettext("certificate suspended today", "certificates suspended today", suspended)},
    ]  # fmt: skip


def _decided(on: date) -> tuple[int, int]:
    """How many decisions ended their time limit in the last twelve months, and how many by its last day."""
    ends = LimitEvent.objects.filter(
        limit__kind=TimeLimitCode.DECISION, kind=EventKind.MET, on__gt=on - timedelta(days=LOOK_BACK_DAYS), on__lte=on
    )
    found = ends.aggregate(all=Count("pk"), in_time=Count("pk", filter=Q(on__lte=F("due_on_after"))))
    return found["all"], found["in_time"]


def _members() -> tuple[int, int]:
    """Companies with a certificate in force, and certificates that are suspended."""
    rows = Certificate.objects.aggregate(
        members=Count("operator", distinct=True, filter=Q(status=CertificateStatus.ACTIVE)),
        suspended=Count("pk", filter=Q(status=CertificateStatus.SUSPENDED)),
    )
    return rows["members"], rows["suspended"]
