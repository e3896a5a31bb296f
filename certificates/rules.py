"""The law of decisions and certificates as pure functions: effective date, hearing, validity, bar, and how a past day is answered."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Change:
    """From `on` a certificate stands as `status`; `annuls_from` says that days from that day on never counted."""

    status: str
    on: date
    annuls_from: date | None = None


def effective_on(*, decided_on: date, days: int) -> date:
    """CRT-R01 (UCC-DA art. 29): an authorisation takes effect on the n-th day after the decision."""
    return decided_on + timedelta(days=days)


def status_on(changes: Sequence[Change], day: date) -> str | None:
    """CRT-R02 (domain.md, States): how a certificate stood on a day; None before its first day.

    `changes` in the order they were recorded. A change that annuls takes away every earlier change from its
    `annuls_from` on: an annulled suspension leaves the days in force, an annulled certificate leaves nothing. Of two
    changes of one day the one recorded last counts.
    """
    standing: list[Change] = []
    for change in changes:
        if change.annuls_from is not None:
            standing = [earlier for earlier in standing if earlier.on < change.annuls_from]
        standing.append(change)
    before = [(change.on, place, change.status) for place, change in enumerate(standing) if change.on <= day]
    return max(before)[2] if before else None


def next_change(changes: Iterable[date | None], day: date) -> date | None:
    """CRT-R03: the first of some dates after a day: from then on a stored answer is stale by the calendar alone."""
    later = [moment for moment in changes if moment is not None and moment > day]
    return min(later) if later else None


def valid_until(*, effective_from: date, years: int) -> date | None:
    """CRT-R04 (programme figure): the last day of validity; None where certificates do not expire (0 years)."""
    return add_years(effective_from, years) - timedelta(days=1) if years else None


def revalidation_due_on(*, validated_on: date, years: int) -> date:
    """CRT-R05 (domain.md, case 13): revalidation is due the cycle's years after the validation."""
    return add_years(validated_on, years)


def barred_until(*, ended_on: date, years: int, at_own_request: bool) -> date | None:
    """CRT-R06 (CAA09050; case 11): the last barred day after a revocation; None where the holder asked for it.

    Revoked on 1 July 2023, three years: 30 June 2026 is barred, 1 July 2026 is not.
    """
    return None if at_own_request else add_years(ended_on, years) - timedelta(days=1)


def hearing_over(*, due_on: date | None, spoke: bool, more_will_follow: bool, on: date) -> bool:
    """CRT-R07 (CAA02100): a decision may be taken when the period ended, or earlier once the trader has spoken
    and does not say that more will follow. While no letter was received there is no period yet (`due_on` None)."""
    if spoke and not more_will_follow:
        return True
    return due_on is not None and on > due_on


class LevelBreach(StrEnum):
    """Why a level does not fit."""

    MISSING = "MISSING"
    UNKNOWN = "UNKNOWN"
    OTHER_THAN_ISSUED = "OTHER_THAN_ISSUED"


def level_breach(*, level: str, offered: Sequence[str], issued: str | None) -> LevelBreach | None:
    """CRT-R11 (R-BEN-13; the levels of the file's configuration): a kind that has levels is granted at one of them, a kind
    without levels at none. `issued` is the level of the certificate that a grant joins ("" without one), None where the
    grant opens a certificate: all types of one certificate stand at its level.
    """
    if issued is not None:
        return LevelBreach.OTHER_THAN_ISSUED if level != issued else None
    if offered and not level:
        return LevelBreach.MISSING
    return LevelBreach.UNKNOWN if level and level not in offered else None


class Asked(StrEnum):
    """What an application of a kind means for what the company holds."""

    OPENS = "OPENS"
    JOINS = "JOINS"
    RENEWS = "RENEWS"
    HELD = "HELD"


def asked(
    *, held: Collection[str] | None, wanted: Collection[str], renewable_from: date | None, begun_on: date
) -> Asked:
    """CRT-R12 (domain.md, States: one certificate of a kind in force on any day, a future one may wait): an application
    opens a certificate, adds types to the one that stands (`held`: its types, None without one), or renews one that ends
    once its time has come. All else is held already and not applied for again."""
    if held is None:
        return Asked.OPENS
    if renewable_from is not None and begun_on >= renewable_from:
        return Asked.RENEWS
    return Asked.JOINS if set(wanted) - set(held) else Asked.HELD


def headline(words: Sequence[tuple[str, date]]) -> str:
    """CRT-R08 (issue: status look-up): `active` when any kind is in force, else the latest other word, else `none`.

    `words` are (API word, day it began) of each kind.
    """
    known = [(word, began) for word, began in words if word != "none"]
    if any(word == "active" for word, _ in known):
        return "active"
    return max(known, key=lambda pair: pair[1])[0] if known else "none"


def facilitation(kinds_in_force: Iterable[str]) -> str:
    """CRT-R09: what the border gives: `full` for both kinds, the one kind in force, or `none`."""
    kinds = sorted(set(kinds_in_force))
    return "full" if len(kinds) > 1 else (kinds[0] if kinds else "none")


def add_years(day: date, years: int) -> date:
    """CRT-R10: the same day years later; 29 February gives 28 February in other years."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
