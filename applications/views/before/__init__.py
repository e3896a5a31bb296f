"""Pages before an application: for everybody, for a company, for officers."""

from .check import Check as PreCheckPage
from .check import CheckQuestions, CheckResult, FindCheck, UseCheck
from .consultation import Consultation, Talk, Talks
from .interest import Interest, InterestCsv, Interests
from .plan import AddStep, EditStep, Plan, PlanPrint
from .review import Review, ReviewDraft

__all__ = [
    "AddStep",
    "CheckQuestions",
    "CheckResult",
    "Consultation",
    "EditStep",
    "FindCheck",
    "Interest",
    "InterestCsv",
    "Interests",
    "Plan",
    "PlanPrint",
    "PreCheckPage",
    "Review",
    "ReviewDraft",
    "Talk",
    "Talks",
    "UseCheck",
]
