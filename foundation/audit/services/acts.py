"""Acting: the only way to open a context in which rows may change, and the writers of events, reads and state moves.
Everything inside one `acting` block is one transaction."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

import pghistory
import structlog
from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.utils.translation import gettext as _

from foundation.audit import rules
from foundation.audit.models import Event, Read
from foundation.audit.states import Table


class Actor(Protocol):
    """Who acts: a user, an API client or the house itself."""

    @property
    def actor_id(self) -> int | None: ...

    @property
    def actor_label(self) -> str: ...


@dataclass(frozen=True, slots=True)
class System:
    """An actor that is no person: a sweep, an API client, the law itself."""

    actor_label: str
    actor_id: None = None


SYSTEM = System("System")


class Refused(Exception):
    """An act that the rules do not allow. The text is fit for the user; `breaches` lists every reason."""

    def __init__(self, message: str, breaches: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.breaches = breaches


class Gone(Refused):
    """Somebody took the row away between the look at it and the act, as the first of two clicks does."""

    def __init__(self) -> None:
        super().__init__(_("This is no longer possible: somebody else was faster. Look at the file again."))


class OutsideAct(RuntimeError):
    """Something was recorded outside `acting(…)`: a fault of the code, never of the user."""


@dataclass(frozen=True, slots=True)
class Act:
    """The act in progress. `reason` is its own and stands on its events; `cause` is that, or the reason of the act it is
    part of: it answers “why” in the history of rows, which nobody but auditors reads."""

    actor: Actor
    at: datetime
    reason: str
    cause: str
    request_id: str


_current: ContextVar[Act | None] = ContextVar("act", default=None)


@contextmanager
def acting(*, actor: Actor, at: datetime, reason: str = "", request_id: str = "") -> Iterator[Act]:
    """Open an act: a transaction whose every change carries actor, time and reason.

    `at` is the legal time (aware). Acts nest. An inner act never takes the outer's reason onto its events: what was
    written for the few who may read one event would stand on others that more people read.
    """
    if at.tzinfo is None:
        raise ValueError("The time of an act needs a time zone.")
    outer = _current.get()
    cause = reason or (outer.cause if outer else "")
    act = Act(actor, at, reason, cause, request_id or _request_id())
    token = _current.set(act)
    try:
        with transaction.atomic(), pghistory.context(**_context(act)):
            yield act
    finally:
        _current.reset(token)
        if outer is not None:  # what the outer act still changes carries its own actor and reason again
            pghistory.context(**_context(outer))


def current_act() -> Act:
    """The act in progress; raises OutsideAct when there is none."""
    act = _current.get()
    if act is None:
        raise OutsideAct("Open `acting(…)` first.")
    return act


def record(
    name: str,
    *,
    subject: models.Model,
    file_id: UUID | None = None,
    organisation_id: int | None = None,
    data: Mapping[str, Any] | None = None,
    disclosed: bool = False,
) -> Event:
    """Write one event of the act in progress. `disclosed` lets the trader read its name, time and data."""
    act = current_act()
    fields: dict[str, Any] = {
        "name": name,
        "at": act.at.astimezone(UTC),
        "actor_id": act.actor.actor_id,
        "actor_label": act.actor.actor_label,
        "reason": act.reason,
        "request_id": act.request_id,
        "subject": f"{subject._meta.label_lower}:{subject.pk}",
        "file_id": file_id,
        "organisation_id": organisation_id,
        "disclosed": disclosed,
        "data": rules.plain(data or {}),
    }
    return Event.objects.create(digest=rules.digest(fields), **fields)


def record_read(*, actor: Actor, at: datetime, file_id: UUID, what: str) -> None:
    """Write that somebody looked at a sensitive file."""
    Read.objects.create(
        at=at,
        actor_id=actor.actor_id,
        actor_label=actor.actor_label,
        file_id=file_id,
        what=what,
        request_id=_request_id(),
    )


Row = TypeVar("Row", bound=models.Model)


def locked(row: Row) -> Row:
    """The same row, read again under a row lock; the caller must be inside an act. Raises Gone when it is there no more."""
    current_act()
    manager: models.Manager[Row] = row.__class__._base_manager  # type() of `request.user` is Django's lazy wrapper
    try:
        return manager.select_for_update(of=("self",)).get(pk=row.pk)
    except ObjectDoesNotExist:
        raise Gone from None


def move(
    row: models.Model,
    name: str,
    *,
    table: Table,
    event: str,
    file_id: UUID | None = None,
    organisation_id: int | None = None,
    data: Mapping[str, Any] | None = None,
    disclosed: bool = False,
    target: str | None = None,
    also: Mapping[str, Any] | None = None,
) -> None:
    """Take one transition of `table` on a row that the caller has locked, and record it.

    `target` overrides the table's target where a state remembers where it resumes; the pair must still be legal.
    `also` sets further fields in the same write. Raises Refused when the row stands elsewhere.
    """
    transition = table.by_name[name]
    status = row.status  # type: ignore[attr-defined]
    if status not in transition.sources:
        raise Refused(_("This is no longer possible: somebody else was faster. Look at the file again."))
    if transition.needs_reason and not current_act().cause.strip():
        raise Refused(_("Write the reason."))
    row.status = target or transition.target  # type: ignore[attr-defined]
    for field, value in (also or {}).items():
        setattr(row, field, value)
    row.save(update_fields=["status", *(also or {})])
    record(
        event,
        subject=row,
        file_id=file_id,
        organisation_id=organisation_id,
        disclosed=disclosed,
        data={"from": status, "to": row.status, **(data or {})},  # type: ignore[attr-defined]
    )


def _context(act: Act) -> dict[str, Any]:
    return {
        "actor_id": act.actor.actor_id,
        "actor": act.actor.actor_label,
        "at": act.at,
        "reason": act.cause,
        "request_id": act.request_id,
    }


def _request_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))
