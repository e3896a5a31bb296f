"""Causes that no act of the portal brings – proceedings of a court, a foreign authority that is asked, a trader who wants
more time to speak – put on the clock of a file by an officer, with what shows them, and taken off when they end."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications.models import Application, RecordedCause
from applications.selectors.causes import Recordable, is_held, recordable_causes
from foundation.audit.services import SYSTEM, Actor, Refused, acting, current_act, locked, record
from foundation.clock.models import Limit
from foundation.clock.selectors import open_limit
from foundation.clock.services import local_date
from foundation.clock.states import LimitStatus
from foundation.correspondence.services import notify_company
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import User
from foundation.identity.states import CompanyRole
from operators.services import demand_independence
from programme.services import extend_limit, resume_limit, stop_limit
from programme.states import CauseEffect, TimeLimitCode

from .improvements import follow_moved_pauses
from .life import note
from .requests import follow_moved_limits


@dataclass(frozen=True, slots=True)
class CauseGrounds:
    """What an officer writes of a cause. `amount` extends where the configuration leaves the time open."""

    since: date
    until: date | None
    amount: int | None
    reason: str
    evidence: str


def record_cause(
    *, application: Application, key: str, grounds: CauseGrounds, actor: User, now: datetime
) -> RecordedCause:
    """Put a cause on a limit of the file: it stands still from that day or becomes longer, as the configuration says of
    the cause. Refused for one that the configuration does not name for this limit; the trader is told in the same act.

    The same words on the same day are one press of the button, and one cause: a second row would hold the limit alone."""
    on = local_date(now)
    with acting(actor=actor, at=now):
        row = locked(application)
        demand_independence(actor=actor, operator=row.operator, on=on)
        chosen = next((one for one in recordable_causes(row) if one.key == key), None)
        if chosen is None:
            raise Refused(_("The programme does not know this cause for a time limit that is open on this file."))
        _refuse_half(grounds, on)
        known = _pressed_before(row, chosen, grounds, on)
        if known is not None:
            return known
        _refuse_late(chosen.limit, on)
        found = RecordedCause.objects.create(
            application=row,
            limit_kind=chosen.limit.kind,
            cause=chosen.terms.cause,
            effect=chosen.terms.effect,
            since=grounds.since,
            until=grounds.until if chosen.terms.effect == CauseEffect.STOP else None,
            reason=grounds.reason.strip(),
            evidence=grounds.evidence.strip(),
            recorded_at=now,
            recorded_by_label=actor.actor_label,
        )
        _bring(found, chosen, grounds)
        if found.until is not None and found.until <= on:
            _end(found, found.until)
        return found


def end_cause(*, recorded: RecordedCause, on: date, actor: Actor, now: datetime) -> RecordedCause:
    """The cause has ended on a day: the limit runs again with the days left, unless something else still holds it."""
    with acting(actor=actor, at=now):
        row = locked(recorded)
        demand_independence(actor=actor, operator=row.application.operator, on=local_date(now))
        if row.effect != CauseEffect.STOP or row.ended_on is not None:
            raise Refused(_("This cause has ended already."))
        if not row.since <= on <= local_date(now):
            raise Refused(_("Choose a day from the beginning of the cause until today."))
        _end(row, on)
        return row


def end_cause_on_its_day(*, recorded: RecordedCause, now: datetime) -> RecordedCause:
    """The sweep: the last day named has come. Twice is once."""
    with acting(actor=SYSTEM, at=now):
        row = locked(recorded)
        if row.ended_on is None and row.until is not None:
            _end(row, row.until)
        return row


def _pressed_before(row: Application, chosen: Recordable, grounds: CauseGrounds, on: date) -> RecordedCause | None:
    same = {"limit_kind": chosen.limit.kind, "cause": chosen.terms.cause, "effect": chosen.terms.effect}
    words = {"reason": grounds.reason.strip(), "evidence": grounds.evidence.strip()}
    rows = RecordedCause.objects.filter(application=row, since=grounds.since, ended_on=None, **same, **words)
    return next((one for one in rows if local_date(one.recorded_at) == on), None)


def _refuse_half(grounds: CauseGrounds, on: date) -> None:
    if not grounds.reason.strip():
        raise Refused(_("Write the reason. The trader reads it."))
    if not grounds.evidence.strip():
        raise Refused(_("Write what shows it, such as the number of a file or a letter."))
    if grounds.since > on:
        raise Refused(_("A cause is recorded once it has begun. Choose today or an earlier day."))
    if grounds.until is not None and grounds.until < grounds.since:
        raise Refused(_("The last day can’t lie before the first."))


def _refuse_late(limit: Limit, on: date) -> None:
    """Nobody makes up for a delay: what is late today is not stopped from an earlier day."""
    if limit.due_on is not None and limit.due_on < on:
        text = _("This time limit ended on {day}. It can no longer be stopped or extended.")
        raise Refused(text.format(day=date_format(limit.due_on, "j F Y")))


def _bring(found: RecordedCause, chosen: Recordable, grounds: CauseGrounds) -> None:
    """Do to the limit what the cause does, say so in the record and tell the trader."""
    row, limit, act = found.application, chosen.limit, current_act()
    given: dict[str, Any] = {"office": row.office, "reason": found.reason, "caused_by": f"cause:{found.public_id}"}
    if found.effect == CauseEffect.EXTEND:
        extend_limit(
            limit=limit,
            ground=found.cause,
            on=local_date(act.at),
            configuration=chosen.configuration,
            amount=grounds.amount if chosen.terms.amount is None else None,
            actor=act.actor,
            now=act.at,
            **given,
        )
        _follow(row, limit)
    elif limit.status == LimitStatus.RUNNING:  # one that stands still goes on doing so after its own cause
        stop_limit(limit=limit, on=found.since, actor=act.actor, now=act.at, **given)
    _tell(found, limit, "application.cause_recorded")


def _end(row: RecordedCause, on: date) -> None:
    act = current_act()
    row.ended_on, row.ended_by_label = on, act.actor.actor_label
    row.save(update_fields=["ended_on", "ended_by_label"])
    application = row.application
    limit = open_limit(file_id=application.public_id, kind=row.limit_kind)
    if limit is not None and limit.status == LimitStatus.STOPPED and not is_held(application, row.limit_kind):
        last = limit.events.order_by("-seq").values_list("on", flat=True)[0]
        resume_limit(
            limit=limit,
            on=max(on, last),
            office=application.office,
            reason=_("What let it stand still has ended"),
            caused_by=f"cause:{row.public_id}",
            actor=act.actor,
            now=act.at,
        )
        _follow(application, limit)
    _tell(row, limit, "application.cause_ended")


def _follow(application: Application, limit: Limit) -> None:
    """Requests and pauses show the day of their limit."""
    if limit.due_on is None:
        return
    if limit.kind == TimeLimitCode.INFORMATION:
        follow_moved_limits(due={application.public_id: limit.due_on})
    elif limit.kind == TimeLimitCode.IMPROVEMENT:
        follow_moved_pauses(due={application.public_id: limit.due_on})


def _tell(row: RecordedCause, limit: Limit | None, event: str) -> None:
    """Two entries: what the trader reads of its limit, and what stays inside."""
    application, act = row.application, current_act()
    due_on = limit.due_on if limit is not None else None
    note(application, event, limit=row.limit_kind, due_on=due_on)
    data = {"cause": row.cause, "effect": row.effect, "since": row.since, "evidence": row.evidence}
    record(f"{event}.grounds", subject=row, file_id=application.public_id, data=data)

    def title() -> str:
        name = str(TimeLimitCode(row.limit_kind).label)
        if due_on is None:
            return _("{number}: a time limit stands still: {limit}").format(number=application.number, limit=name)
        words = _("{number}: a time limit ends on {day} now: {limit}")
        return words.format(number=application.number, limit=name, day=date_format(due_on, "j F Y"))

    if limit is not None:
        notify_company(
            organisation=application.operator.organisation,
            roles=(CompanyRole.ADMINISTRATOR, CompanyRole.SIGNATORY, CompanyRole.PREPARER),
            kind=NoticeKind.INFORMATION,
            title=title,
            body=row.reason if row.ended_on is None else "",
            url=reverse("applications:status", args=[application.public_id]),
            file_id=application.public_id,
            actor=act.actor,
            now=act.at,
        )
