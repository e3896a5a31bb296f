"""The answer of the status look-up: made from history for any day, and what stands against a grant across all rooms."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from applications.models import Application
from benefits.selectors import codes_by_certificate
from certificates.models import Certificate, Coverage
from certificates.selectors import changes_of, facilitation, headline, next_change, status_on
from certificates.states import API_WORD, CertificateStatus
from operators import selectors as operators
from operators.models import Operator
from operators.states import OperatorStatus
from validations import selectors as validations
from vetting import selectors as vetting

Doc = dict[str, Any]


def nothing(tin: str) -> Doc:
    """The answer for a TIN that holds nothing: the same whether or not we know the company."""
    return {"tin": tin, "name": None, "status": "none", "kinds": [], "facilitation": "none", "benefits": [], "holder": None}


def answers(tins: Iterable[str], day: date) -> dict[str, Doc]:
    """The answer for each TIN on a day, from history. A constant number of queries; unknown TINs are left out."""
    wanted = Operator.objects.filter(status=OperatorStatus.VERIFIED, tin__in=list(tins))
    return {doc["tin"]: doc for doc, _changes in docs(list(wanted), day).values()}


def docs(operators_: Sequence[Operator], day: date) -> dict[int, tuple[Doc, date | None]]:
    """For each operator the answer on a day and the next day on which the calendar alone changes it."""
    own, covered = _certificates(operators_, day)
    everything = {c.pk: c for rows in (*own.values(), *covered.values()) for c in rows}
    statuses = status_on(everything.values(), day)
    began = _began(everything.values(), day)
    codes = codes_by_certificate(everything.values(), day)
    result = {}
    for operator in operators_:
        rows, holder = own[operator.pk], None
        if not _counts(rows, statuses) and covered[operator.pk]:
            rows, holder = covered[operator.pk], covered[operator.pk][0].operator.tin
        doc = _doc(operator, rows, holder, statuses, began, codes)
        result[operator.pk] = (doc, _next(rows, day))
    return result


def _certificates(
    operators_: Sequence[Operator], day: date
) -> tuple[dict[int, list[Certificate]], dict[int, list[Certificate]]]:
    own: dict[int, list[Certificate]] = defaultdict(list)
    covered: dict[int, list[Certificate]] = defaultdict(list)
    for certificate in Certificate.objects.filter(operator__in=operators_).order_by("kind", "effective_from", "id"):
        own[certificate.operator_id].append(certificate)
    coverages = Coverage.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=day), operator__in=operators_, starts_on__lte=day
    ).select_related("certificate__operator")
    for coverage in coverages.order_by("certificate__kind", "certificate__effective_from", "id"):
        covered[coverage.operator_id].append(coverage.certificate)
    return own, covered


def _counts(rows: Iterable[Certificate], statuses: dict[int, str]) -> bool:
    """Whether some own certificate says more than ‘none’; otherwise the answer comes from the holder that covers it."""
    return any(API_WORD[CertificateStatus(statuses[c.pk])] != "none" for c in rows if c.pk in statuses)


def _began(certificates: Iterable[Certificate], day: date) -> dict[int, date]:
    """Since when each certificate stands as it does."""
    return {
        pk: max((change.on for change in changes if change.on <= day), default=day)
        for pk, changes in changes_of(certificates).items()
    }


def _doc(
    operator: Operator,
    rows: Sequence[Certificate],
    holder: str | None,
    statuses: dict[int, str],
    began: dict[int, date],
    codes: dict[int, list[str]],
) -> Doc:
    latest = _latest_by_kind(rows, statuses)
    words = [(API_WORD[CertificateStatus(statuses[c.pk])], began.get(c.pk, c.effective_from)) for c in latest]
    in_force = [c for c in latest if statuses[c.pk] == CertificateStatus.ACTIVE]
    if not latest:
        return nothing(operator.tin.upper())
    return {
        "tin": operator.tin.upper(),
        "name": operator.legal_name,
        "status": headline(words),
        "kinds": [_kind(c, statuses[c.pk]) for c in latest],
        "facilitation": facilitation(c.kind for c in in_force),
        "benefits": list(dict.fromkeys(code for c in in_force for code in codes.get(c.pk, []))),
        "holder": holder,
    }


def _latest_by_kind(rows: Sequence[Certificate], statuses: dict[int, str]) -> list[Certificate]:
    """Per kind the certificate that speaks: the last one that is more than granted-but-waiting."""
    speaking = {}
    for certificate in rows:
        if API_WORD[CertificateStatus(statuses.get(certificate.pk, "ISSUED"))] != "none":
            speaking[certificate.kind] = certificate
    return [speaking[kind] for kind in sorted(speaking)]


def _kind(certificate: Certificate, status: str) -> Doc:
    return {
        "kind": certificate.kind,
        "status": API_WORD[CertificateStatus(status)],
        "effective_from": certificate.effective_from.isoformat(),
        "valid_until": certificate.valid_until.isoformat() if certificate.valid_until else None,
        "operator_types": certificate.operator_types,
    }


def _next(rows: Iterable[Certificate], day: date) -> date | None:
    """The next day on which a date alone changes the answer: a start, or the day after a last day."""
    moments: list[date | None] = []
    for certificate in rows:
        if certificate.status == CertificateStatus.ISSUED:
            moments.append(certificate.effective_from)
        if certificate.status in (CertificateStatus.ISSUED, CertificateStatus.ACTIVE, CertificateStatus.SUSPENDED):
            moments.append(certificate.first_day_after)
    return next_change(moments, day)


def encoded(doc: Doc) -> str:
    """The stored form: compact JSON, to which the answer adds `as_of`."""
    return json.dumps(doc, ensure_ascii=False, separators=(",", ":"))




def grant_obstacles(application: Application, on: date) -> list[str]:
    """Every reason of every room for which nothing may be granted on a day; empty when a grant is possible."""
    reasons = list(vetting.decision_obstacles(application, on))
    reasons += validations.decision_obstacles(application, on)
    for kind in application.kinds:
        reasons += [str(bar) for bar in operators.bars(application.operator, kind, on)]
    return reasons
