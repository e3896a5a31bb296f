"""Reads of supply chains, exports through others, groups of companies and legal forms that wait for an officer."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet, Sum

from foundation.identity.models import User, in_force
from operators import rules
from operators.models import (
    ChainInvitation,
    ChainPartner,
    CompanyGroup,
    FormException,
    GroupMember,
    IndirectExport,
    Operator,
)
from operators.states import PROVIDER_ROLES, ExceptionStatus, FirmSize
from programme.models import Configuration
from programme.selectors import configuration, figure
from programme.states import FigureCode

from .company import visible_to_staff


def chain_partners(operator: Operator) -> QuerySet[ChainPartner]:
    """The partners of a company's chain that are part of it now, with their invitations at hand."""
    rows = ChainPartner.objects.filter(operator=operator, ended_on__isnull=True)
    return rows.prefetch_related("invitations__followed_by").order_by("name", "id")


def providers(operator: Operator) -> QuerySet[ChainPartner]:
    """The firms whose services the company buys (R-APP-21)."""
    return chain_partners(operator).filter(role__in=PROVIDER_ROLES)


def named_by(operator: Operator) -> QuerySet[ChainPartner]:
    """Where this company stands in the chains of others; for officers only."""
    if not operator.tin:
        return ChainPartner.objects.none()
    rows = ChainPartner.objects.filter(tin=operator.tin, ended_on__isnull=True)
    return rows.select_related("operator").order_by("operator__legal_name", "id")


def helper_of(operator: Operator) -> ChainPartner | None:
    """Who helps this company to become an AEO: the line of the lead company whose invitation it followed, with a contact."""
    rows = ChainPartner.objects.filter(invitations__followed_by=operator, helped=True, ended_on__isnull=True)
    return rows.exclude(contact_name="").select_related("operator").order_by("-id").first()


def chain_invitation(digest: str, on: date) -> ChainInvitation | None:
    """The invitation behind a link, while it holds and nobody followed it."""
    rows = ChainInvitation.objects.filter(link_digest=digest, expires_on__gte=on, followed_by__isnull=True)
    return rows.filter(partner__ended_on__isnull=True).select_related("partner__operator").first()


@dataclass(frozen=True, slots=True)
class TradeYear:
    """A year of exports through others, and whether it is enough trade."""

    year: int
    rows: tuple[IndirectExport, ...]
    first_half: int
    second_half: int
    enough: bool

    @property
    def total(self) -> int:
        return self.first_half + self.second_half


def trade_figures(current: Configuration) -> rules.TradeFigures:
    """What a year's trade must show, by the configuration."""
    return rules.TradeFigures(
        documents=figure(FigureCode.TRADE_DOCUMENTS, current),
        small_documents=figure(FigureCode.SME_TRADE_DOCUMENTS, current),
        small_half_year=figure(FigureCode.SME_HALF_YEAR_DOCUMENTS, current),
    )


def trade_figures_on(on: date) -> rules.TradeFigures:
    """The same on a day."""
    return trade_figures(configuration(on))


def indirect_exports(operator: Operator, on: date) -> list[TradeYear]:
    """What others exported of a company, year by year, latest first, with the verdict of each year."""
    figures = trade_figures(configuration(on))
    by_year: dict[int, list[IndirectExport]] = {}
    for row in IndirectExport.objects.filter(operator=operator).order_by("-year", "customer", "id"):
        by_year.setdefault(row.year, []).append(row)
    return [_year(year, rows, operator, figures) for year, rows in by_year.items()]


def _year(year: int, rows: list[IndirectExport], operator: Operator, figures: rules.TradeFigures) -> TradeYear:
    first, second = sum(row.first_half for row in rows), sum(row.second_half for row in rows)
    small = operator.size == FirmSize.SMALL
    enough = rules.enough_trade(first, second, small_firm=small, figures=figures)
    return TradeYear(year, tuple(rows), first, second, enough)


def qualifies_as_supplier(operator: Operator, on: date) -> bool:
    """Whether a small firm without own declarations has enough exports through others in this year or the last (R-SME-02)."""
    if operator.size != FirmSize.SMALL:
        return False
    rows = IndirectExport.objects.filter(operator=operator, year__in=(on.year, on.year - 1))
    sums = rows.order_by().values("year").annotate(first=Sum("first_half"), second=Sum("second_half"))
    figures = trade_figures(configuration(on))
    return any(rules.enough_trade(row["first"], row["second"], small_firm=True, figures=figures) for row in sums)


# --- groups and holders -----------------------------------------------------------------------------------------------


def led_group(operator: Operator) -> CompanyGroup | None:
    """The group that a company leads."""
    return CompanyGroup.objects.filter(lead=operator).first()


def group_members(group: CompanyGroup, on: date) -> QuerySet[GroupMember]:
    """The companies of a group today, those that have not answered included."""
    return GroupMember.objects.filter(in_force(on), group=group).select_related("operator").order_by("id")


def membership_of(operator: Operator) -> GroupMember | None:
    """The group a company belongs to or is asked to join."""
    rows = GroupMember.objects.filter(operator=operator, valid_until__isnull=True)
    return rows.select_related("group__lead").first()


def groups_allowed(on: date) -> bool:
    """Whether a named group may hold a certificate here."""
    return bool(figure(FigureCode.GROUP_HOLDERS, configuration(on)))


def agreed_members(operator: Operator, on: date) -> list[Operator]:
    """The other companies of the group that a company leads, those that agreed; they are what a group's certificate covers.
    Empty where no group may hold one."""
    group = led_group(operator) if groups_allowed(on) else None
    rows = group_members(group, on).filter(agreed_at__isnull=False) if group else []
    return [row.operator for row in rows]


def holder_breaches(operator: Operator, on: date) -> list[rules.HolderBreach]:
    """Why this company can't be the holder (OPR-R14); empty when it can."""
    group = led_group(operator)
    agreed = tuple(row.agreed_at is not None for row in group_members(group, on)) if group else ()
    supplies = operator.customs_activity is False and qualifies_as_supplier(operator, on)
    facts = rules.HolderFacts(operator.country, operator.customs_activity, agreed, supplies)
    return rules.holder_breaches(facts, economy=settings.ECONOMY, groups_allowed=groups_allowed(on))


# --- legal forms ------------------------------------------------------------------------------------------------------


def form_exception(operator: Operator) -> FormException | None:
    """What is recorded of a legal form that the usual questions do not fit."""
    return FormException.objects.filter(operator=operator).select_related("settled_by", "operator").first()


def forms_to_settle(user: User, on: date) -> QuerySet[FormException]:
    """Legal forms that wait for an officer, oldest first."""
    waiting = ~Q(status=ExceptionStatus.SETTLED)
    rows = FormException.objects.filter(waiting, operator__in=visible_to_staff(user, on))
    return rows.select_related("operator").order_by("opened_at", "id")
