"""Reads of decisions and certificates: what is in force, how a past day stood, the public register, what stands against a grant."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Upper

from applications.models import Application
from foundation.identity.models import Organisation, User
from foundation.identity.selectors import office_ids
from operators.models import Operator

from . import rules
from .models import Certificate, DecisionRow, HearingStatement, Measure, StatusChange
from .states import LIVE, CertificateStatus, MeasureStatus, RowStatus

facilitation, headline, hearing_over, next_change = (
    rules.facilitation,
    rules.headline,
    rules.hearing_over,
    rules.next_change,
)


def of_company(organisation: Organisation) -> QuerySet[Certificate]:
    """The certificates of the company acted for, newest first."""
    return (
        Certificate.objects.filter(operator__organisation=organisation)
        .select_related("operator", "application")
        .order_by("-effective_from", "-id")
    )


def visible_to_staff(user: User, on: date) -> QuerySet[Certificate]:
    """The certificates an officer may see: those of the offices granted."""
    rows = Certificate.objects.select_related("operator", "application", "operator__office")
    offices = office_ids(user, on)
    return rows if offices is None else rows.filter(Q(operator__office__in=offices) | Q(application__office__in=offices))


def by_public_id(public_id: UUID) -> Certificate | None:
    """The certificate a scanned code points at."""
    return Certificate.objects.select_related("operator").filter(public_id=public_id).first()


def in_force(operator: Operator) -> QuerySet[Certificate]:
    """The certificates of an operator that are in force or suspended."""
    return operator.certificates.filter(status__in=LIVE)


def changes_of(certificates: Iterable[Certificate]) -> dict[int, list[rules.Change]]:
    """Every status change of some certificates in the order recorded; one query."""
    found: dict[int, list[rules.Change]] = defaultdict(list)
    rows = StatusChange.objects.filter(certificate__in=list(certificates)).order_by("certificate", "id")
    for pk, status, on, annuls_from in rows.values_list("certificate", "status", "on", "annuls_from"):
        found[pk].append(rules.Change(status, on, annuls_from))
    return found


def status_on(certificates: Iterable[Certificate], day: date) -> dict[int, str]:
    """How each certificate stood on a day; those that did not exist yet are left out. One query.

    Effective and last days count even when the sweep of that day has not run."""
    certificates = list(certificates)
    changes = changes_of(certificates)
    standing = {c.pk: _by_calendar(c, rules.status_on(changes[c.pk], day), day) for c in certificates}
    return {pk: status for pk, status in standing.items() if status is not None}


def _by_calendar(certificate: Certificate, status: str | None, day: date) -> str | None:
    if status == CertificateStatus.ISSUED and day >= certificate.effective_from:
        status = CertificateStatus.ACTIVE
    if status in LIVE and certificate.valid_until is not None and day > certificate.valid_until:
        status = CertificateStatus.EXPIRED
    return status


def public_register(query: str = "", kind: str = "", type_token: str = "") -> QuerySet[Certificate]:
    """Certificates in force today or suspended whose holders agreed to be shown; by name (near spellings) or whole TIN."""
    rows = (
        Certificate.objects.filter(status__in=LIVE, operator__listed=True)
        .select_related("operator")
        .order_by("operator__legal_name", "operator_id", "kind", "id")
    )
    if query:
        rows = rows.annotate(wanted=Upper("operator__legal_name")).filter(
            Q(wanted__contains=query.upper()) | Q(wanted__trigram_word_similar=query.upper()) | Q(operator__tin=query.upper())
        )
    if kind:
        rows = rows.filter(kind=kind)
    if type_token:
        rows = rows.filter(operator_types__contains=[type_token])
    return rows


def decision_rows(application: Application) -> QuerySet[DecisionRow]:
    """The rows that stand, with who proposed and who decided."""
    return (
        application.decision_rows.exclude(status=RowStatus.RETURNED)
        .select_related("operator_type", "proposed_act__user", "decided_act__user", "delegation", "hearing_letter", "decision_letter")
        .order_by("operator_type__position", "kind", "id")
    )


def statements(application: Application) -> QuerySet[HearingStatement]:
    """What the trader said in hearings of this application."""
    return HearingStatement.objects.filter(row__application=application).select_related("row").order_by("at", "id")


def open_measures(user: User, on: date) -> QuerySet[Measure]:
    """Proposals that wait for a person of the officer's offices, soonest due first."""
    rows = Measure.objects.filter(status=MeasureStatus.OPEN).select_related(
        "application__operator", "certificate__operator"
    )
    offices = office_ids(user, on)
    if offices is not None:
        rows = rows.filter(Q(application__office__in=offices) | Q(certificate__operator__office__in=offices))
    return rows.order_by("due_on", "id")


def to_take_effect(on: date) -> list[int]:
    """Certificates whose effective date has come."""
    rows = Certificate.objects.filter(status=CertificateStatus.ISSUED, effective_from__lte=on)
    return list(rows.order_by("effective_from", "id").values_list("pk", flat=True))


def to_expire(on: date) -> list[int]:
    """Certificates whose last day has passed."""
    rows = Certificate.objects.filter(status__in=LIVE, valid_until__lt=on)
    return list(rows.order_by("valid_until", "id").values_list("pk", flat=True))


def revalidation_due(on: date) -> QuerySet[Certificate]:
    """Certificates whose revalidation is due and not yet proposed."""
    return (
        Certificate.objects.filter(status__in=LIVE, revalidation_due_on__lte=on)
        .exclude(measures__kind="REVALIDATE")
        .select_related("operator")
        .order_by(F("revalidation_due_on"), "id")
    )
