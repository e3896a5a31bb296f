"""Before an application, on plain facts: what a pre-check tells, when a consultation may be had, what is weak in a draft,
and how interest is counted."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


def code_digest(code: str) -> str:
    """APP-R18: what is kept of a code; spaces, hyphens and case don't count."""
    plain = re.sub(r"[^0-9A-Z]", "", code.upper())
    return hashlib.sha256(plain.encode()).hexdigest()


class Obstacle(StrEnum):
    """What a pre-check finds in the way; none of them is a decision."""

    ELSEWHERE = "ELSEWHERE"
    NO_TRADE_YEAR = "NO_TRADE_YEAR"
    TYPE_CLOSED = "TYPE_CLOSED"
    NO_CUSTOMS_ACTIVITY = "NO_CUSTOMS_ACTIVITY"
    TROUBLE = "TROUBLE"


@dataclass(frozen=True, slots=True)
class TypeFacts:
    """A type somebody chose: open today or not."""

    token: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """What a pre-check was told. `customs_activity`: the firm itself deals with Customs or keeps customs records here."""

    types: Sequence[TypeFacts]
    here: bool
    years: int
    customs_activity: bool
    trouble: bool


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What fits and what is in the way. `young`: the look back covers only the years the firm has."""

    open_types: tuple[str, ...]
    closed_types: tuple[str, ...]
    obstacles: tuple[Obstacle, ...]
    young: bool

    @property
    def can_apply(self) -> bool:
        return bool(self.open_types) and not set(self.obstacles) - {Obstacle.TYPE_CLOSED}


def check(facts: CheckFacts, *, young_below: int) -> CheckResult:
    """APP-R12 (issue 3, before applying; acceptance cases 18 and 23): who is established elsewhere, has no customs
    activity of its own, has not traded for a year yet, or answers yes to a general bar, is told so. A young firm is not
    shut out: the look back shrinks to the years it has. A closed type stops only itself."""
    open_types = tuple(row.token for row in facts.types if row.is_open)
    closed = tuple(row.token for row in facts.types if not row.is_open)
    checks = {
        Obstacle.ELSEWHERE: not facts.here,
        Obstacle.NO_CUSTOMS_ACTIVITY: not facts.customs_activity,
        Obstacle.NO_TRADE_YEAR: facts.years < 1,
        Obstacle.TYPE_CLOSED: bool(closed),
        Obstacle.TROUBLE: facts.trouble,
    }
    found = tuple(obstacle for obstacle, holds in checks.items() if holds)
    return CheckResult(open_types, closed, found, young=1 <= facts.years < young_below)


def usual_days(durations: Sequence[int], *, least: int) -> int | None:
    """APP-R13 (pages, landing): how long it took half of the files, once there are the configured number of decisions;
    before that nothing."""
    if len(durations) < least:
        return None
    ordered = sorted(durations)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) // 2


SIZE_BANDS = ((1, 9), (10, 49), (50, 249), (250, None))


def band_of(employees: int) -> int:
    """APP-R14 (003 Phase One): interest is counted by type and size; gives the place of the band. None counts as one."""
    for place, (_low, high) in enumerate(SIZE_BANDS):
        if high is None or employees <= high:
            return place
    return len(SIZE_BANDS) - 1


@dataclass(frozen=True, slots=True)
class PointFacts:
    """One question of a draft as a plan to improve sees it."""

    code: str
    outcome: str
    marked: bool
    must: bool


def is_weak(point: PointFacts) -> bool:
    """APP-R15 (R-SAC-03): weak is what is met in part or not at all, and what an officer marked to look at again."""
    return point.marked or point.outcome in ("PARTLY_MET", "NOT_MET")


def weak_first(points: Iterable[PointFacts]) -> list[PointFacts]:
    """APP-R16: the plan names musts before shoulds; otherwise the order of the questions stays."""
    return sorted((point for point in points if is_weak(point)), key=lambda point: not point.must)


class EntryBreach(StrEnum):
    """Why a talk is not logged."""

    AHEAD = "AHEAD"
    CLOSED = "CLOSED"
    NO_ADVICE = "NO_ADVICE"


def entry_breaches(*, held_on: date, on: date, closed: bool, advice: str) -> list[EntryBreach]:
    """APP-R17 (R-APP-07): a talk is logged after it was held, while the consultation runs, with what was advised."""
    checks = {
        EntryBreach.CLOSED: closed,
        EntryBreach.AHEAD: held_on > on,
        EntryBreach.NO_ADVICE: not advice.strip(),
    }
    return [breach for breach, holds in checks.items() if holds]
