"""The law of acts that span rooms, as pure functions on plain facts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LIVE = ("active", "suspended")


def draft_left_alone_before(on: date, *, days: int) -> date:
    """LIF-R06 (acceptance case 51): a draft is never ended by time; a company is reminded of one it left alone for the
    configured days."""
    return on - timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Told:
    """What the look-up says of one certificate: the word, and since when."""

    word: str
    since: date


@dataclass(frozen=True, slots=True)
class RowFact:
    """What the decision maker chose for one row: the status it has and the outcome chosen."""

    name: str
    status: str
    proposal: str
    choice: str
    may: bool
    hearing_over: bool


def normal_tin(text: str, pattern: str) -> str | None:
    """LIF-R01 (issue: status look-up): trimmed and upper-cased; None when it does not fit the configured pattern."""
    tin = text.strip().upper()
    return tin if re.fullmatch(pattern, tin) else None


def row_outcome(fact: RowFact) -> str:
    """LIF-R02: what a choice does to a row: `grant`, `hear`, `refuse`, `return` or `keep` (a hearing still runs).

    Agreeing with a refusal opens the hearing first; deciding otherwise turns the proposal round.
    """
    if fact.choice == "return":
        return "return"
    adverse = (fact.proposal == "REFUSE") == (fact.choice == "agree")
    if not adverse:
        return "grant"
    if fact.status == "PROPOSED":
        return "hear"
    return "refuse" if fact.hearing_over else "keep"


def whole_file(outcomes: Sequence[str]) -> str:
    """LIF-R03: where the file goes: `return` when a row is sent back, `hearing` while one is heard, else `decided`."""
    if "return" in outcomes:
        return "return"
    return "hearing" if {"hear", "keep"} & set(outcomes) else "decided"


def mixed_return(outcomes: Sequence[str]) -> bool:
    """LIF-R04: rows are sent back together: a file returns whole or not at all."""
    return "return" in outcomes and set(outcomes) != {"return"}


def speaks_for_itself(own: Sequence[Told], *, covered_since: date | None, holder_in_force: bool) -> bool:
    """LIF-R05 (issue: a covered entity answers with `holder`): own certificates that stand go first, a suspended one too,
    so that no coverage hides a suspension. Own certificates that ended give way to a holder in force only when the
    coverage is the later decision; with nothing of its own to tell, the holder answers.
    """
    if covered_since is None:
        return True
    told = [one for one in own if one.word != "none"]
    if not told:
        return False
    if any(one.word in LIVE for one in told):
        return True
    return not (holder_in_force and covered_since >= max(one.since for one in told))
