"""Reads before an application: what a pre-check tells its reader, how long it usually takes, who is interested."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from applications import rules
from applications.models import Application, Interest, PreCheck
from applications.rules.before import (
    SIZE_BANDS,
    CheckFacts,
    CheckResult,
    TypeFacts,
    band_of,
    check,
    code_digest,
    usual_days,
)
from applications.states import ApplicationStatus
from foundation.clock.models import add_months
from programme.models import ApplicabilityQuestion, OperatorType, Section
from programme.selectors import (
    amount_in_words,
    applicable,
    configuration,
    criteria,
    criteria_set,
    evidence_for,
    fee_in_words,
    figure,
    open_types,
    small_firm,
    start_questions_for,
    time_limit,
    types_by_tokens,
)
from programme.states import AnsweredBy, FigureCode, Stage, TimeLimitCode

from .places import places, places_in_words


@dataclass(frozen=True, slots=True)
class Paper:
    """What one question asks for, in the form that is enough for a firm of this size."""

    title: str
    evidence: str
    must: bool


@dataclass(frozen=True, slots=True)
class ToPrepare:
    """One section of what to prepare."""

    section: Section
    papers: tuple[Paper, ...]
    looked_up: int


@dataclass(frozen=True, slots=True)
class CheckView:
    """Everything the result page of a pre-check says."""

    result: CheckResult
    open_types: tuple[OperatorType, ...]
    closed_types: tuple[OperatorType, ...]
    full_types: tuple[OperatorType, ...]
    groups: tuple[tuple[OperatorType, str], ...]
    small: bool
    sections: tuple[ToPrepare, ...]
    questions: int
    limit: str
    usual_days: int | None
    least: int
    fee: str

    @property
    def obstacles(self) -> frozenset[str]:
        return frozenset(map(str, self.result.obstacles))


def pre_check(code: str, on: date) -> PreCheck | None:
    """The answers behind a code, while they are kept."""
    if not code.strip():
        return None
    return PreCheck.objects.filter(code_digest=code_digest(code), expires_on__gte=on).first()


def check_questions(answers: Mapping[str, Any], on: date) -> list[ApplicabilityQuestion]:
    """The start questions of the set in force that decide something for these types and kinds."""
    families = frozenset(row.family for row in types_by_tokens(answers["types"]))
    return start_questions_for(criteria_set(on), families, answers["kinds"])


def check_view(answers: Mapping[str, Any], on: date) -> CheckView:
    """What fits, what is in the way, what to prepare and how long it takes; a constant number of queries."""
    current = configuration(on)
    chosen = types_by_tokens(answers["types"])
    left = places(chosen, on)
    full = {token for token, n in left.items() if not n}
    open_tokens = set(open_types(on).values_list("token", flat=True)) - full
    facts = CheckFacts(
        types=[TypeFacts(row.token, row.token in open_tokens) for row in chosen],
        here=answers["country"] == settings.ECONOMY,
        years=int(answers["years"]),
        customs_activity=bool(answers["customs_activity"]),
        trouble=bool(answers["trouble"]),
    )
    small = small_firm(int(answers["employees"]), current, turnover=answers.get("turnover"))
    sections = _to_prepare(answers, chosen, small=small, on=on)
    decision = time_limit(TimeLimitCode.DECISION, current)
    return CheckView(
        result=check(facts, young_below=figure(FigureCode.YOUNG_FIRM_YEARS, current)),
        open_types=tuple(row for row in chosen if row.token in open_tokens),
        closed_types=tuple(row for row in chosen if row.token not in open_tokens | full),
        full_types=tuple(row for row in chosen if row.token in full),
        groups=tuple((row, places_in_words(left[row.token])) for row in chosen if left.get(row.token)),
        small=small,
        sections=sections,
        questions=sum(len(row.papers) for row in sections),
        limit=amount_in_words(decision.amount, decision.unit),
        usual_days=usual_days(
            durations(on, months=figure(FigureCode.LOOK_BACK_MONTHS, current), small=small),
            least=figure(FigureCode.LEAST_DECISIONS, current),
        ),
        least=figure(FigureCode.LEAST_DECISIONS, current),
        fee=fee_in_words(current),
    )


def _to_prepare(
    answers: Mapping[str, Any], chosen: list[OperatorType], *, small: bool, on: date
) -> tuple[ToPrepare, ...]:
    fitting = applicable(
        criteria(criteria_set(on)),
        families=frozenset(row.family for row in chosen),
        kinds=answers["kinds"],
        stage=Stage.APPLICATION,
        answers=answers.get("starts", {}),
    )
    found = []
    for section, rows in groupby(fitting, key=lambda row: row.section):
        asked = list(rows)
        papers = [
            Paper(row.title, evidence_for(row, small_firm=small), row.weight == "must")
            for row in asked
            if rules.asked_of_trader(row.answered_by)
        ]
        looked_up = sum(row.answered_by == AnsweredBy.CUSTOMS for row in asked)
        found.append(ToPrepare(section, tuple(papers), looked_up))
    return tuple(found)


def durations(on: date, *, months: int, small: bool | None = None) -> list[int]:
    """The days from acceptance to the decision of the files decided in so many months before a day."""
    rows = Application.objects.filter(
        status=ApplicationStatus.DECIDED, accepted_on__isnull=False, ended_on__gt=add_months(on, -months)
    )
    if small is not None:
        rows = rows.filter(small_firm=small)
    days = rows.values_list("accepted_on", "ended_on")
    return [(ended - accepted).days for accepted, ended in days if accepted and ended]


# --- interest ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InterestLine:
    """How many would like to join as one type, by size."""

    type: OperatorType
    by_band: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.by_band)


def interests_registered() -> QuerySet[Interest]:
    """Everybody who registered interest, newest first."""
    return Interest.objects.order_by("-registered_at", "-id")


def interest_lines() -> list[InterestLine]:
    """Interest by type and size; a company with two types counts in both."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for tokens, employees in interests_registered().values_list("operator_types", "employees"):
        for token in tokens:
            counts[token][band_of(employees)] += 1
    bands = range(len(SIZE_BANDS))
    return [
        InterestLine(row, tuple(counts[row.token][band] for band in bands)) for row in types_by_tokens(list(counts))
    ]


def band_words() -> list[str]:
    """“1 to 9 people”, “250 and more”."""
    words = []
    for low, high in SIZE_BANDS:
        if high is None:
            words.append(_("%(low)s people and more") % {"low": low})
        else:
            words.append(_("%(low)s to %(high)s people") % {"low": low, "high": high})
    return words
