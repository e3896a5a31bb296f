"""The status of an application, of its requests and improvements, written here and nowhere else, and the time limits that follow it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from applications import rules
from applications.models import Application, Improvement, InformationRequest
from applications.selectors.causes import standing_causes
from applications.states import APPLICATION_TABLE, IMPROVEMENT_TABLE, OPEN_IMPROVEMENTS, REQUEST_TABLE
from foundation.audit.services import Actor, Refused, acting, current_act, locked, move, record
from foundation.clock.models import Limit, LimitEvent
from foundation.clock.selectors import open_limit
from foundation.clock.services import (
    LimitRefused,
    cancel_limit,
    end_limit_unmet,
    local_date,
    meet_limit,
)
from operators.services import demand_independence
from programme.selectors import calendar
from programme.services import cause_begins, cause_ends
from programme.states import Cause, TimeLimitCode

# Transitions other rooms ask for, with the event they leave and whether the trader may read it.
# What is sent back inside Customs is nobody else's business; the trader sees the new state, not the reason.
ADVANCES: dict[str, tuple[str, bool]] = {
    "start_vetting": ("application.vetting_started", True),
    "start_validation": ("application.validation_started", True),
    "propose": ("application.proposed", True),
    "open_hearing": ("application.hearing_opened", True),
    "close_hearing": ("application.hearing_closed", True),
    "decide": ("application.decided", True),
    "return_to_vetting": ("application.returned_to_vetting", False),
    "return_to_validation": ("application.returned_to_validation", False),
}


def advance(*, application: Application, transition: str, reason: str = "", actor: Actor, now: datetime) -> Application:
    """Take one step of the file for another room: desk checks, visit, proposal, hearing, decision."""
    if transition not in ADVANCES:
        raise ValueError(f"{transition} has a service of its own.")
    event, disclosed = ADVANCES[transition]
    on = local_date(now)
    with acting(actor=actor, at=now, reason=reason):
        row = locked(application)
        also = {"ended_on": on} if transition == "decide" else {}
        step(row, transition, event=event, disclosed=disclosed, also=also)
        if transition == "decide":
            cancel_improvements(row)
            # The trader reads why a limit ended; the reason of the decision stays in the file.
            end_limits(row, meet_limit, on, codes=(TimeLimitCode.DECISION,), reason=_("Decided"))
        return row


def step(
    application: Application,
    transition: str,
    *,
    event: str,
    disclosed: bool = True,
    data: Mapping[str, Any] | None = None,
    also: Mapping[str, Any] | None = None,
) -> None:
    """The only writer of an application's status; the caller has locked the row. Officers with a declared interest in
    the company move no file of it."""
    act = current_act()
    demand_independence(actor=act.actor, operator=application.operator, on=local_date(act.at))
    move(
        application,
        transition,
        table=APPLICATION_TABLE,
        event=event,
        file_id=application.public_id,
        organisation_id=application.operator.organisation_id,
        data=data,
        disclosed=disclosed,
        also={**(also or {}), "version": application.version + 1},
    )


def step_request(
    request: InformationRequest, transition: str, *, event: str, also: Mapping[str, Any] | None = None
) -> None:
    """The only writer of a request's status; the caller has locked the row."""
    move(
        request,
        transition,
        table=REQUEST_TABLE,
        event=event,
        file_id=request.application.public_id,
        organisation_id=request.application.operator.organisation_id,
        disclosed=True,
        also=also,
    )


def step_improvement(row: Improvement, transition: str, *, event: str, also: Mapping[str, Any] | None = None) -> None:
    """The only writer of an improvement's status; the caller has locked the row."""
    move(
        row,
        transition,
        table=IMPROVEMENT_TABLE,
        event=event,
        file_id=row.application.public_id,
        organisation_id=row.application.operator.organisation_id,
        data={"until": row.until},
        disclosed=True,
        also=also,
    )


def cancel_improvements(application: Application) -> None:
    """The file ends: nothing is improved for it any more. The caller has locked the file."""
    for row in Improvement.objects.select_for_update().filter(application=application, status__in=OPEN_IMPROVEMENTS):
        row.application = application
        step_improvement(row, "cancel", event="improvement.cancelled")


def note(application: Application, event: str, *, disclosed: bool = True, **data: Any) -> None:
    """Record what happened on the file without a change of status."""
    record(
        event,
        subject=application,
        file_id=application.public_id,
        organisation_id=application.operator.organisation_id,
        data=data,
        disclosed=disclosed,
    )


def counted(application: Application) -> Limit | None:
    """The open limit of Customs on this file, if one runs or stands still."""
    kind = rules.counted_limit(application.status, application.resumes_at)
    return open_limit(file_id=application.public_id, kind=kind) if kind else None


def stop_clock(
    application: Application,
    *,
    on: date,
    reason: str,
    caused_by: str,
    cause: str = Cause.INFORMATION,
    asked: int | None = None,
) -> bool:
    """Do to the limit of Customs what the configuration says of a cause: let it stand still, or extend it; `asked` are the
    days given to the trader. A limit that is late already keeps running. Says whether anything happened to it."""
    limit, act = counted(application), current_act()
    if limit is None:
        return False
    return bool(
        cause_begins(
            limit=limit,
            cause=cause,
            on=on,
            configuration=application.configuration,
            office=application.office,
            reason=reason,
            asked=asked,
            caused_by=caused_by,
            actor=act.actor,
            now=act.at,
        )
    )


def resume_clock(application: Application, *, on: date, reason: str, caused_by: str) -> None:
    """Let the limit of Customs run again with the days that were left, unless a recorded cause still holds it."""
    limit, act = counted(application), current_act()
    held = limit is not None and standing_causes(application).filter(limit_kind=limit.kind).exists()
    if limit is not None and not held:
        cause_ends(
            limit=limit,
            on=on,
            office=application.office,
            reason=reason,
            caused_by=caused_by,
            actor=act.actor,
            now=act.at,
        )


def end_limits(
    application: Application,
    end: Callable[..., LimitEvent],
    on: date,
    *,
    codes: tuple[str, ...] = tuple(TimeLimitCode.values),
    reason: str = "",
) -> None:
    """Meet or cancel the open limits of the file among `codes`; `reason` is the act's own unless given."""
    for code in codes:
        limit = open_limit(file_id=application.public_id, kind=code)
        if limit is not None:
            on_limit(end, limit, application, on=on, reason=reason or current_act().reason)


def end_answer_limit(application: Application, on: date, *, answered: bool, reason: str) -> None:
    """The trader's limit on a request: met by the answers; else ended unmet when it has run out, cancelled before. The
    trader reads the reason."""
    limit = open_limit(file_id=application.public_id, kind=TimeLimitCode.INFORMATION)
    if limit is None:
        return
    ran_out = limit.due_on is not None and limit.due_on < on
    end = meet_limit if answered else end_limit_unmet if ran_out else cancel_limit
    on_limit(end, limit, application, on=on, reason=reason)


def on_limit(
    change: Callable[..., LimitEvent],
    limit: Limit,
    application: Application,
    *,
    on: date,
    reason: str,
    caused_by: str = "",
    **more: Any,
) -> None:
    """One act on a limit in the name of the act in progress; what the clock refuses is refused here in its words.
    `more` are the terms of an extension."""
    act = current_act()
    try:
        change(
            limit=limit,
            on=on,
            calendar=calendar(application.office, years_around=on),
            at=act.at,
            actor_id=act.actor.actor_id,
            actor_label=act.actor.actor_label,
            reason=reason,
            caused_by=caused_by,
            **more,
        )
    except LimitRefused as refusal:
        raise Refused(str(refusal)) from refusal


def refuse_unless_draft(application: Application) -> None:
    """A sent application is changed through requests and notices only."""
    if application.status != "DRAFT":
        raise Refused(_("This application was sent. It can no longer be changed here."))
