"""Where a visit and a required action stand, in the words of each side (pages.md, tag table)."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from validations import rules
from validations.models import Finding, Validation
from validations.states import ActionStatus, Grade, ValidationStatus

from .dates import reply_due_on

S, A = ValidationStatus, ActionStatus
_COLOURS = {
    S.PLANNED: "grey",
    S.NOTIFIED: "orange",
    S.IN_PROGRESS: "purple",
    S.REPORT_DRAFT: "purple",
    S.REPORT_REVIEW: "purple",
    S.WITH_TRADER: "orange",
    S.FOLLOW_UP: "orange",
    S.CLOSED: "green",
    S.CANCELLED: "grey",
}
_ACTION_COLOURS = {A.OPEN: "orange", A.ANSWERED: "blue", A.ACCEPTED: "green", A.RETURNED: "orange"}


@dataclass(frozen=True, slots=True)
class Tag:
    """Word and colour, and for the trader the sentence that says what next, by when, who."""

    text: str
    colour: str
    sentence: str = ""
    your_turn: bool = False


def staff_tag(validation: Validation) -> Tag:
    """What officers see of a visit; no query."""
    status = S(validation.status)
    if status == S.NOTIFIED and validation.date_confirmed_at:
        return Tag(_("Date fixed"), "purple")
    if status == S.NOTIFIED and validation.offered_dates:
        return Tag(_("Other days offered"), "blue")
    return Tag(str(status.label), _COLOURS[status])


def trader_tag(validation: Validation, on: date) -> Tag:
    """What the company sees of a visit."""
    status = S(validation.status)
    builders = {
        S.NOTIFIED: _notified,
        S.IN_PROGRESS: _running,
        S.REPORT_DRAFT: _being_written,
        S.REPORT_REVIEW: _being_written,
        S.WITH_TRADER: _with_trader,
        S.FOLLOW_UP: _follow_up,
        S.CLOSED: _closed,
        S.CANCELLED: _cancelled,
    }
    return builders[status](validation, on)


def action_tag(finding: Finding, on: date, *, for_trader: bool) -> Tag:
    """Where a required action stands; late is derived."""
    status = A(finding.status)
    due = _day(finding.due_on)
    if rules.is_late(status=status, due_on=finding.due_on, on=on):
        return Tag(
            _("Late"), "red", _("Was due on {day}. Answer now or ask for more time.").format(day=due), your_turn=True
        )
    if not for_trader:
        return Tag(str(status.label), _ACTION_COLOURS[status])
    words = {
        A.OPEN: (_("To do"), _("Do it by {day}.").format(day=due)),
        A.ANSWERED: (_("Being checked"), _("We check your answer. You don’t need to do anything.")),
        A.ACCEPTED: (_("Done"), _("Done.")),
        A.RETURNED: (_("Not enough yet"), _("{reason} Answer again by {day}.").format(reason=finding.verdict, day=due)),
    }
    text, sentence = words[status]
    return Tag(text, _ACTION_COLOURS[status], sentence, your_turn=status in (A.OPEN, A.RETURNED))


def _notified(validation: Validation, on: date) -> Tag:
    if validation.date_confirmed_at:
        sentence = _("We visit you on {day}. You don’t need to do anything more in the portal before.")
        return Tag(_("Date fixed"), "purple", sentence.format(day=_day(validation.starts_on)))
    if validation.offered_dates:
        return Tag(_("Days offered"), "blue", _("You offered other days. We choose one or call you."))
    sentence = _("Confirm {day} or offer others by {until}.")
    sentence = sentence.format(day=_day(validation.starts_on), until=_day(validation.confirm_by))
    return Tag(_("Your turn"), "orange", sentence, your_turn=True)


def _running(validation: Validation, on: date) -> Tag:
    return Tag(_("Visit running"), "purple", _("The visit is going on."))


def _closed(validation: Validation, on: date) -> Tag:
    return Tag(_("Closed"), "green", _("The visit is closed."))


def _being_written(validation: Validation, on: date) -> Tag:
    return Tag(_("Report being written"), "purple", _("We write the report. You don’t need to do anything."))


def _with_trader(validation: Validation, on: date) -> Tag:
    if validation.report.replies.exists():
        return Tag(_("Answered"), "blue", _("We have your answer to the report and close the visit."))
    due = reply_due_on(validation, on)
    if due is None:
        return Tag(_("Your turn"), "orange", _("Read the report and answer."), your_turn=True)
    return Tag(
        _("Your turn"), "orange", _("Read the report and answer by {day}.").format(day=_day(due)), your_turn=True
    )


def _follow_up(validation: Validation, on: date) -> Tag:
    rows = Finding.objects.filter(validation=validation, grade=Grade.REQUIRED_ACTION)
    open_days = [row.due_on for row in rows if row.status in (A.OPEN, A.RETURNED) and row.due_on]
    if not open_days:
        return Tag(_("Follow-up"), "blue", _("We check what you have done. You don’t need to do anything."))
    sentence = ngettext("{n} action is open, due {day}.", "{n} actions are open, the first by {day}.", len(open_days))
    return Tag(_("Follow-up"), "orange", sentence.format(n=len(open_days), day=_day(min(open_days))), your_turn=True)


def _cancelled(validation: Validation, on: date) -> Tag:
    sentence = _("The visit of {day} is cancelled: {reason}")
    return Tag(
        _("Cancelled"), "grey", sentence.format(day=_day(validation.starts_on), reason=validation.cancelled_reason)
    )


def _day(value: date | None) -> str:
    return date_format(value, "l j F Y") if value else "–"
