"""Reads of benefits: what certificates give on a day, the catalogue, and the AEOs among a company's partners."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from certificates.models import Certificate
from certificates.selectors import KindLine, listed, public_register
from foundation.identity.permissions import Acting
from operators.models import ChainPartner, Operator
from operators.selectors import chain_partners
from operators.states import PROVIDER_ROLES, ChainTier

from . import rules
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


def of_company(acting: Acting, on: date) -> QuerySet[Entitlement]:
    """What the company acted for is entitled to on a day by certificates of the kinds within a limit, with both."""
    own = {"certificate__operator__organisation": acting.organisation}
    return (
        Entitlement.objects.filter(_on(on), acting.limits(kind="certificate__kind"), **own)
        .select_related("benefit", "certificate")
        .order_by("benefit__position", "certificate__kind", "id")
    )


def catalogue() -> QuerySet[Benefit]:
    """Every benefit of the programme."""
    return Benefit.objects.order_by("position", "id")


def promised(kinds: Iterable[str]) -> QuerySet[Benefit]:
    """The benefits that certificates of some kinds would bring."""
    return Benefit.objects.filter(provided=True, kinds__overlap=list(kinds)).order_by("position", "id")


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One partner with what the public register shows of it today: nothing, or the kinds with their state."""

    partner: ChainPartner
    lines: tuple[KindLine, ...]
    invited_at: object
    registered: bool

    @property
    def certified(self) -> bool:
        return any(line.status == "ACTIVE" for line in self.lines)


@dataclass(frozen=True, slots=True)
class ChainView:
    """A company's chain: direct and indirect partners, service providers among them, and the share of AEOs."""

    rows: tuple[ChainRow, ...]

    @property
    def direct(self) -> list[ChainRow]:
        return [row for row in self.rows if row.partner.tier == ChainTier.DIRECT]

    @property
    def indirect(self) -> list[ChainRow]:
        return [row for row in self.rows if row.partner.tier == ChainTier.INDIRECT]

    @property
    def providers(self) -> int:
        return sum(row.partner.role in PROVIDER_ROLES for row in self.rows)

    @property
    def helped(self) -> int:
        return sum(row.partner.helped for row in self.rows)

    @property
    def certified(self) -> int:
        return sum(row.certified for row in self.rows)

    @property
    def share(self) -> int | None:
        """Per cent of partners that are AEOs today; None without partners."""
        return rules.share_percent(self.certified, len(self.rows))


def chain(operator: Operator, on: date) -> ChainView:
    """The chain with its AEOs, in a constant number of queries. Only what the public register shows is told (R-SUP-02)."""
    partners = list(chain_partners(operator))
    numbers = {partner.tin for partner in partners if partner.tin}
    shown = public_register(on=on).filter(tin__in=numbers) if numbers else Operator.objects.none()
    lines = {row.operator.tin: row.lines for row in listed(shown, on)}
    return ChainView(tuple(_chain_row(partner, lines.get(partner.tin, ())) for partner in partners))


def _chain_row(partner: ChainPartner, lines: tuple[KindLine, ...]) -> ChainRow:
    invitations = list(partner.invitations.all())
    last = max((row.sent_at for row in invitations), default=None)
    return ChainRow(partner, lines, last, any(row.followed_by_id for row in invitations))
