"""A guest officer gets one file and one act until a day, from a leader who has no interest; and loses it with a click."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from applications import services
from foundation.audit.services import Refused
from foundation.clock.services import now, today
from foundation.correspondence.models import Notice
from foundation.identity.models import GuestGrant, User
from foundation.identity.permissions import Permission, permissions_on_file
from foundation.identity.states import StaffRole
from operators.services import declare_interest
from programme.services import delegate, take_act
from tests.support.applications import Company, submitted
from tests.support.identity import make_officer, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader() -> User:
    return make_officer(StaffRole.TEAM_LEADER, full_name="Oren Vask")


@pytest.fixture
def guest() -> User:
    return make_officer(StaffRole.GUEST_OFFICER, full_name="Ilse Marn")


def test_a_leader_gives_one_file_and_one_act_until_a_day_and_takes_it_back(
    client: Client, leader: User, guest: User
) -> None:
    file, last = submitted(Company()), today() + timedelta(days=20)
    url = reverse("applications:guests", args=[file.public_id])
    sign_in(client, leader)
    assert "Nobody is or was a guest on this file." in client.get(url).content.decode()
    form = {
        "officer": guest.pk, "act": "DECIDE", "reason": "Nobody is left here.", "valid_until_day": last.day,
        "valid_until_month": last.month, "valid_until_year": last.year,
    }  # fmt: skip
    wrong = client.post(url, {**form, "officer": "\x00", "act": "FLY", "valid_until_day": "99"})
    assert (wrong.status_code, GuestGrant.objects.count()) == (422, 0)
    assert client.post(url, form).status_code == 302
    longer = {**form, "valid_until_month": (last + timedelta(days=40)).month}
    longer["valid_until_year"] = (last + timedelta(days=40)).year
    assert client.post(url, longer).status_code == 302
    grant = GuestGrant.objects.get(valid_until__gt=last)
    assert Permission.DECISION_TAKE in permissions_on_file(guest, file.public_id, today())
    assert Permission.DECISION_TAKE not in permissions_on_file(guest, submitted(Company("Velin")).public_id, today())
    assert "Ilse Marn" in client.get(url).content.decode()
    assert client.post(reverse("applications:end_guest", args=[file.public_id, grant.pk])).status_code == 302
    assert Permission.DECISION_TAKE not in permissions_on_file(guest, file.public_id, today())
    sign_in(client, guest)
    assert client.get(url).status_code in (403, 404)


def test_nobody_with_an_interest_or_an_earlier_act_is_or_asks_a_guest(leader: User, guest: User) -> None:
    file = submitted(Company())
    given = {
        "application": file, "act": "DECIDE", "valid_until": today(), "reason": "Nobody is left here.", "now": now(),
    }  # fmt: skip
    with pytest.raises(Refused, match="in the past"):
        services.give_guest(**{**given, "valid_until": today() - timedelta(days=1)}, officer=guest, actor=leader)
    with pytest.raises(Refused, match="themselves"):
        services.give_guest(**given, officer=leader, actor=leader)
    vetter = make_officer(StaffRole.VETTING_OFFICER)
    take_act(file_id=file.public_id, act="VET", user=vetter, now=now())
    with pytest.raises(Refused, match="shuts this one out"):
        services.give_guest(**given, officer=vetter, actor=leader)
    declare_interest(officer=guest, operator=file.operator, nature="A cousin", now=now())
    with pytest.raises(Refused, match="declared an interest"):
        services.give_guest(**given, officer=guest, actor=leader)
    declare_interest(officer=leader, operator=file.operator, nature="A cousin", now=now())
    with pytest.raises(Refused, match="You declared an interest"):
        services.give_guest(**given, officer=make_officer(StaffRole.DECISION_MAKER), actor=leader)
    assert not GuestGrant.objects.exists()


def test_an_officer_ends_the_own_interest_on_its_page_and_leaders_read_of_colleagues(
    client: Client, leader: User
) -> None:
    officer, operator = make_officer(StaffRole.CASE_OFFICER, full_name="Dalia Roost"), Company().operator
    interest = declare_interest(officer=officer, operator=operator, nature="A cousin on the board", now=now())
    page, end = reverse("operators:interests"), reverse("operators:end_interest", args=[interest.pk])
    sign_in(client, leader)
    assert "Dalia Roost" in client.get(page).content.decode()
    assert client.get(end).status_code == 404
    sign_in(client, officer)
    assert "A cousin on the board" in client.get(page).content.decode()
    on, before = today(), today() - timedelta(days=1)
    day = {"last_day_day": on.day, "last_day_month": on.month, "last_day_year": on.year}
    past = {"last_day_day": before.day, "last_day_month": before.month, "last_day_year": before.year}
    assert "in the past" in client.post(end, past).content.decode()
    assert client.post(end, day).status_code == 302
    interest.refresh_from_db()
    assert interest.valid_until == on
    told = Notice.objects.get(title__contains="the interest in")
    assert list(told.recipients.values_list("user", flat=True)) == [leader.pk]


def test_a_guest_asked_to_decide_is_said_to_need_a_delegation_and_gets_it_on_the_page_the_notice_leads_to(
    client: Client, leader: User, guest: User
) -> None:
    # given
    file, sofia = submitted(Company()), make_officer(StaffRole.PROGRAMME_ADMIN, full_name="Sofia Kern")
    given = {"act": "DECIDE", "valid_until": today() + timedelta(days=9), "reason": "Nobody is left here."}
    # when
    services.give_guest(application=file, officer=guest, actor=leader, now=now(), **given)
    page = sign_in(client, leader).get(reverse("applications:guests", args=[file.public_id])).content.decode()
    # then
    assert "Can’t decide yet." in page
    notice = Notice.objects.get(recipients__user=sofia)
    assert f"Ilse Marn needs a delegation to decide {file.number}" in notice.title
    # and the page it leads to names the guest already
    sign_in(client, sofia)
    form = client.get(notice.url).content.decode()
    assert f'<option value="{guest.pk}" selected>' in form
    for number, act in (("D-1", "GRANT"), ("D-2", "REFUSE")):
        delegate(number=number, holder=guest, act=act, valid_from=today(), actor=sofia, now=now())
    page = sign_in(client, leader).get(reverse("applications:guests", args=[file.public_id])).content.decode()
    assert "Can’t decide yet." not in page
