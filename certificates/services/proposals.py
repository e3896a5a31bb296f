"""Proposing an outcome for every row, and hearing the trader before a refusal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from applications.models import Application
from certificates.models import DecisionRow, HearingStatement
from certificates.selectors import to_propose
from certificates.states import Proposal, RowStatus
from foundation.audit.services import Refused, acting, record
from foundation.documents.models import Document
from foundation.identity.models import User
from operators.services import take_act
from programme.models import ActTaken, CertificateLevel, OperatorType
from programme.states import Act, Kind

from .levels import level_breaches, level_rows


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """One proposed row. A refusal needs a coded ground and the text released to the trader."""

    kind: str
    operator_type: OperatorType
    proposal: str
    grounds: str
    released_text: str = ""
    refusal_code: str = ""
    condition: str = ""
    condition_due_on: date | None = None


def propose(
    *,
    application: Application,
    rows: Sequence[ProposedRow],
    levels: Mapping[str, str] | None = None,
    actor: User,
    now: datetime,
) -> list[DecisionRow]:
    """Propose one outcome for every kind × type that is not decided yet, and for each kind to be granted that has levels
    one of them (`levels`: kind → code). Raises Refused naming every row that lacks something."""
    granted = {row.kind for row in rows if row.proposal != Proposal.REFUSE}
    breaches = _proposal_breaches(application, rows) + level_breaches(application, granted, levels or {})
    if breaches:
        raise Refused(_("The proposal is not complete."), tuple(breaches))
    with acting(actor=actor, at=now):
        act = take_act(
            operator=application.operator,
            file_id=application.public_id,
            offices=[application.office_id],
            act=Act.PROPOSE,
            user=actor,
            now=now,
        )
        chosen = level_rows(application, levels or {})
        return [_write_row(application, row, chosen.get(row.kind), act, now) for row in rows]


def _proposal_breaches(application: Application, rows: Sequence[ProposedRow]) -> list[str]:
    wanted = {(kind, operator_type.pk) for kind, operator_type in to_propose(application)}
    proposed = {(row.kind, row.operator_type.pk) for row in rows}
    breaches = []
    if wanted != proposed or len(rows) != len(proposed):
        breaches.append(_("Propose exactly one outcome for each kind and operator type."))
    for row in rows:
        breaches += _row_breaches(row)
    return breaches


def _row_breaches(row: ProposedRow) -> list[str]:
    name = f"{Kind(row.kind).label}, {row.operator_type.label}"
    checks = [
        (not row.grounds.strip(), _("{row}: write the grounds.")),
        (row.proposal == Proposal.REFUSE and not row.refusal_code, _("{row}: choose the coded ground of the refusal.")),
        (
            row.proposal == Proposal.REFUSE and not row.released_text.strip(),
            _("{row}: write the text that the trader will read."),
        ),
        (
            row.proposal == Proposal.GRANT_WITH_CONDITION and not (row.condition.strip() and row.condition_due_on),
            _("{row}: write the condition and its date."),
        ),
    ]
    return [text.format(row=name) for wrong, text in checks if wrong]


def _write_row(
    application: Application, row: ProposedRow, level: CertificateLevel | None, act: ActTaken, now: datetime
) -> DecisionRow:
    level = level if row.proposal != Proposal.REFUSE else None
    written = DecisionRow.objects.create(
        application=application,
        kind=row.kind,
        operator_type=row.operator_type,
        proposal=row.proposal,
        grounds=row.grounds,
        released_text=row.released_text,
        refusal_code=row.refusal_code,
        condition=row.condition,
        condition_due_on=row.condition_due_on,
        level=level,
        proposed_act=act,
        proposed_at=now,
    )
    data = {"proposal": row.proposal, "level": level.code if level else ""}
    record("decision.proposed", subject=written, file_id=application.public_id, data=data)
    return written


def record_statement(
    *,
    application: Application,
    text: str,
    more_will_follow: bool,
    documents: Iterable[Document] = (),
    user: User,
    now: datetime,
) -> list[HearingStatement]:
    """What the trader says to every row in hearing. Raises Refused when nothing is being heard or nothing is said."""
    if not text.strip():
        raise Refused(_("Write what you want to say, or tell us that you have nothing to add."))
    with acting(actor=user, at=now):
        rows = list(application.decision_rows.select_for_update().filter(status=RowStatus.HEARING))
        if not rows:
            raise Refused(_("There is no hearing open on this application."))
        statements = [
            HearingStatement.objects.create(
                row=row, text=text, more_will_follow=more_will_follow, by_label=user.actor_label, at=now
            )
            for row in rows
        ]
        attached = list(documents)
        for statement in statements:
            statement.documents.set(attached)
        record(
            "decision.heard",
            subject=rows[0],
            file_id=application.public_id,
            organisation_id=application.operator.organisation_id,
            disclosed=True,
        )
        return statements
