"""What administrators configure, with versions: types, criteria, figures, limits, calendars, separation of duties, delegations,
texts. A published version never changes; a new one takes its place from a date."""

from .acts import ActReview, ActTaken, Delegation
from .configuration import Configuration, Figure, LimitCause, SeparationRule, TimeLimit
from .criteria import ApplicabilityQuestion, CriteriaSet, Criterion, Section
from .guidance import CriterionProposal, Guidance, Interpretation, ProposalMessage
from .levels import CertificateLevel
from .offices import BusinessCalendar, Closure, ClosureProposal, CompetenceRule, Region
from .texts import DeclarationTerms, LegalBasis, LetterTemplate, NumberSeries
from .types import OpeningLine, OpeningPlan, OperatorType
from .versions import Version

__all__ = [
    "ActReview",
    "ActTaken",
    "ApplicabilityQuestion",
    "BusinessCalendar",
    "CertificateLevel",
    "Closure",
    "ClosureProposal",
    "CompetenceRule",
    "Configuration",
    "CriteriaSet",
    "Criterion",
    "CriterionProposal",
    "DeclarationTerms",
    "Delegation",
    "Figure",
    "Guidance",
    "Interpretation",
    "LegalBasis",
    "LetterTemplate",
    "LimitCause",
    "NumberSeries",
    "OpeningLine",
    "OpeningPlan",
    "OperatorType",
    "ProposalMessage",
    "Region",
    "Section",
    "SeparationRule",
    "TimeLimit",
    "Version",
]
