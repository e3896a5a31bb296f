"""Signing in: the whole journey as a browser makes it, and what a stranger at the door learns (nothing)."""

import re
from typing import Any

import pytest
from allauth.account.internal.flows.login import get_authentication_records
from allauth.usersessions.models import UserSession
from django.contrib.auth import hashers
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import reverse

from foundation.audit.models import Event
from foundation.audit.services import Refused
from foundation.identity import services
from foundation.identity.adapters import second_factor
from foundation.identity.models import User
from tests.support.identity import PASSWORD, TEST, code_of, make_officer, make_user, moment, sign_in

pytestmark = pytest.mark.django_db


def enter(client: Client, email: str, password: str, **extra: Any) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)


def pass_all(client: Client, user: User) -> Any:
    """The journey of a person with a second factor."""
    enter(client, user.email, PASSWORD)
    return client.post(reverse("mfa_authenticate"), {"code": code_of(user)})


def meaning(client: Client, user: User) -> dict[str, Any]:
    """What a session says, without what differs between any two sessions."""
    request = RequestFactory().get("/")
    request.session = client.session
    records = get_authentication_records(request, user)
    stored = {key: value for key, value in client.session.items() if key != "account_authentication_methods"}
    return {**stored, "records": [{key: row[key] for key in row if key != "at"} for row in records]}


@pytest.mark.parametrize("officer", [False, True])
def test_the_sign_in_of_the_suite_equals_the_real_journey(officer: bool, client: Client) -> None:
    # given
    user = make_officer("CASE_OFFICER") if officer else make_user()
    # when
    answer = pass_all(client, user) if officer else enter(client, user.email, PASSWORD)
    real, written = meaning(client, user), meaning(sign_in(Client(), user), user)
    # then
    assert answer.status_code == 302
    assert {key: real[key] for key in written} == written
    assert set(real) - set(written) <= {"_messages", "account_verified_email", "account_user"}
    assert UserSession.objects.filter(user=user).count() == 2


def test_a_new_session_key_is_given_at_sign_in_and_the_old_one_is_dead(client: Client) -> None:
    # given
    user = make_user()
    client.get(reverse("account_login"))
    session = client.session
    session["left"] = "behind"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    # when
    enter(client, user.email, PASSWORD)
    # then
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_stranger_and_a_member_get_the_same_answer_for_the_same_work(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    user, runs = make_user(), []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda *args, **kwargs: runs.append(1) or encode(*args, **kwargs))
    pages, counts = [], []
    # when
    for email in (user.email, "nobody@brenna.example"):
        runs.clear()
        answer = enter(client, email, "a wrong password")
        pages.append(re.sub(r'value="[^"]*"', "", answer.content.decode().replace(email, "")))
        counts.append(len(runs))
    # then
    assert _without_times(pages[0]) == _without_times(pages[1])
    assert counts[0] == counts[1] == 1


def _without_times(page: str) -> str:
    return re.sub(r"<time.*?</time>", "", page)


@pytest.mark.parametrize("exists", [True, False])
def test_the_door_locks_after_five_wrong_tries_whether_or_not_the_account_exists(exists: bool, client: Client) -> None:
    # given
    user = make_user()
    email = user.email if exists else "nobody@brenna.example"
    # when
    answers = [enter(client, email, "a wrong password").content.decode() for _try in range(7)]
    right = enter(client, email, PASSWORD)
    # then
    assert "too many tries" not in answers[4]
    assert "too many tries" in answers[5]
    assert "too many tries" in right.content.decode()
    assert "_auth_user_id" not in client.session


def test_nobody_locks_somebody_else_out_from_another_address(client: Client) -> None:
    # given
    user = make_user()
    for _try in range(7):
        enter(client, user.email, "a wrong password", REMOTE_ADDR="203.0.113.9")
    # when
    answer = enter(Client(), user.email, PASSWORD)
    # then
    assert answer.status_code == 302


def test_a_slow_limit_per_account_holds_from_anywhere(client: Client, settings: Any) -> None:
    # given
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed_everywhere": "3/h/key"}
    user = make_user()
    for number in range(4):
        enter(client, user.email, "a wrong password", REMOTE_ADDR=f"203.0.113.{number}")
    # when
    answer = enter(Client(), user.email, PASSWORD, REMOTE_ADDR="203.0.113.99")
    # then
    assert "too many tries" in answer.content.decode()


def test_a_code_works_once() -> None:
    # given
    user = make_officer("CASE_OFFICER")
    first, second = Client(), Client()
    code = code_of(user)
    for client in (first, second):
        enter(client, user.email, PASSWORD)
    # when
    answers = [client.post(reverse("mfa_authenticate"), {"code": code}).status_code for client in (first, second)]
    # then
    assert answers == [302, 200]
    assert "_auth_user_id" not in second.session


def test_a_password_without_its_code_opens_nothing(client: Client) -> None:
    # given
    user = make_officer("CASE_OFFICER")
    # when
    enter(client, user.email, PASSWORD)
    # then
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("identity:account")).status_code == 302


def test_secrets_of_the_second_factor_are_not_readable_in_the_database() -> None:
    # given
    user = make_officer("CASE_OFFICER", factor=False)
    secret = second_factor.give_totp(user)
    # when
    stored = str(list(user.authenticator_set.values_list("data", flat=True)))
    # then
    assert secret not in stored


def test_a_new_password_by_mail_does_not_pass_the_second_factor(client: Client, mailoutbox: list[Any]) -> None:
    # given
    user = make_officer("CASE_OFFICER")
    client.post(reverse("account_reset_password"), {"email": user.email})
    path = re.search(r"https?://[^/]+(/\S+)", mailoutbox[-1].body).group(1)
    form = client.get(path, follow=True).redirect_chain[-1][0]
    # when
    new = "grain and water and stone"
    answer = client.post(form, {"password1": new, "password2": new}, follow=True)
    # then
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    assert enter(client, user.email, new).url == reverse("mfa_authenticate")


def test_asking_for_a_new_password_tells_nothing_about_who_exists(client: Client, mailoutbox: list[Any]) -> None:
    # given
    user = make_user()
    # when
    answers = [
        client.post(reverse("account_reset_password"), {"email": mail}) for mail in (user.email, "no@one.example")
    ]
    # then
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0].url == answers[1].url


def test_a_person_signs_up_confirms_the_address_and_signs_in(client: Client, mailoutbox: list[Any]) -> None:
    # given
    given = {"full_name": "Ilja Moreau", "email": "Ilja@Brenna.example", "password1": PASSWORD}
    # when
    answer = client.post(reverse("account_signup"), given)
    path = re.search(r"https?://[^/]+(/\S+)", mailoutbox[-1].body).group(1)
    confirmed = client.post(path)
    signed_in = enter(client, "ilja@brenna.example", PASSWORD)
    # then
    assert answer.url == reverse("account_email_verification_sent")
    assert confirmed.status_code == signed_in.status_code == 302
    user = User.objects.get(email="ilja@brenna.example")
    assert (user.full_name, user.is_staff) == ("Ilja Moreau", False)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Event.objects.filter(name="user.signed_up", actor_id=user.pk).exists()


def test_signing_up_with_a_known_address_looks_the_same(client: Client, mailoutbox: list[Any]) -> None:
    # given
    user = make_user()
    # when
    answer = client.post(
        reverse("account_signup"), {"full_name": "Somebody", "email": user.email, "password1": PASSWORD}
    )
    # then
    assert answer.url == reverse("account_email_verification_sent")
    assert User.objects.filter(email=user.email).count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("full_name", "", "Enter your full name."),
        ("email", "", "Enter your e-mail address."),
        ("email", "no address", "name@company.example"),
        ("password1", "", "Enter a password."),
        ("password1", "short", "12 characters"),
        ("password1", "password1234", "too common"),
        ("full_name", "x" * 201, "200 characters"),
        ("email", "a" * 250 + "@brenna.example", "254 characters"),
    ],
)
def test_the_sign_up_says_what_is_wrong_at_the_field(field: str, value: str, words: str, client: Client) -> None:
    # given
    given = {"full_name": "Ilja Moreau", "email": "ilja@brenna.example", "password1": PASSWORD, field: value}
    # when
    answer = client.post(reverse("account_signup"), given)
    # then
    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page.replace("&#x27;", "'")
    assert f'href="#id_{field}"' in page
    assert not User.objects.filter(full_name="Ilja Moreau").exists()


@pytest.mark.parametrize("password", ["long " * 13 + "enough", "пшеница и вода и камень", " spaces kept inside "])
def test_long_and_foreign_passwords_are_welcome(password: str, client: Client) -> None:
    # given
    user = make_user(password=password)
    # when, then
    assert enter(client, user.email, password).status_code == 302


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example/", "javascript:alert(1)"])
def test_after_sign_in_nobody_is_sent_to_another_host(address: str, client: Client) -> None:
    # given
    user = make_user()
    # when
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": address})
    # then
    assert answer.status_code == 302
    assert answer.url.startswith("/")
    assert not answer.url.startswith("//")


def test_sign_out_needs_a_post_ends_the_session_and_clears_the_browser(client: Client) -> None:
    # given
    user = make_user()
    sign_in(client, user)
    key = client.session.session_key
    # when
    asked = client.get(reverse("account_logout"))
    done = client.post(reverse("account_logout"))
    # then
    assert asked.status_code == 200
    assert "Clear-Site-Data" not in asked
    assert done["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.filter(session_key=key).exists()


def test_pages_of_a_signed_in_person_are_not_stored(client: Client) -> None:
    # when
    answer = sign_in(client, make_user()).get(reverse("identity:account"))
    # then
    assert "no-store" in answer["Cache-Control"]


def test_a_person_lists_and_ends_own_sessions_only(client: Client) -> None:
    # given
    user, stranger = make_user(), make_user()
    other_browser, strange_browser = sign_in(Client(), user), sign_in(Client(), stranger)
    sign_in(client, user)
    strange = UserSession.objects.get(user=stranger)
    other = UserSession.objects.get(session_key=other_browser.session.session_key)
    # when
    listed = client.get(reverse("identity:sessions"))
    refused = client.post(reverse("identity:sessions"), {"session": strange.pk})
    ended = client.post(reverse("identity:sessions"), {"session": other.pk})
    # then
    assert len(listed.context["sessions"]) == 2
    assert (refused.status_code, ended.status_code) == (404, 302)
    assert other_browser.get(reverse("identity:account")).status_code == 302
    assert strange_browser.get(reverse("identity:account")).status_code == 200
    assert client.get(reverse("identity:account")).status_code == 200


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 40, "²"])
def test_ending_a_session_that_is_no_session_is_404(value: str, client: Client) -> None:
    assert sign_in(client, make_user()).post(reverse("identity:sessions"), {"session": value}).status_code == 404


def test_switching_an_account_off_ends_every_session_at_once(client: Client) -> None:
    # given
    user, leader = make_user(), make_officer("PROGRAMME_ADMIN")
    sign_in(client, user)
    # when
    services.disable_user(user=user, reason="left the company", actor=leader, now=moment())
    # then
    assert client.get(reverse("identity:account")).status_code == 302
    assert not UserSession.objects.filter(user=user).exists()
    assert enter(Client(), user.email, PASSWORD).url == reverse("account_inactive")


def test_nobody_switches_off_the_own_account_or_without_a_reason() -> None:
    # given
    user = make_officer("PROGRAMME_ADMIN")
    # then
    with pytest.raises(Refused, match="own account"):
        services.disable_user(user=user, reason="tired", actor=user, now=moment())
    with pytest.raises(Refused, match="reason"):
        services.disable_user(user=user, reason=" ", actor=TEST, now=moment())


def test_an_address_has_one_account_whatever_its_case() -> None:
    # given
    make_user(email="Nadia@Brenna.example")
    # then
    with pytest.raises(Refused, match="already an account"):
        make_user(email="nadia@brenna.EXAMPLE")


@pytest.mark.parametrize(("hours", "status"), [(11.9, 200), (12.1, 302)])
def test_a_session_ends_twelve_hours_after_its_sign_in_however_busy(hours: float, status: int, client: Client) -> None:
    # given
    sign_in(client, make_user(), seconds_ago=hours * 3600)
    key = client.session.session_key
    # when
    answer = client.get(reverse("identity:account"))
    # then
    assert answer.status_code == status
    assert Session.objects.filter(session_key=key).exists() is (status == 200)


def test_an_idle_session_ends_after_half_an_hour(client: Client) -> None:
    # given
    sign_in(client, make_user())
    client.get(reverse("identity:account"))
    # when
    left = Session.objects.get(session_key=client.session.session_key).expire_date - moment()
    # then
    assert 29 * 60 < left.total_seconds() <= 30 * 60


def test_mails_say_who_writes_and_name_no_library(client: Client, mailoutbox: list[Any]) -> None:
    # when
    client.post(reverse("account_reset_password"), {"email": make_user().email})
    client.post(reverse("account_reset_password"), {"email": "no@one.example"})
    # then
    assert [mail.subject for mail in mailoutbox] == ["Choose a new password", "There is no account with this address"]
    assert all("Customs of Kestria" in mail.body and "example.com" not in mail.body for mail in mailoutbox)
