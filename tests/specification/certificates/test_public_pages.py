"""The register and the check of a certificate, as anybody reads them: no cookie, no ground, consent respected."""

import csv
import io
import json
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from jwcrypto import jwk, jws

from certificates.views.throttle import LookUpThrottle
from foundation.audit.services import acting
from lifecycle import services as lifecycle
from tests.support.certificates import CANARY, NOW, Scene, later, list_publicly
from tests.support.programme import HOUSE

pytestmark = pytest.mark.django_db
SECRET = "CANARY reason of the suspension"


@pytest.fixture(autouse=True)
def _ten_days_later():
    with time_machine.travel(later(10), tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    scene = Scene("Brenna Rail Terminal JSC")
    list_publicly(scene.operator)
    return scene


def page(name: str, *args: object, **query: str) -> tuple[int, str]:
    response = Client().get(reverse(name, args=args), query)
    assert "Set-Cookie" not in response.headers
    assert not response.cookies
    return response.status_code, " ".join(response.content.decode().split())


def verify(certificate) -> str:
    status, html = page("certificates:verify", certificate.public_id)
    assert status == 200
    return html


# --- the check ---------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-LIF-11")
def test_a_valid_certificate_says_so_in_the_heading(scene):
    html = verify(scene.active()[0])

    assert '<h1 class="app-turn__title">This certificate is valid today</h1>' in html
    assert "Brenna Rail Terminal JSC is an Authorised Economic Operator for both kinds." in html
    assert "Thursday 24 September 2026" in html
    assert "11:00" in html
    assert html.count(">Valid</strong>") == 2


@pytest.mark.requirement("R-SUS-08")
def test_a_suspended_one_is_not_valid_and_the_reason_is_never_told():
    scene = Scene(kinds=("security",))
    certificate = scene.active()[0]
    lifecycle.suspend_certificate(
        grounds="Goods stood unlocked.",
        certificate=certificate,
        until=later(60).date(),
        reason=SECRET,
        actor=scene.decider,
        now=later(8),
    )

    html = verify(certificate)

    assert ">This certificate is not valid today</h1>" in html
    assert "Do not rely on it. The security kind has not been valid since 22 September 2026." in html
    assert SECRET not in html
    assert CANARY not in html


def test_one_of_two_kinds_suspended_is_valid_in_part(scene):
    security, _simplification = scene.active()
    lifecycle.suspend_certificate(
        grounds="Goods stood unlocked.",
        certificate=security,
        until=later(60).date(),
        reason=SECRET,
        actor=scene.decider,
        now=later(8),
    )

    html = verify(security)

    assert ">Valid for one of two kinds. See below</h1>" in html
    assert "Do not rely on it for the security kind." in html


def test_an_ended_one_names_its_last_day_and_a_waiting_one_its_first():
    ended = Scene("Ended Ltd", kinds=("security",))
    certificate = ended.active()[0]
    lifecycle.revoke_certificate(
        grounds="Goods stood unlocked.", certificate=certificate, reason=SECRET, actor=ended.decider, now=later(9)
    )
    waiting = Scene("Waiting Ltd", kinds=("security",))

    assert ">This certificate ended on 23 September 2026</h1>" in verify(certificate)
    assert "in force from 28 September 2026" in verify(waiting.granted(now=later(9))[0])


def test_an_unknown_address_is_404_with_words_that_help():
    status, html = page("certificates:verify", uuid4())

    assert status == 404
    assert "We know no certificate at this address. Check the letters or ask the company." in html


def test_a_number_leads_to_the_live_page_and_an_unlisted_company_needs_its_tin(scene):
    certificate = scene.active()[0]
    url = reverse("certificates:check")

    found = Client().get(url, {"number": f" {certificate.number.lower()} "})
    assert found.headers["Location"] == reverse("certificates:verify", args=[certificate.public_id])
    list_publicly(scene.operator, listed=False)
    assert page("certificates:check", number=certificate.number)[0] == 404
    assert Client().get(url, {"number": certificate.number, "tin": scene.operator.tin}).status_code == 302
    assert page("certificates:check", number="")[0] == 422


# --- the register ------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-LIF-11")
def test_the_register_finds_near_spellings_and_whole_numbers(scene):
    scene.active()

    for query in ("brena", "RAIL TERMINAL", scene.operator.tin.lower()):
        status, html = page("certificates:register", q=query)
        assert status == 200
        assert "Brenna Rail Terminal JSC" in html, query
        assert "1 company matches" in html
    assert "Spelling close to ‘brena’ is included." in page("certificates:register", q="brena")[1]


def test_consent_decides_who_is_shown(scene):
    scene.active()
    list_publicly(scene.operator, listed=False)

    html = page("certificates:register", q="brenna")[1]

    assert "No company matches ‘brenna’. A company that isn’t listed may still be an AEO" in html
    assert scene.operator.tin not in html


def test_two_letters_are_too_few(scene):
    status, html = page("certificates:register", q="br")

    assert status == 422
    assert "Enter at least 3 letters or a whole TIN." in html
    assert "Error:" in html


def test_filters_by_kind_and_type_narrow_the_list(scene):
    scene.active()

    assert "Brenna Rail" in page("certificates:register", type="road_carrier", kind="security")[1]
    assert "Brenna Rail" not in page("certificates:register", type="importer")[1]


def test_a_suspended_company_is_not_valid_today_and_one_that_waits_is_not_listed(scene):
    for certificate in scene.active():
        lifecycle.suspend_certificate(
            grounds="Goods stood unlocked.",
            certificate=certificate,
            until=later(60).date(),
            reason=SECRET,
            actor=scene.decider,
            now=later(8),
        )
    waiting = Scene("Brenna Waiting Ltd")
    list_publicly(waiting.operator)
    waiting.granted(now=later(9))

    html = page("certificates:register", q="brenna")[1]

    assert ">Not valid today</strong>" in html
    assert SECRET not in html
    assert "Brenna Waiting" not in html


def test_the_register_asks_as_many_questions_for_20_companies_as_for_2(scene):
    scene.active()
    counts = []
    for more in (1, 18):
        for place in range(more):
            other = Scene(f"Brenna Branch {more} {place}", kinds=("security",))
            list_publicly(other.operator)
            other.active()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page("certificates:register", q="brenna")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_certificate_of_today_counts_before_the_sweep_ran():
    scene = Scene("Sweepless Ltd", kinds=("security",))
    list_publicly(scene.operator)
    certificate = scene.granted()[0]

    assert ">This certificate is valid today</h1>" in verify(certificate)
    assert "Sweepless" in page("certificates:register", q="sweepless")[1]
    with acting(actor=HOUSE, at=NOW):
        assert certificate.status == "ISSUED"


def test_the_answer_of_the_check_is_signed_and_names_its_moment(scene):
    certificate = scene.active()[0]
    keys = jwk.JWKSet.from_json(Client().get(reverse("certificates:keys")).content.decode())
    response = Client().get(reverse("certificates:signed", args=[certificate.public_id]))

    token = jws.JWS()
    token.deserialize(response.content.decode())
    token.verify(keys.get_key(token.jose_header["kid"]), alg="ES256")
    told = json.loads(token.payload)

    assert (told["certificate"], told["valid"], told["tin"]) == (certificate.number, True, scene.operator.tin)
    assert {kind["status"] for kind in told["kinds"]} == {"active"}
    assert told["as_of"] == "2026-09-24T08:00:00+00:00"
    lifecycle.suspend_certificate(
        certificate=certificate,
        until=later(40).date(),
        grounds="Goods stood unlocked.",
        reason=SECRET,
        actor=scene.decider,
        now=later(10),
    )
    bent = json.loads(Client().get(reverse("certificates:signed", args=[certificate.public_id])).content)
    bent["payload"] = json.loads(response.content)["payload"]  # yesterday's answer under today's signature
    token = jws.JWS()
    token.deserialize(json.dumps(bent))
    with pytest.raises(jws.InvalidJWSSignature):
        token.verify(keys.get_key(token.jose_header["kid"]))
    status, words = page("certificates:verify", certificate.public_id)
    assert (status, "electronic seal" in words) == (200, True)


def test_the_register_is_open_data_of_those_who_agreed_and_streams_in_few_queries(scene):
    scene.active()
    hidden = Scene("Quiet Ltd")
    hidden.active()
    formula = Scene("=cmd|calc Ltd")
    formula.active()
    list_publicly(formula.operator)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = b"".join(Client().get(reverse("certificates:register_csv")).streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(answer)))

    assert [(row["name"], row["kind"], row["status"]) for row in rows] == [
        ("Brenna Rail Terminal JSC", "simplification", "active"),
        ("Brenna Rail Terminal JSC", "security", "active"),
        ("'=cmd|calc Ltd", "simplification", "active"),
        ("'=cmd|calc Ltd", "security", "active"),
    ]
    assert len(queries) < 15
    data = json.loads(b"".join(Client().get(reverse("certificates:register_json")).streaming_content))
    assert [row["tin"] for row in data["rows"]] == [row["tin"] for row in rows]
    assert data["rows"][0]["operator_types"] == "road_carrier"


def test_who_looks_up_too_often_is_told_to_wait(monkeypatch):
    cache.clear()
    monkeypatch.setattr(LookUpThrottle, "rate", "2/min", raising=False)
    answers = [Client().get(reverse("certificates:check")) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) > 0
    assert "Wait" in answers[2].content.decode()
    elsewhere = {"X-Forwarded-For": "192.0.2.8"}
    assert Client().get(reverse("certificates:check"), headers=elsewhere).status_code == 429, "only said, not shown"
    other = Client(REMOTE_ADDR="192.0.2.9")
    assert other.get(reverse("certificates:register")).status_code == 200
    cache.clear()
