"""The rules of economic operators on plain facts: numbers, codes, claims, recovery, links, bars.
Nothing here knows rows, settings, languages or the time."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from .states import ClaimStatus, OperatorStatus, RecoveryStatus, Structure

# Without I, L, O, U and 0, 1: nobody mistakes a letter for a digit on paper.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10
MOST_TRIES = 5


def normalised_tin(value: str) -> str:
    """OPR-R01 (issue, look-up): a TIN is trimmed and upper-cased before anything else is done with it."""
    return value.strip().upper()


def is_tin(value: str, pattern: str) -> bool:
    """OPR-R02: a normalised number of the configured form; the prefix is not compared with any list of countries."""
    return re.fullmatch(pattern, value) is not None


# --- claims -----------------------------------------------------------------------------------------------------------


def spoken_code(code: str) -> str:
    """The code in groups of five, as the letter prints it."""
    return f"{code[:5]}-{code[5:]}"


def normalised_code(value: str) -> str:
    """OPR-R03: a code is compared without spaces, hyphens and case."""
    return re.sub(r"[^0-9A-Z]", "", value.upper())


class ClaimBreach(StrEnum):
    """Why a code is not taken."""

    CLOSED = "CLOSED"
    NO_CODE = "NO_CODE"
    EXPIRED = "EXPIRED"
    TOO_OFTEN = "TOO_OFTEN"


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """Where a claim stands on a day; `expires_on` is the last day on which the code holds."""

    status: str
    has_code: bool
    expires_on: date | None
    failed_tries: int


def claim_breaches(claim: ClaimFacts, *, on: date) -> list[ClaimBreach]:
    """OPR-R04: a code is tried on an open claim, after a letter, inside its time, and at most five times wrongly."""
    checks = {
        ClaimBreach.CLOSED: claim.status != ClaimStatus.OPEN,
        ClaimBreach.TOO_OFTEN: claim.failed_tries >= MOST_TRIES,
        ClaimBreach.NO_CODE: not claim.has_code,
        ClaimBreach.EXPIRED: claim.expires_on is not None and on > claim.expires_on,
    }
    return [breach for breach, holds in checks.items() if holds]


def needs_officer(*, rival_claims: int, verified_holders: int) -> bool:
    """OPR-R05 (issue, operators): a number that somebody else claims or holds goes to an officer."""
    return rival_claims > 0 or verified_holders > 0


def may_submit(status: str) -> bool:
    """OPR-R06 (issue, operators): a company that is not verified may draft, not submit."""
    return status == OperatorStatus.VERIFIED


class RecoveryBreach(StrEnum):
    """Why a recovery is not confirmed."""

    CLOSED = "CLOSED"
    SAME_OFFICER = "SAME_OFFICER"
    NO_PROOF = "NO_PROOF"


def recovery_breaches(
    *, status: str, asked_by: int | None, confirmed_by: int | None, proof: str
) -> list[RecoveryBreach]:
    """OPR-R07 (issue, operators): two officers with proof give a company a new administrator."""
    checks = {
        RecoveryBreach.CLOSED: status != RecoveryStatus.ASKED,
        RecoveryBreach.SAME_OFFICER: asked_by == confirmed_by,
        RecoveryBreach.NO_PROOF: not proof.strip(),
    }
    return [breach for breach, holds in checks.items() if holds]


# --- people, officers, bars ---------------------------------------------------------------------------------------------


def link_holds(*, sent_at: datetime | None, left_on: date | None, now: datetime, days: int) -> bool:
    """OPR-R08: a personal link holds for the configured days after it was sent, and not once the person has left."""
    return sent_at is not None and left_on is None and now <= sent_at + timedelta(days=days)


def may_be_assigned(*, officer: int, interested: Collection[int]) -> bool:
    """OPR-R09 (acceptance case 48): an officer with a declared interest can't be assigned to that operator."""
    return officer not in interested


def bars_kind(*, bar_kind: str, kind: str) -> bool:
    """OPR-R10: a bar without a kind bars every kind."""
    return bar_kind in ("", kind)


def barred_until(*, revoked_on: date, years: int) -> date:
    """OPR-R11 (CAA09050): revoked on 1 July 2023 with three years: 30 June 2026 is the last barred day."""
    try:
        ends = revoked_on.replace(year=revoked_on.year + years)
    except ValueError:  # 29 February
        ends = date(revoked_on.year + years, 3, 1)
    return ends - timedelta(days=1)


# --- places -----------------------------------------------------------------------------------------------------------

LEAST_IN_GROUP = 2


def names_taken(wanted: Iterable[str], known: Iterable[str]) -> list[str]:
    """OPR-R12 (issue 3, before applying): open places of a company have different names, whatever their case; gives
    the wanted names that stand twice or are there already, in their order."""
    seen = {name.strip().casefold() for name in known}
    taken = []
    for name in wanted:
        key = name.strip().casefold()
        if key in seen:
            taken.append(name)
        seen.add(key)
    return list(dict.fromkeys(taken))


# --- legal form, holder, trade ----------------------------------------------------------------------------------------


def needs_look(structure: str) -> bool:
    """OPR-R13 (R-SAC-18): trusts and forms without a word of their own go to an officer; no form shuts a firm out."""
    return structure in (Structure.TRUST, Structure.OTHER)


class HolderBreach(StrEnum):
    """Why somebody can't hold a certificate here."""

    ELSEWHERE = "ELSEWHERE"
    NO_CUSTOMS_ACTIVITY = "NO_CUSTOMS_ACTIVITY"
    GROUPS_CLOSED = "GROUPS_CLOSED"
    MEMBER_OPEN = "MEMBER_OPEN"


@dataclass(frozen=True, slots=True)
class HolderFacts:
    """Who applies. `customs_activity`: the entity itself deals with Customs or keeps the records; None: not asked.

    `group_agreed`: one answer for each member of the group it leads; empty when it applies for itself alone.
    `supplies_exporters`: a small firm whose goods others export in its place, with enough trade of this kind (OPR-R15).
    """

    country: str
    customs_activity: bool | None
    group_agreed: tuple[bool, ...] = ()
    supplies_exporters: bool = False


def holder_breaches(holder: HolderFacts, *, economy: str, groups_allowed: bool) -> list[HolderBreach]:
    """OPR-R14 (acceptance case 18; issue, companies): the holder is one legal entity, established here, that itself has
    customs activity and keeps the records; a parent without any can't apply, its establishments do, each in its own
    country. A small firm without declarations of its own qualifies by what exporters declare of its goods (R-SME-02). A
    named group holds only where the configuration says so and when every member agreed."""
    checks = {
        HolderBreach.ELSEWHERE: holder.country != economy,
        HolderBreach.NO_CUSTOMS_ACTIVITY: holder.customs_activity is False and not holder.supplies_exporters,
        HolderBreach.GROUPS_CLOSED: bool(holder.group_agreed) and not groups_allowed,
        HolderBreach.MEMBER_OPEN: groups_allowed and not all(holder.group_agreed),
    }
    return [breach for breach, holds in checks.items() if holds]


@dataclass(frozen=True, slots=True)
class TradeFigures:
    """What the administration asks of a year's trade: papers, and for small firms papers and papers of each half-year."""

    documents: int
    small_documents: int
    small_half_year: int


def enough_trade(first_half: int, second_half: int, *, small_firm: bool, figures: TradeFigures) -> bool:
    """OPR-R15 (acceptance case 22): a small firm with 10 papers a year, at least 5 in each half-year, has enough; 9 + 1
    is not. Any other firm needs 25, however they spread."""
    total = first_half + second_half
    if not small_firm:
        return total >= figures.documents
    spread = min(first_half, second_half) >= figures.small_half_year
    return (total >= figures.small_documents and spread) or total >= figures.documents
