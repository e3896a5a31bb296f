"""Findings on screening hits. A false one stays silent until the entry or our record changes; a true one fails the check
and tells the team leader."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.states import TERMINAL
from foundation.audit.services import Actor, Refused, acting, current_act, locked, move, record
from foundation.clock.services import local_date
from foundation.correspondence.services import notify
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import User
from foundation.identity.selectors import staff_in_role
from foundation.identity.states import StaffRole
from operators.services import demand_independence
from vetting.models import Check, ScreeningHit
from vetting.selectors import file_id_of, file_of_operator
from vetting.states import HIT_TABLE, CheckCode, CheckResult, HitStatus, VettingStatus

from .checks import take_desk_act, write_result


def resolve_hit(*, hit: ScreeningHit, same: bool, reason: str, actor: User, now: datetime) -> ScreeningHit:
    """Write the finding on an open hit. The reason is read when the hit comes back, so it is never empty."""
    with acting(actor=actor, at=now, reason=reason):
        row = _ready(hit, reason, actor, now)
        also = {"reason": reason.strip(), "resolved_by": actor, "resolved_at": now}
        move_hit(row, "confirm" if same else "clear", also)
        if same:
            _fail_open_check(row, actor, now)
            _tell_leaders(row, actor, now)
        return row


def note_hit(*, hit: ScreeningHit, reason: str, actor: User, now: datetime) -> ScreeningHit:
    """Unclear: the hit stays open with what the officer will do next."""
    with acting(actor=actor, at=now, reason=reason):
        row = _ready(hit, reason, actor, now)
        if row.status != HitStatus.OPEN:
            raise Refused(_("This is no longer possible: somebody else was faster. Look at the file again."))
        row.reason = reason.strip()
        row.save(update_fields=["reason"])
        record("screening.hit_noted", subject=row, file_id=file_id_of(row.operator))
        return row


def reopen_hit(*, hit: ScreeningHit, reason: str, actor: User, now: datetime) -> ScreeningHit:
    """Correct a finding: the hit is open again; the earlier finding stays in its history."""
    with acting(actor=actor, at=now, reason=reason):
        row = _ready(hit, reason, actor, now)
        move_hit(row, "reopen", {"resolved_by": None, "resolved_at": None})
        return row


def _ready(hit: ScreeningHit, reason: str, actor: User, now: datetime) -> ScreeningHit:
    if not reason.strip():
        raise Refused(_("Write why. Your reason is read if the hit comes back."))
    row = locked(hit)
    demand_independence(actor=actor, operator=row.operator, on=local_date(now))
    file = file_of_operator(row.operator)
    if file is not None and file.status not in TERMINAL:
        take_desk_act(file, actor, reason, now)
    return row


def move_hit(hit: ScreeningHit, transition: str, also: dict[str, object]) -> None:
    """The only writer of a hit's status; the caller holds the lock. Never disclosed, and under no company's name."""
    name = {"clear": "cleared", "confirm": "confirmed", "reopen": "reopened", "lapse": "lapsed"}[transition]
    move(
        hit,
        transition,
        table=HIT_TABLE,
        event=f"screening.hit_{name}",
        file_id=file_id_of(hit.operator),
        data={"entry": hit.entry_id, "score": str(hit.score)},
        also=also,
    )


def _fail_open_check(hit: ScreeningHit, actor: User, now: datetime) -> None:
    """A determined file is not rewritten: there the true match stands in the way of the decision by itself."""
    checks = Check.objects.filter(
        code=CheckCode.WATCH_LISTS,
        vetting__status=VettingStatus.OPEN,
        vetting__application__operator=hit.operator_id,
    )
    for check in checks:
        write_result(
            locked(check),
            result=CheckResult.FAIL,
            source=hit.entry.watch_list.title,
            note=current_act().reason,
            expires_on=None,
            actor=actor,
            now=now,
        )


def _tell_leaders(hit: ScreeningHit, actor: Actor, now: datetime) -> None:
    notify(
        recipients=staff_in_role(StaffRole.TEAM_LEADER, local_date(now), hit.operator.office),
        kind=NoticeKind.ACTION,
        title=lambda: _("A screening hit was found to be the same"),
        url=reverse("vetting:hit", args=[hit.public_id]),
        once_key=f"screening.same:{hit.pk}:{now.isoformat()}",
        actor=actor,
        now=now,
    )
