"""A right reaches the office or the one file it was given for, and nothing beside it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications import selectors as applications
from foundation.audit.services import acting, record
from foundation.clock.services import now, today
from foundation.identity import services as identity
from foundation.identity.permissions import Permission
from foundation.identity.states import StaffRole
from tests.support.certificates import HOUSE, Scene
from tests.support.identity import make_officer, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-ITX-02")]


@pytest.fixture
def north() -> Scene:
    return Scene()


@pytest.fixture
def south() -> Scene:
    return Scene("Solvane Foods Ltd", office="SOU")


def guest_of(scene: Scene, act: str, user: Any = None) -> Any:
    guest = user or make_officer(StaffRole.GUEST_OFFICER, full_name="Gil Hoste")
    identity.grant_guest(
        user=guest,
        file_id=scene.application.public_id,
        act=act,
        valid_from=today(),
        valid_until=today() + timedelta(days=30),
        reason="The office is short of people.",
        actor=HOUSE,
        now=now(),
    )
    return guest


def asked(user: Any, route: str, scene: Scene) -> int:
    client = sign_in(Client(), user)
    return client.get(reverse(route, args=[scene.application.public_id])).status_code


def test_a_guest_takes_the_granted_act_on_the_granted_file_alone(north: Scene, south: Scene) -> None:
    # given
    north.propose()
    south.propose()
    # when
    guest = guest_of(north, "DECIDE")
    guest_of(south, "PROPOSE", guest)
    # then
    assert asked(guest, "lifecycle:decide", north) == 200
    assert asked(guest, "lifecycle:decide", south) == 403
    assert asked(guest, "vetting:file", north) == 200
    assert asked(guest, "vetting:file", south) == 403


def test_a_guests_act_does_not_spread_to_the_files_that_an_own_role_opens(north: Scene) -> None:
    # given
    other = Scene("Velm Timber Ltd")
    for scene in (north, other):
        scene.propose()
    colleague = north.officer("Dana Amsel", StaffRole.CASE_OFFICER)
    guest_of(north, "DECIDE", colleague)
    # then
    assert asked(colleague, "lifecycle:decide", north) == 200
    assert asked(colleague, "lifecycle:decide", other) == 403
    assert asked(colleague, "workbench:dossier", other) == 200


def test_a_role_held_in_the_south_takes_no_act_in_the_north(north: Scene, south: Scene) -> None:
    # given
    for scene in (north, south):
        scene.propose()
    both = south.officer("Bela Tarn", StaffRole.DECISION_MAKER)
    identity.grant_role(
        user=both, role=StaffRole.VALIDATOR, office=north.office, valid_from=today(), actor=HOUSE, now=now()
    )
    # then
    assert asked(both, "lifecycle:decide", south) == 200
    assert asked(both, "lifecycle:decide", north) == 403
    assert asked(both, "vetting:file", north) == 403
    assert asked(both, "certificates:decision", north) == 200
    on = today()
    assert set(applications.visible_to_staff(both, on)) == {north.application, south.application}
    assert set(applications.visible_to_staff(both, on, Permission.DECISION_TAKE)) == {south.application}


def test_the_history_of_a_file_shows_the_desk_checks_to_those_who_read_them_there(north: Scene) -> None:
    # given
    with acting(actor=HOUSE, at=now(), reason="a secret of the desk"):
        record("vetting.check_recorded", subject=north.application, file_id=north.application.public_id)
    elsewhere = north.officer("Ivo Sand", StaffRole.VALIDATOR)
    identity.grant_role(
        user=elsewhere,
        role=StaffRole.VETTING_OFFICER,
        office=Scene("Solvane Foods Ltd", office="SOU", ready=False).office,
        valid_from=today(),
        actor=HOUSE,
        now=now(),
    )
    address = reverse("workbench:history", args=[north.application.public_id])
    # then
    assert "secret of the desk" not in sign_in(Client(), elsewhere).get(address).content.decode()
    assert "secret of the desk" in sign_in(Client(), north.vetter).get(address).content.decode()


def test_a_certificate_is_suspended_only_where_the_power_to_decide_is_held(north: Scene, south: Scene) -> None:
    # given
    certificate = north.active()[0]
    both = south.officer("Bela Tarn", StaffRole.DECISION_MAKER)
    identity.grant_role(
        user=both, role=StaffRole.CASE_OFFICER, office=north.office, valid_from=today(), actor=HOUSE, now=now()
    )
    client = sign_in(Client(), both)
    # then
    assert client.get(reverse("certificates:certificate", args=[certificate.public_id])).status_code == 200
    for act in ("suspend", "revoke", "annul", "cover"):
        assert client.get(reverse(f"lifecycle:{act}", args=[certificate.public_id])).status_code == 403
