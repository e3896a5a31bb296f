"""The rules of the programme on plain facts: who may take which act, which office is competent.
Nothing here knows rows, settings, languages or the time."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from programme.states import NEVER_RELAXED, SEPARATED_PAIRS, Act, CompetenceCriterion, SeparationMode

_BRACES = re.compile(r"\{([^{}]*)\}?")
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


# --- separation of duties -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SeparationFacts:
    """One rule of the separation table in force."""

    first: str
    second: str
    mode: str
    reviewer_role: str = ""


@dataclass(frozen=True, slots=True)
class SeparationVerdict:
    """`forbidden_by`: earlier acts that shut this one out. `reviewed_by`: earlier act → role that must review both."""

    forbidden_by: tuple[str, ...]
    reviewed_by: tuple[tuple[str, str], ...]

    @property
    def needs_reason(self) -> bool:
        return bool(self.reviewed_by)


def separation_verdict(*, act: str, earlier: Collection[str], table: Iterable[SeparationFacts]) -> SeparationVerdict:
    """PRG-R07 (issue, separation of duties): a person's earlier acts on the file against the table in force.

    A separated pair that the table leaves out is forbidden; propose/decide and decide/appeal are forbidden whatever it says.
    """
    rules = {frozenset((rule.first, rule.second)): rule for rule in table}
    forbidden, reviewed = [], []
    for before in Act.values:
        rule = _rule_for(frozenset((before, act)), rules) if before in earlier and before != act else None
        if rule and rule.mode == SeparationMode.FORBIDDEN:
            forbidden.append(before)
        elif rule and rule.mode == SeparationMode.REVIEWED:
            reviewed.append((before, rule.reviewer_role))
    return SeparationVerdict(tuple(forbidden), tuple(reviewed))


def _rule_for(pair: frozenset[str], rules: Mapping[frozenset[str], SeparationFacts]) -> SeparationFacts | None:
    first, second = (*pair, "")[:2]
    if pair in map(frozenset, NEVER_RELAXED) or (pair in map(frozenset, SEPARATED_PAIRS) and pair not in rules):
        return SeparationFacts(first, second, SeparationMode.FORBIDDEN)
    return rules.get(pair)


def missing_pairs(table: Iterable[SeparationFacts]) -> list[tuple[str, str]]:
    """PRG-R08: a configuration may be published only when it speaks of every separated pair."""
    present = {frozenset((rule.first, rule.second)) for rule in table}
    return [pair for pair in SEPARATED_PAIRS if frozenset(pair) not in present]


# --- delegation and competence --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DelegationFacts:
    """What a delegation covers. Empty kind and office mean any."""

    act: str
    kind: str = ""
    office: str = ""
    small_firms_only: bool = False


def delegation_fits(
    delegation: DelegationFacts, *, act: str, kind: str, offices: Sequence[str], small_firm: bool
) -> bool:
    """PRG-R09 (issue, delegation table): act, kind, office and size must all be covered.

    `offices` are the codes of the file's office and of those above it: a delegation for a region covers its posts.
    """
    return (
        delegation.act == act
        and delegation.kind in ("", kind)
        and (not delegation.office or delegation.office in offices)
        and (small_firm or not delegation.small_firms_only)
    )


@dataclass(frozen=True, slots=True)
class CompetenceFacts:
    """One rule of competence: what it looks at, the value it wants, the office it names."""

    criterion: str
    value: str
    office: str


def competent_office(
    rules: Iterable[CompetenceFacts], *, region: str, size: str, type_tokens: Collection[str]
) -> str | None:
    """PRG-R10 (issue, offices): the first rule that fits names the competent office; None when none fits."""
    facts = {
        CompetenceCriterion.REGION: {region},
        CompetenceCriterion.SIZE: {size},
        CompetenceCriterion.OPERATOR_TYPE: set(type_tokens),
    }
    for rule in rules:
        if rule.criterion == CompetenceCriterion.ELSE or rule.value in facts[CompetenceCriterion(rule.criterion)]:
            return rule.office
    return None


# --- dates and texts ------------------------------------------------------------------------------------------------


def effective_on(*, decided_on: date, effective_days: int) -> date:
    """PRG-R11 (UCC-DA 29): a certificate takes effect this many calendar days after the decision; 29 June + 5 = 4 July."""
    return decided_on + timedelta(days=effective_days)


def is_open(*, opens_on: date | None, closes_on: date | None, on: date) -> bool:
    """PRG-R12 (APP-12): a type is open from its opening day until and including its closing day."""
    return opens_on is not None and opens_on <= on and (closes_on is None or on <= closes_on)


def places_left(*, most: int | None, until: date | None, taken: int, on: date) -> int | None:
    """PRG-R25 (PIL-02, PIL-07): while a test group runs, how many companies more may send an application; None when every
    company may. The last day of the group still belongs to it."""
    if most is None or (until is not None and on > until):
        return None
    return max(most - taken, 0)


def placeholders(text: str) -> frozenset[str]:
    """The names in {braces} of a letter's text."""
    return frozenset(_PLACEHOLDER.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """PRG-R13: a letter with its placeholders filled; only plain names, so no template reaches inside a value.

    Raises KeyError with the first name that has no value: half-filled letters are never sent.
    """
    return _PLACEHOLDER.sub(lambda found: values[found[1]], text)


def unknown_placeholders(text: str, known: Collection[str]) -> list[tuple[int, str]]:
    """PRG-R31: the line and the name of each word in braces that a letter can’t be filled with, malformed ones too."""
    return [
        (line, found[1].strip())
        for line, row in enumerate(text.splitlines(), start=1)
        for found in _BRACES.finditer(row)
        if found[1] not in known
    ]


def day_before(day: date) -> date:
    """PRG-R32: a wording holds until the day before the next one."""
    return day - timedelta(days=1)
