"""Who may enter the pages of a visit over HTTP, and what stays inside."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from foundation.identity.models import Office
from foundation.identity.services import grant_guest, grant_membership
from tests.support import identity
from tests.support.validations import TODAY, Scene, as_user, later, make_site, point_of, text, url
from validations import services

pytestmark = pytest.mark.django_db
Clock = Callable[[int], Any]
STAFF_PAGES = ("checklist", "report", "review", "actions", "team", "notice", "enlarge", "cancel")


# --- what stays inside ------------------------------------------------------------------------------------------------


CANARIES = (
    "CANARY",
    "high risk",
    "high_risk",
    "main customs records",
    "drawn at random",
    "Internal",
    "Not met",
    str(20_260_914),
)


@pytest.mark.parametrize(
    "stage", ["NOTIFIED", "IN_PROGRESS", "RECORDED", "REPORT_DRAFT", "REPORT_REVIEW", "WITH_TRADER"]
)
def test_no_internal_word_reaches_the_trader(clock: Clock, stage: str) -> None:
    clock(36)
    scene = Scene()
    make_site(scene.operator, 9, high_risk=True, activity="cold store")
    visit = scene.at(stage, failed=True)
    client = as_user(scene.trader)

    pages = [text(client.get(url("visit", visit)))]
    if stage == "WITH_TRADER":
        pages.append(text(client.get(url("action", visit, scene.action(visit).public_id))))

    for page in pages:
        assert [word for word in CANARIES if word in page] == []
    if stage != "WITH_TRADER":
        assert "Keep the key box locked." not in pages[0]


def test_a_planned_visit_does_not_exist_for_the_trader(clock: Clock) -> None:
    clock(0)
    scene = Scene()
    visit = scene.plan()

    assert as_user(scene.trader).get(url("visit", visit)).status_code == 404


def test_a_reason_that_hands_an_action_on_stays_inside(clock: Clock) -> None:
    clock(40)
    scene = Scene()
    visit = scene.at("WITH_TRADER", failed=True)
    action = scene.action(visit)
    services.hand_on_action(finding=action, reason="CANARY handed on", actor=scene.lead, now=later(39))
    client = as_user(scene.trader)

    assert "CANARY" not in text(client.get(url("visit", visit))) + text(
        client.get(url("action", visit, action.public_id))
    )


# --- who may enter ----------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-VAL-06")
def test_a_third_party_validator_sees_own_visits_only_and_loses_them_when_the_team_changes(clock: Clock) -> None:
    # given
    clock(0)
    scene = Scene()
    outsider = scene.third_party()
    visit = scene.plan(members=[outsider])
    other = Scene(name="Velin Motors Ltd", tin="XA9900001").plan()
    client = as_user(outsider)
    assert client.get(url("checklist", visit)).status_code == 200
    listed = text(client.get(reverse("validations:list")))
    assert "Brenna Pass Carriers" in listed
    assert "Velin Motors" not in listed
    assert client.get(url("checklist", other)).status_code == 404
    assert client.get(reverse("validations:file", args=[scene.application.public_id])).status_code == 404

    # when
    services.change_team(
        validation=visit, lead=scene.lead, members=[scene.member], reason="Ill.", actor=scene.case_officer, now=later(0)
    )

    # then
    assert client.get(url("checklist", visit)).status_code == 404
    assert "Brenna Pass Carriers" not in text(client.get(reverse("validations:list")))
    point = point_of(visit)
    assert client.get(url("point", visit, point.public_id)).status_code == 404


def test_a_guest_sees_the_visit_while_the_grant_holds(clock: Clock) -> None:
    clock(0)
    scene = Scene()
    guest = identity.make_officer("GUEST_OFFICER", full_name="Guest Officer")
    file_id = scene.application.public_id
    grant_guest(
        user=guest, file_id=file_id, act="VALIDATE", valid_from=TODAY, valid_until=TODAY + timedelta(days=5),
        reason="Knows cold stores.", actor=scene.case_officer, now=later(0),
    )  # fmt: skip
    visit = scene.plan(members=[guest])
    client = as_user(guest)
    assert client.get(url("checklist", visit)).status_code == 200

    clock(6)

    assert as_user(guest).get(url("checklist", visit)).status_code == 403  # no right of any kind is left


def test_officers_of_another_region_do_not_find_the_visit(clock: Clock) -> None:
    clock(36)
    scene = Scene()
    visit = scene.at("WITH_TRADER", failed=True)
    southern = identity.make_officer(
        "VALIDATOR", "CASE_OFFICER", office=Office.objects.get(code="SOU"), full_name="Southern"
    )
    client = as_user(southern)
    point, action = point_of(visit), scene.action(visit)

    routes = [url(name, visit) for name in STAFF_PAGES]
    routes += [
        url("point", visit, point.public_id),
        url("finding", visit, action.public_id),
        url("judge", visit, action.public_id),
    ]
    routes += [reverse("validations:file", args=[scene.application.public_id])]
    assert {route: client.get(route).status_code for route in routes} == dict.fromkeys(routes, 404)
    posts = [url(name, visit) for name in ("declare", "start", "end", "to_review", "cancel")]
    assert {route: client.post(route).status_code for route in posts} == dict.fromkeys(posts, 404)


def test_another_company_gets_404_on_every_page_of_the_visit(clock: Clock) -> None:
    clock(36)
    scene = Scene()
    visit = scene.at("WITH_TRADER", failed=True)
    stranger = identity.make_member(identity.make_company("Other Ltd"), "ADMINISTRATOR", "SIGNATORY")
    client = as_user(stranger)
    action = scene.action(visit)

    assert client.get(url("visit", visit)).status_code == 404
    assert client.get(url("action", visit, action.public_id)).status_code == 404
    for name in ("day", "reply"):
        assert client.post(url(name, visit), {"answer": "yes", "agrees": "yes"}).status_code == 404
    assert client.post(url("action", visit, action.public_id), {"text": "x"}).status_code == 404
    for name in STAFF_PAGES:
        assert client.get(url(name, visit)).status_code == 404


def test_a_mandate_that_does_not_cover_findings_opens_no_action(clock: Clock) -> None:
    clock(36)
    scene = Scene()
    visit = scene.at("WITH_TRADER", failed=True)
    consultant = identity.make_user("Kira Holt")
    grant_membership(
        user=consultant,
        organisation=scene.company,
        role="CONSULTANT",
        valid_from=TODAY,
        mandate_scope=["APPLICATIONS"],
        actor=scene.trader,
        now=later(0),
    )
    action = scene.action(visit)

    assert as_user(consultant).get(url("visit", visit)).status_code == 200
    assert as_user(consultant).get(url("action", visit, action.public_id)).status_code == 404
    assert as_user(scene.trader).get(url("action", visit, action.public_id)).status_code == 200


def test_points_findings_and_papers_of_another_visit_do_not_open_here(clock: Clock) -> None:
    clock(36)
    scene = Scene()
    visit = scene.at("WITH_TRADER", failed=True)
    client = as_user(scene.lead)

    for name in ("point", "finding", "judge", "paper", "picture"):
        assert client.get(url(name, visit, uuid4())).status_code == 404
    assert as_user(scene.trader).get(url("action", visit, uuid4())).status_code == 404


def test_reading_roles_look_but_do_not_act(clock: Clock) -> None:
    clock(36)
    scene = Scene()
    visit = scene.at("REPORT_REVIEW", failed=True)
    auditor = identity.make_officer("AUDITOR", full_name="Auditor")
    client = as_user(auditor)

    assert client.get(url("checklist", visit)).status_code == 200
    assert client.get(url("report", visit)).status_code == 200
    for name in ("team", "notice", "cancel", "review"):
        assert client.get(url(name, visit)).status_code == 403
    for name in ("start", "end", "declare", "to_review"):
        assert client.post(url(name, visit)).status_code == 403
    assert "validations/points" not in text(client.get(url("checklist", visit)))
