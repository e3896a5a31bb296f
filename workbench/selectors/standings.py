"""Where files stand when a visit is under way: the visit knows whose turn it is, which the application alone cannot tell."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from applications import selectors as applications
from applications.models import Application
from applications.states import ApplicationStatus, Ball
from validations import selectors as validations
from validations.models import Validation
from validations.states import ValidationStatus

TRADERS_TURN = (ValidationStatus.WITH_TRADER, ValidationStatus.FOLLOW_UP)


def standings(files: Iterable[Application], on: date) -> dict[int, applications.Standing]:
    """Where many files stand, by primary key; one query more than without visits."""
    rows = list(files)
    found = applications.standings(rows, on)
    for visit in _visits(rows):
        if visit.application_id is not None:
            found[visit.application_id] = _joined(found[visit.application_id], visit)
    return found


def standing(file: Application, on: date) -> applications.Standing:
    """Where one file stands, with the visit's own sentence for the trader."""
    found = applications.standing(file, on)
    visit = next(iter(_visits([file])), None)
    if visit is None:
        return found
    joined = _joined(found, visit)
    if visit.status == ValidationStatus.PLANNED:
        return joined
    tag = validations.trader_tag(visit, on)
    ball = Ball.TRADER if tag.your_turn else joined.ball
    return replace(joined, trader_sentence=tag.sentence, trader_tag=tag.text, ball=ball)


def _visits(files: list[Application]) -> list[Validation]:
    """The open visit of each file that is visited."""
    visited = [file.pk for file in files if file.status == ApplicationStatus.UNDER_VALIDATION]
    if not visited:
        return []
    rows = Validation.objects.filter(application__in=visited).exclude(status=ValidationStatus.CANCELLED)
    return list(
        rows.select_related("office", "report__letter").order_by("application_id", "-id").distinct("application_id")
    )


def _joined(found: applications.Standing, visit: Validation) -> applications.Standing:
    tag = validations.staff_tag(visit)
    theirs = visit.status in TRADERS_TURN or _must_confirm(visit)
    closed = visit.status == ValidationStatus.CLOSED
    return replace(
        found,
        tag_text=found.tag_text if closed else f"{found.tag_text}: {tag.text.lower()}",
        waits_for=found.waits_for if closed else tag.text,
        ball=Ball.TRADER if theirs else found.ball,
    )


def _must_confirm(visit: Validation) -> bool:
    waits = visit.date_confirmed_at is None and not visit.offered_dates
    return visit.status == ValidationStatus.NOTIFIED and waits
