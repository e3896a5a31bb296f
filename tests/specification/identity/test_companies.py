"""People of a company: who brings whom in, who ends what, and that an ended mandate is gone with the next click."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.audit.models import Event
from foundation.audit.services import Refused
from foundation.clock.services import today
from foundation.identity import selectors, services
from foundation.identity.models import Invitation, Membership
from foundation.identity.permissions import Permission, company_permissions
from tests.support.identity import TEST, join, make_company, make_member, make_officer, make_user, moment, sign_in
from tests.support.programme import figures_in_force, reference_data

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference() -> None:
    reference_data()


def day_fields(name: str, day: Any) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def invitation_to(company: Any, email: str, role: str = "PREPARER", **fields: Any) -> Invitation:
    return services.invite(
        organisation=company, email=email, role=role, valid_days=14, actor=TEST, now=moment(), **fields
    )


def test_an_invited_colleague_joins_by_the_link(
    client: Client, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    # given
    company, colleague = make_company(), make_user("Ilja Moreau")
    administrator = make_member(company, "ADMINISTRATOR")
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(client, administrator).post(
            reverse("operators:invite"), {"email": colleague.email.upper(), "role": "PREPARER"}
        )
    path = re.search(r"https?://[^/]+(/\S+)", mailoutbox[-1].body).group(1)
    browser = sign_in(Client(), colleague)
    # when
    page = browser.get(path)
    answer = browser.post(path)
    # then
    assert mailoutbox[-1].to == [colleague.email]
    assert company.name in page.content.decode()
    assert answer.status_code == 302
    assert selectors.company_roles(colleague, company, today()) == {"PREPARER"}
    assert Event.objects.filter(name="membership.granted", organisation_id=company.pk, actor_id=colleague.pk).exists()


def test_an_invitation_can_be_taken_up_for_as_many_days_as_the_programme_says(client: Client) -> None:
    # given
    figures_in_force({"operator.invitation_days": 3}, now=moment())
    company = make_company()
    sign_in(client, make_member(company, "ADMINISTRATOR"))
    # when
    page = client.get(reverse("operators:invite")).content.decode()
    client.post(reverse("operators:invite"), {"email": "ilja@brenna.example", "role": "PREPARER"})
    # then
    assert "It can be used for 3 days" in page
    assert Invitation.objects.get().expires_on == today() + timedelta(days=3)


def test_an_invitation_does_not_exist_for_anybody_else(client: Client) -> None:
    # given
    invitation = invitation_to(make_company(), "ilja@brenna.example")
    sign_in(client, make_member(make_company("Velin Motors"), "ADMINISTRATOR"))
    path = reverse("identity:invitation", args=[invitation.public_id])
    # then
    assert client.get(path).status_code == client.post(path).status_code == 404
    assert Client().get(path).status_code == 302
    assert client.get(reverse("identity:invitation", args=[uuid4()])).status_code == 404


def test_an_invitation_works_once_and_not_after_its_day() -> None:
    # given
    company, colleague = make_company(), make_user()
    used, late = invitation_to(company, colleague.email), invitation_to(company, colleague.email, "SIGNATORY")
    services.accept_invitation(invitation=used, user=colleague, now=moment())
    # then
    with pytest.raises(Refused, match="already used"):
        services.accept_invitation(invitation=used, user=colleague, now=moment())
    with pytest.raises(Refused, match="run out"):
        services.accept_invitation(invitation=late, user=colleague, now=moment() + timedelta(days=16))


def test_people_of_customs_join_no_company() -> None:
    # given
    officer = make_officer("CASE_OFFICER")
    invitation = invitation_to(make_company(), officer.email)
    # then
    with pytest.raises(Refused, match="Customs"):
        services.accept_invitation(invitation=invitation, user=officer, now=moment())


@pytest.mark.parametrize(
    ("own_role", "given_role", "allowed"),
    [
        ("ADMINISTRATOR", "PREPARER", True),
        ("ADMINISTRATOR", "SIGNATORY", True),
        ("ADMINISTRATOR", "CONSULTANT", False),
        ("SIGNATORY", "CONSULTANT", True),
        ("SIGNATORY", "PREPARER", False),
        ("PREPARER", "PREPARER", False),
        ("CONSULTANT", "PREPARER", False),
        ("CONSULTANT", "CONSULTANT", False),
    ],
)
def test_administrators_invite_colleagues_and_signatories_give_mandates(
    own_role: str, given_role: str, allowed: bool, client: Client
) -> None:
    # given
    company = make_company()
    user = make_member(company, own_role)
    until = today() + timedelta(days=90)
    posted = {"email": "new@brenna.example", "role": given_role, **day_fields("mandate_until", until)}
    # when
    sign_in(client, user).post(reverse("operators:invite"), posted)
    # then
    assert Invitation.objects.filter(organisation=company).exists() is allowed
    if not allowed:
        with pytest.raises(Refused):
            services.invite(
                organisation=company,
                email="x@y.example",
                role=given_role,
                mandate_until=until,
                valid_days=14,
                actor=user,
                now=moment(),
            )


@pytest.mark.parametrize(
    ("posted", "field"),
    [
        ({"email": "", "role": "CONSULTANT"}, "email"),
        ({"email": "nobody", "role": "CONSULTANT"}, "email"),
        ({"email": "a@b.example", "role": ""}, "role"),
        ({"email": "a@b.example", "role": "EMPEROR"}, "role"),
        ({"email": "a@b.example", "role": "CONSULTANT"}, "mandate_until"),
        ({"email": "a@b.example", "role": "CONSULTANT", "mandate_scope": "ALL"}, "mandate_scope"),
        (
            {"email": "a@b.example", "role": "CONSULTANT"}
            | {"mandate_until_day": "31", "mandate_until_month": "2", "mandate_until_year": "2027"},
            "mandate_until",
        ),
    ],
)
def test_the_invitation_form_names_the_field_at_fault(posted: dict[str, str], field: str, client: Client) -> None:
    # given
    sign_in(client, make_member(make_company(), "SIGNATORY"))
    # when
    answer = client.post(reverse("operators:invite"), posted)
    # then
    assert answer.status_code == 200
    assert f'href="#id_{field}' in answer.content.decode()
    assert not Invitation.objects.exists()


def test_an_ended_mandate_is_gone_with_the_next_click(client: Client) -> None:
    # given
    brenna, velin = make_company("Brenna Grain"), make_company("Velin Motors")
    consultant = make_user("Hanne Okafor")
    mandate = join(consultant, brenna, "CONSULTANT")
    join(consultant, velin, "CONSULTANT")
    sign_in(client, consultant)
    client.post(reverse("identity:choose_company"), {"organisation": str(brenna.public_id)})
    before = client.get(reverse("identity:members"))
    # when
    signatory = make_member(brenna, "SIGNATORY")
    services.end_membership(membership=mandate, last_day=today() - timedelta(days=1), actor=signatory, now=moment())
    after = client.get(reverse("identity:members"))
    again = client.post(reverse("identity:choose_company"), {"organisation": str(brenna.public_id)})
    # then
    assert "Brenna Grain" in before.content.decode()
    assert "Brenna Grain" not in after.content.decode()
    assert "Velin Motors" in after.content.decode()
    assert again.status_code == 404


def test_a_mandate_that_began_today_ends_at_once_too() -> None:
    # given
    company, consultant = make_company(), make_user()
    mandate = services.grant_membership(
        user=consultant, organisation=company, role="CONSULTANT", valid_from=today(), actor=TEST, now=moment()
    )
    # when
    services.end_membership(membership=mandate, last_day=today() - timedelta(days=1), actor=TEST, now=moment())
    # then
    assert selectors.company_roles(consultant, company, today()) == frozenset()
    assert Membership.pgh_event_model.objects.filter(user=consultant, pgh_label="delete").exists()


def test_nobody_makes_a_mandate_longer_by_ending_it() -> None:
    # given
    company, consultant = make_company(), make_user("Clara Thorn")
    mandate = join(consultant, company, "CONSULTANT", until=today() + timedelta(days=5))
    # when
    with pytest.raises(Refused, match="ends before that day already"):
        services.end_membership(
            membership=mandate, last_day=today() + timedelta(days=900), actor=consultant, now=moment()
        )
    # then
    mandate.refresh_from_db()
    assert mandate.valid_until == today() + timedelta(days=5)


def test_a_mandate_holds_through_its_last_day_and_not_a_day_longer() -> None:
    # given
    company, consultant = make_company(), make_user()
    last = today() + timedelta(days=3)
    join(consultant, company, "CONSULTANT", until=last)
    # then
    assert selectors.acting_for(consultant, last) is not None
    assert selectors.acting_for(consultant, last + timedelta(days=1)) is None


def test_a_mandate_gives_no_more_than_its_scope() -> None:
    # when
    narrow = company_permissions(frozenset({"CONSULTANT"}), frozenset({"DOCUMENTS"}))
    whole = company_permissions(frozenset({"CONSULTANT"}))
    # then
    assert Permission.DOCUMENT_ADD in narrow
    assert not {Permission.APPLICATION_READ, Permission.MESSAGE_READ, Permission.APPLICATION_SIGN} & narrow
    assert {Permission.APPLICATION_PREPARE, Permission.MESSAGE_WRITE} <= whole


def test_the_last_administrator_cannot_be_ended_from_inside(client: Client) -> None:
    # given
    company = make_company()
    one = make_member(company, "ADMINISTRATOR")
    row = Membership.objects.get(user=one)
    # when
    answer = sign_in(client, one).post(reverse("identity:end_membership", args=[row.pk]))
    # then
    assert "last administrator" in answer.content.decode()
    assert selectors.company_roles(one, company, today()) == {"ADMINISTRATOR"}
    # when there is a second one
    make_member(company, "ADMINISTRATOR")
    done = client.post(reverse("identity:end_membership", args=[row.pk]))
    # then
    assert done.status_code == 302
    assert selectors.company_roles(one, company, today()) == frozenset()


def test_a_stranger_ends_nothing_and_sees_nobody(client: Client) -> None:
    # given
    company = make_company()
    member = make_member(company, "PREPARER", user=make_user("Sunniva Brenna"))
    row = Membership.objects.get(user=member)
    invitation = invitation_to(company, "new@brenna.example")
    sign_in(client, make_member(make_company("Velin Motors"), "ADMINISTRATOR", "SIGNATORY"))
    # when
    end = reverse("identity:end_membership", args=[row.pk])
    posts = [end, reverse("identity:send_invitation", args=[invitation.public_id])]
    posts.append(reverse("identity:withdraw_invitation", args=[invitation.public_id]))
    # then
    assert client.get(end).status_code == 404
    assert [client.post(path).status_code for path in posts] == [404, 404, 404]
    assert "Sunniva" not in client.get(reverse("identity:members")).content.decode()
    assert sign_in(Client(), make_user()).get(reverse("identity:members")).status_code == 403
    assert sign_in(Client(), make_officer("TEAM_LEADER")).get(reverse("identity:members")).status_code == 404


def test_choosing_a_company_of_others_is_404(client: Client) -> None:
    # given
    stranger = make_company("Velin Motors")
    sign_in(client, make_member(make_company(), "PREPARER"))
    # then
    for value in (str(stranger.public_id), "", "x", str(uuid4())):
        assert client.post(reverse("identity:choose_company"), {"organisation": value}).status_code == 404


def test_withdrawing_and_sending_again(client: Client, mailoutbox: list[Any]) -> None:
    # given
    company = make_company()
    invitation = invitation_to(company, "new@brenna.example")
    sign_in(client, make_member(company, "ADMINISTRATOR"))
    # when
    client.post(reverse("identity:send_invitation", args=[invitation.public_id]))
    client.post(reverse("identity:withdraw_invitation", args=[invitation.public_id]))
    # then
    assert len(mailoutbox) == 1
    assert not Invitation.objects.exists()


def test_the_number_of_queries_does_not_grow_with_companies_or_members(
    client: Client,
) -> None:
    # given
    counts = []
    user = make_member(make_company(), "ADMINISTRATOR")
    for round_ in (1, 10):
        for number in range(round_):
            company = make_company(f"Company {round_} {number}")
            make_member(company, "ADMINISTRATOR", user=user)
            make_member(selectors.acting_for(user, today()).organisation, "PREPARER")
        browser = sign_in(Client(), user)
        browser.get(reverse("identity:members"))
        with CaptureQueriesContext(connection) as count:
            browser.get(reverse("identity:members"))
        counts.append(len(count))
    # then
    assert counts[0] == counts[1]
