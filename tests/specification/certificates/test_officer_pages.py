"""Officers' pages of decisions and certificates, and the acts on them, through HTTP."""

import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates.models import Certificate, Coverage, DecisionRow
from foundation.audit.models import Read
from foundation.identity.states import StaffRole
from tests.support import identity
from tests.support.certificates import CANARY, RELEASED, Scene, later, other_operator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(later(1), tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    return Scene()


def as_(user, **how) -> Client:
    return identity.sign_in(Client(), user, **how)


def words(response) -> str:
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def url(name: str, row) -> str:
    return reverse(name, args=[row.public_id])


def proposal(scene: Scene, *refused: str, **changed: str) -> dict[str, str]:
    """What the case officer's form sends."""
    data: dict[str, str] = {}
    for number, row in enumerate(scene.rows(*refused)):
        fields = {"proposal": row.proposal, "grounds": row.grounds}
        fields |= {"released_text": row.released_text, "refusal_code": row.refusal_code}
        data |= {f"{name}-{number}": value for name, value in fields.items()}
    return data | changed


def decision(scene: Scene, choice: str = "agree", **more: str) -> dict[str, str]:
    rows = DecisionRow.objects.filter(application=scene.application, status__in=("PROPOSED", "HEARING"))
    data = {f"choice-{number}": choice for number in range(rows.count())}
    for number, row in enumerate(rows):
        data |= {f"released_text-{number}": row.released_text, f"refusal_code-{number}": row.refusal_code}
    return data | {"reason": "Agreed with the proposal."} | more


# --- proposing ---------------------------------------------------------------------------------------------------------


def test_the_decision_page_leads_the_case_officer_to_the_proposal(scene):
    client = as_(scene.case_officer)

    html = client.get(url("certificates:decision", scene.application)).content.decode()

    assert url("lifecycle:propose", scene.application) in html
    assert url("lifecycle:decide", scene.application) not in html
    assert Read.objects.filter(file_id=scene.application.public_id, what="decision").exists()


def test_before_the_visit_is_closed_the_page_says_why_nothing_can_be_proposed():
    scene = Scene(ready=False)
    client = as_(scene.case_officer)

    page = client.get(url("certificates:decision", scene.application))
    assert url("lifecycle:propose", scene.application) not in page.content.decode()
    assert "No visit is planned." in words(page)
    assert "No visit is planned." in words(client.get(url("lifecycle:propose", scene.application)))


def test_a_proposal_is_made_row_by_row(scene):
    client = as_(scene.case_officer)
    page = words(client.get(url("lifecycle:propose", scene.application)))
    assert "Simplification, carrier by road" in page or "Simplification, road carrier" in page

    assert client.post(url("lifecycle:propose", scene.application), proposal(scene, "security")).status_code == 302

    assert dict(DecisionRow.objects.values_list("kind", "proposal")) == {
        "simplification": "GRANT",
        "security": "REFUSE",
    }


def test_an_incomplete_proposal_comes_back_with_everything_typed(scene):
    data = proposal(scene, "security") | {"grounds-0": "", "released_text-1": ""}

    page = as_(scene.case_officer).post(url("lifecycle:propose", scene.application), data)

    assert page.status_code == 422
    assert "Write the grounds." in words(page)
    assert CANARY in page.content.decode()
    assert not DecisionRow.objects.exists()


# --- deciding ----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-LIF-01", "R-LIF-06")
def test_the_decision_maker_reads_grounds_four_eyes_and_conditions(scene):
    scene.delegate()
    scene.propose("security")

    page = words(as_(scene.decider).get(url("lifecycle:decide", scene.application)))

    for text in (
        "Decide on 2 rows",
        CANARY,
        RELEASED,
        "You may decide",
        "Dalia Roost",
        "no earlier act on this file",
        "A grant is possible",
        "No bar stands against this company.",
        "A grant is in force from 20 September 2026",
        "Open the hearing",
        "The other rows don’t wait.",
    ):
        assert text in page, text


def test_who_validated_reads_why_not(scene):
    scene.delegate(holder=scene.validator)
    identity.services.grant_role(
        user=scene.validator, role=StaffRole.DECISION_MAKER, office=scene.office, valid_from=identity.LONG_AGO,
        actor=identity.TEST, now=identity.moment(),
    )  # fmt: skip
    scene.propose()
    client = as_(scene.validator)

    page = words(client.get(url("certificates:decision", scene.application)))
    assert "You may not decide" in page
    assert "You visited the company for this file." in page
    posted = client.post(url("lifecycle:decide", scene.application), decision(scene))
    assert posted.status_code == 422
    assert not Certificate.objects.exists()


def test_a_decision_is_taken_with_a_fresh_proof(scene):
    scene.delegate()
    scene.propose("security")

    posted = as_(scene.decider).post(url("lifecycle:decide", scene.application), decision(scene), follow=True)

    assert "Granted 1 row. Opened 1 hearing." in words(posted)
    assert Certificate.objects.get().kind == "simplification"


def test_deciding_otherwise_asks_for_the_text_and_the_ground_at_their_fields(scene):
    scene.delegate()
    scene.propose()

    posted = as_(scene.decider).post(url("lifecycle:decide", scene.application), decision(scene, "otherwise"))

    assert posted.status_code == 422
    assert 'href="#id_released_text-0"' in posted.content.decode()
    assert 'href="#id_refusal_code-1"' in posted.content.decode()
    assert "Agreed with the proposal." in words(posted)


def test_an_old_proof_is_renewed_by_the_code_on_the_page(scene):
    scene.delegate()
    scene.propose()
    client = as_(scene.decider, seconds_ago=3600)
    assert "Code from your authenticator" in words(client.get(url("lifecycle:decide", scene.application)))

    wrong = client.post(url("lifecycle:decide", scene.application), decision(scene, code="000000"))
    assert wrong.status_code == 422
    assert "This code is not right." in words(wrong)
    assert not Certificate.objects.exists()
    asked = client.post(url("lifecycle:decide", scene.application), decision(scene))
    assert asked.status_code == 302
    assert not Certificate.objects.exists()
    code = identity.code_of(scene.decider)
    right = client.post(url("lifecycle:decide", scene.application), decision(scene, code=code))
    assert right.status_code == 302
    assert Certificate.objects.count() == 2


def test_the_whole_file_is_sent_back_by_its_own_button(scene):
    scene.delegate()
    scene.propose()

    posted = as_(scene.decider).post(
        url("lifecycle:decide", scene.application), decision(scene, send_back="1"), follow=True
    )

    assert "The file is sent back. The clock keeps running." in words(posted)
    assert set(DecisionRow.objects.values_list("status", flat=True)) == {"RETURNED"}


def test_without_a_reason_nothing_is_decided(scene):
    scene.delegate()
    scene.propose()

    page = as_(scene.decider).post(url("lifecycle:decide", scene.application), decision(scene, reason=""))

    assert page.status_code == 422
    assert "Write your reason." in words(page)


# --- certificates ------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-SUS-02")
def test_a_certificate_is_suspended_lifted_and_revoked_on_its_pages():
    scene = Scene(kinds=("security",))
    certificate = scene.active()[0]
    client = as_(scene.decider)
    with time_machine.travel(later(10), tick=False):
        client = as_(scene.decider)
        until = {"until_day": "1", "until_month": "12", "until_year": "2026"}
        assert client.post(url("lifecycle:suspend", certificate), {"reason": "r"}).status_code == 422
        given = {"reason": "facts open", "grounds": "The yard is open.", **until}
        assert client.post(url("lifecycle:suspend", certificate), given).status_code == 302
        page = words(client.get(url("certificates:certificate", certificate)))
        assert "Lift the suspension" in page
        assert "Suspend this certificate" not in page
        assert (
            client.post(
                url("lifecycle:lift", certificate),
                {"reason": "proved", "grounds": "The yard is locked.", "how": "never"},
            ).status_code
            == 302
        )
        assert (
            client.post(
                url("lifecycle:revoke", certificate), {"reason": "breach", "grounds": "Repeated breaches."}
            ).status_code
            == 302
        )

    assert Certificate.objects.get().status == "REVOKED"


def test_another_company_is_covered_by_its_number():
    scene = Scene(kinds=("security",))
    certificate = scene.active()[0]
    other = other_operator("Solvane Foods Ltd")
    client = as_(scene.decider)
    day = {"on_day": "20", "on_month": "9", "on_year": "2026"}

    unknown = client.post(url("lifecycle:cover", certificate), {"tin": "XA000", **day})
    assert "We know no verified company with this TIN." in words(unknown)
    assert client.post(url("lifecycle:cover", certificate), {"tin": other.tin.lower(), **day}).status_code == 302
    coverage = Coverage.objects.get()
    assert "Solvane Foods Ltd" in words(client.get(url("certificates:certificate", certificate)))
    end = reverse("lifecycle:uncover", args=[certificate.public_id, coverage.pk])
    assert client.post(end).status_code == 302
    coverage.refresh_from_db()
    assert coverage.ends_on


def test_who_may_not_decide_is_offered_no_act_and_gets_none():
    scene = Scene(kinds=("security",))
    certificate = scene.active()[0]
    client = as_(scene.case_officer)

    assert "What you may do" not in words(client.get(url("certificates:certificate", certificate)))
    assert client.post(url("lifecycle:revoke", certificate), {"reason": "r"}).status_code == 403


def test_officers_of_another_office_find_nothing(scene):
    certificate = scene.granted()[0]
    stranger = Scene("Southern Ltd", office="SOU")
    client = as_(stranger.decider)

    for name, row in (
        ("certificates:decision", scene.application),
        ("lifecycle:decide", scene.application),
        ("certificates:certificate", certificate),
        ("certificates:paper", certificate),
        ("lifecycle:suspend", certificate),
    ):
        assert client.get(url(name, row)).status_code == 404, name
    assert certificate.number not in words(client.get(reverse("certificates:list")))


def test_the_list_filters_and_asks_as_much_for_20_rows_as_for_2(scene):
    scene.granted()
    client = as_(scene.decider)
    client.get(reverse("certificates:list"))
    counts = []
    for more in (0, 9):
        for number in range(more):
            Scene(f"More {number}").granted()
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("certificates:list"))
        counts.append(len(asked))
    assert "20 certificates" in words(page)
    assert counts[0] == counts[1]
    assert "0 certificates" in words(client.get(reverse("certificates:list"), {"status": "ACTIVE"}))
    assert "10 certificates" in words(
        client.get(reverse("certificates:list"), {"kind": "security", "status": "ISSUED"})
    )
    assert "2 certificates" in words(client.get(reverse("certificates:list"), {"q": scene.operator.tin}))
