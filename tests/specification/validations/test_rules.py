"""Notice, findings, and when a report or a visit may go on: VLD-R05 to R12, without a database."""

from datetime import date, timedelta

import pytest

from foundation.clock.models import Calendar
from programme.models import TimeLimit
from validations import rules
from validations.rules import ActionFacts, Breach, PointFacts
from validations.selectors.dates import period_end

TODAY = date(2026, 9, 14)


@pytest.mark.requirement("R-VAL-05")
@pytest.mark.parametrize(("days", "kept"), [(29, False), (30, True), (31, True)])
def test_a_visit_in_29_days_is_refused_and_in_30_days_allowed(days: int, kept: bool) -> None:
    # given: acceptance case 14, thirty calendar days; every day is a business day, so nothing rolls
    limit = TimeLimit(amount=30, unit="CALENDAR_DAYS", count_event_day=False, roll_forward=True)
    earliest = period_end(limit, Calendar(weekend=frozenset()), TODAY)

    assert rules.notice_kept(starts_on=TODAY + timedelta(days=days), earliest_on=earliest) is kept


def test_a_day_that_the_trader_offered_needs_no_notice() -> None:
    offered = TODAY + timedelta(days=3)

    assert rules.notice_kept(starts_on=offered, earliest_on=TODAY + timedelta(days=30), offered=[offered])


@pytest.mark.parametrize(
    ("result", "weight", "needs"),
    [("NOT_MET", "must", True), ("PARTLY_MET", "must", False), ("NOT_MET", "should", False), ("MET", "must", False)],
)
def test_only_a_must_that_is_not_met_needs_a_required_action(result: str, weight: str, needs: bool) -> None:
    assert rules.needs_action(result=result, weight=weight) is needs


def test_every_unfinished_point_is_named() -> None:
    points = [
        PointFacts("A-01", "must", "MET"),
        PointFacts("A-02", "must", ""),
        PointFacts("H-06", "must", "NOT_MET"),
        PointFacts("I-02", "must", "NOT_MET", required_actions=1),
        PointFacts("I-03", "should", "NOT_MET"),
    ]

    assert rules.unfinished(points) == [(Breach.POINTS_OPEN, "A-02"), (Breach.MUST_WITHOUT_ACTION, "H-06")]


@pytest.mark.parametrize(
    ("grade", "text", "due_on", "expected"),
    [
        ("REQUIRED_ACTION", "Lock it.", TODAY + timedelta(days=1), []),
        ("REQUIRED_ACTION", "Lock it.", TODAY, [Breach.DATE_PAST]),
        ("REQUIRED_ACTION", " ", None, [Breach.TEXT_MISSING, Breach.DATE_MISSING]),
        ("RECOMMENDATION", "Consider a list.", None, []),
    ],
)
def test_a_finding_says_something_and_a_required_action_is_due_later(
    grade: str, text: str, due_on: date | None, expected: list[Breach]
) -> None:
    assert rules.finding_breaches(grade=grade, text=text, due_on=due_on, on=TODAY) == expected


@pytest.mark.parametrize(
    ("replied", "due_on", "over"),
    [(True, None, True), (False, None, False), (False, TODAY, False), (False, TODAY - timedelta(days=1), True)],
)
def test_the_reply_is_over_when_given_or_when_its_day_has_passed(
    replied: bool, due_on: date | None, over: bool
) -> None:
    assert rules.reply_over(replied=replied, reply_due_on=due_on, on=TODAY) is over


@pytest.mark.requirement("R-VAL-13")
def test_a_visit_closes_only_when_points_actions_and_reply_are_settled() -> None:
    settled = [ActionFacts("H-06", "ACCEPTED"), ActionFacts("I-02", "OPEN", handed_on=True)]
    closing = {"points_open": 0, "actions": settled, "replied": True, "reply_due_on": None, "on": TODAY}

    assert rules.closing_breaches(**closing) == []
    assert rules.closing_breaches(**closing | {"points_open": 2}) == [(Breach.POINTS_OPEN, "2")]
    assert rules.closing_breaches(**closing | {"replied": False}) == [(Breach.NO_REPLY, "")]
    for status in ("OPEN", "ANSWERED", "RETURNED"):
        assert rules.closing_breaches(**closing | {"actions": [ActionFacts("H-06", status)]}) == [
            (Breach.ACTIONS_OPEN, "H-06")
        ]


@pytest.mark.parametrize(
    ("status", "due_on", "late"),
    [
        ("OPEN", TODAY - timedelta(days=1), True),
        ("RETURNED", TODAY - timedelta(days=1), True),
        ("ANSWERED", TODAY - timedelta(days=1), False),
        ("OPEN", TODAY, False),
        ("OPEN", None, False),
    ],
)
def test_late_is_derived_and_an_answered_action_is_never_late(status: str, due_on: date | None, late: bool) -> None:
    assert rules.is_late(status=status, due_on=due_on, on=TODAY) is late
