"""The people of Customs: offices, roles, deputies, absences, guests."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.audit.services import Refused
from foundation.clock.services import today
from foundation.identity import selectors, services
from foundation.identity.models import Absence, Deputy, RoleGrant
from foundation.identity.permissions import Permission, office_ids, permissions_on_file, staff_permissions
from tests.support.identity import (
    TEST,
    make_company,
    make_member,
    make_office,
    make_officer,
    make_user,
    moment,
    sign_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-ACM-29", "R-ITX-07")]


def day_fields(name: str, day: Any) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


@pytest.fixture
def offices() -> Any:
    headquarters = make_office("HQ")
    return headquarters, make_office("NORTH", parent=headquarters), make_office("SOUTH", parent=headquarters)


def test_a_leader_records_an_absence_and_the_deputy_sees_whose_work_it_is(offices: Any, client: Client) -> None:
    # given
    _headquarters, north, _south = offices
    leader, officer = make_officer("TEAM_LEADER", office=north), make_officer("CASE_OFFICER", office=north)
    colleague = make_officer("CASE_OFFICER", office=north, full_name="Emil Vardan")
    sign_in(client, leader)
    day = today()
    # when
    client.post(
        reverse("identity:absence"),
        {"person": officer.pk, **day_fields("starts_on", day), **day_fields("ends_on", day + timedelta(days=4))},
    )
    client.post(
        reverse("identity:deputy", args=[officer.public_id]), {"deputy": colleague.pk, **day_fields("valid_from", day)}
    )
    # then
    assert list(selectors.absent_principals(colleague, day)) == [officer]
    assert selectors.deputy_of(officer, day) == colleague
    assert not selectors.absent_principals(colleague, day + timedelta(days=5)).exists()
    page = client.get(reverse("identity:people")).content.decode()
    assert "Emil Vardan" in page
    # when
    client.post(reverse("identity:end_deputy", args=[Deputy.objects.get().pk]))
    client.post(reverse("identity:withdraw_absence", args=[Absence.objects.get().pk]))
    # then
    assert not Deputy.objects.exists()
    assert not Absence.objects.exists()


def test_a_leader_changes_nothing_in_another_office(offices: Any, client: Client) -> None:
    # given
    _headquarters, north, south = offices
    leader, other = make_officer("TEAM_LEADER", office=north), make_officer("CASE_OFFICER", office=south)
    day = today()
    absence = services.record_absence(user=other, starts_on=day, ends_on=day, actor=TEST, now=moment())
    sign_in(client, leader)
    # when
    posted = {"person": other.pk, **day_fields("starts_on", day), **day_fields("ends_on", day)}
    form = client.post(reverse("identity:absence"), posted)
    # then
    assert form.status_code == 200
    assert "id_person" in form.content.decode()
    assert client.get(reverse("identity:deputy", args=[other.public_id])).status_code == 404
    assert client.post(reverse("identity:withdraw_absence", args=[absence.pk])).status_code == 404
    assert other not in client.get(reverse("identity:people")).context["people"]


def test_everybody_records_the_own_absence_and_only_that(offices: Any, client: Client) -> None:
    # given
    _headquarters, north, _south = offices
    officer, colleague = make_officer("CASE_OFFICER", office=north), make_officer("CASE_OFFICER", office=north)
    sign_in(client, officer)
    days = {**day_fields("starts_on", today()), **day_fields("ends_on", today())}
    # when
    own = client.post(reverse("identity:absence"), {"person": officer.pk, **days})
    other = client.post(reverse("identity:absence"), {"person": colleague.pk, **days})
    # then
    assert (own.status_code, other.status_code) == (302, 200)
    assert [row.user for row in Absence.objects.all()] == [officer]
    assert client.get(reverse("identity:deputy", args=[colleague.public_id])).status_code == 403


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"person": ""}, "Choose a person."),
        ({"starts_on_day": "32"}, "Enter a real day"),
        ({"starts_on_year": ""}, "Enter a real day"),
        ({"ends_on_day": "1", "ends_on_month": "1", "ends_on_year": str(2000)}, ""),
    ],
)
def test_the_absence_form_says_what_is_wrong(change: dict[str, str], words: str, offices: Any, client: Client) -> None:
    # given
    leader = make_officer("TEAM_LEADER", office=offices[1])
    sign_in(client, leader)
    posted = {"person": leader.pk, **day_fields("starts_on", today()), **day_fields("ends_on", today()), **change}
    # when
    answer = client.post(reverse("identity:absence"), posted)
    # then
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Absence.objects.exists()


def test_absences_of_one_person_do_not_overlap() -> None:
    # given
    officer, day = make_officer("CASE_OFFICER"), today()
    services.record_absence(user=officer, starts_on=day, ends_on=day + timedelta(days=2), actor=TEST, now=moment())
    # then
    with pytest.raises(Refused, match="already recorded"):
        services.record_absence(
            user=officer, starts_on=day + timedelta(days=2), ends_on=day + timedelta(days=5), actor=TEST, now=moment()
        )
    with pytest.raises(Refused, match="before the first"):
        services.record_absence(
            user=officer, starts_on=day + timedelta(days=9), ends_on=day + timedelta(days=8), actor=TEST, now=moment()
        )


def test_nobody_stands_in_for_themselves_and_no_trader_for_an_officer() -> None:
    # given
    officer, trader = make_officer("CASE_OFFICER"), make_user()
    # then
    for deputy in (officer, trader):
        with pytest.raises(Refused):
            services.name_deputy(principal=officer, deputy=deputy, valid_from=today(), actor=TEST, now=moment())


def test_a_role_is_for_people_of_customs_and_for_known_roles() -> None:
    # then
    with pytest.raises(Refused, match="does not work for Customs"):
        services.grant_role(
            user=make_user(), role="CASE_OFFICER", office=None, valid_from=today(), actor=TEST, now=moment()
        )
    with pytest.raises(Refused, match="EMPEROR"):
        services.grant_role(
            user=make_officer(), role="EMPEROR", office=None, valid_from=today(), actor=TEST, now=moment()
        )


def test_an_ended_role_gives_nothing_from_the_next_day() -> None:
    # given
    officer = make_officer("CASE_OFFICER")
    grant = RoleGrant.objects.get(user=officer)
    # when
    services.end_role(grant=grant, last_day=today(), actor=TEST, now=moment())
    # then
    assert Permission.FILE_WORK in staff_permissions(officer, today())
    assert Permission.FILE_WORK not in staff_permissions(officer, today() + timedelta(days=1))


def test_a_guest_gets_one_file_and_one_act_until_a_date(offices: Any) -> None:
    # given
    guest, file_id = make_officer("GUEST_OFFICER"), uuid4()
    until = today() + timedelta(days=10)
    services.grant_guest(
        user=guest,
        file_id=file_id,
        act="DECIDE",
        valid_from=today(),
        valid_until=until,
        reason="help",
        actor=TEST,
        now=moment(),
    )
    # then
    assert Permission.DECISION_TAKE in permissions_on_file(guest, file_id, until, None)
    assert Permission.DECISION_TAKE not in permissions_on_file(guest, uuid4(), today(), None)
    assert Permission.DECISION_TAKE not in permissions_on_file(guest, file_id, until + timedelta(days=1), None)
    assert Permission.VETTING_DETERMINE not in staff_permissions(guest, today())
    assert office_ids(guest, today(), Permission.FILE_READ) == frozenset()


def test_a_role_at_headquarters_reaches_every_office_and_one_in_a_region_only_its_own(offices: Any) -> None:
    # given
    headquarters, north, south = offices
    # then
    assert reach(make_officer("CASE_OFFICER", office=headquarters)) >= {headquarters.pk, north.pk, south.pk}
    assert reach(make_officer("CASE_OFFICER", office=north)) == {north.pk}
    assert reach(make_officer("CASE_OFFICER")) is None


def test_a_role_in_one_office_gives_nothing_in_another_where_the_person_holds_another_role(offices: Any) -> None:
    # given
    _headquarters, north, south = offices
    officer = make_officer("CASE_OFFICER", office=north)
    services.grant_role(user=officer, role="DECISION_MAKER", office=south, valid_from=today(), actor=TEST, now=moment())
    # then
    assert reach(officer, Permission.FILE_WORK) == {north.pk}
    assert reach(officer, Permission.DECISION_TAKE) == {south.pk}
    assert reach(officer, Permission.FILE_READ) == {north.pk, south.pk}
    assert Permission.DECISION_TAKE not in permissions_on_file(officer, None, today(), north.pk)
    assert Permission.FILE_WORK in permissions_on_file(officer, None, today(), north.pk)


def reach(officer: Any, permission: Permission = Permission.FILE_WORK) -> Any:
    return office_ids(officer, today(), permission)


def test_traders_do_not_see_the_people_of_customs(client: Client) -> None:
    # given
    sign_in(client, make_member(make_company(), "ADMINISTRATOR"))
    # then
    assert client.get(reverse("identity:people")).status_code == 404


def test_agencies_and_guests_do_not_see_the_people_of_customs(client: Client) -> None:
    for role in ("OGA_USER", "GUEST_OFFICER", "THIRD_PARTY_VALIDATOR"):
        assert sign_in(Client(), make_officer(role)).get(reverse("identity:people")).status_code == 403


def test_the_people_page_asks_the_same_number_of_queries_for_two_and_for_twenty(offices: Any) -> None:
    # given
    north = offices[1]
    leader, counts = make_officer("TEAM_LEADER", office=north), []
    for people in (2, 18):
        for _number in range(people):
            officer = make_officer("CASE_OFFICER", office=north, factor=False)
            services.name_deputy(principal=officer, deputy=leader, valid_from=today(), actor=TEST, now=moment())
            services.record_absence(user=officer, starts_on=today(), ends_on=today(), actor=TEST, now=moment())
        browser = sign_in(Client(), leader)
        browser.get(reverse("identity:people"))
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("identity:people"))
        counts.append(len(queries))
    # then
    assert counts[0] == counts[1]


def test_a_leader_switches_a_colleague_off_with_a_reason(offices: Any, client: Client) -> None:
    # given
    leader, officer = make_officer("TEAM_LEADER", office=offices[1]), make_officer("CASE_OFFICER", office=offices[1])
    stranger = make_officer("CASE_OFFICER", office=offices[2])
    working = sign_in(Client(), officer)
    sign_in(client, leader)
    path = reverse("identity:switch_off", args=[officer.public_id])
    # when
    empty = client.post(path, {"reason": " "})
    own = client.post(reverse("identity:switch_off", args=[leader.public_id]), {"reason": "tired"})
    done = client.post(path, {"reason": "left the service"})
    # then
    assert b"Write the reason." in empty.content
    assert b"own account" in own.content
    assert done.status_code == 302
    assert working.get(reverse("identity:account")).status_code == 302
    assert client.get(reverse("identity:switch_off", args=[stranger.public_id])).status_code == 404
    assert client.get(path).status_code == 404
