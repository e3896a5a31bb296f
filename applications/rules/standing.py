"""Where a file stands: whose turn, which colour, which sentence. The sentences themselves are written in the selectors."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Colour(StrEnum):
    """Meaning of tags (pages.md): blue Customs works, orange the trader must act, purple somebody else, yellow stands still."""

    GREY = "grey"
    BLUE = "blue"
    ORANGE = "orange"
    YELLOW = "yellow"
    PURPLE = "purple"
    RED = "red"


class Holder(StrEnum):
    """Who has the ball; nobody once a file has ended."""

    CUSTOMS = "CUSTOMS"
    TRADER = "TRADER"
    NOBODY = ""


class Sentence(StrEnum):
    """The sentence the trader reads."""

    DRAFT = "DRAFT"
    READY_TO_SIGN = "READY_TO_SIGN"
    SENT = "SENT"
    ACCEPTED = "ACCEPTED"
    DESK_CHECKS = "DESK_CHECKS"
    ANSWER_QUESTIONS = "ANSWER_QUESTIONS"
    QUESTIONS_LATE = "QUESTIONS_LATE"
    IMPROVE = "IMPROVE"
    IMPROVE_LATE = "IMPROVE_LATE"
    VISIT = "VISIT"
    FOR_DECISION = "FOR_DECISION"
    HEARING = "HEARING"
    DECIDED = "DECIDED"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    WITHDRAWN = "WITHDRAWN"
    LATE = "LATE"
    LATE_CHECK = "LATE_CHECK"


class Wait(StrEnum):
    """What the file waits for, in the officers' queue."""

    TRADER_DRAFTS = "TRADER_DRAFTS"
    ACCEPTANCE_CHECK = "ACCEPTANCE_CHECK"
    START_OF_CHECKS = "START_OF_CHECKS"
    DESK_CHECKS = "DESK_CHECKS"
    ANSWERS = "ANSWERS"
    IMPROVEMENT = "IMPROVEMENT"
    VISIT = "VISIT"
    DECISION = "DECISION"
    STATEMENT = "STATEMENT"
    NOTHING = "NOTHING"


class ProgressState(StrEnum):
    """A step of the progress line, in the words of the component."""

    DONE = "done"
    CURRENT = "current"
    TODO = "todo"


@dataclass(frozen=True, slots=True)
class StandingFacts:
    """All that decides the standing. `late` speaks of the limit of Customs, `answer_due_on` of the trader's."""

    status: str
    on: date
    ready_to_sign: bool = False
    late: bool = False
    answer_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Colour of the tag, who has the ball, which sentence, what is waited for."""

    colour: Colour
    ball: Holder
    sentence: Sentence
    wait: Wait


_C, _T, _N = Holder.CUSTOMS, Holder.TRADER, Holder.NOBODY
_TABLE: dict[str, Verdict] = {
    "DRAFT": Verdict(Colour.GREY, _T, Sentence.DRAFT, Wait.TRADER_DRAFTS),
    "SUBMITTED": Verdict(Colour.BLUE, _C, Sentence.SENT, Wait.ACCEPTANCE_CHECK),
    "ACCEPTED": Verdict(Colour.BLUE, _C, Sentence.ACCEPTED, Wait.START_OF_CHECKS),
    "UNDER_VETTING": Verdict(Colour.BLUE, _C, Sentence.DESK_CHECKS, Wait.DESK_CHECKS),
    "INFORMATION_REQUESTED": Verdict(Colour.ORANGE, _T, Sentence.ANSWER_QUESTIONS, Wait.ANSWERS),
    "PAUSED_FOR_IMPROVEMENT": Verdict(Colour.YELLOW, _T, Sentence.IMPROVE, Wait.IMPROVEMENT),
    "UNDER_VALIDATION": Verdict(Colour.PURPLE, _C, Sentence.VISIT, Wait.VISIT),
    "FOR_DECISION": Verdict(Colour.BLUE, _C, Sentence.FOR_DECISION, Wait.DECISION),
    "HEARING": Verdict(Colour.ORANGE, _T, Sentence.HEARING, Wait.STATEMENT),
    "DECIDED": Verdict(Colour.GREY, _N, Sentence.DECIDED, Wait.NOTHING),
    "NOT_ACCEPTED": Verdict(Colour.RED, _N, Sentence.NOT_ACCEPTED, Wait.NOTHING),
    "WITHDRAWN": Verdict(Colour.GREY, _N, Sentence.WITHDRAWN, Wait.NOTHING),
}
_STEP_OF = {
    "SUBMITTED": 1,
    "ACCEPTED": 2,
    "UNDER_VETTING": 2,
    "UNDER_VALIDATION": 3,
    "FOR_DECISION": 4,
    "HEARING": 4,
    "DECIDED": 5,
}
STEPS = 6
# What the trader reads once the trader's own time has ended.
_AFTER = {Sentence.ANSWER_QUESTIONS: Sentence.QUESTIONS_LATE, Sentence.IMPROVE: Sentence.IMPROVE_LATE}


def verdict(facts: StandingFacts) -> Verdict:
    """APP-R09 (pages.md, tags for every state): one row per state; a passed limit changes the sentence, never the state."""
    row = _TABLE[facts.status]
    return Verdict(row.colour, row.ball, _sentence(facts, row), row.wait)


def _sentence(facts: StandingFacts, row: Verdict) -> Sentence:
    if facts.status == "DRAFT" and facts.ready_to_sign:
        return Sentence.READY_TO_SIGN
    if row.sentence in _AFTER and facts.answer_due_on is not None and facts.on > facts.answer_due_on:
        return _AFTER[row.sentence]
    if facts.late and row.ball is Holder.CUSTOMS:
        return Sentence.LATE_CHECK if facts.status == "SUBMITTED" else Sentence.LATE
    return row.sentence


def counted_limit(status: str, resumes_at: str = "") -> str | None:
    """APP-R10 (UCC 22): until acceptance the acceptance check is counted, after it the decision; nothing in a draft or at the end."""
    stands = resumes_at or status if status in ("INFORMATION_REQUESTED", "PAUSED_FOR_IMPROVEMENT") else status
    if stands in ("DRAFT", "DECIDED", "NOT_ACCEPTED", "WITHDRAWN"):
        return None
    return "application.acceptance" if stands == "SUBMITTED" else "application.decision"


def progress(status: str, resumes_at: str = "") -> tuple[ProgressState, ...]:
    """APP-R11 (pages 4): sent, accepted, desk checks, visit, decision, certificate. A request stays on the step it came from;
    a file that ended without a decision has no line."""
    current = _STEP_OF.get(status, _STEP_OF.get(resumes_at))
    if current is None:
        return ()
    before = (ProgressState.DONE,) * current
    return (*before, ProgressState.CURRENT, *(ProgressState.TODO,) * (STEPS - current - 1))
