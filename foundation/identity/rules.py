"""Who may bring people into a company and send them away. Pure: facts in, named breaches out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Breach(StrEnum):
    """Why an act on members is refused."""

    NOT_ADMINISTRATOR = "not_administrator"
    NOT_SIGNATORY = "not_signatory"
    LAST_ADMINISTRATOR = "last_administrator"
    USED = "used"
    EXPIRED = "expired"
    ADDRESSED_TO_ANOTHER = "addressed_to_another"
    NO_END = "no_end"
    ENDS_IN_THE_PAST = "ends_in_the_past"
    ENDS_BEFORE_START = "ends_before_start"
    WHOLE_COMPANY = "whole_company"


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """What decides whether an invitation can be taken up."""

    email: str
    expires_on: date
    accepted: bool


def change_breaches(*, role: str, own_roles: Collection[str]) -> list[Breach]:
    """IDN-R01 (service.md 1.4 row 8): administrators manage colleagues; only a signatory gives and ends a mandate."""
    if role == "CONSULTANT":
        return [] if "SIGNATORY" in own_roles else [Breach.NOT_SIGNATORY]
    return [] if "ADMINISTRATOR" in own_roles else [Breach.NOT_ADMINISTRATOR]


def ending_breaches(*, role: str, other_administrators: int) -> list[Breach]:
    """IDN-R02 (issue 2, operators): a company keeps an administrator; the last one cannot be ended from inside."""
    return [Breach.LAST_ADMINISTRATOR] if role == "ADMINISTRATOR" and other_administrators == 0 else []


def mandate_breaches(*, role: str, until: date | None, on: date, starts: date | None = None) -> list[Breach]:
    """IDN-R03 (issue 2, identity): a mandate has an end, and it lies ahead and not before its first day."""
    if role != "CONSULTANT":
        return []
    if until is None:
        return [Breach.NO_END]
    if until < on:
        return [Breach.ENDS_IN_THE_PAST]
    return [Breach.ENDS_BEFORE_START] if starts is not None and until < starts else []


def limit_breaches(*, role: str, limited: bool) -> list[Breach]:
    """IDN-R05 (issue 3, before applying): preparers and mandates may be limited to kinds or places; who administers or
    signs binds the whole company and is never limited."""
    return [Breach.WHOLE_COMPANY] if limited and role in ("ADMINISTRATOR", "SIGNATORY") else []


def acceptance_breaches(facts: InvitationFacts, *, email: str, on: date) -> list[Breach]:
    """IDN-R04: an invitation is used once, in time, by the person it was addressed to."""
    found = [Breach.ADDRESSED_TO_ANOTHER] if facts.email.lower() != email.lower() else []
    found += [Breach.USED] if facts.accepted else []
    found += [Breach.EXPIRED] if facts.expires_on < on else []
    return found
