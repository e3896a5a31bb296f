"""Before an application: the pre-check without an account, interest, consultations, marks and the plan to improve."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from applications import selectors, services
from applications.models import Application, Interest, PreCheck
from applications.rules.before import (
    CheckFacts,
    Obstacle,
    PointFacts,
    TypeFacts,
    band_of,
    check,
    usual_days,
    weak_first,
)
from foundation.clock.services import now
from foundation.identity.adapters import second_factor
from tests.support.identity import sign_in
from tests.support.programme import NOW, TODAY, figures_in_force, make_officer, make_person, reference_data

CHECK = {
    "types": ["exporter"],
    "country": "XA",
    "customs_activity": "yes",
    "years": "8",
    "employees": "25",
    "kinds": ["security"],
    "trouble": "no",
}


@pytest.fixture
def _reference(db: None) -> None:
    cache.clear()
    reference_data()


def facts(**changes: Any) -> CheckFacts:
    plain: dict[str, Any] = {
        "types": [TypeFacts("exporter", is_open=True)],
        "here": True,
        "years": 8,
        "customs_activity": True,
        "trouble": False,
    }
    return CheckFacts(**{**plain, **changes})


# --- rules ------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-SAC-06")
@pytest.mark.parametrize(
    ("changes", "obstacles", "can_apply", "young"),
    [
        ({}, (), True, False),
        ({"years": 2}, (), True, True),
        ({"years": 0}, (Obstacle.NO_TRADE_YEAR,), False, False),
        ({"here": False}, (Obstacle.ELSEWHERE,), False, False),
        ({"customs_activity": False}, (Obstacle.NO_CUSTOMS_ACTIVITY,), False, False),
        ({"trouble": True}, (Obstacle.TROUBLE,), False, False),
        ({"types": [TypeFacts("courier", is_open=False)]}, (Obstacle.TYPE_CLOSED,), False, False),
        (
            {"types": [TypeFacts("courier", is_open=False), TypeFacts("exporter", is_open=True)]},
            (Obstacle.TYPE_CLOSED,),
            True,
            False,
        ),
    ],
)
def test_a_pre_check_names_what_is_in_the_way_and_shuts_no_young_firm_out(
    changes: dict[str, Any], obstacles: tuple[Obstacle, ...], *, can_apply: bool, young: bool
) -> None:
    """Acceptance cases 18 and 23: a firm of two years is looked at over the years it has."""
    result = check(facts(**changes), young_below=3)
    assert (result.obstacles, result.can_apply, result.young) == (obstacles, can_apply, young)


@pytest.mark.requirement("R-APP-20", "R-APP-22")
def test_times_are_published_after_ten_decisions_and_sizes_are_counted_in_bands() -> None:
    assert usual_days([30] * 9, least=10) is None
    assert usual_days([10] * 5 + [20] * 5, least=10) == 15
    assert [band_of(people) for people in (0, 9, 10, 49, 50, 249, 250, 9000)] == [0, 0, 1, 1, 2, 2, 3, 3]


@pytest.mark.requirement("R-SAC-03")
def test_weak_is_what_is_met_in_part_or_not_at_all_or_marked_and_musts_come_first() -> None:
    points = [
        PointFacts("A-1", "PARTLY_MET", marked=False, must=False),
        PointFacts("A-2", "MET", marked=False, must=True),
        PointFacts("A-3", "MET", marked=True, must=True),
        PointFacts("A-4", "NOT_MET", marked=False, must=True),
    ]
    assert [point.code for point in weak_first(points)] == ["A-3", "A-4", "A-1"]


# --- the pre-check ----------------------------------------------------------------------------------------------------


def answered(client: Client, **changes: Any) -> str:
    """Both pages of the pre-check; gives the code."""
    first = client.post(reverse("applications:check_start"), {**CHECK, **changes})
    assert first.status_code == 302, first.content.decode()[-3000:]
    second = client.post(first.headers["Location"], {"uses_guards": "no", "lodges_own_declarations": "yes"})
    return second.headers["Location"].split("/check/")[1].strip("/")


@pytest.mark.requirement("R-APP-07", "R-SAC-16", "R-SME-02")
@pytest.mark.usefixtures("_reference")
def test_without_an_account_somebody_learns_what_fits_and_what_to_prepare_and_nothing_names_them(
    client: Client,
) -> None:
    assert reverse("applications:check_start") in client.get(reverse("programme:landing")).content.decode()
    code = answered(client)
    page = client.get(reverse("applications:check_result", args=[code])).content.decode()
    assert "You can apply" in page
    assert "You count as a small firm." in page
    assert code in page
    kept = PreCheck.objects.get()
    assert code.replace("-", "") not in str(kept.answers) + kept.code_digest
    assert set(kept.answers) == {
        "types",
        "kinds",
        "employees",
        "country",
        "years",
        "customs_activity",
        "trouble",
        "starts",
    }


@pytest.mark.usefixtures("_reference")
def test_a_closed_type_and_another_country_are_answered_in_words(client: Client) -> None:
    code = answered(client, types=["courier"], country="XB", years="0", trouble="yes", customs_activity="no")
    page = client.get(reverse("applications:check_result", args=[code])).content.decode()
    assert "Something is in the way today" in page
    assert "Morvania" in page
    assert "1 January 2027" in page
    assert "not been in business for a full year" in page


@pytest.mark.usefixtures("_reference")
@pytest.mark.parametrize("code", ["nothing", "7KDM-2XW4-PAZ9", "%00", "'; --", "ä" * 300])
def test_a_code_nobody_knows_is_answered_plainly(client: Client, code: str) -> None:
    assert client.get(f"/check/{code}/").status_code == 404
    page = client.post(reverse("applications:check_find"), {"code": code})
    assert page.status_code == 200
    assert "Error:" in page.content.decode()


@pytest.mark.usefixtures("_reference")
def test_an_odd_answer_names_its_field_and_too_many_tries_are_asked_to_wait(client: Client) -> None:
    start = reverse("applications:check_start")
    page = client.post(start, {**CHECK, "employees": "9" * 30, "years": "-1", "types": ["moon"], "country": "\x00"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "Error:" in text
    for _try in range(30):
        last = client.post(start, {})
    assert last.status_code == 429


@pytest.mark.usefixtures("_reference")
def test_a_code_ends_on_its_day_and_what_has_run_out_is_forgotten() -> None:
    answers = {"types": ["exporter"]}
    code = services.keep_pre_check(answers=answers, now=NOW)
    assert selectors.pre_check(code.lower().replace("-", " "), TODAY + timedelta(days=90)) is not None
    assert selectors.pre_check(code, TODAY + timedelta(days=91)) is None
    services.keep_pre_check(answers=answers, now=NOW + timedelta(days=92))
    assert PreCheck.objects.count() == 1


@pytest.mark.requirement("R-APP-09")
@pytest.mark.usefixtures("_reference")
def test_registration_and_application_start_with_the_answers_of_the_pre_check(client: Client) -> None:
    code = answered(client)
    sign_in(client, make_person("Nadia Velin"))
    assert "no answers" in client.post(reverse("applications:check_use"), {"code": "7KDM"}).content.decode()
    led = client.post(reverse("applications:check_use"), {"code": code.lower()})
    assert led.headers["Location"] == reverse("operators:register")
    page = client.get(reverse("operators:register")).content.decode()
    assert 'value="25"' in page
    assert "is filled in below" in page
    company = {"legal_name": "Velin Motors Ltd", "tin": "XA5550001", "legal_form": "Ltd", "sector": "Machinery"}
    place = {"address": "3 Bridge Street", "city": "Velm", "region": "SOUTH", "country": "XA", "employees": "25"}
    client.post(reverse("operators:register"), {**company, **place, "source": "ASSOCIATION"})
    begin = client.get(reverse("lifecycle:begin")).content.decode()
    assert begin.count("checked") == 2
    client.post(reverse("lifecycle:begin"), {"kinds": ["security"], "types": ["exporter"]})
    application = Application.objects.get()
    assert dict(application.start_answers.values_list("key", "yes"))["uses_guards"] is False
    assert application.operator.source == "ASSOCIATION"


# --- interest ---------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-SME-01", "R-SAC-06")
@pytest.mark.usefixtures("_reference")
def test_turnover_is_asked_where_the_definition_of_a_small_firm_looks_at_it(client: Client) -> None:
    # given: by the definition in force employees alone decide
    assert "turnover" not in client.get(reverse("applications:check_start")).content.decode()
    figures_in_force({"sme.employees": 250, "sme.turnover": 50_000_000}, now=now())
    # when
    pages = [client.get(reverse(f"applications:{name}")).content.decode() for name in ("check_start", "interest")]
    big = answered(client, turnover="60000000")
    unknown = answered(client, turnover="")
    wrong = client.post(reverse("applications:check_start"), {**CHECK, "turnover": "much"})
    services.register_interest(type_tokens=["exporter"], employees=20, turnover=60_000_000, now=now())
    # then
    assert all("What was the turnover of the last year?" in page for page in pages)
    told = [client.get(reverse("applications:check_result", args=[code])).content.decode() for code in (big, unknown)]
    assert ["You count as a small firm." in page for page in told] == [False, True]
    assert 'href="#id_turnover"' in wrong.content.decode()
    assert Interest.objects.get().size == "LARGE"
    # and the registration does not ask it again
    person = make_person("Ilja Moreau")
    second_factor.give_totp(person)
    sign_in(client, person)
    client.post(reverse("applications:check_use"), {"code": big})
    assert 'value="60000000"' in client.get(reverse("operators:register")).content.decode()


@pytest.mark.requirement("R-APP-22", "R-PIL-02")
@pytest.mark.usefixtures("_reference")
def test_interest_is_counted_by_type_and_size_and_an_address_needs_consent(client: Client) -> None:
    url = reverse("applications:interest")
    said = {"types": ["courier", "importer"], "employees": "12"}
    refused = client.post(url, {**said, "email": "a@firm.example"})
    assert "Tick that we may write to you" in refused.content.decode()
    assert "Your interest is noted" in client.post(url, said).content.decode()
    client.post(url, {**said, "employees": "800", "email": "a@firm.example", "may_contact": "on"})
    assert [(line.type.token, line.by_band) for line in selectors.interest_lines()] == [
        ("importer", (0, 1, 0, 1)),
        ("courier", (0, 1, 0, 1)),
    ]
    officer = make_officer("Dalia Roost", "CASE_OFFICER")
    second_factor.give_totp(officer)
    sign_in(client, officer)
    page = client.get(reverse("applications:interests")).content.decode()
    assert "2 registrations of interest" in page
    lines = client.get(reverse("applications:interest_csv")).content.decode().splitlines()
    assert len(lines) == 3
    assert "firm.example" not in "".join(lines)
    assert Interest.objects.filter(email="").count() == 1
