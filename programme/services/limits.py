"""Time limits of files by the configuration: the clock counts, this room knows how long, in which days and how often."""

from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from foundation.audit.services import Actor, Refused, acting
from foundation.clock import services as clock
from foundation.clock.models import DayCount, DayUnit, Limit, LimitEvent
from foundation.identity.models import Office
from programme import selectors
from programme.models import Configuration


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
    by: str = "",
    caused_by: str = "",
    actor: Actor,
    now: datetime,
) -> LimitEvent:
    """Extend a limit once for each ground: by its configured amount, or by the whole length of the limit named `by`."""
    terms = selectors.time_limit(by or limit.kind, configuration)
    amount = terms.amount if by else terms.extension_amount
    with acting(actor=actor, at=now, reason=reason), _refusals():
        return clock.extend_limit(
            limit=limit,
            on=on,
            amount=amount,
            unit=DayUnit(terms.unit),
            calendar=selectors.calendar(office, years_around=on),
            ground=ground,
            terms=clock.ExtensionTerms(times=1, amount=amount),
            **_note(actor, now, reason, caused_by),
        )


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
