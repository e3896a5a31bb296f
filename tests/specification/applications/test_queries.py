"""Constant numbers of queries, whatever the number of files, criteria, sites and papers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications import selectors
from applications.models import Application
from tests.support.applications import NOW, STAGES, Company, filled, fresh, officer, under_vetting

pytestmark = pytest.mark.django_db
ON = NOW.date() + timedelta(days=3)


def queries(call: object) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        call()  # type: ignore[operator]
    return len(captured)


def test_the_assessment_costs_the_same_with_one_site_and_with_thirty() -> None:
    one = filled(Company(sites=1))
    thirty = filled(Company("Velin Motors Ltd", sites=30))
    few = queries(lambda: selectors.assessment(fresh(one)).missing())
    many = queries(lambda: selectors.assessment(fresh(thirty)).missing())
    assert selectors.assessment(thirty).question_count > selectors.assessment(one).question_count + 29
    assert few == many
    assert few <= 18


def test_standings_cost_the_same_for_two_files_and_for_twenty() -> None:
    for n in range(20):
        stage = ("SUBMITTED", "UNDER_VETTING", "INFORMATION_REQUESTED", "FOR_DECISION")[n % 4]
        STAGES[stage](Company(f"Firm {n} Ltd", sites=1))
    files = list(selectors.for_page(Application.objects.order_by("id")))
    two = queries(lambda: selectors.standings(files[1:3], ON))
    twenty = queries(lambda: selectors.standings(files, ON))
    assert two == twenty


def test_the_header_of_a_dossier_stays_cheap() -> None:
    application = under_vetting(Company())
    assert queries(lambda: selectors.dossier(application, officer(), ON)) <= 14


def test_a_standing_tells_both_sides_where_the_file_is() -> None:
    application = under_vetting(Company())
    found = selectors.standing(application, ON)
    assert found.trader_sentence.startswith("Desk checks are going on. We must decide by ")
    assert "left, due" in found.officer_sentence
    assert (found.tag_text, found.tag_colour, found.ball) == ("Desk checks", "blue", "CUSTOMS")
    assert found.clock is not None
    assert found.due_on == found.clock.due_on


def test_a_late_file_says_so_to_both_sides() -> None:
    application = under_vetting(Company())
    found = selectors.standing(application, ON + timedelta(days=300))
    assert found.is_late
    assert found.trader_sentence.startswith("We should have decided by ")
    assert "Late since" in found.officer_sentence


def test_the_clock_shows_each_stop_with_its_reason() -> None:
    application = STAGES["INFORMATION_REQUESTED"](Company())
    panel = selectors.clock(application, ON)
    assert panel is not None
    assert [(row.title, row.stands_still) for row in panel.rows] == [("Started", False), ("Stopped", True)]
    assert panel.rows[1].reason == "Information asked from the trader"
    assert panel.due_if_resumed is not None
    assert panel.words.startswith("Stopped since ")
