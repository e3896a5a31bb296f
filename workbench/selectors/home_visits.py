"""The visits on the home of a validator: those of the own teams with what comes next, and the reports to review."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.identity.models import User
from validations import selectors as validations
from validations.models import Validation

from .blocks import MOST, Block, Line, due_words


def your_visits(user: User, people: Iterable[User], on: date) -> Block:
    """The visits of the own teams, and of those the person stands in for, soonest first."""
    rows = validations.by_day(validations.own_visits(validations.visible_to_staff(user, on), people))
    shown = list(rows[:MOST])
    steps = validations.next_steps(shown, on)
    return Block(
        _("Your visits"),
        [_line(row, steps[row.pk], on) for row in shown],
        rows.count(),
        empty=_("You belong to the team of no open visit. Whoever plans one asks you by a message."),
        more_url=reverse("validations:list"),
        more_text=_("All visits"),
    )


def reports_to_review(user: User, people: Iterable[User], on: date) -> Block:
    """The reports of colleagues that wait for a review."""
    rows = validations.by_day(validations.to_review(validations.visible_to_staff(user, on), people))
    lines = [
        Line(str(row.operator), reverse("validations:review", args=[row.public_id]), _teams(row)) for row in rows[:MOST]
    ]
    return Block(_("Reports to review"), lines, rows.count(), empty=_("No report of a colleague waits for a review."))


def _line(row: Validation, step: validations.Step, on: date) -> Line:
    due, tone = due_words(step.due_on, on)
    page = "checklist" if step.page in ("notice", "review") else step.page
    return Line(str(row.operator), reverse(f"validations:{page}", args=[row.public_id]), step.text, due, tone)


def _teams(row: Validation) -> str:
    return _("visited by {names}").format(names=", ".join(member.user.full_name for member in row.team.all()))
