"""The rules of applications on plain facts: what is missing, the day of acceptance, whose turn it is."""

from datetime import date

import pytest

from applications import rules
from applications.rules import AnswerFacts, CompanyFacts, Gap, MissingKind, RowFacts, RowState, Sentence, StandingFacts

DAY = date(2026, 10, 15)


def row(answer: AnswerFacts | None, *, must: bool = True, customs_too: bool = False) -> RowFacts:
    return RowFacts(code="B-04", section="B", must=must, customs_too=customs_too, answer=answer)


COMPLETENESS = [
    # answer, must, customs too → what is missing
    (None, True, False, (Gap.ANSWER,)),
    (AnswerFacts(how="Typed, nothing chosen"), True, False, (Gap.ANSWER,)),
    (AnswerFacts("MET"), True, False, (Gap.WORDS, Gap.PAPER)),
    (AnswerFacts("MET", how="   "), False, False, (Gap.WORDS,)),
    (AnswerFacts("MET", how="Weekly"), True, False, (Gap.PAPER,)),
    (AnswerFacts("MET", how="Weekly"), False, False, ()),
    (AnswerFacts("MET", how="Weekly"), True, True, ()),
    (AnswerFacts("MET", how="Weekly", papers=1), True, False, ()),
    (AnswerFacts("MET", how="Weekly", group_papers=2), True, False, ()),
    (AnswerFacts("PARTLY_MET", how="Half"), True, False, ()),
    (AnswerFacts("PARTLY_MET"), True, False, (Gap.WORDS,)),
    (AnswerFacts("NOT_MET"), True, False, (Gap.PLAN, Gap.PLAN_DATE)),
    (AnswerFacts("NOT_MET", plan="Seal log"), True, False, (Gap.PLAN_DATE,)),
    (AnswerFacts("NOT_MET", plan="Seal log", planned_until=DAY), True, False, ()),
    (AnswerFacts("NOT_MET"), False, False, ()),
    (AnswerFacts("NOT_APPLICABLE"), True, False, (Gap.REASON,)),
    (AnswerFacts("NOT_APPLICABLE", reason="No seals"), True, False, ()),
]


@pytest.mark.requirement("R-SAC-12", "R-APP-13")
@pytest.mark.parametrize(("answer", "must", "customs_too", "expected"), COMPLETENESS)
def test_an_answer_names_everything_it_still_lacks(
    answer: AnswerFacts | None, must: bool, customs_too: bool, expected: tuple[Gap, ...]
) -> None:
    """APP-R03"""
    assert rules.answer_gaps(row(answer, must=must, customs_too=customs_too)) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (None, RowState.NOT_STARTED),
        (AnswerFacts(), RowState.NOT_STARTED),
        (AnswerFacts(how="Begun"), RowState.INCOMPLETE),
        (AnswerFacts("MET"), RowState.INCOMPLETE),
        (AnswerFacts("MET", how="Weekly"), RowState.NEEDS_PAPER),
        (AnswerFacts("MET", how="Weekly", papers=1), RowState.ANSWERED),
    ],
)
def test_a_question_has_one_word_in_its_list(answer: AnswerFacts | None, expected: RowState) -> None:
    """APP-R04"""
    assert rules.row_state(row(answer)) == expected


def test_every_reason_against_sending_is_named_at_once() -> None:
    """APP-R05, acceptance case 52"""
    # given a company with nothing in order and three questions
    company = CompanyFacts(verified=False, sites=0, people=0, consents_open=2, contradictions=1)
    rows = [row(None), row(AnswerFacts("MET", how="Weekly")), row(AnswerFacts("NOT_MET"))]
    # when
    points = rules.missing_points(rows, company)
    # then
    assert [point.kind for point in points] == [
        MissingKind.VERIFICATION,
        MissingKind.SITES,
        MissingKind.PEOPLE,
        MissingKind.CONTRADICTION,
        MissingKind.ANSWERS,
        MissingKind.PAPER,
        MissingKind.PLAN,
        MissingKind.CONSENTS,
    ]


def test_nothing_is_missing_when_all_is_answered() -> None:
    complete = CompanyFacts(verified=True, sites=1, people=1, consents_open=0)
    assert rules.missing_points([row(AnswerFacts("MET", how="Weekly", papers=1))], complete) == []


@pytest.mark.parametrize(("answered_by", "asked"), [("trader", True), ("both", True), ("customs", False)])
def test_what_customs_looks_up_is_not_demanded(answered_by: str, asked: bool) -> None:
    """APP-R01"""
    assert rules.asked_of_trader(answered_by) is asked


@pytest.mark.requirement("R-SAC-16")
@pytest.mark.parametrize(
    ("scope", "sites", "groups", "exceptions", "answered", "expected"),
    [
        ("company", [1, 2], {}, [], [], {None: ()}),
        ("site", [1, 2], {}, [], [], {1: (1,), 2: (2,)}),
        ("site", [], {}, [], [], {None: ()}),
        ("site_group", [1, 2], {}, [], [], {None: (1, 2)}),
        ("site", [1, 2, 3, 4], {1: 7, 2: 7, 4: 7}, [], [], {1: (1, 2, 4), 3: (3,)}),
        ("site", [1, 2, 3, 4], {1: 7, 2: 7, 4: 7}, [2], [2, 4], {2: (2,), 3: (3,), 4: (1, 4)}),
        ("site_group", [1, 2, 3, 4], {2: 7, 3: 7}, [1], [], {None: (4,), 1: (1,), 2: (2, 3)}),
    ],
)
def test_like_places_are_asked_once_and_exceptions_for_themselves(
    scope: str, sites: list[int], groups: dict[int, int], exceptions: list[int], answered: list[int], expected: object
) -> None:
    """APP-R02"""
    assert rules.places_asked(scope, sites, groups, exceptions, answered) == expected


def test_an_answer_carried_over_to_other_words_needs_a_look() -> None:
    """APP-R03, APP-R04"""
    carried = row(AnswerFacts("MET", how="Weekly", papers=1, look_again=True))
    assert rules.answer_gaps(carried) == (Gap.LOOK,)
    assert rules.row_state(carried) == RowState.LOOK_AGAIN


ACCEPTANCE = [
    # received, information on → day of acceptance
    (date(2026, 3, 1), [], date(2026, 3, 1)),  # case 1: the tests were done on 15 March and do not count
    (date(2026, 3, 1), [date(2026, 3, 20)], date(2026, 3, 20)),  # case 2
    (date(2026, 3, 1), [date(2026, 3, 20), date(2026, 3, 11)], date(2026, 3, 20)),
    (date(2028, 2, 29), [], date(2028, 2, 29)),
]


@pytest.mark.requirement("R-APP-06")
@pytest.mark.parametrize(("received", "information", "expected"), ACCEPTANCE)
def test_acceptance_is_the_day_the_last_item_came_in(received: date, information: list[date], expected: date) -> None:
    """APP-R06, acceptance cases 1 and 2 (HMRC CAA02020)"""
    assert rules.acceptance_date(received_on=received, information_on=information) == expected


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (date(2026, 2, 28), ("BEFORE_RECEIPT",)),
        (date(2026, 3, 1), ()),
        (date(2026, 3, 10), ()),
        (date(2026, 3, 11), ("DAY_OF_THE_CHECK",)),
        (date(2026, 3, 15), ("DAY_OF_THE_CHECK",)),
        (date(2026, 3, 16), ("IN_THE_FUTURE",)),
    ],
)
def test_the_day_of_the_check_is_refused(chosen: date, expected: tuple[str, ...]) -> None:
    """APP-R07: received 1 March, information 10 March, today 15 March"""
    breaches = rules.acceptance_breaches(
        chosen, received_on=date(2026, 3, 1), information_on=[date(2026, 3, 10)], on=date(2026, 3, 15)
    )
    assert tuple(breach.value for breach in breaches) == expected


def test_the_digest_is_the_same_for_the_same_answers_in_any_order() -> None:
    """APP-R08"""
    assert rules.digest({"a": 1, "b": "ö"}) == rules.digest({"b": "ö", "a": 1})
    assert rules.digest({"a": 1}) != rules.digest({"a": 2})
    assert len(rules.digest({})) == 64


STANDINGS = [
    ("DRAFT", "grey", "TRADER", "DRAFT"),
    ("SUBMITTED", "blue", "CUSTOMS", "SENT"),
    ("ACCEPTED", "blue", "CUSTOMS", "ACCEPTED"),
    ("UNDER_VETTING", "blue", "CUSTOMS", "DESK_CHECKS"),
    ("INFORMATION_REQUESTED", "orange", "TRADER", "ANSWER_QUESTIONS"),
    ("PAUSED_FOR_IMPROVEMENT", "yellow", "TRADER", "IMPROVE"),
    ("UNDER_VALIDATION", "purple", "CUSTOMS", "VISIT"),
    ("FOR_DECISION", "blue", "CUSTOMS", "FOR_DECISION"),
    ("HEARING", "orange", "TRADER", "HEARING"),
    ("DECIDED", "grey", "", "DECIDED"),
    ("NOT_ACCEPTED", "red", "", "NOT_ACCEPTED"),
    ("WITHDRAWN", "grey", "", "WITHDRAWN"),
]


@pytest.mark.requirement("R-APP-15")
@pytest.mark.parametrize(("status", "colour", "ball", "sentence"), STANDINGS)
def test_every_state_has_its_colour_its_ball_and_its_sentence(
    status: str, colour: str, ball: str, sentence: str
) -> None:
    """APP-R09, by hand from the table of pages.md"""
    found = rules.verdict(StandingFacts(status=status, on=DAY))
    assert (found.colour, found.ball, found.sentence) == (colour, ball, sentence)


def test_a_passed_limit_changes_the_sentence_and_not_the_state() -> None:
    late = rules.verdict(StandingFacts(status="UNDER_VETTING", on=DAY, late=True))
    assert (late.sentence, late.colour) == (Sentence.LATE, "blue")
    checking = rules.verdict(StandingFacts(status="SUBMITTED", on=DAY, late=True))
    assert checking.sentence == Sentence.LATE_CHECK
    trader = rules.verdict(StandingFacts(status="INFORMATION_REQUESTED", on=DAY, late=True, answer_due_on=DAY))
    assert trader.sentence == Sentence.ANSWER_QUESTIONS
    missed = rules.verdict(StandingFacts(status="INFORMATION_REQUESTED", on=DAY, answer_due_on=date(2026, 10, 14)))
    assert missed.sentence == Sentence.QUESTIONS_LATE


@pytest.mark.parametrize(
    ("status", "resumes_at", "expected"),
    [
        ("DRAFT", "", None),
        ("SUBMITTED", "", "application.acceptance"),
        ("INFORMATION_REQUESTED", "SUBMITTED", "application.acceptance"),
        ("INFORMATION_REQUESTED", "UNDER_VETTING", "application.decision"),
        ("UNDER_VALIDATION", "", "application.decision"),
        ("HEARING", "", "application.decision"),
        ("DECIDED", "", None),
        ("WITHDRAWN", "", None),
    ],
)
def test_the_limit_that_counts_follows_the_state(status: str, resumes_at: str, expected: str | None) -> None:
    """APP-R10"""
    assert rules.counted_limit(status, resumes_at) == expected


@pytest.mark.parametrize(
    ("status", "resumes_at", "current"),
    [
        ("SUBMITTED", "", 1),
        ("UNDER_VETTING", "", 2),
        ("INFORMATION_REQUESTED", "UNDER_VETTING", 2),
        ("PAUSED_FOR_IMPROVEMENT", "UNDER_VALIDATION", 3),
        ("HEARING", "", 4),
        ("DECIDED", "", 5),
    ],
)
def test_the_progress_line_has_six_steps_and_one_now(status: str, resumes_at: str, current: int) -> None:
    """APP-R11"""
    steps = rules.progress(status, resumes_at)
    assert len(steps) == 6
    assert [place for place, step in enumerate(steps) if step == "current"] == [current]
    assert all(step == "done" for step in steps[:current])


def test_a_file_that_ended_without_decision_has_no_line() -> None:
    assert rules.progress("WITHDRAWN") == rules.progress("NOT_ACCEPTED") == rules.progress("DRAFT") == ()
