"""Officers reach nothing without a second factor that this very session has shown."""

import time
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from foundation.identity.adapters import second_factor
from tests.support.identity import PASSWORD, code_of, make_office, make_officer, make_user, sign_in

pytestmark = pytest.mark.django_db

OPEN = {"livez", "readyz", "metrics"}  # for machines; they show nothing of a file


def every_route(patterns: Any = None, prefix: str = "") -> list[str]:
    """A path for every route of the portal, with made-up keys."""
    found: list[str] = []
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        text = prefix + _filled(entry)
        if isinstance(entry, URLResolver):
            found += every_route(entry.url_patterns, text)
        elif isinstance(entry, URLPattern) and entry.name not in OPEN:
            found.append("/" + text)
    return found


def _filled(entry: Any) -> str:
    text = str(entry.pattern)
    if not hasattr(entry.pattern, "_route"):
        return ""
    fakes = {"uuid": "019a0000-0000-7000-8000-000000000001", "int": "1", "slug": "a", "str": "a", "path": "a"}
    for name, converter in entry.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        text = text.replace(f"<{kind}:{name}>", fakes[kind]).replace(f"<{name}>", fakes[kind])
    return text


def is_gate(answer: Any) -> bool:
    return answer.status_code == 302 and answer.url.startswith(("/account/2fa/", "/account/reauthenticate/"))


@pytest.mark.parametrize("has_factor", [True, False])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_session_that_knows_a_password_only_reaches_no_page(has_factor: bool, method: str, client: Client) -> None:
    # given
    user = make_officer("CASE_OFFICER", "PROGRAMME_ADMIN", factor=has_factor)
    sign_in(client, user, second_factor_passed=False)
    allowed = {
        reverse("mfa_reauthenticate"),
        reverse("pages:language"),
        reverse("pages:keepalive"),
        reverse("pages:brand"),
    }
    allowed |= {reverse("account_logout"), reverse("mfa_activate_totp"), reverse("account_reauthenticate")}
    # These look at a token and never at a session, so they refuse by themselves.
    by_token = {reverse("lifecycle:status", args=["a"]), reverse("lifecycle:status_lookups")}
    # when
    reached = []
    for path in every_route():
        if path.startswith("/static/") or path in allowed:
            continue
        answer = getattr(client, method)(path)
        if path in by_token and answer.status_code in (401, 405):
            continue
        if not is_gate(answer) and answer.status_code != 404:
            reached.append((path, answer.status_code))
    # then
    assert reached == []
    assert "_auth_user_id" in client.session


def test_with_a_factor_the_password_opens_neither_its_removal_nor_new_recovery_codes(client: Client) -> None:
    # given
    user = make_officer("CASE_OFFICER")
    sign_in(client, user, second_factor_passed=False)
    names = ["mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn", "account_reauthenticate"]
    # when
    answers = [client.post(reverse(name), {"password": PASSWORD}) for name in names]
    # then
    assert all(is_gate(answer) for answer in answers)
    assert second_factor.has_factor(user)


@pytest.mark.django_db(transaction=True)
def test_an_officer_without_a_factor_is_led_to_set_one_up_and_may_then_go_on(client: Client) -> None:
    # given
    user = make_officer("CASE_OFFICER", factor=False)
    sign_in(client, user)
    # when
    first = client.get(reverse("identity:account"))
    asked = client.get(first.url, follow=True)
    client.post(asked.request["PATH_INFO"] + "?" + asked.request["QUERY_STRING"], {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    code = second_factor.code_at(page.context["form"].secret, time.time())
    done = client.post(reverse("mfa_activate_totp"), {"code": code})
    # then
    assert first.url.startswith(reverse("mfa_activate_totp"))
    assert b"data:image/svg+xml" in page.content
    assert done.url == reverse("mfa_view_recovery_codes")
    assert client.get(done.url).status_code == 200
    assert client.get(reverse("identity:account")).status_code == 200


def test_an_officer_who_shows_the_factor_goes_on_to_the_page_asked_for(client: Client) -> None:
    # given
    user = make_officer("CASE_OFFICER", office=make_office())
    sign_in(client, user, second_factor_passed=False)
    # when
    gate = client.get(reverse("identity:people"))
    answer = client.post(gate.url, {"code": code_of(user), "next": reverse("identity:people")}, follow=True)
    # then
    assert answer.redirect_chain[-1][0] == reverse("identity:people")
    assert answer.status_code == 200


def test_an_officer_keeps_at_least_one_factor(client: Client) -> None:
    # given
    user = make_officer("CASE_OFFICER")
    sign_in(client, user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    # when
    answer = client.post(reverse("mfa_deactivate_totp"))
    # then
    assert b"Officers need a second factor" in answer.content
    assert second_factor.has_factor(user)


def test_a_recovery_code_works_once(client: Client) -> None:
    # given
    user = make_user()
    second_factor.give_totp(user)
    code = RecoveryCodes.activate(user).generate_codes()[0]
    # when
    answers = []
    for browser in (Client(), Client()):
        browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
        answers.append(browser.post(reverse("mfa_authenticate"), {"code": code}).status_code)
    # then
    assert answers == [302, 200]


def test_traders_may_go_on_without_a_second_factor(client: Client) -> None:
    assert sign_in(client, make_user()).get(reverse("identity:account")).status_code == 200


@pytest.mark.parametrize("code", ["", "abc", "12345", "0" * 400, "１２３４５６", "000000\x00"])
def test_a_code_that_is_none_is_answered_at_the_field(code: str, client: Client) -> None:
    # given
    user = make_officer("CASE_OFFICER")
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    # when
    answer = client.post(reverse("mfa_authenticate"), {"code": code})
    # then
    assert answer.status_code == 200
    assert b'href="#id_code"' in answer.content
