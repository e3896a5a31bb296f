"""The acceptance check: its list, accepting with the date that counts, not accepting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from applications import rules
from applications.models import AcceptanceItem, Application, InformationRequest
from applications.rules import AcceptanceBreach
from applications.selectors.files import information_days
from applications.states import AcceptanceCheck, ApplicationStatus, RequestStatus
from foundation.audit.services import Actor, Refused, acting, locked
from foundation.clock.services import cancel_limit, local_date, meet_limit
from foundation.correspondence.services import settle_notices
from operators.services import demand_independence
from programme.states import TimeLimitCode

from .life import cancel_improvements, end_limits, step, step_request


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the check list as an officer marks it; None takes the mark back."""

    code: str
    passed: bool | None
    note: str = ""


def tick_all(*, application: Application, marks: Iterable[Mark], actor: Actor, now: datetime) -> None:
    """Mark several lines of the check list: all of them or none."""
    with acting(actor=actor, at=now):
        for mark in marks:
            tick(
                application=application,
                code=mark.code,
                passed=mark.passed,
                note_text=mark.note,
                actor=actor,
                now=now,
            )


def tick(
    *, application: Application, code: str, passed: bool | None, note_text: str = "", actor: Actor, now: datetime
) -> AcceptanceItem:
    """Mark one line of the check list; None takes the mark back."""
    with acting(actor=actor, at=now):
        row = locked(application)
        if row.status not in (ApplicationStatus.SUBMITTED, ApplicationStatus.INFORMATION_REQUESTED):
            raise Refused(_("The acceptance check is over."))
        demand_independence(actor=actor, operator=row.operator, on=local_date(now))
        item, _created = AcceptanceItem.objects.update_or_create(
            application=row, code=AcceptanceCheck(code), defaults={"passed": passed, "note": note_text.strip()}
        )
        return item


def accept(
    *, application: Application, complete_on: date, deemed: bool = False, actor: Actor, now: datetime
) -> Application:
    """Accept: the legal date is the day everything needed was there. Lines nobody ticked count as passed by this act.

    `deemed`: the law accepts because nobody answered in time; the marks of the check list are left as they are.

    The letter of acceptance names the day of the decision, so `lifecycle` sends it once that limit runs.
    """
    on = local_date(now)
    with acting(actor=actor, at=now):
        row = locked(application)
        if row.submitted_at is None:
            raise Refused(_("Only an application that was sent can be accepted."))
        _refuse_day(row, complete_on, on)
        if not deemed:
            _refuse_failed(row)
            AcceptanceItem.objects.filter(application=row, passed__isnull=True).update(passed=True)
        also = {"complete_on": complete_on, "accepted_on": complete_on}
        event = "application.deemed_accepted" if deemed else "application.accepted"
        step(row, "accept", event=event, data={"complete_on": complete_on}, also=also)
        end_limits(row, meet_limit, on, codes=(TimeLimitCode.ACCEPTANCE,))
        return row


def not_accept(*, application: Application, reason: str, actor: Actor, now: datetime) -> Application:
    """Something needed did not come: no decision, no appeal, the trader may apply again. `lifecycle` sends the
    letter that says what was missing."""
    on = local_date(now)
    with acting(actor=actor, at=now, reason=reason):
        row = locked(application)
        _refuse_late_stage(row)
        _lapse_open_request(row)
        cancel_improvements(row)
        step(
            row, "not_accept", event="application.not_accepted", data={"missing": reason.strip()}, also={"ended_on": on}
        )
        end_limits(row, meet_limit, on, codes=(TimeLimitCode.ACCEPTANCE,))
        end_limits(row, cancel_limit, on)
        settle_notices(file_id=row.public_id, now=now)
        return row


def _refuse_failed(row: Application) -> None:
    failed = list(row.acceptance_items.filter(passed=False).values_list("code", flat=True))
    if failed:
        lines = tuple(str(AcceptanceCheck(code).label) for code in failed)
        raise Refused(_("A line of the check list is not fulfilled."), lines)


def _refuse_day(row: Application, complete_on: date, on: date) -> None:
    if row.submitted_at is None:
        return
    breaches = rules.acceptance_breaches(
        complete_on, received_on=local_date(row.submitted_at), information_on=information_days(row), on=on
    )
    texts = {
        AcceptanceBreach.BEFORE_RECEIPT: _("The day lies before the application was received."),
        AcceptanceBreach.DAY_OF_THE_CHECK: _(
            "The day is the one on which everything had been received, not the day of the check."
        ),
        AcceptanceBreach.IN_THE_FUTURE: _("The day lies in the future."),
    }
    if breaches:
        raise Refused(" ".join(texts[breach] for breach in breaches), tuple(texts[breach] for breach in breaches))


def _refuse_late_stage(row: Application) -> None:
    """A file that was accepted once ends by a decision, even while it waits for information."""
    if row.accepted_on is not None:
        raise Refused(_("This application was accepted. It ends with a decision."))


def _lapse_open_request(row: Application) -> None:
    for request in InformationRequest.objects.select_for_update().filter(application=row, status=RequestStatus.OPEN):
        request.application = row
        step_request(request, "lapse", event="request.lapsed")
