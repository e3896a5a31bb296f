"""Issuing certificates and every later change of one; each change leaves a row from which past days are answered."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications.models import Application
from certificates import rules
from certificates.models import Certificate, Coverage, DecisionRow, JoinedType, StatusChange
from certificates.selectors import joined
from certificates.states import CERTIFICATE_TABLE, LIVE, CertificateStatus
from foundation.audit.services import Actor, Refused, acting, current_act, locked, move, record
from foundation.clock.services import local_date
from operators.models import Operator
from operators.services import demand_independence
from operators.states import OperatorStatus
from programme import selectors as programme
from validations.models import Validation

NUMBER_ENDING = {"simplification": "C", "security": "S"}


def issue(
    *,
    application: Application,
    rows: Sequence[DecisionRow],
    validation: Validation | None,
    actor: Actor,
    now: datetime,
) -> list[Certificate]:
    """One certificate per granted kind, covering the granted types, at the level of its rows; in force from the rows'
    effective date."""
    with acting(actor=actor, at=now):
        kinds = sorted({row.kind for row in rows})
        return [_issue_kind(application, kind, [r for r in rows if r.kind == kind], validation, now) for kind in kinds]


def _issue_kind(
    application: Application, kind: str, rows: Sequence[DecisionRow], validation: Validation | None, now: datetime
) -> Certificate:
    existing = joined(application).get(kind)
    if existing:
        return _extend(locked(existing), rows, now)
    return _new_certificate(application, kind, rows, validation, now)


def _extend(certificate: Certificate, rows: Sequence[DecisionRow], now: datetime) -> Certificate:
    """A row heard first and granted later joins the certificate that the other rows of the file opened; so do types a
    company applies for that holds the kind already. Each counts from the day its own row takes effect."""
    JoinedType.objects.bulk_create(
        JoinedType(certificate=certificate, token=row.operator_type.token, on=row.effective_on, recorded_at=now)
        for row in rows
        if row.effective_on and row.effective_on > certificate.effective_from
    )
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
        level=rows[0].level,
        decided_on=decided_on,
        effective_from=starts,
        valid_until=rules.valid_until(effective_from=starts, years=programme.validity_years(kind, configuration)),
        revalidation_due_on=rules.revalidation_due_on(
            validated_on=validated_on, years=programme.revalidation_years(kind, configuration)
        ),
    )
    _write_change(certificate, decided_on, now)
    record(
        "certificate.issued",
        subject=certificate,
        file_id=application.public_id,
        **_of(application),
        data={
            "number": certificate.number,
            "kind": kind,
            "level": certificate.level.code if certificate.level else "",
            "effective_from": starts,
        },
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
    """The only writer of a certificate's status. Officers with a declared interest in its company take no part."""
    demand_independence(actor=current_act().actor, operator=certificate.operator, on=local_date(now))
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
    """Let a certificate cover another legal entity from a day on, the certificate's effective date at the earliest;
    covering it again gives the coverage that is open."""
    with acting(actor=actor, at=now):
        certificate = locked(certificate)
        _refuse_unless_coverable(certificate, operator)
        if on < certificate.effective_from:
            sentence = _("The certificate takes effect on {day}. It covers nobody before that day.")
            raise Refused(sentence.format(day=date_format(certificate.effective_from, "j F Y")))
        coverage, created = Coverage.objects.get_or_create(
            certificate=certificate, operator=operator, ends_on=None, defaults={"starts_on": on}
        )
        if created:
            _record_coverage("certificate.covers", coverage)
        return coverage


def _refuse_unless_coverable(certificate: Certificate, operator: Operator) -> None:
    if operator.pk == certificate.operator_id:
        raise Refused(_("The holder is covered already."))
    if operator.status != OperatorStatus.VERIFIED:
        raise Refused(_("This company is not verified yet. A certificate covers verified companies only."))
    if certificate.status not in (CertificateStatus.ISSUED, *LIVE):
        raise Refused(_("This certificate has ended. It can’t cover another company."))


def uncover(*, coverage: Coverage, on: date, actor: Actor, now: datetime) -> Coverage:
    """End a coverage: from that day on the company answers for itself. Ending it twice changes nothing."""
    with acting(actor=actor, at=now):
        coverage = locked(coverage)
        if coverage.ends_on is None:
            coverage.ends_on = max(on, coverage.starts_on)
            coverage.save(update_fields=["ends_on"])
            _record_coverage("certificate.no_longer_covers", coverage)
        return coverage


def _record_coverage(event: str, coverage: Coverage) -> None:
    certificate = coverage.certificate
    record(
        event,
        subject=coverage,
        file_id=certificate.public_id,
        organisation_id=certificate.operator.organisation_id,
        data={"tin": coverage.operator.tin},
        disclosed=True,
    )


def _of(application: Application) -> dict[str, int]:
    return {"organisation_id": application.operator.organisation_id}
