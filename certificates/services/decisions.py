"""Deciding row by row: grant, refuse after the hearing, send back. Who may decide is asked by the act in `lifecycle`."""

from collections.abc import Iterable
from datetime import datetime

from applications.models import Application
from certificates import rules
from certificates.models import DecisionRow
from certificates.selectors import begins_after, renewed
from certificates.states import ROW_TABLE, RowStatus
from foundation.audit.services import Actor, acting, locked, move
from foundation.clock.services import local_date
from foundation.correspondence.models import Letter
from programme import selectors as programme
from programme.models import ActTaken, CertificateLevel, Delegation
from programme.states import FigureCode


def release_grounds(*, row: DecisionRow, text: str, code: str, actor: Actor, now: datetime) -> None:
    """Set the only grounds that leave the house, where whoever decides writes them anew; empty keeps what was proposed."""
    with acting(actor=actor, at=now):
        row.released_text = text or row.released_text
        row.refusal_code = code or row.refusal_code
        row.save(update_fields=["released_text", "refusal_code"])


def open_hearing(*, row: DecisionRow, letter: Letter, actor: Actor, now: datetime) -> DecisionRow:
    """Let the trader speak before a refusal; the period runs from the day the letter is received."""
    with acting(actor=actor, at=now):
        row = locked(row)
        _move_row(row, "open_hearing", "decision.hearing_opened", also={"hearing_letter": letter}, disclosed=True)
        return row


def grant_row(
    *,
    row: DecisionRow,
    level: CertificateLevel | None = None,
    act: ActTaken,
    delegation: Delegation,
    reason: str,
    actor: Actor,
    now: datetime,
) -> DecisionRow:
    """Grant one row, at a level where its kind has levels; its effective date is written here, once: for a renewal not
    before the day after the last one of what it renews."""
    decided_on = local_date(now)
    configuration = programme.configuration(decided_on)
    days = programme.figure(FigureCode.EFFECTIVE_DAYS, configuration)
    with acting(actor=actor, at=now, reason=reason):
        row = locked(row)
        also = _signed(act, delegation, reason, now)
        starts = rules.effective_on(decided_on=decided_on, days=days)
        before = renewed(row.application).get(row.kind)
        also["effective_on"] = max(starts, begins_after(before) or starts) if before else starts
        also["level"] = level
        _move_row(row, "grant", "decision.granted", also=also, disclosed=True)
        return row


def refuse_row(
    *, row: DecisionRow, act: ActTaken, delegation: Delegation, reason: str, actor: Actor, now: datetime
) -> DecisionRow:
    """Refuse one row after its hearing; it has no level then."""
    with acting(actor=actor, at=now, reason=reason):
        row = locked(row)
        also = _signed(act, delegation, reason, now) | {"level": None}
        _move_row(row, "refuse", "decision.refused", also=also, disclosed=True)
        return row


def return_rows(*, application: Application, reason: str, actor: Actor, now: datetime) -> None:
    """Send every open row of an application back to whoever proposed."""
    with acting(actor=actor, at=now, reason=reason):
        for row in application.decision_rows.select_for_update().filter(
            status__in=(RowStatus.PROPOSED, RowStatus.HEARING)
        ):
            _move_row(row, "return", "decision.returned")


def set_decision_letter(*, rows: Iterable[DecisionRow], letter: Letter, actor: Actor, now: datetime) -> None:
    """Note the letter that told the trader."""
    with acting(actor=actor, at=now):
        DecisionRow.objects.filter(pk__in=[row.pk for row in rows]).update(decision_letter=letter)


def _signed(act: ActTaken, delegation: Delegation, reason: str, now: datetime) -> dict[str, object]:
    return {"decided_act": act, "decided_at": now, "delegation": delegation, "decision_reason": reason}


def _move_row(
    row: DecisionRow, name: str, event: str, *, also: dict[str, object] | None = None, disclosed: bool = False
) -> None:
    move(
        row,
        name,
        table=ROW_TABLE,
        event=event,
        file_id=row.application.public_id,
        organisation_id=row.application.operator.organisation_id,
        data={"kind": row.kind, "type": row.operator_type.token},
        disclosed=disclosed,
        also=also,
    )
