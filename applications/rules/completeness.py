"""When an answer, a section and a whole application are complete. Every reason is named, so the page can show them all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Gap(StrEnum):
    """What one answer still lacks."""

    ANSWER = "ANSWER"
    WORDS = "WORDS"
    REASON = "REASON"
    PLAN = "PLAN"
    PLAN_DATE = "PLAN_DATE"
    PAPER = "PAPER"
    LOOK = "LOOK"


class RowState(StrEnum):
    """How a question stands in the list of its section."""

    NOT_STARTED = "NOT_STARTED"
    INCOMPLETE = "INCOMPLETE"
    NEEDS_PAPER = "NEEDS_PAPER"
    LOOK_AGAIN = "LOOK_AGAIN"
    ANSWERED = "ANSWERED"


class MissingKind(StrEnum):
    """A line of “What is missing”."""

    VERIFICATION = "VERIFICATION"
    SITES = "SITES"
    PEOPLE = "PEOPLE"
    CONTRADICTION = "CONTRADICTION"
    ANSWERS = "ANSWERS"
    WORDS = "WORDS"
    REASON = "REASON"
    PLAN = "PLAN"
    PAPER = "PAPER"
    LOOK = "LOOK"
    CONSENTS = "CONSENTS"


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What the trader entered for one question. `papers` counts certificates and reports too, `group_papers` those of rows
    that share this answer; `look_again`: carried over, and the criterion has other words now."""

    outcome: str = ""
    how: str = ""
    reason: str = ""
    plan: str = ""
    planned_until: date | None = None
    papers: int = 0
    group_papers: int = 0
    look_again: bool = False


@dataclass(frozen=True, slots=True)
class RowFacts:
    """One question of the file with its answer; `site` is a key or None. `on_record`: the company record says it already."""

    code: str
    section: str
    must: bool
    customs_too: bool
    answer: AnswerFacts | None
    site: int | None = None
    on_record: bool = False


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """What the company record contributes to completeness."""

    verified: bool
    sites: int
    people: int
    consents_open: int
    contradictions: int = 0


@dataclass(frozen=True, slots=True)
class MissingPoint:
    """One thing missing: for answers the count and the sections, else the code of the question."""

    kind: MissingKind
    count: int = 1
    sections: tuple[str, ...] = ()
    code: str = ""
    site: int | None = None


def answer_gaps(row: RowFacts) -> tuple[Gap, ...]:
    """APP-R03 (R-SAC-12, pages 6): met and partly met need words, a ‘must’ that is met also a paper (its own or that of
    a row sharing the answer; none where Customs gives its part); a ‘must’ not met needs a plan and its date; what does
    not apply needs a reason. What the company record says is not asked again. An answer carried over to other words of
    the criterion needs a look."""
    answer = row.answer
    if answer is None or not answer.outcome:
        return (Gap.ANSWER,)
    words = answer.how or row.on_record
    wanted = {
        "MET": ((Gap.WORDS, words), (Gap.PAPER, _paper(row, answer))),
        "PARTLY_MET": ((Gap.WORDS, words),),
        "NOT_MET": ((Gap.PLAN, answer.plan), (Gap.PLAN_DATE, answer.planned_until)) if row.must else (),
        "NOT_APPLICABLE": ((Gap.REASON, answer.reason),),
    }[answer.outcome]
    found = tuple(gap for gap, value in wanted if not (value.strip() if isinstance(value, str) else value))
    return (*found, Gap.LOOK) if answer.look_again else found


def row_state(row: RowFacts) -> RowState:
    """APP-R04 (pages 5 and 6): the one word a question gets in its section's list."""
    gaps = answer_gaps(row)
    if not gaps:
        return RowState.ANSWERED
    if Gap.ANSWER in gaps:
        return RowState.INCOMPLETE if row.answer is not None and _touched(row.answer) else RowState.NOT_STARTED
    alone = gaps[0] if len(gaps) == 1 else None
    if alone is Gap.LOOK:
        return RowState.LOOK_AGAIN
    return RowState.NEEDS_PAPER if alone is Gap.PAPER else RowState.INCOMPLETE


def missing_points(rows: Iterable[RowFacts], company: CompanyFacts) -> list[MissingPoint]:
    """APP-R05 (acceptance case 52, CBSA rule): everything that keeps the application from being sent, all at once."""
    points = list(_company_points(company))
    gaps = [(row, answer_gaps(row)) for row in rows]
    unanswered = [row for row, found in gaps if Gap.ANSWER in found]
    if unanswered:
        sections = tuple(dict.fromkeys(row.section for row in unanswered))
        points.append(MissingPoint(MissingKind.ANSWERS, len(unanswered), sections))
    points += [
        MissingPoint(kind, code=row.code, site=row.site)
        for row, found in gaps
        for kind in dict.fromkeys(_KIND_OF[gap] for gap in found if gap is not Gap.ANSWER)
    ]
    if company.consents_open:
        points.append(MissingPoint(MissingKind.CONSENTS, company.consents_open))
    return points


_KIND_OF = {
    Gap.WORDS: MissingKind.WORDS,
    Gap.REASON: MissingKind.REASON,
    Gap.PLAN: MissingKind.PLAN,
    Gap.PLAN_DATE: MissingKind.PLAN,
    Gap.PAPER: MissingKind.PAPER,
    Gap.LOOK: MissingKind.LOOK,
}


def _company_points(company: CompanyFacts) -> Iterable[MissingPoint]:
    if not company.verified:
        yield MissingPoint(MissingKind.VERIFICATION)
    if not company.sites:
        yield MissingPoint(MissingKind.SITES)
    if not company.people:
        yield MissingPoint(MissingKind.PEOPLE)
    if company.contradictions:
        yield MissingPoint(MissingKind.CONTRADICTION, company.contradictions)


def _paper(row: RowFacts, answer: AnswerFacts) -> bool:
    return not row.must or row.customs_too or row.on_record or bool(answer.papers or answer.group_papers)


def _touched(answer: AnswerFacts) -> bool:
    return bool(answer.how or answer.reason or answer.plan or answer.planned_until or answer.papers)
