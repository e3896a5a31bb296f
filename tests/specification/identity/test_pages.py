"""Every page of the account is drawn in the portal's own frame, for traders and for officers."""

import pytest
from django.test import Client
from django.urls import reverse

from foundation.identity.adapters import second_factor
from tests.support.identity import PASSWORD, make_company, make_member, make_office, make_officer, sign_in
from tests.support.programme import reference_data

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference() -> None:
    reference_data()


PUBLIC = ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]
PUBLIC += ["account_reset_password_from_key_done", "account_email_verification_sent", "account_inactive"]
OWN = ["identity:account", "identity:sessions", "account_email", "account_change_password", "account_logout"]
OWN += ["mfa_index", "mfa_list_webauthn", "account_reauthenticate", "usersessions_list", "socialaccount_connections"]
COMPANY = ["identity:choose_company", "identity:members", "operators:invite"]
STAFF = ["identity:people", "identity:absence"]
FRESH = ["mfa_generate_recovery_codes", "mfa_add_webauthn"]


def assert_ours(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    page = answer.content.decode()
    assert answer.status_code == 200, name
    assert page.count("<h1") == 1, name
    assert "govuk-template" in page, name
    assert "<title> –" not in page.replace("\n", ""), name
    assert "style=" not in page, name


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_is_drawn(name: str, client: Client) -> None:
    assert_ours(client, name)


@pytest.mark.parametrize("name", [*OWN, *COMPANY])
def test_a_page_of_a_member_is_drawn(name: str, client: Client) -> None:
    assert_ours(sign_in(client, make_member(make_company(), "ADMINISTRATOR", "SIGNATORY")), name)


@pytest.mark.parametrize("name", [*OWN, *STAFF])
def test_a_page_of_an_officer_is_drawn(name: str, client: Client) -> None:
    assert_ours(sign_in(client, make_officer("TEAM_LEADER", office=make_office())), name)


@pytest.mark.parametrize("name", FRESH)
def test_a_page_behind_a_fresh_proof_is_drawn(name: str, client: Client) -> None:
    # given
    user = make_member(make_company(), "ADMINISTRATOR")
    second_factor.give_totp(user)
    sign_in(client, user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    # then
    assert_ours(client, name)


def test_a_link_of_a_forgotten_password_that_is_old_says_so(client: Client) -> None:
    answer = client.get(reverse("account_reset_password_from_key", args=["1", "set-password"]))
    assert b"This link no longer works" in answer.content


def test_a_confirmation_link_that_is_old_says_so(client: Client) -> None:
    answer = client.get(reverse("account_confirm_email", args=["nonsense"]))
    assert b"has run out" in answer.content


def test_the_code_page_is_drawn_between_password_and_code(client: Client) -> None:
    # given
    user = make_officer("CASE_OFFICER")
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    # then
    assert_ours(client, "mfa_authenticate")
