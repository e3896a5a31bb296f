"""Reads of mutual recognition: arrangements in force, the register of partners, what a company gets and who is exchanged."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from certificates import selectors as certificates
from certificates.models import Certificate
from certificates.states import LIVE, CertificateStatus
from foundation.identity.models import Organisation
from foundation.identity.selectors import whole
from operators import selectors as operators
from operators.models import ExchangeConsent, Operator
from programme.states import Kind

from .models import Arrangement, Partner
from .states import ArrangementStatus

S = ArrangementStatus
GIVES_BENEFITS = (S.IN_FORCE, S.UNDER_REVIEW)
# Before signature members hear nothing of an arrangement.
TOLD = (S.SIGNED, S.OPERATIONAL_PROCEDURES, S.IN_FORCE, S.SUSPENDED, S.UNDER_REVIEW, S.ENDED)
EXCHANGED = Kind.SECURITY


@dataclass(frozen=True, slots=True)
class CompanyArrangement:
    """One arrangement as a company reads it: whether it has the kind for it, and whether it consents."""

    arrangement: Arrangement
    has_kind: bool
    consents: bool
    gives_benefits: bool


def arrangements_in_force(on: date) -> QuerySet[Arrangement]:
    """The arrangements that give benefits on a day."""
    return (
        Arrangement.objects.filter(status__in=GIVES_BENEFITS, in_force_from__lte=on)
        .select_related("partner__organisation")
        .order_by("partner__country_code", "id")
    )


def exchanged(arrangement: Arrangement, on: date) -> QuerySet[Operator]:
    """The members a partner is told of on a day: the arrangement gives benefits, they hold the security kind in force
    and consent to this partner (cases 41, 47)."""
    if arrangement.status not in GIVES_BENEFITS or (arrangement.in_force_from or on) > on:
        return Operator.objects.none()
    partner = arrangement.partner.country_code
    consenting = ExchangeConsent.objects.filter(partner_code=partner, withdrawn_at__isnull=True).values("operator")
    wanted = [kind for kind in arrangement.kinds if kind == EXCHANGED]
    held = Certificate.objects.filter(
        kind__in=wanted, status__in=(CertificateStatus.ISSUED, *LIVE), operator__in=consenting
    )
    standing = certificates.status_on(held, on)
    live = [row.operator_id for row in held if standing.get(row.pk) == CertificateStatus.ACTIVE]
    return Operator.objects.filter(pk__in=live).order_by("legal_name", "id")


def for_company(organisation: Organisation, on: date) -> list[CompanyArrangement]:
    """What a company may know of arrangements, with its own kinds and consents; a constant number of queries."""
    operator = operators.for_company(organisation)
    rows = list(
        Arrangement.objects.filter(status__in=TOLD)
        .select_related("partner__organisation")
        .order_by("partner__country_code", "id")
    )
    if operator is None or not rows:
        return []
    held = list(certificates.of_company(whole(organisation)))
    standing = certificates.status_on(held, on)
    kinds = {row.kind for row in held if standing.get(row.pk) == CertificateStatus.ACTIVE}
    given = {row.partner_code for row in operators.consents(operator) if row.withdrawn_at is None}
    return [
        CompanyArrangement(
            arrangement=row,
            has_kind=bool(kinds & set(row.kinds)),
            consents=row.partner.country_code in given,
            gives_benefits=row.status in GIVES_BENEFITS and row.in_force_from is not None and row.in_force_from <= on,
        )
        for row in rows
    ]


def partners() -> QuerySet[Partner]:
    """Every partner with its arrangements."""
    arrangements = Prefetch("arrangements", queryset=Arrangement.objects.order_by("id"))
    return Partner.objects.select_related("organisation").prefetch_related(arrangements).order_by("country_code")


def partner_of(country_code: str) -> Partner | None:
    """The partner of a country about whom members may know."""
    known = Arrangement.objects.filter(status__in=TOLD).values("partner")
    return Partner.objects.filter(country_code=country_code.upper(), pk__in=known).first()
