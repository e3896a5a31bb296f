"""What desk checks demand, on plain facts: when a result counts, when a file may be determined, when a list is old.
Every breach is returned, never only the first; the words for them stand in `selectors.wording`."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .states import CheckCode, CheckResult, HitStatus, Risk, VettingStatus

# An import that takes away more than this share of a list is more often a broken file than news.
LARGEST_LOSS_PERCENT = 20


class Breach(StrEnum):
    """Why something may not be done. Each has one sentence in `selectors.wording`."""

    CHECK_OPEN = "CHECK_OPEN"
    CHECK_EXPIRED = "CHECK_EXPIRED"
    FAIL_IS_HIGH_RISK = "FAIL_IS_HIGH_RISK"
    HITS_OPEN = "HITS_OPEN"
    TRUE_MATCH_IS_FAIL = "TRUE_MATCH_IS_FAIL"
    ALREADY_DETERMINED = "ALREADY_DETERMINED"
    RESULT_MISSING = "RESULT_MISSING"
    SOURCE_MISSING = "SOURCE_MISSING"
    NOTE_MISSING = "NOTE_MISSING"
    EXPIRY_PASSED = "EXPIRY_PASSED"
    NOT_OPENED = "NOT_OPENED"
    NOT_DETERMINED = "NOT_DETERMINED"
    VETTING_ENDED = "VETTING_ENDED"
    TRUE_MATCH = "TRUE_MATCH"


@dataclass(frozen=True, slots=True)
class CheckFact:
    """One desk check as it stands. `expires_on` is the last day on which the result counts."""

    code: str
    result: str
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class HitCount:
    """The screening hits of one operator on entries that are still listed."""

    open: int = 0
    confirmed: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """A breach and what it is about: the code of a check, a number of hits, or nothing."""

    breach: Breach
    about: str = ""


def result_expired(check: CheckFact, on: date) -> bool:
    """VET-R01 (domain.md §6, “expiry of the result”): a result counts to the end of its last day."""
    return check.expires_on is not None and check.expires_on < on


def determination_breaches(
    *, status: str, checks: Iterable[CheckFact], hits: HitCount, risk: str, on: date
) -> list[Named]:
    """VET-R02 (R-VET-01, R-VET-03): a file is determined when every check has a result that still counts and every hit
    a finding; a failed check, or a name that is the listed one, leaves high risk only."""
    known = tuple(checks)
    found = [] if status == VettingStatus.OPEN else [Named(Breach.ALREADY_DETERMINED)]
    found += [Named(Breach.CHECK_OPEN, check.code) for check in known if not check.result]
    found += [Named(Breach.CHECK_EXPIRED, check.code) for check in known if check.result and result_expired(check, on)]
    found += [Named(Breach.HITS_OPEN, str(hits.open))] if hits.open else []
    found += _confirmed_breaches(known, hits)
    if risk != Risk.HIGH:
        found += [Named(Breach.FAIL_IS_HIGH_RISK, check.code) for check in known if check.result == CheckResult.FAIL]
    return found


def _confirmed_breaches(checks: tuple[CheckFact, ...], hits: HitCount) -> list[Named]:
    lists = [check for check in checks if check.code == CheckCode.WATCH_LISTS and check.result != CheckResult.FAIL]
    return [Named(Breach.TRUE_MATCH_IS_FAIL, check.code) for check in lists if hits.confirmed and check.result]


def result_breaches(*, check: CheckFact, source: str, note: str, hits: HitCount, on: date) -> list[Named]:
    """VET-R03 (R-VET-10, R-VET-12): a result names its source; anything but ‘clear’ says why in a note; a result that no
    longer counts is not written; the watch-list check follows the hits."""
    found = [] if check.result else [Named(Breach.RESULT_MISSING)]
    found += [] if source.strip() else [Named(Breach.SOURCE_MISSING)]
    if check.result not in ("", CheckResult.CLEAR) and not note.strip():
        found.append(Named(Breach.NOTE_MISSING))
    if result_expired(check, on):
        found.append(Named(Breach.EXPIRY_PASSED))
    if check.code == CheckCode.WATCH_LISTS and check.result == CheckResult.CLEAR and hits.open:
        found.append(Named(Breach.HITS_OPEN, str(hits.open)))
    return found + _confirmed_breaches((check,), hits)


def valid_until(*, determined_on: date, months: int, checks: Iterable[CheckFact]) -> date:
    """VET-R04 (figure `vetting.valid_months`): vetting holds for the configured months, or until the first of its
    results no longer counts. The day returned is the last one that counts."""
    expiries = [check.expires_on for check in checks if check.expires_on]
    return min([months_later(determined_on, months), *expiries])


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def decision_breaches(*, status: str | None, valid_until: date | None, hits: HitCount, on: date) -> list[Named]:
    """VET-R05 (R-VET-03): nothing is granted on vetting that is open or has ended, on open hits or on a true match."""
    if status is None:
        return [Named(Breach.NOT_OPENED)]
    found = [] if status == VettingStatus.DETERMINED else [Named(Breach.NOT_DETERMINED)]
    if status == VettingStatus.DETERMINED and valid_until is not None and valid_until < on:
        found.append(Named(Breach.VETTING_ENDED, valid_until.isoformat()))
    found += [Named(Breach.HITS_OPEN, str(hits.open))] if hits.open else []
    return found + ([Named(Breach.TRUE_MATCH, str(hits.confirmed))] if hits.confirmed else [])


def list_is_stale(*, imported_on: date, stale_after_days: int, on: date) -> bool:
    """VET-R06 (WatchList.stale_after_days): a list is old when more days than configured have passed since it came in."""
    return (on - imported_on).days > stale_after_days


def loses_too_much(*, before: int, removed: int) -> bool:
    """VET-R07 (half a list is worse than yesterday's): an import that takes away more than a fifth is asked about first."""
    return removed * 100 > before * LARGEST_LOSS_PERCENT


def comes_back_as(status: str) -> str | None:
    """VET-R08 (domain.md §6, screen 11): what a likeness found again does to a hit of the same two records. A finding
    stays silent until the entry or our record changes; one that had lapsed is open again."""
    return HitStatus.OPEN if status == HitStatus.LAPSED else None
