"""Reads of benefits: what certificates give on a day, and the catalogue."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from certificates.models import Certificate
from foundation.identity.models import Organisation

from .models import Benefit, Entitlement


def _on(day: date) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gt=day))


def codes_by_certificate(certificates: Iterable[Certificate], on: date) -> dict[int, list[str]]:
    """The benefit codes each certificate gives on a day, in the catalogue's order; one query."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Entitlement.objects.filter(_on(on), certificate__in=list(certificates)).order_by("benefit__position", "id")
    for certificate, code in rows.values_list("certificate", "benefit__code"):
        found[certificate].append(code)
    return found


def of_company(organisation: Organisation, on: date) -> QuerySet[Entitlement]:
    """What a company is entitled to on a day, with benefit and certificate."""
    return (
        Entitlement.objects.filter(_on(on), certificate__operator__organisation=organisation)
        .select_related("benefit", "certificate")
        .order_by("benefit__position", "certificate__kind", "id")
    )


def catalogue() -> QuerySet[Benefit]:
    """Every benefit of the programme."""
    return Benefit.objects.order_by("position", "id")


def promised(kinds: Iterable[str]) -> QuerySet[Benefit]:
    """The benefits that certificates of some kinds would bring."""
    return Benefit.objects.filter(provided=True, kinds__overlap=list(kinds)).order_by("position", "id")
