"""The rules of the programme on plain facts: which criteria a file meets, who may take which act, which office is competent.
Nothing here knows rows, settings, languages or the time."""

from .acts import (
    CompetenceFacts,
    DelegationFacts,
    SeparationFacts,
    SeparationVerdict,
    competent_office,
    delegation_fits,
    effective_on,
    filled,
    is_open,
    missing_pairs,
    placeholders,
    separation_verdict,
)
from .criteria import (
    CriterionFacts,
    FileFacts,
    applies,
    contradictions,
    fits_scope,
    is_small_firm,
    relevant_questions,
    shown_evidence,
)

__all__ = [
    "CompetenceFacts",
    "CriterionFacts",
    "DelegationFacts",
    "FileFacts",
    "SeparationFacts",
    "SeparationVerdict",
    "applies",
    "competent_office",
    "contradictions",
    "delegation_fits",
    "effective_on",
    "filled",
    "fits_scope",
    "is_open",
    "is_small_firm",
    "missing_pairs",
    "placeholders",
    "relevant_questions",
    "separation_verdict",
    "shown_evidence",
]
