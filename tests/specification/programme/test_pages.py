"""The public pages of the programme, and what its administrators see and change."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foundation.clock.services import now, today
from foundation.identity.adapters import second_factor
from foundation.identity.models import User
from programme import selectors, services
from programme.models import Configuration, OperatorType
from tests.support.identity import sign_in
from tests.support.programme import make_officer, open_type, reference_data

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference() -> None:
    reference_data()


def officer(client: Client, *roles: str, name: str = "Sofia Kern") -> User:
    person = make_officer(name, *roles)
    if not second_factor.has_factor(person):
        second_factor.give_totp(person)
    sign_in(client, person)
    return person


@pytest.mark.requirement("R-LEG-01")
def test_the_front_page_says_who_can_join_and_promises_no_times_without_figures(client: Client) -> None:
    page = client.get(reverse("programme:landing")).content.decode()
    assert "Trade faster as a trusted partner of Customs" in page
    assert "Importers and exporters" in page
    assert "We publish times after 10 decisions." in page
    assert "90 business days, or 120" in page
    assert "123 criteria in 14 sections" in page


@pytest.mark.requirement("R-APP-12")
def test_the_front_page_names_the_day_a_closed_type_opens(client: Client) -> None:
    courier = OperatorType.objects.filter(family="courier_postal")
    for row in courier:
        open_type(row.token, today() + timedelta(days=400), now=now())
    assert "Couriers and post: " in client.get(reverse("programme:landing")).content.decode()


@pytest.mark.requirement("R-SAC-07", "R-LEG-01", "R-SME-07")
def test_everybody_reads_all_criteria_by_section(client: Client) -> None:
    page = client.get(reverse("programme:criteria")).content.decode()
    assert page.count("<article") == 123
    assert 'id="section-A"' in page
    assert 'id="B-06"' in page
    assert "Enough for a small firm" in page


@pytest.mark.requirement("R-SAC-09")
def test_criteria_are_narrowed_by_type_and_kind(client: Client) -> None:
    page = client.get(reverse("programme:criteria"), {"type": "broker", "kind": "simplification"}).content.decode()
    criteria = selectors.criteria(selectors.criteria_set(today()))
    expected = [row for row in criteria if "broker" in row.families and "simplification" in row.kinds]
    assert page.count("<article") == len(expected) < 123


def test_a_filter_that_does_not_exist_is_named(client: Client) -> None:
    page = client.get(reverse("programme:criteria"), {"type": "spaceship"}).content.decode()
    assert "Error:" in page


def test_the_criteria_page_costs_the_same_whatever_it_shows(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(11):
        client.get(reverse("programme:criteria"))


def test_readers_see_versions_limits_and_separation_and_no_buttons(client: Client) -> None:
    officer(client, "EXECUTIVE")
    page = client.get(reverse("programme:configuration")).content.decode()
    assert "The day of the event is not counted." in page
    assert "90 business days" in page
    assert "Change what is in force" not in page
    assert "Propose, decide" in client.get(reverse("programme:version", args=[1])).content.decode()
    assert client.get(reverse("programme:profiles")).status_code == 403


def test_the_programme_is_not_there_for_strangers_and_those_without_the_right(client: Client) -> None:
    url = reverse("programme:configuration")
    assert client.get(url).status_code == 302
    officer(client, "BORDER_OFFICER")
    assert client.get(url).status_code == 403


def test_a_profile_is_prepared_by_one_and_published_by_another(client: Client) -> None:
    # given
    officer(client, "PROGRAMME_ADMIN")
    day = today() + timedelta(days=3)
    posted = {
        "valid_from_day": day.day,
        "valid_from_month": day.month,
        "valid_from_year": day.year,
        "reason": "new law",
    }
    # when
    response = client.post(reverse("programme:adopt", args=["eu_like"]), posted)
    # then
    assert response.headers["Location"] == reverse("programme:draft")
    page = client.get(reverse("programme:draft")).content.decode()
    assert "120 calendar days" in page
    assert "Publish version" not in page
    assert "Somebody else must publish it" in page
    client.post(reverse("programme:draft"))
    assert Configuration.objects.get(number=2).status == "DRAFT"
    # when
    officer(client, "PROGRAMME_ADMIN", name="Henrik Sala")
    assert "Publish version" in client.get(reverse("programme:draft")).content.decode()
    client.post(reverse("programme:draft"))
    # then
    assert selectors.configuration(day).profile == "eu_like"
    assert selectors.configuration(today()).profile == "apec_common"


def test_a_draft_can_be_dropped(client: Client) -> None:
    sofia = officer(client, "PROGRAMME_ADMIN")
    services.prepare_configuration(profile="eu_like", valid_from=today(), reason="", actor=sofia, now=now())
    client.post(reverse("programme:drop"))
    assert Configuration.objects.count() == 1
    assert client.get(reverse("programme:draft")).status_code == 404


def test_what_is_wrong_in_the_profile_form_is_said_at_the_field(client: Client) -> None:
    officer(client, "PROGRAMME_ADMIN")
    url = reverse("programme:adopt", args=["eu_like"])
    assert client.get(reverse("programme:adopt", args=["moon"])).status_code == 404
    page = client.post(url, {}).content.decode()
    assert "Error:" in page
    assert "Write why the version is needed." in page
    past = {"valid_from_day": 1, "valid_from_month": 1, "valid_from_year": 2026, "reason": "x"}
    assert "begin on a day that has passed" in client.post(url, past).content.decode()


@pytest.mark.requirement("R-APP-12", "R-PIL-07", "R-PIL-02")
def test_one_administrator_proposes_the_days_of_a_type_and_another_confirms_them(client: Client) -> None:
    # given
    officer(client, "PROGRAMME_ADMIN")
    url = reverse("programme:opening", args=["airport"])
    days = {
        "opens_on_day": 1, "opens_on_month": 3, "opens_on_year": 2027, "most_companies": "10",
        "group_until_day": 31, "group_until_month": 8, "group_until_year": 2027, "reason": "The pilot of airports.",
    }  # fmt: skip
    before = OperatorType.objects.get(token="airport")
    assert client.get(url).status_code == 200
    # when
    answer = client.post(url, days, follow=True)
    # then: nothing has changed, and the author can't confirm it
    page, plan = answer.content.decode(), selectors.opening_plans().get()
    assert "from 1 March 2027; test group of 10 companies until 31 August 2027" in page
    assert "Somebody else must confirm them." in page
    client.post(answer.redirect_chain[-1][0])
    assert OperatorType.objects.get(token="airport").opens_on == before.opens_on
    assert "wait to be confirmed already" in client.post(url, days).content.decode()
    # and somebody else finds it among what waits, and confirms it
    officer(client, "PROGRAMME_ADMIN", name="Henrik Sala")
    home = client.get(reverse("programme:configuration")).content.decode()
    assert reverse("programme:opening_plan", args=[plan.public_id]) in home
    client.post(reverse("programme:opening_plan", args=[plan.public_id]))
    after = OperatorType.objects.get(token="airport")
    assert (str(after.opens_on), after.most_companies, str(after.group_until)) == ("2027-03-01", 10, "2027-08-31")
    # and what is wrong is said on the form
    for wrong, words in (
        ({"closes_on_day": 1, "closes_on_month": 2, "closes_on_year": 2027}, "closing day"),
        ({"most_companies": ""}, "how many companies the test group has"),
        ({"most_companies": "\x00"}, "Write a whole number, such as 10."),
        ({"group_until_year": 2026}, "can’t end before the type opens"),
        ({"reason": ""}, "Write why."),
    ):
        assert words in client.post(url, {**days, **wrong}).content.decode()
    assert client.get(reverse("programme:opening", args=["spaceship"])).status_code == 404
    # and what was proposed can be dropped
    client.post(url, days)
    plan = selectors.opening_plans().first()
    assert client.post(reverse("programme:drop_openings", args=[plan.public_id])).status_code == 302
    assert "Dropped" in client.get(reverse("programme:opening_plan", args=[plan.public_id])).content.decode()


def test_the_text_of_a_letter_can_be_read(client: Client) -> None:
    officer(client, "AUDITOR")
    page = client.get(reverse("programme:letter", args=["hearing.opened", "en"])).content.decode()
    assert "{speak_until}" in page
    assert client.get(reverse("programme:letter", args=["nothing", "en"])).status_code == 404
