"""A closure announced later: which limits of which files it moves, and moving them in one act with the people told."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications.models import Application
from applications.services import follow_moved_limits, follow_moved_pauses
from certificates.models import Certificate
from foundation.audit.services import Actor, Refused, acting, locked, record
from foundation.clock import services as clock
from foundation.clock.models import Calendar
from foundation.clock.selectors import Move, preview_moves, running_in
from foundation.clock.services import local_date
from foundation.correspondence import services as correspondence
from foundation.correspondence.selectors import Concerns
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import Organisation, User
from programme import selectors as programme
from programme import services as programme_services
from programme.models import ClosureProposal
from programme.states import ClosureStatus, TimeLimitCode

TITLE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class MovedLimit:
    """One limit a closure moves, with the file it belongs to; a file may be unknown to these rooms."""

    move: Move
    number: str
    company: str
    limit: str
    organisation: Organisation | None
    officer: User | None
    apply_page: bool = False
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClosurePreview:
    """What a closure would do today. `digest` names exactly this: confirming something else is refused."""

    moved: tuple[MovedLimit, ...]
    unchanged: int
    digest: str

    @property
    def files(self) -> int:
        return len({row.move.limit.file_id for row in self.moved})


def preview_closure(proposal: ClosureProposal, on: date) -> ClosurePreview:
    """The limits a closure would move, soonest first; a constant number of queries for any number of files."""
    calendars = _calendars_then(proposal, on)
    limits = list(running_in(programme.offices_closed(proposal), due_from=max(on, proposal.first_day)))
    moves = preview_moves(limits, calendars, on)
    text = ";".join(f"{move.limit.pk}:{move.due_now}:{move.due_then}" for move in moves)
    return ClosurePreview(
        moved=tuple(_named(moves)),
        unchanged=len(limits) - len(moves),
        digest=hashlib.sha256(text.encode()).hexdigest()[:32],
    )


def confirm_closure(*, proposal: ClosureProposal, seen: str, actor: Actor, now: datetime) -> ClosurePreview:
    """Close the days and move the limits: by another person than entered them, who saw exactly these moves (`seen`).

    Each limit gets its event with the reason; each company and officer of a moved file gets one notice.
    """
    on = local_date(now)
    with acting(actor=actor, at=now, reason=proposal.reason):
        row = locked(proposal)
        if row.status != ClosureStatus.PROPOSED:
            raise Refused(_("This closure was confirmed or dropped already."))
        preview = preview_closure(row, on)
        if preview.digest != seen:
            raise Refused(_("Files changed since this preview. Look again before you confirm."))
        programme_services.confirm_closure_days(proposal=row, limits_moved=len(preview.moved), actor=actor, now=now)
        clock.move_limits(
            limits=[one.move.limit for one in preview.moved],
            on=on,
            calendars=programme.calendars(years_around=on),
            at=now,
            actor_id=actor.actor_id,
            actor_label=actor.actor_label,
            reason=_("{name}: {reason}").format(name=row.name, reason=row.reason),
            caused_by=f"closure:{row.public_id}",
        )
        follow_moved_limits(
            due={
                one.move.limit.file_id: one.move.due_then
                for one in preview.moved
                if one.move.limit.kind == TimeLimitCode.INFORMATION
            }
        )
        follow_moved_pauses(
            due={
                one.move.limit.file_id: one.move.due_then
                for one in preview.moved
                if one.move.limit.kind == TimeLimitCode.IMPROVEMENT
            }
        )
        _tell(row, preview.moved, actor, now)
        return preview


def _calendars_then(proposal: ClosureProposal, on: date) -> dict[str, Calendar]:
    closed = set(programme.offices_closed(proposal))
    days = programme_services.closure_days(proposal)
    return {
        code: calendar.with_closures(days) if code in closed else calendar
        for code, calendar in programme.calendars(years_around=on).items()
    }


def _named(moves: Sequence[Move]) -> list[MovedLimit]:
    ids = {move.limit.file_id for move in moves}
    rows = Application.objects.filter(public_id__in=ids).select_related("operator__organisation", "case_officer")
    applications = {row.public_id: row for row in rows}
    left = ids - applications.keys()
    certificates = {
        row.public_id: row
        for row in Certificate.objects.filter(public_id__in=left).select_related("operator__organisation")
    }
    return [_of_file(move, applications, certificates) for move in moves]


def _of_file(move: Move, applications: dict[UUID, Application], certificates: dict[UUID, Certificate]) -> MovedLimit:
    kind = move.limit.kind
    label = _limit_name(kind)
    application = applications.get(move.limit.file_id)
    file = application or certificates.get(move.limit.file_id)
    if file is None:
        return MovedLimit(move, "", "", label, None, None)
    officer = application.case_officer if application else None
    return MovedLimit(
        move,
        file.number,
        file.operator.legal_name,
        label,
        file.operator.organisation,
        officer,
        application is not None,
        tuple(file.kinds) if isinstance(file, Application) else (file.kind,),
    )


def _tell(proposal: ClosureProposal, moved: Sequence[MovedLimit], actor: Actor, now: datetime) -> None:
    """One event and one notice per file: the company reads which limit moved, to which day and why."""
    by_file: dict[UUID, list[MovedLimit]] = {}
    for one in moved:
        by_file.setdefault(one.move.limit.file_id, []).append(one)
    for file_id, rows in by_file.items():
        first = rows[0]
        said = partial(_moved_words, proposal.name, rows)
        organisation = first.organisation
        record(
            "limit.moved",
            subject=proposal,
            file_id=file_id,
            organisation_id=organisation.pk if organisation else None,
            data={"limits": [[row.move.limit.kind, row.move.due_now, row.move.due_then] for row in rows]},
            disclosed=organisation is not None,
        )
        if organisation is not None:
            correspondence.notify_company(
                organisation=organisation,
                kind=NoticeKind.INFORMATION,
                title=said,
                url=reverse("applications:status", args=[file_id])
                if first.apply_page
                else reverse("correspondence:inbox"),
                file_id=file_id,
                concerns=Concerns(kinds=first.kinds),
                once_key=f"closure:{proposal.pk}:{file_id}",
                actor=actor,
                now=now,
            )
        if first.officer is not None:
            correspondence.notify(
                recipients=[first.officer],
                kind=NoticeKind.INFORMATION,
                title=partial(_moved_words, f"{first.company}. {proposal.name}", rows),
                url=reverse("workbench:dossier", args=[file_id]),
                file_id=file_id,
                once_key=f"closure-officer:{proposal.pk}:{file_id}",
                actor=actor,
                now=now,
            )


def _moved_words(name: str, rows: Sequence[MovedLimit]) -> str:
    """“Move of the data centre. Decision: until 13 January 2027 instead of 12 January 2027”, in the reader's language."""
    lines = "; ".join(
        _("{limit}: until {day} instead of {before}").format(
            limit=_limit_name(row.move.limit.kind),
            day=date_format(row.move.due_then, "j F Y"),
            before=date_format(row.move.due_now, "j F Y"),
        )
        for row in rows
    )
    return _("{name}. {lines}").format(name=name, lines=lines)[:TITLE_LENGTH]


def _limit_name(kind: str) -> str:
    return str(TimeLimitCode(kind).label) if kind in TimeLimitCode.values else kind
