"""What comes next at a visit, in one sentence for Customs and the team, and on which page it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.identity.models import User
from validations.models import Finding, Point, Report, TeamMember, Validation
from validations.states import ActionStatus, Grade, ValidationStatus

S = ValidationStatus
ENDED = (S.CLOSED, S.CANCELLED)


@dataclass(frozen=True, slots=True)
class Step:
    """The sentence, the page (a route of this room), and the day by which it is to be done."""

    text: str
    page: str = "checklist"
    due_on: date | None = None
    theirs: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """How much of a visit is left: points to record, required actions open at the trader, answers to judge."""

    points_left: int = 0
    actions_open: int = 0
    answers: int = 0
    replied: bool = False
    first_due: date | None = None


def next_steps(visits: Iterable[Validation], on: date) -> dict[int, Step]:
    """What comes next at many visits, by primary key; five queries."""
    rows = list(visits)
    work = _work([row.pk for row in rows])
    return {row.pk: next_step(row, work[row.pk], on) for row in rows}


def next_step(visit: Validation, work: Work, on: date) -> Step:
    """What comes next at one visit."""
    if visit.status in (S.PLANNED, S.NOTIFIED):
        return _before(visit, on)
    if visit.status in (S.WITH_TRADER, S.FOLLOW_UP):
        return _with_trader(work)
    if visit.status == S.IN_PROGRESS:
        return Step(_recording(work))
    return {
        S.REPORT_DRAFT: Step(_("Write the report and send it to review."), "report"),
        S.REPORT_REVIEW: Step(_("A colleague outside the team reviews the report."), "review"),
        S.CLOSED: Step(_("The visit is closed. Nothing is left to do."), "report"),
        S.CANCELLED: Step(_("The visit is cancelled. Nothing is left to do.")),
    }[S(visit.status)]


def own_visits(rows: QuerySet[Validation], people: Iterable[User]) -> QuerySet[Validation]:
    """Those of some visits that have not ended and whose team one of these people belongs to."""
    mine = TeamMember.objects.filter(user__in=list(people)).values("validation")
    return rows.filter(pk__in=mine).exclude(status__in=ENDED)


def to_review(rows: QuerySet[Validation], people: Iterable[User]) -> QuerySet[Validation]:
    """Those of some visits whose report waits for somebody outside the team, as these people are."""
    theirs = TeamMember.objects.filter(user__in=list(people)).values("validation")
    return rows.filter(status=S.REPORT_REVIEW).exclude(pk__in=theirs)


def _before(visit: Validation, on: date) -> Step:
    starts = visit.starts_on
    if visit.status == S.PLANNED or starts is None:
        return Step(_("Propose the day of the visit to the trader."), "notice")
    if visit.offered_dates:
        return Step(_("The trader offered other days. Answer it."), "notice")
    if not visit.date_confirmed_at:
        text = _("The trader confirms {day} or offers other days.").format(day=_day(starts))
        return Step(text, due_on=visit.confirm_by, theirs=True)
    if starts > on:
        return Step(_("The visit begins on {day}.").format(day=_day(starts)), due_on=starts)
    return Step(_("The day of the visit has come. Start it when you are at the first place."), due_on=starts)


def _recording(work: Work) -> str:
    if not work.points_left:
        return _("Every point is recorded. Hold the closing meeting, then end the visit.")
    text = ngettext(
        "Record what you see: {n} point is left.", "Record what you see: {n} points are left.", work.points_left
    )
    return text.format(n=work.points_left)


def _with_trader(work: Work) -> Step:
    if work.answers:
        text = ngettext(
            "{n} answer of the trader waits for your verdict.",
            "{n} answers of the trader wait for your verdict.",
            work.answers,
        )
        return Step(text.format(n=work.answers), "actions")
    if work.actions_open:
        text = ngettext(
            "The trader settles {n} required action.", "The trader settles {n} required actions.", work.actions_open
        )
        return Step(text.format(n=work.actions_open), "actions", work.first_due, theirs=True)
    if work.replied:
        return Step(_("The trader replied and nothing is open. Close the visit."), "actions")
    return Step(_("The trader reads the report and replies."), "report", theirs=True)


def _work(visits: list[int]) -> dict[int, Work]:
    """What is left at each visit."""
    left = _counted(Point.objects.filter(validation__in=visits, result=""))
    actions = Finding.objects.filter(validation__in=visits, grade=Grade.REQUIRED_ACTION, handed_on_at__isnull=True)
    asked = actions.filter(status__in=(ActionStatus.OPEN, ActionStatus.RETURNED)).order_by()
    due = dict(asked.values_list("validation").annotate(first=Min("due_on")))
    open_now, answers = _counted(asked), _counted(actions.filter(status=ActionStatus.ANSWERED))
    replied = set(
        Report.objects.filter(validation__in=visits, replies__isnull=False).values_list("validation", flat=True)
    )
    return {
        pk: Work(left.get(pk, 0), open_now.get(pk, 0), answers.get(pk, 0), pk in replied, due.get(pk)) for pk in visits
    }


def _counted(rows: QuerySet[Point] | QuerySet[Finding]) -> dict[int, int]:
    return dict(rows.order_by().values_list("validation").annotate(n=Count("pk")))


def _day(value: date) -> str:
    return date_format(value, "l j F Y")
