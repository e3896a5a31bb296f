"""Which criteria a file meets: by family, kind, stage and start questions, and what a small firm may show.
Nothing here knows rows, settings, languages or the time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from programme.states import Stage


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    """What of a criterion decides whether it is asked. `applies_when` are keys of start questions."""

    code: str
    families: frozenset[str]
    kinds: frozenset[str]
    stage: str
    applies_when: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What of a file decides which criteria it meets. `answers` holds only start questions that were answered."""

    families: frozenset[str]
    kinds: frozenset[str]
    stage: str
    answers: Mapping[str, bool]


def fits_scope(criterion: CriterionFacts, file: FileFacts) -> bool:
    """PRG-R01 (CRITERIA.md): a criterion belongs to a file that shares one family and one kind with it, at its stage."""
    return bool(
        criterion.families & file.families
        and criterion.kinds & file.kinds
        and criterion.stage in (Stage.BOTH, file.stage)
    )


def applies(criterion: CriterionFacts, file: FileFacts) -> bool:
    """PRG-R02 (CRITERIA.md): asked when every start question it rests on is yes; no answer counts as yes."""
    return fits_scope(criterion, file) and all(file.answers.get(key, True) for key in criterion.applies_when)


def relevant_questions(criteria: Iterable[CriterionFacts], file: FileFacts) -> frozenset[str]:
    """PRG-R03 (CRITERIA.md): only the start questions on which a criterion of the chosen types and kinds rests."""
    return frozenset(key for criterion in criteria if fits_scope(criterion, file) for key in criterion.applies_when)


def contradictions(answers: Mapping[str, bool]) -> list[tuple[str, str]]:
    """PRG-R04 (CRITERIA.md): who seals full units also handles sealed units; yes to the first and no to the second clash."""
    clash = answers.get("seals_full_units") is True and answers.get("handles_sealed_units") is False
    return [("seals_full_units", "handles_sealed_units")] if clash else []


def shown_evidence(*, evidence: str, sme_evidence: str, small_firm: bool) -> str:
    """PRG-R05 (seed 001; SAC-13): a small firm may show the lighter evidence; the standard stays the same."""
    return sme_evidence if small_firm and sme_evidence else evidence


def is_small_firm(
    *,
    employees: int,
    fewer_than: int,
    turnover: Decimal | int | None = None,
    turnover_up_to: int = 0,
    both: bool = True,
) -> bool:
    """PRG-R06 (APEC, SME definitions): a firm is small with fewer employees than the configured figure and with a yearly
    turnover not above the configured one, or with either, as configured. A turnover counts where one is configured and
    the firm has told its own."""
    few = employees < fewer_than
    if not turnover_up_to or turnover is None:
        return few
    little = turnover <= turnover_up_to
    return few and little if both else few or little
