"""The rules of an application as pure functions on plain facts: what is asked, what is missing, when it counts as accepted,
whose turn it is. Nothing here knows a database, the time or a language."""

from .acceptance import AcceptanceBreach, acceptance_breaches, acceptance_date
from .completeness import (
    AnswerFacts,
    CompanyFacts,
    Gap,
    MissingKind,
    MissingPoint,
    RowFacts,
    RowState,
    answer_gaps,
    missing_points,
    row_state,
)
from .relevance import asked_of_trader, places_asked
from .signature import digest
from .standing import (
    Colour,
    Holder,
    ProgressState,
    Sentence,
    StandingFacts,
    Verdict,
    Wait,
    counted_limit,
    progress,
    verdict,
)

__all__ = [
    "AcceptanceBreach",
    "AnswerFacts",
    "Colour",
    "CompanyFacts",
    "Gap",
    "Holder",
    "MissingKind",
    "MissingPoint",
    "ProgressState",
    "RowFacts",
    "RowState",
    "Sentence",
    "StandingFacts",
    "Verdict",
    "Wait",
    "acceptance_breaches",
    "acceptance_date",
    "answer_gaps",
    "asked_of_trader",
    "counted_limit",
    "digest",
    "missing_points",
    "places_asked",
    "progress",
    "row_state",
    "verdict",
]
