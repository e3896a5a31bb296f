"""Which certificates a person sees, how one stood on any day, and which ones the sweeps look at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from certificates import rules
from certificates.models import Certificate, Coverage, JoinedType, Measure, StatusChange
from certificates.states import LIVE, CertificateStatus, MeasureKind
from foundation.identity.models import User
from foundation.identity.permissions import Acting, Permission, office_ids, permissions_of
from operators.models import Operator


def of_company(acting: Acting) -> QuerySet[Certificate]:
    """The certificates of the company acted for, newest first: of the kinds within a limit, and none for a mandate without
    applications."""
    rows = Certificate.objects.filter(acting.limits(kind="kind"))
    return (
        (rows if Permission.APPLICATION_READ in permissions_of(acting) else rows.none())
        .filter(operator__organisation=acting.organisation)
        .select_related("operator", "application", "paper", "level")
        .order_by("-effective_from", "-id")
    )


def visible_to_staff(user: User, on: date) -> QuerySet[Certificate]:
    """The certificates an officer may see: those of the offices for which a role lets the officer read them."""
    rows = Certificate.objects.select_related(
        "operator__office", "operator__organisation", "application__office", "paper"
    )
    offices = office_ids(user, on, Permission.CERTIFICATE_READ)
    return (
        rows if offices is None else rows.filter(Q(operator__office__in=offices) | Q(application__office__in=offices))
    )


def by_public_id(public_id: UUID) -> Certificate | None:
    """The certificate a scanned code points at."""
    return Certificate.objects.select_related("operator").filter(public_id=public_id).first()


def by_number(number: str, *, tin: str = "") -> Certificate | None:
    """The certificate of a number as somebody typed it, with the ending of its kind or without. A holder that is not
    listed is found with its TIN only."""
    typed = number.strip().upper()
    rows = Certificate.objects.filter(Q(number=typed) | Q(application__number=typed))
    rows = rows.filter(Q(operator__listed=True) | Q(operator__tin__iexact=tin.strip()))
    return rows.select_related("operator").order_by("-effective_from", "kind", "id").first()


def of_operator(operator: Operator) -> QuerySet[Certificate]:
    """Every certificate of an operator, kind by kind, the newest of each kind first."""
    return operator.certificates.select_related("operator", "level").order_by("kind", "-effective_from", "-id")


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


def types_on(certificates: Iterable[Certificate], day: date) -> dict[int, list[str]]:
    """The operator types that each certificate covers on a day: without those that join it later. One query."""
    certificates = list(certificates)
    joining = joining_days(certificates)
    return {c.pk: types_of(c, joining[c.pk], day) for c in certificates}


def types_of(certificate: Certificate, joining: Mapping[str, date], day: date) -> list[str]:
    """The types of one certificate on a day, where `joining` says from when those that joined later count."""
    return [token for token in certificate.operator_types if joining.get(token, day) <= day]


def joining_days(certificates: Iterable[Certificate]) -> dict[int, dict[str, date]]:
    """The types that joined each certificate after its grant, and the day each counts from; one query."""
    found: dict[int, dict[str, date]] = defaultdict(dict)
    rows = JoinedType.objects.filter(certificate__in=list(certificates))
    for pk, token, on in rows.values_list("certificate", "token", "on"):
        found[pk][token] = on
    return found


def suspended_since(certificates: Iterable[Certificate]) -> dict[int, date]:
    """Since when each suspended certificate is suspended; one query."""
    rows = StatusChange.objects.filter(certificate__in=list(certificates), status=CertificateStatus.SUSPENDED)
    return dict(rows.order_by("id").values_list("certificate", "on"))


def history(certificate: Certificate) -> QuerySet[StatusChange]:
    """The status changes of a certificate, latest first."""
    return certificate.changes.order_by("-id")


def coverages(certificate: Certificate) -> QuerySet[Coverage]:
    """The companies a certificate covers or covered."""
    return certificate.coverages.select_related("operator").order_by("ends_on", "operator__legal_name", "id")


def to_take_effect(on: date) -> list[int]:
    """Certificates whose effective date has come."""
    rows = Certificate.objects.filter(status=CertificateStatus.ISSUED, effective_from__lte=on)
    return list(rows.order_by("effective_from", "id").values_list("pk", flat=True))


def to_expire(on: date) -> list[int]:
    """Certificates whose last day has passed."""
    rows = Certificate.objects.filter(status__in=LIVE, valid_until__lt=on)
    return list(rows.order_by("valid_until", "id").values_list("pk", flat=True))


def suspension_over(on: date) -> QuerySet[Certificate]:
    """Suspended certificates whose term has passed and about which nothing was proposed since this suspension."""
    proposed = Measure.objects.filter(
        certificate=OuterRef("pk"), kind=MeasureKind.SUSPENSION_OVER, opened_at__date__gte=OuterRef("suspended_until")
    )
    rows = Certificate.objects.filter(status=CertificateStatus.SUSPENDED, suspended_until__lt=on)
    return rows.filter(~Exists(proposed)).select_related("operator").order_by("suspended_until", "id")


def revalidation_due(on: date) -> QuerySet[Certificate]:
    """Certificates whose revalidation is due and not yet proposed."""
    return (
        Certificate.objects.filter(status__in=LIVE, revalidation_due_on__lte=on)
        .exclude(measures__kind="REVALIDATE")
        .select_related("operator")
        .order_by(F("revalidation_due_on"), "id")
    )
