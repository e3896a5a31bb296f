"""Time limits of files by the configuration: the clock counts, this room knows how long, in which days and how often."""

from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting
from foundation.clock import services as clock
from foundation.clock.models import DayCount, DayUnit, Limit, LimitEvent
from foundation.clock.states import LimitStatus
from foundation.identity.models import Office
from programme import selectors
from programme.models import Configuration, LimitCause
from programme.states import CauseEffect


class _Given(TypedDict):
    on: date
    office: Office | None
    reason: str
    caused_by: str
    actor: Actor
    now: datetime


class _Note(TypedDict):
    at: datetime
    actor_id: object
    actor_label: str
    reason: str
    caused_by: str


def start_limit(
    *,
    code: str,
    file_id: UUID,
    on: date,
    configuration: Configuration,
    office: Office | None,
    reason: str,
    caused_by: str = "",
    amount: int | None = None,
    actor: Actor,
    now: datetime,
) -> Limit:
    """Start a configured limit on the day of its event; with the same cause on the same day it starts once.

    `amount` stands in for the configured one where both sides agreed on fewer days, or a small firm has a shorter limit.
    """
    terms = selectors.time_limit(code, configuration)
    with acting(actor=actor, at=now, reason=reason), _refusals():
        return clock.start_limit(
            kind=code,
            file_id=file_id,
            on=on,
            amount=amount or terms.amount,
            ceiling_amount=terms.ceiling_amount,
            unit=DayUnit(terms.unit),
            calendar=selectors.calendar(office, years_around=on),
            day_count=DayCount(terms.count_event_day, terms.roll_forward),
            configuration_version=configuration.number,
            legal_basis=terms.legal_basis,
            remind_before_days=terms.remind_before_days,
            office_code=office.code if office else "",
            **_note(actor, now, reason, caused_by),
        )


def extend_limit(
    *,
    limit: Limit,
    ground: str,
    on: date,
    configuration: Configuration,
    office: Office | None,
    reason: str,
    amount: int | None = None,
    caused_by: str = "",
    actor: Actor,
    now: datetime,
) -> LimitEvent:
    """Extend a limit for a cause the configuration names, as often and as far as it says; told before the limit ends.

    `amount` is the time asked, in the unit of the cause, where the configuration extends “by the time asked”; where it
    sets the amount, none is given. Raises Refused for a cause that does not extend this limit.
    """
    terms = _extension(limit, ground, configuration)
    by = terms.amount or amount
    if by is None:
        raise Refused(_("Write by how much the limit is extended."))
    if terms.amount is not None and amount not in (None, terms.amount):
        raise Refused(_("The programme sets how long this extension is: {n}.").format(n=terms.amount))
    with acting(actor=actor, at=now, reason=reason), _refusals():
        return clock.extend_limit(
            limit=limit,
            on=on,
            amount=by,
            unit=DayUnit(terms.unit) if terms.unit and terms.unit != limit.unit else None,
            calendar=selectors.calendar(office, years_around=on),
            ground=ground,
            terms=clock.ExtensionTerms(
                times=terms.times, amount=terms.most, outside=selectors.outside_ceiling(limit.kind, configuration)
            ),
            **_note(actor, now, reason, caused_by),
        )


def cause_begins(
    *,
    limit: Limit,
    cause: str,
    on: date,
    configuration: Configuration,
    office: Office | None,
    reason: str,
    asked: int | None = None,
    caused_by: str = "",
    actor: Actor,
    now: datetime,
) -> list[LimitEvent]:
    """What a cause does to a limit by itself when it comes: stop it, extend it, or nothing; one event for each.

    `asked` is the time given to the trader, for “extended by the time asked”. A limit that is late keeps running, and one
    that this cause may extend no further stays as it is: a cause is never refused because of the clock.
    """
    if limit.status != LimitStatus.RUNNING or (limit.due_on and limit.due_on < on):
        return []
    more: _Given = {"on": on, "office": office, "reason": reason, "caused_by": caused_by, "actor": actor, "now": now}
    events = []
    for terms in selectors.causes(limit.kind, configuration, cause=cause):
        if terms.effect == CauseEffect.STOP:
            events.append(stop_limit(limit=limit, **more))
        elif terms.by_itself and (terms.amount or asked):
            try:
                events.append(
                    extend_limit(
                        limit=limit,
                        ground=cause,
                        configuration=configuration,
                        amount=None if terms.amount else asked,
                        **more,
                    )
                )
            except Refused:
                continue
    return events


def cause_ends(
    *,
    limit: Limit,
    on: date,
    office: Office | None,
    reason: str,
    caused_by: str = "",
    actor: Actor,
    now: datetime,
) -> LimitEvent | None:
    """The cause has ended: a limit that stood still runs again with the days left; any other is left alone."""
    if limit.status != LimitStatus.STOPPED:
        return None
    return resume_limit(limit=limit, on=on, office=office, reason=reason, caused_by=caused_by, actor=actor, now=now)


def _extension(limit: Limit, ground: str, configuration: Configuration) -> LimitCause:
    extensions = [row for row in selectors.causes(limit.kind, configuration) if row.effect == CauseEffect.EXTEND]
    for terms in extensions:
        if terms.cause == ground:
            return terms
    raise Refused(_("The programme does not extend this time limit for that reason."))


def stop_limit(
    *, limit: Limit, on: date, office: Office | None, reason: str, caused_by: str = "", actor: Actor, now: datetime
) -> LimitEvent:
    """Let a limit stand still from the evening of `on`."""
    with acting(actor=actor, at=now, reason=reason), _refusals():
        calendar = selectors.calendar(office, years_around=on)
        return clock.stop_limit(limit=limit, on=on, calendar=calendar, **_note(actor, now, reason, caused_by))


def resume_limit(
    *, limit: Limit, on: date, office: Office | None, reason: str, caused_by: str = "", actor: Actor, now: datetime
) -> LimitEvent:
    """Let a limit run again with the days that were left."""
    with acting(actor=actor, at=now, reason=reason), _refusals():
        calendar = selectors.calendar(office, years_around=on)
        return clock.resume_limit(limit=limit, on=on, calendar=calendar, **_note(actor, now, reason, caused_by))


def meet_limit(
    *, limit: Limit, on: date, office: Office | None, reason: str = "", caused_by: str = "", actor: Actor, now: datetime
) -> LimitEvent:
    """What the limit was set for has happened."""
    with acting(actor=actor, at=now, reason=reason), _refusals():
        calendar = selectors.calendar(office, years_around=on)
        return clock.meet_limit(limit=limit, on=on, calendar=calendar, **_note(actor, now, reason, caused_by))


def end_limit_unmet(
    *, limit: Limit, on: date, office: Office | None, reason: str = "", caused_by: str = "", actor: Actor, now: datetime
) -> LimitEvent:
    """The limit has run out and nobody waits any longer. Refused while its last day has not passed."""
    with acting(actor=actor, at=now, reason=reason), _refusals():
        calendar = selectors.calendar(office, years_around=on)
        return clock.end_limit_unmet(limit=limit, on=on, calendar=calendar, **_note(actor, now, reason, caused_by))


def _note(actor: Actor, now: datetime, reason: str, caused_by: str) -> _Note:
    return _Note(at=now, actor_id=actor.actor_id, actor_label=actor.actor_label, reason=reason, caused_by=caused_by)


class _refusals:  # noqa: N801 - reads as a word in `with`
    """The clock's refusals as the house's: one kind of exception for every view."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, clock.LimitRefused):
            raise Refused(str(error)) from error
