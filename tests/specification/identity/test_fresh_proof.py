"""Signing and deciding ask who sits there when the last proof is older than ten minutes."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse

from foundation.identity.permissions import Permission, ReauthenticatedView, prove_now
from tests.support.identity import PASSWORD, code_of, make_company, make_member, make_office, make_officer, sign_in

DONE: list[Any] = []


class Sign(ReauthenticatedView):
    permission = (Permission.APPLICATION_SIGN, Permission.DECISION_TAKE)

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("the form")

    def post(self, request: Any) -> HttpResponse:
        DONE.append((request.POST.get("reason"), request.user, request.acting_for))
        return HttpResponse("signed")


class Prove(ReauthenticatedView):
    permission = Sign.permission

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(str(prove_now(request, request.POST["secret"])))


urlpatterns = [
    path("sign/", Sign.as_view(), name="sign"),
    path("prove/", Prove.as_view(), name="prove"),
    path("account/", include("allauth.urls")),
    path("", include("foundation.identity.urls")),
    path("", include("foundation.pages.urls")),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def _forget() -> None:
    DONE.clear()


def signatory(client: Client, **session: Any) -> Any:
    user = make_member(make_company(), "SIGNATORY")
    sign_in(client, user, **session)
    return user


def test_who_signed_in_within_ten_minutes_signs_at_once(client: Client) -> None:
    # given
    signatory(client, seconds_ago=9 * 60)
    # when, then
    assert client.post("/sign/", {"reason": "all true"}).content == b"signed"


def test_a_trader_gives_the_password_again_and_what_was_typed_is_carried_out_once(client: Client) -> None:
    # given
    user = signatory(client, seconds_ago=11 * 60)
    # when
    asked = client.post("/sign/", {"reason": "all true"})
    wrong = client.post(asked.url, {"password": "a wrong password"})
    before = len(DONE)
    right = client.post(asked.url, {"password": PASSWORD})
    # then
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert (wrong.status_code, before) == (200, 0)
    assert right.content == b"signed"
    assert [(reason, who) for reason, who, _company in DONE] == [("all true", user)]
    assert DONE[0][2].roles == {"SIGNATORY"}


def test_an_officer_gives_a_code_and_the_password_is_not_enough(client: Client) -> None:
    # given
    user = make_officer("DECISION_MAKER", office=make_office())
    sign_in(client, user, seconds_ago=11 * 60)
    # when
    asked = client.post("/sign/", {"reason": "granted"})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    still = client.post("/sign/", {"reason": "granted"})
    done = client.post(still.url, {"code": code_of(user)})
    # then
    assert asked.url.startswith(reverse("mfa_reauthenticate"))
    assert still.url.startswith(reverse("mfa_reauthenticate"))
    assert done.content == b"signed"


def test_reading_needs_no_new_proof(client: Client) -> None:
    # given
    signatory(client, seconds_ago=3600)
    # when, then
    assert client.get("/sign/").content == b"the form"


def test_who_may_not_sign_is_refused_before_any_proof(client: Client) -> None:
    # given
    sign_in(client, make_member(make_company(), "PREPARER"), seconds_ago=3600)
    # when, then
    assert client.post("/sign/").status_code == 403


def test_a_password_typed_on_the_page_itself_is_a_proof(client: Client) -> None:
    # given
    signatory(client, seconds_ago=3600)
    # when
    wrong = client.post("/prove/", {"secret": "a wrong password"}).content
    right = client.post("/prove/", {"secret": PASSWORD}).content
    # then
    assert (wrong, right) == (b"False", b"True")
    assert client.post("/sign/", {"reason": "x"}).content == b"signed"


def test_a_code_typed_on_the_page_itself_is_a_proof_and_a_password_is_none(client: Client) -> None:
    # given
    user = make_officer("DECISION_MAKER")
    sign_in(client, user, seconds_ago=3600)
    # when
    answers = [client.post("/prove/", {"secret": secret}).content for secret in (PASSWORD, code_of(user))]
    # then
    assert answers == [b"False", b"True"]
    assert client.post("/sign/", {"reason": "x"}).content == b"signed"
