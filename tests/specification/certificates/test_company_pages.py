"""What a company reads about its certificates and decisions: released texts, never the grounds; nothing of strangers."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates import services
from certificates.models import HearingStatement
from operators.models import Operator
from tests.support import identity
from tests.support.certificates import CANARY, NOW, RELEASED, Scene, later
from tests.support.documents import picture, sent
from tests.support.programme import HOUSE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(later(1), tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    return Scene()


def as_(user) -> Client:
    return identity.sign_in(Client(), user)


def text(response) -> str:
    return " ".join(re.sub("<[^>]+>", "", response.content.decode()).split())


def test_a_company_reads_what_comes_next_for_each_certificate(scene):
    scene.granted()

    html = text(as_(scene.trader).get(reverse("certificates:mine")))

    assert html.count("Granted, not yet in force") == 2
    assert "In force from 19 September 2026." in html
    assert "The PDF is being made." in html
    assert f"Decision on application {scene.application.number}" in html


@pytest.mark.requirement("R-APP-17")
def test_only_released_texts_reach_the_company(scene):
    scene.heard()

    html = text(as_(scene.trader).get(reverse("certificates:hearing", args=[scene.application.public_id])))

    assert RELEASED in html
    assert CANARY not in html
    assert "Agreed." not in html
    assert "It is your turn" in html
    assert "Simplification is granted and in force from 19 September 2026." in html


def test_a_proposal_is_not_told(scene):
    scene.propose("security")

    response = as_(scene.trader).get(reverse("certificates:hearing", args=[scene.application.public_id]))

    assert response.status_code == 404


@pytest.mark.requirement("R-APP-01")
def test_the_company_speaks_and_reads_its_own_words(scene):
    scene.heard()
    client = as_(scene.trader)
    url = reverse("lifecycle:speak", args=[scene.application.public_id])

    assert client.post(url, {"text": ""}).status_code == 422
    assert client.post(url, {"text": "The yard is fenced now.", "more_will_follow": "on"}).status_code == 302

    said = HearingStatement.objects.get()
    assert (said.text, said.more_will_follow, said.by_label) == (
        "The yard is fenced now.",
        True,
        scene.trader.actor_label,
    )
    html = text(client.get(reverse("certificates:hearing", args=[scene.application.public_id])))
    assert "The yard is fenced now." in html
    assert "More follows" in html


@pytest.mark.requirement("R-SUS-04")
def test_a_refused_row_names_the_letter_and_the_appeal(scene):
    scene.heard()
    services.record_statement(
        application=scene.application, text="Nothing to add.", more_will_follow=False, user=scene.trader, now=later(1)
    )
    scene.decide(now=later(1))

    html = text(as_(scene.trader).get(reverse("certificates:hearing", args=[scene.application.public_id])))

    assert "Security is refused, for these reasons:" in html
    assert "You can appeal within" in html
    assert CANARY not in html


def test_another_company_finds_nothing(scene):
    scene.heard()
    stranger = Scene("Stranger Ltd")
    client = as_(stranger.trader)

    assert client.get(reverse("certificates:hearing", args=[scene.application.public_id])).status_code == 404
    url = reverse("lifecycle:speak", args=[scene.application.public_id])
    assert client.get(url).status_code == 404
    assert client.post(url, {"text": "Hello"}).status_code == 404
    assert not HearingStatement.objects.exists()
    assert scene.operator.tin not in text(client.get(reverse("certificates:mine")))


@pytest.mark.parametrize("name", ["certificates:decision", "lifecycle:decide", "lifecycle:propose"])
def test_officers_pages_do_not_exist_for_a_company(scene, name):
    assert as_(scene.trader).get(reverse(name, args=[scene.application.public_id])).status_code in (403, 404)


def test_the_company_chooses_freely_whether_it_is_listed(scene):
    client = as_(scene.trader)

    client.post(reverse("certificates:listing"), {"listed": "yes"})
    assert Operator.objects.get(pk=scene.operator.pk).listed
    client.post(reverse("certificates:listing"), {"listed": "no"})
    assert not Operator.objects.get(pk=scene.operator.pk).listed
    assert client.get(reverse("certificates:listing")).status_code == 405


def test_the_page_asks_no_more_for_twenty_certificates_than_for_two(scene):
    first = scene.active()
    client = as_(scene.trader)
    client.get(reverse("certificates:mine"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("certificates:mine"))
    for number in range(9):
        more = Scene(f"More {number}")
        for certificate in more.granted():
            services.surrender(certificate=certificate, actor=HOUSE, now=NOW)
            type(certificate).objects.filter(pk=certificate.pk)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("certificates:mine"))

    assert len(first) == 2
    assert len(few) == len(many)


@pytest.mark.requirement("R-SUS-04")
def test_papers_are_attached_to_what_is_said_in_a_hearing_and_officers_open_them(scene, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    scene.heard()
    speak = reverse("lifecycle:speak", args=[scene.application.public_id])
    bad = as_(scene.trader).post(speak, {"text": "Look.", "files": SimpleUploadedFile("a.exe", b"MZ")})
    assert bad.status_code == 422
    assert not HearingStatement.objects.exists()

    with_paper = {"text": "The yard has a fence.", "files": sent("fence.png", picture())}
    assert as_(scene.trader).post(speak, with_paper).status_code == 302

    said = HearingStatement.objects.get()
    paper = said.documents.get()
    assert "fence" in text(as_(scene.trader).get(reverse("certificates:hearing", args=[scene.application.public_id])))
    url = reverse("certificates:statement_file", args=[scene.application.public_id, paper.public_id])
    assert (
        url
        in as_(scene.decider).get(reverse("certificates:decision", args=[scene.application.public_id])).content.decode()
    )
    answer = as_(scene.decider).get(url)
    assert (answer.status_code, "attachment" in answer["Content-Disposition"]) == (200, True)
    answer.close()
