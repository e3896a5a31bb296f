"""The answer of the status look-up: made from history for any day."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Upper

from benefits.selectors import codes_by_certificate
from certificates.models import Certificate, Coverage
from certificates.selectors import changes_of, facilitation, headline, joining_days, next_change, status_on, types_of
from certificates.states import API_WORD, LIVE, CertificateStatus
from operators.models import Operator
from operators.states import OperatorStatus

from . import rules

Doc = dict[str, Any]


def nothing(tin: str) -> Doc:
    """The answer for a TIN that holds nothing: the same whether or not we know the company."""
    return {
        "tin": tin,
        "name": None,
        "status": "none",
        "kinds": [],
        "facilitation": "none",
        "benefits": [],
        "holder": None,
    }


def answers(tins: Iterable[str], day: date) -> dict[str, Doc]:
    """The answer for each TIN on a day, from history. A constant number of queries; unknown TINs are left out."""
    verified = Operator.objects.filter(status=OperatorStatus.VERIFIED).annotate(upper_tin=Upper("tin"))
    wanted = verified.filter(upper_tin__in=list(tins))
    return {doc["tin"]: doc for doc, _changes in docs(list(wanted), day).values()}


def docs(operators: Sequence[Operator], day: date) -> dict[int, tuple[Doc, date | None]]:
    """For each operator the answer on a day and the next day on which the calendar alone changes it."""
    own, coverages = _own(operators), _coverages(operators, day)
    everything = {c.pk: c for rows in own.values() for c in rows}
    everything |= {row.certificate_id: row.certificate for rows in coverages.values() for row in rows}
    statuses = status_on(everything.values(), day)
    joining = joining_days(everything.values())
    stand = _Standing(
        statuses,
        _began(everything.values(), statuses, day),
        codes_by_certificate(everything.values(), day),
        {pk: types_of(row, joining[pk], day) for pk, row in everything.items()},
    )
    return {
        operator.pk: (
            _answer(operator, own[operator.pk], coverages[operator.pk], stand, day),
            _next(own[operator.pk], coverages[operator.pk], joining, day),
        )
        for operator in operators
    }


@dataclass(frozen=True, slots=True)
class _Standing:
    """How certificates stand on the day asked: status, since when, and what they give."""

    statuses: dict[int, str]
    began: dict[int, date]
    codes: dict[int, list[str]]
    types: dict[int, list[str]]

    def word(self, certificate: Certificate) -> str:
        """The word of the API; a certificate that did not exist yet says nothing."""
        status = self.statuses.get(certificate.pk)
        return API_WORD[CertificateStatus(status)] if status else "none"

    def told(self, certificates: Iterable[Certificate]) -> list[rules.Told]:
        return [rules.Told(self.word(c), self.began.get(c.pk, c.effective_from)) for c in certificates]


def _own(operators: Sequence[Operator]) -> dict[int, list[Certificate]]:
    found: dict[int, list[Certificate]] = defaultdict(list)
    for certificate in Certificate.objects.filter(operator__in=operators).order_by("kind", "effective_from", "id"):
        found[certificate.operator_id].append(certificate)
    return found


def _coverages(operators: Sequence[Operator], day: date) -> dict[int, list[Coverage]]:
    """Coverages that hold on a day or will; the certificates with their holders."""
    found: dict[int, list[Coverage]] = defaultdict(list)
    rows = Coverage.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), operator__in=operators)
    rows = rows.select_related("certificate__operator")
    for coverage in rows.order_by("certificate__kind", "certificate__effective_from", "id"):
        found[coverage.operator_id].append(coverage)
    return found


def _began(certificates: Iterable[Certificate], statuses: dict[int, str], day: date) -> dict[int, date]:
    """Since when each certificate stands as it does; what the calendar ended, since the day after its last."""
    changes = changes_of(certificates)
    found = {}
    for certificate in certificates:
        status = statuses.get(certificate.pk)
        days = [change.on for change in changes[certificate.pk] if change.status == status and change.on <= day]
        found[certificate.pk] = max(days, default=certificate.first_day_after or certificate.effective_from)
    return found


def _answer(
    operator: Operator, own: Sequence[Certificate], coverages: Sequence[Coverage], stand: _Standing, day: date
) -> Doc:
    """From its own certificates, or from those of the holder that covers it (LIF-R05)."""
    holding = [coverage for coverage in coverages if coverage.starts_on <= day]
    covered_since = min((coverage.starts_on for coverage in holding), default=None)
    in_force = any(stand.word(coverage.certificate) == "active" for coverage in holding)
    if rules.speaks_for_itself(stand.told(own), covered_since=covered_since, holder_in_force=in_force):
        return _doc(operator, own, None, stand)
    return _doc(operator, [coverage.certificate for coverage in holding], holding[0].certificate.operator.tin, stand)


def _doc(operator: Operator, rows: Sequence[Certificate], holder: str | None, stand: _Standing) -> Doc:
    speaking = _speaking(rows, stand)
    in_force = [c for c in speaking if stand.word(c) == "active"]
    if not speaking:
        return nothing(operator.tin.upper())
    return {
        "tin": operator.tin.upper(),
        "name": operator.legal_name,
        "status": headline([(told.word, told.since) for told in stand.told(speaking)]),
        "kinds": [_kind(c, stand) for c in speaking],
        "facilitation": facilitation(c.kind for c in in_force),
        "benefits": list(dict.fromkeys(code for c in in_force for code in stand.codes.get(c.pk, []))),
        "holder": holder.upper() if holder else None,
    }


def _speaking(rows: Sequence[Certificate], stand: _Standing) -> list[Certificate]:
    """Per kind the certificate that speaks: one in force or suspended, else the last to begin; never one that waits."""
    found: dict[str, Certificate] = {}
    for certificate in rows:
        word, before = stand.word(certificate), found.get(certificate.kind)
        if word != "none" and (before is None or word in rules.LIVE or stand.word(before) not in rules.LIVE):
            found[certificate.kind] = certificate
    return [found[kind] for kind in sorted(found)]


def _kind(certificate: Certificate, stand: _Standing) -> Doc:
    return {
        "kind": certificate.kind,
        "status": stand.word(certificate),
        "effective_from": certificate.effective_from.isoformat(),
        "valid_until": certificate.valid_until.isoformat() if certificate.valid_until else None,
        "operator_types": stand.types[certificate.pk],
    }


def _next(
    own: Iterable[Certificate], coverages: Iterable[Coverage], joining: Mapping[int, Mapping[str, date]], day: date
) -> date | None:
    """The next day on which a date alone changes the answer: a start, a type that joins, or the day after a last day."""
    moments: list[date | None] = [moment for row in coverages for moment in (row.starts_on, row.ends_on)]
    for certificate in (*own, *(coverage.certificate for coverage in coverages)):
        moments += joining[certificate.pk].values()
        if certificate.status == CertificateStatus.ISSUED:
            moments.append(certificate.effective_from)
        if certificate.status in (CertificateStatus.ISSUED, *LIVE):
            moments.append(certificate.first_day_after)
    return next_change(moments, day)


def encoded(doc: Doc) -> str:
    """The stored form: compact JSON, to which the answer adds `as_of`."""
    return json.dumps(doc, ensure_ascii=False, separators=(",", ":"))
