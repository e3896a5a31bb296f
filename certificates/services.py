"""Decisions and certificates: propose, hear, grant or refuse row by row, issue, and every later change of a certificate.
The acts that also touch other rooms stand in `lifecycle.services`, which calls these."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from applications.models import Application
from foundation.audit.services import Actor, Refused, acting, locked, move, record
from foundation.clock.services import local_date
from foundation.correspondence.models import Letter
from foundation.identity.models import User
from operators.models import Operator
from programme import selectors as programme
from programme import services as programme_services
from programme.models import ActTaken, Delegation, OperatorType
from programme.states import Act, FigureCode
from validations.models import Validation

from . import rules
from .models import Certificate, Coverage, DecisionRow, HearingStatement, Measure, StatusChange
from .states import CERTIFICATE_TABLE, MEASURE_TABLE, ROW_TABLE, CertificateStatus, Proposal, RowStatus

barred_until = rules.barred_until
NUMBER_ENDING = {"simplification": "C", "security": "S"}


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


# --- proposing and hearing --------------------------------------------------------------------------------------------


def propose(
    *, application: Application, rows: Sequence[ProposedRow], actor: User, now: datetime
) -> list[DecisionRow]:
    """Propose one outcome for every kind × type of the application. Raises Refused naming every row that lacks something."""
    breaches = _proposal_breaches(application, rows)
    if breaches:
        raise Refused(_("The proposal is not complete."), tuple(breaches))
    with acting(actor=actor, at=now):
        act = programme_services.take_act(file_id=application.public_id, act=Act.PROPOSE, user=actor, now=now)
        return [_write_row(application, row, act, now) for row in rows]


def _proposal_breaches(application: Application, rows: Sequence[ProposedRow]) -> list[str]:
    wanted = {(kind, operator_type.pk) for kind in application.kinds for operator_type in application.operator_types.all()}
    heard = {(row.kind, row.operator_type.pk) for row in rows}
    breaches = []
    if wanted != heard or len(rows) != len(heard):
        breaches.append(_("Propose exactly one outcome for each kind and operator type."))
    for row in rows:
        breaches += _row_breaches(row)
    return breaches


def _row_breaches(row: ProposedRow) -> list[str]:
    name = f"{row.kind}, {row.operator_type.label}"
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


def _write_row(application: Application, row: ProposedRow, act: ActTaken, now: datetime) -> DecisionRow:
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
        proposed_act=act,
        proposed_at=now,
    )
    record("decision.proposed", subject=written, file_id=application.public_id, data={"proposal": row.proposal})
    return written


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


def record_statement(
    *, application: Application, text: str, more_will_follow: bool, user: User, now: datetime
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
        record("decision.heard", subject=rows[0], file_id=application.public_id, **_of(application), disclosed=True)
        return statements


# --- deciding ---------------------------------------------------------------------------------------------------------


def grant_row(
    *, row: DecisionRow, act: ActTaken, delegation: Delegation, reason: str, actor: Actor, now: datetime
) -> DecisionRow:
    """Grant one row; its effective date is written here, once."""
    decided_on = local_date(now)
    configuration = programme.configuration(decided_on)
    days = programme.figure(FigureCode.EFFECTIVE_DAYS, configuration)
    with acting(actor=actor, at=now, reason=reason):
        row = locked(row)
        also = _signed(act, delegation, reason, now)
        also["effective_on"] = rules.effective_on(decided_on=decided_on, days=days)
        _move_row(row, "grant", "decision.granted", also=also, disclosed=True)
        return row


def refuse_row(
    *, row: DecisionRow, act: ActTaken, delegation: Delegation, reason: str, actor: Actor, now: datetime
) -> DecisionRow:
    """Refuse one row after its hearing."""
    with acting(actor=actor, at=now, reason=reason):
        row = locked(row)
        _move_row(row, "refuse", "decision.refused", also=_signed(act, delegation, reason, now), disclosed=True)
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


# --- certificates -----------------------------------------------------------------------------------------------------


def issue(
    *,
    application: Application,
    rows: Sequence[DecisionRow],
    validation: Validation | None,
    actor: Actor,
    now: datetime,
) -> list[Certificate]:
    """One certificate per granted kind, covering the granted types; in force from the rows' effective date."""
    with acting(actor=actor, at=now):
        kinds = sorted({row.kind for row in rows})
        return [_issue_kind(application, kind, [r for r in rows if r.kind == kind], validation, now) for kind in kinds]


def _issue_kind(
    application: Application, kind: str, rows: Sequence[DecisionRow], validation: Validation | None, now: datetime
) -> Certificate:
    existing = application.certificates.select_for_update().filter(kind=kind).first()
    if existing:
        return _extend(existing, rows)
    return _new_certificate(application, kind, rows, validation, now)


def _extend(certificate: Certificate, rows: Sequence[DecisionRow]) -> Certificate:
    """A row heard first and granted later joins the certificate that the other rows of the file opened."""
    tokens = [row.operator_type.token for row in rows]
    certificate.operator_types = list(dict.fromkeys([*certificate.operator_types, *tokens]))
    certificate.save(update_fields=["operator_types"])
    record(
        "certificate.extended",
        subject=certificate,
        file_id=certificate.public_id,
        organisation_id=certificate.operator.organisation_id,
        data={"types": tokens},
        disclosed=True,
    )
    return certificate


def _new_certificate(
    application: Application, kind: str, rows: Sequence[DecisionRow], validation: Validation | None, now: datetime
) -> Certificate:
    decided_on = local_date(now)
    configuration = programme.configuration(decided_on)
    starts = max(row.effective_on for row in rows if row.effective_on)
    validated_on = validation.visited_on if validation and validation.visited_on else starts
    certificate = Certificate.objects.create(
        number=f"{application.number}-{NUMBER_ENDING[kind]}",
        operator=application.operator,
        application=application,
        validation=validation,
        kind=kind,
        operator_types=[row.operator_type.token for row in rows],
        decided_on=decided_on,
        effective_from=starts,
        valid_until=rules.valid_until(
            effective_from=starts, years=programme.figure(FigureCode.VALIDITY_YEARS, configuration)
        ),
        revalidation_due_on=rules.revalidation_due_on(
            validated_on=validated_on, years=programme.figure(FigureCode.REVALIDATION_YEARS, configuration)
        ),
    )
    _write_change(certificate, decided_on, now)
    record(
        "certificate.issued",
        subject=certificate,
        file_id=application.public_id,
        **_of(application),
        data={"number": certificate.number, "kind": kind, "effective_from": starts},
        disclosed=True,
    )
    return certificate


def take_effect(*, certificate: Certificate, on: date, actor: Actor, now: datetime) -> Certificate:
    """The law by itself: a certificate is in force from its effective date. Refused before that day."""
    with acting(actor=actor, at=now):
        certificate = locked(certificate)
        if on < certificate.effective_from:
            raise Refused(_("The certificate is not yet in force."))
        return _change(certificate, "take_effect", on=certificate.effective_from, now=now)


def suspend(*, certificate: Certificate, until: date, reason: str, actor: Actor, now: datetime) -> Certificate:
    """Suspend from today until a day; no benefits meanwhile."""
    if until <= local_date(now):
        raise Refused(_("Choose a day after today until which the suspension lasts."))
    with acting(actor=actor, at=now, reason=reason):
        return _change(locked(certificate), "suspend", on=local_date(now), now=now, also={"suspended_until": until})


def lift(*, certificate: Certificate, reason: str, actor: Actor, now: datetime) -> Certificate:
    """End a suspension from now on."""
    with acting(actor=actor, at=now, reason=reason):
        return _change(locked(certificate), "lift", on=local_date(now), now=now, also={"suspended_until": None})


def annul_suspension(*, certificate: Certificate, reason: str, actor: Actor, now: datetime) -> Certificate:
    """Undo a suspension as if it had never been: the days of it count as in force."""
    with acting(actor=actor, at=now, reason=reason):
        certificate = locked(certificate)
        last = certificate.changes.filter(status=CertificateStatus.SUSPENDED).order_by("-id").first()
        began = last.on if last else None
        return _change(
            certificate, "lift", on=local_date(now), now=now, also={"suspended_until": None}, annuls_from=began
        )


def revoke(*, certificate: Certificate, reason: str, actor: Actor, now: datetime) -> Certificate:
    """End a certificate for good from today. The bar is written by the act in `lifecycle`."""
    return _end(certificate, "revoke", reason, actor, now)


def surrender(*, certificate: Certificate, actor: Actor, now: datetime) -> Certificate:
    """The holder gives the certificate back from today."""
    return _end(certificate, "surrender", "", actor, now)


def annul(*, certificate: Certificate, reason: str, actor: Actor, now: datetime) -> Certificate:
    """The certificate counts as never given."""
    with acting(actor=actor, at=now, reason=reason):
        today = local_date(now)
        certificate = locked(certificate)
        return _change(
            certificate,
            "annul",
            on=today,
            now=now,
            also={"ended_on": max(today, certificate.effective_from)},
            annuls_from=min(certificate.decided_on, certificate.effective_from),
        )


def expire(*, certificate: Certificate, on: date, actor: Actor, now: datetime) -> Certificate:
    """The law by itself: a certificate ends after its last day. Refused on or before that day."""
    with acting(actor=actor, at=now):
        certificate = locked(certificate)
        if certificate.valid_until is None or on <= certificate.valid_until:
            raise Refused(_("The certificate is still valid."))
        first = certificate.first_day_after
        return _change(certificate, "expire", on=first or on, now=now, also={"ended_on": first})


def _end(certificate: Certificate, name: str, reason: str, actor: Actor, now: datetime) -> Certificate:
    with acting(actor=actor, at=now, reason=reason):
        certificate = locked(certificate)
        ended = max(local_date(now), certificate.effective_from)
        return _change(certificate, name, on=local_date(now), now=now, also={"ended_on": ended})


def _change(
    certificate: Certificate,
    name: str,
    *,
    on: date,
    now: datetime,
    also: dict[str, object] | None = None,
    annuls_from: date | None = None,
) -> Certificate:
    move(
        certificate,
        name,
        table=CERTIFICATE_TABLE,
        event=f"certificate.{name}",
        file_id=certificate.public_id,
        organisation_id=certificate.operator.organisation_id,
        data={"number": certificate.number, "on": on},
        disclosed=True,
        also=also,
    )
    _write_change(certificate, on, now, annuls_from)
    return certificate


def _write_change(certificate: Certificate, on: date, now: datetime, annuls_from: date | None = None) -> None:
    StatusChange.objects.create(
        certificate=certificate, status=certificate.status, on=on, annuls_from=annuls_from, recorded_at=now
    )


def cover(*, certificate: Certificate, operator: Operator, on: date, actor: Actor, now: datetime) -> Coverage:
    """Let a certificate cover another legal entity from a day on."""
    if operator.pk == certificate.operator_id:
        raise Refused(_("The holder is covered already."))
    with acting(actor=actor, at=now):
        coverage, created = Coverage.objects.get_or_create(
            certificate=certificate, operator=operator, ends_on=None, defaults={"starts_on": on}
        )
        if created:
            record(
                "certificate.covers",
                subject=coverage,
                file_id=certificate.public_id,
                organisation_id=certificate.operator.organisation_id,
                data={"tin": operator.tin},
                disclosed=True,
            )
        return coverage


# --- measures ---------------------------------------------------------------------------------------------------------


def open_measure(
    *,
    kind: str,
    cause: str,
    due_on: date,
    actor: Actor,
    now: datetime,
    application: Application | None = None,
    certificate: Certificate | None = None,
) -> tuple[Measure, bool]:
    """Open a proposal for a person to act on; (measure, whether it is new). Opening twice gives the open one."""
    with acting(actor=actor, at=now):
        measure, created = Measure.objects.get_or_create(
            kind=kind,
            application=application,
            certificate=certificate,
            status="OPEN",
            defaults={"cause": cause, "due_on": due_on, "opened_at": now},
        )
        if created:
            file = application or certificate
            record("measure.opened", subject=measure, file_id=file.public_id if file else None, data={"kind": kind})
        return measure, created


def close_measure(*, measure: Measure, taken: bool, reason: str, actor: User, now: datetime) -> Measure:
    """A person took what was proposed, or dropped it with a reason."""
    with acting(actor=actor, at=now, reason=reason):
        measure = locked(measure)
        file = measure.application or measure.certificate
        move(
            measure,
            "take" if taken else "drop",
            table=MEASURE_TABLE,
            event="measure.closed",
            file_id=file.public_id if file else None,
            also={"closed_at": now, "closed_by": actor},
        )
        return measure


def _of(application: Application) -> dict[str, int]:
    return {"organisation_id": application.operator.organisation_id}
