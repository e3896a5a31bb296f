"""Time to improve, longer time to decide, shorter limits of small firms: what both sides may agree on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FrameBreach(StrEnum):
    """Why a time frame cannot be agreed on."""

    NO_MORE = "NO_MORE"
    NOT_AHEAD = "NOT_AHEAD"
    TOO_LONG = "TOO_LONG"


@dataclass(frozen=True, slots=True)
class FrameFacts:
    """What is asked for: the last day, today, the latest day the rules allow, how often it happened and may happen."""

    until: date
    on: date
    latest: date
    used: int
    most: int


def frame_breaches(facts: FrameFacts) -> tuple[FrameBreach, ...]:
    """APP-R20 (R-APP-04, programme document 001 II.1): both sides agree a time frame; it lies ahead, is not longer than
    the rules allow, and comes no more often than they allow."""
    found = {
        FrameBreach.NO_MORE: facts.used >= facts.most,
        FrameBreach.NOT_AHEAD: facts.until <= facts.on,
        FrameBreach.TOO_LONG: facts.until > facts.latest,
    }
    return tuple(breach for breach, true in found.items() if true)


def investigation_allowed(months: int, *, most: int) -> bool:
    """APP-R21 (HMRC CAA02040; acceptance case 12): an investigation makes the limit longer by nine months at most."""
    return 1 <= months <= most


def shortened(amount: int, percent: int) -> int:
    """APP-R22 (R-SME-06): the part of a limit that small firms wait, rounded up to whole days, never nothing."""
    return max(1, -(-amount * percent // 100))


def stale_fields(told: Mapping[str, str], record: Mapping[str, str]) -> tuple[str, ...]:
    """APP-R23 (acceptance case 54): fields whose record is no longer what the trader saw when telling the change."""
    return tuple(field for field, old in told.items() if record.get(field, "") != old)


@dataclass(frozen=True, slots=True)
class Said:
    """What one answer says, for comparing with last time."""

    outcome: str = ""
    how: str = ""
    reason: str = ""
    plan: str = ""
    papers: frozenset[str] = frozenset()


class Difference(StrEnum):
    """How an answer differs from the one of the last file."""

    NEW = "NEW"
    OUTCOME = "OUTCOME"
    WORDS = "WORDS"
    PAPERS = "PAPERS"


def differences(now: Said, before: Said | None) -> tuple[Difference, ...]:
    """APP-R24 (issue 3, comparison with last time): what changed since the last file; NEW where it was not asked then."""
    if before is None:
        return (Difference.NEW,) if now != Said() else ()
    return tuple(_differences(now, before))


def _differences(now: Said, before: Said) -> Iterator[Difference]:
    if now.outcome != before.outcome:
        yield Difference.OUTCOME
    if (now.how.strip(), now.reason.strip(), now.plan.strip()) != (
        before.how.strip(),
        before.reason.strip(),
        before.plan.strip(),
    ):
        yield Difference.WORDS
    if now.papers != before.papers:
        yield Difference.PAPERS
