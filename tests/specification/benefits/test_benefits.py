"""What members get: the catalogue, entitlements that follow the certificate, and the company's page."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benefits import rules, selectors, services
from benefits.models import Benefit
from lifecycle import services as lifecycle
from tests.support import identity
from tests.support.certificates import NOW, STARTS, TODAY, Scene, later
from tests.support.programme import HOUSE


@pytest.mark.parametrize(("numbers", "enough"), [((1, 2), False), ((1, 2, 2), False), ((1, 2, 3), True), ((), False)])
@pytest.mark.requirement("R-BEN-06")
def test_at_least_three_of_seven_measures_are_given_case_28(numbers, enough):
    assert rules.tfa_satisfied(numbers) is enough


@pytest.fixture
def scene(db) -> Scene:
    scene = Scene()
    services.load_catalogue(actor=HOUSE, now=NOW)
    return scene


def words(scene: Scene) -> str:
    page = identity.sign_in(Client(), scene.trader).get(reverse("benefits:mine"))
    return " ".join(re.sub("<[^>]+>", " ", page.content.decode()).split())


@pytest.mark.requirement("R-BEN-01", "R-BEN-06")
def test_the_shipped_catalogue_gives_all_seven_and_is_loaded_once(scene):
    numbers = Benefit.objects.filter(provided=True, tfa_number__isnull=False).values_list("tfa_number", flat=True)

    assert sorted(numbers) == [1, 2, 3, 4, 5, 6, 7]
    assert services.load_catalogue(actor=HOUSE, now=NOW) == 0


@pytest.mark.requirement("R-BEN-13")
def test_a_kind_gives_its_own_benefits_from_its_first_day(scene):
    security, simplification = scene.granted()

    codes = selectors.codes_by_certificate([security, simplification], STARTS)
    assert "deferred_payment" in codes[simplification.pk]
    assert "deferred_payment" not in codes[security.pk]
    assert selectors.codes_by_certificate([security], STARTS - timedelta(days=1)) == {}


def test_entitling_and_closing_twice_change_nothing(scene):
    security = scene.active()[0]

    assert services.entitle(certificate=security, on=TODAY, actor=HOUSE, now=later(6)) == 0
    assert services.close(certificate=security, on=later(6).date(), actor=HOUSE, now=later(6)) > 0
    assert services.close(certificate=security, on=later(7).date(), actor=HOUSE, now=later(7)) == 0


def test_what_is_closed_before_it_began_holds_on_no_day(scene):
    security = scene.granted()[0]

    services.close(certificate=security, on=TODAY, actor=HOUSE, now=NOW)

    assert selectors.codes_by_certificate([security], STARTS) == {}


@pytest.mark.requirement("R-BEN-01")
def test_before_a_grant_the_page_says_what_it_would_bring(scene):
    with time_machine.travel(later(1), tick=False):
        page = words(scene)

    assert "What a grant brings you" in page
    assert "Pay duties and taxes once a month" in page


@pytest.mark.requirement("R-BEN-01", "R-SUS-08")
def test_the_page_says_how_to_use_each_benefit_and_none_while_suspended(scene):
    certificates = scene.active()
    with time_machine.travel(later(6), tick=False):
        page = words(scene)
        assert "You are entitled to these benefits today." in page
        assert "pay by the 15th of the next month" in page
        assert "Security, Simplification" in page or "Simplification, Security" in page
    for certificate in certificates:
        lifecycle.suspend_certificate(
            grounds="Goods stood unlocked.",
            certificate=certificate,
            until=date(2026, 12, 1),
            reason="CANARY",
            actor=scene.decider,
            now=later(7),
        )
    with time_machine.travel(later(8), tick=False):
        page = words(scene)
        assert "You have no benefits today." in page
        assert "You have no benefits of this kind until 1 December 2026." in page
        assert "CANARY" not in page


def test_the_page_asks_the_same_number_of_questions_for_one_kind_and_for_two(scene):
    single = Scene("Single Ltd", kinds=("security",))
    scene.active()
    single.active()
    counts = []
    with time_machine.travel(later(6), tick=False):
        for one in (scene, single):
            client = identity.sign_in(Client(), one.trader)
            client.get(reverse("benefits:mine"))
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse("benefits:mine"))
            counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_stranger_signs_in_first_and_an_officer_finds_no_such_page(scene):
    url = reverse("benefits:mine")

    assert Client().get(url).status_code == 302
    assert identity.sign_in(Client(), scene.decider).get(url).status_code == 404
