"""How the look-up is asked: many at once, by whom, at what cost, and as its description says."""

import json
import logging
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foundation.clock.services import now as clock_now
from foundation.identity.services import register_api_client
from lifecycle import selectors
from lifecycle.api import ACTIVE
from lifecycle.models import StatusProjection
from programme.models import OperatorType
from tests.support.lifecycle import BOTH, House, at, in_force, make_operator
from tests.support.look_up import BULK, DAY, START, System
from tests.support.programme import HOUSE

pytestmark = pytest.mark.django_db


# --- many at once -----------------------------------------------------------------------------------------------------


def test_many_are_answered_in_the_order_asked_and_duplicates_kept(border: System, house: House) -> None:
    first, second = make_operator(), make_operator("Second Ltd")
    in_force(house, first, since=START)
    in_force(house, second, ("simplification",), since=START)
    tins = [second.tin, "nonsense!", "XA0UNKNOWN", first.tin.lower(), second.tin, 7, None]

    results = border.bulk({"tins": tins}).json()["results"]

    assert [row["status"] for row in results] == [
        "active",
        "malformed",
        "none",
        "active",
        "active",
        "malformed",
        "malformed",
    ]
    assert [row["tin"] for row in results] == [
        second.tin, "nonsense!", "XA0UNKNOWN", first.tin, second.tin, "7", "null",
    ]  # fmt: skip
    single = border.get(first.tin).json()
    assert {**results[3], "as_of": ""} == {**single, "as_of": ""}
    assert all(set(row) == set(single) for row in results)


def test_many_are_answered_for_a_past_day(border: System, house: House) -> None:
    operator = make_operator()
    in_force(house, operator, since=START)
    body = {"tins": [operator.tin, "XA0"], "on": (START - DAY).isoformat()}

    results = border.bulk(body).json()["results"]

    assert [row["status"] for row in results] == ["none", "none"]
    assert results[0]["as_of"] == body["on"]


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ("{", 400, None),
        (b"\xff", 400, None),
        ("[]", 400, "/tins"),
        ({}, 400, "/tins"),
        ({"tins": "XA1"}, 400, "/tins"),
        ({"tins": ["XA1"], "day": "2026-01-01"}, 400, "/day"),
        ({"tins": ["XA1"], "on": 7}, 400, "/on"),
        ({"tins": ["XA1"] * 10_001}, 413, "/tins"),
        ("x" * 3_000_000, 413, "/tins"),
    ],
)
def test_a_body_at_fault_is_answered_with_its_place(
    border: System, body: object, status: int, pointer: str | None
) -> None:
    response = border.bulk(body)

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response.json().get("errors", [{"pointer": None}])[0]["pointer"] == pointer


def test_ten_thousand_are_answered_and_an_empty_list_too(border: System) -> None:
    assert len(border.bulk({"tins": ["XA1"] * 10_000}).json()["results"]) == 10_000
    assert border.bulk({"tins": []}).json() == {"results": []}


def test_two_and_two_thousand_take_the_same_number_of_queries(border: System, house: House) -> None:
    operators = [make_operator(f"Company {number}") for number in range(4)]
    for operator in operators:
        in_force(house, operator, BOTH, since=START)
    known = [operator.tin for operator in operators]

    def queries(tins: list[str], **more: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert border.bulk({"tins": tins, **more}).status_code == HTTPStatus.OK
        return len(captured)

    many = [*known, *(f"XA{number}" for number in range(2_000))]
    border.ask(known[0])
    assert queries(known[:2]) == queries(many) == 2
    assert queries(known[:2], on=START.isoformat()) == queries(many, on=START.isoformat())

    StatusProjection.objects.update(changes_on=START)
    assert queries(known[:2]) == queries(many)


def test_one_look_up_is_one_query(border: System, house: House) -> None:
    operator = make_operator()
    in_force(house, operator, since=START)

    border.ask(operator.tin)  # the first of a connection plans the statement
    with CaptureQueriesContext(connection) as captured:
        border.ask(operator.tin)

    assert len(captured) == 1


def test_the_look_up_sets_no_cookie_and_names_its_request(border: System) -> None:
    response = border.get("XA1")

    assert not response.cookies
    assert response["X-Request-Id"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_one_line_of_the_log_tells_who_asked_for_what(border: System, caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("status")
    logger.addHandler(caplog.handler)
    try:
        with caplog.at_level(logging.INFO, "status"):
            response = border.get("XA1")
            border.bulk({"tins": ["XA1", "XA2"]})
    finally:
        logger.removeHandler(caplog.handler)

    one, many = (json.loads(message) for message in caplog.messages)
    assert (one["event"], one["client"], one["tin"]) == ("status.read", "border", "XA1")
    assert one["request_id"] == response["X-Request-Id"]
    assert (many["event"], many["count"]) == ("status.read_many", 2)


# --- who may ask ------------------------------------------------------------------------------------------------------


def refusal(response: Any) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["instance"].startswith("urn:request:")
    return response.status_code, response.json()["title"]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer nobody", "Basic Ym9yZGVyOng=", "Token x"])
def test_without_a_known_token_nothing_is_told(client: Client, header: str) -> None:
    headers = {"Authorization": header} if header else {}
    one = client.get("/api/v1/operators/XA1/status", headers=headers)
    many = client.post(BULK, "{}", content_type="application/json", headers=headers)

    for response in (one, many):
        assert refusal(response) == (401, "Unauthorized")
        assert response["WWW-Authenticate"] == 'Bearer realm="api"'


def test_a_token_that_has_run_out_is_refused() -> None:
    late = System(expires=clock_now() - timedelta(seconds=1))

    assert refusal(late.get("XA1"))[0] == refusal(late.bulk({"tins": []}))[0] == 401


def test_a_token_with_another_scope_is_refused() -> None:
    partner = System(scope="mra:read", client="partner")

    assert refusal(partner.get("XA1")) == (403, "Forbidden")
    assert refusal(partner.bulk({"tins": []}))[0] == 403


def test_a_token_of_the_provider_opens_the_look_up(client: Client, house: House) -> None:
    _made, secret = register_api_client(
        client_id="border", name="Border", scopes=["status:read"], actor=HOUSE, now=at(START)
    )
    form = {"grant_type": "client_credentials", "client_id": "border", "client_secret": secret, "scope": "status:read"}

    token = client.post("/api/v1/oauth/token", form).json()["access_token"]

    answer = client.get("/api/v1/operators/XA1/status", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == HTTPStatus.OK
    assert "token" not in answer.headers


@pytest.mark.parametrize(("method", "path", "allow"), [
    ("post", "/api/v1/operators/XA1/status", "GET, HEAD"),
    ("delete", "/api/v1/operators/XA1/status", "GET, HEAD"),
    ("get", BULK, "POST"),
    ("put", BULK, "POST"),
])  # fmt: skip
def test_a_method_that_is_not_offered_names_those_that_are(border: System, method: str, path: str, allow: str) -> None:
    response = getattr(border.http, method)(path, headers=border.headers)

    assert refusal(response)[0] == 405
    assert response["Allow"] == allow


def test_head_answers_without_a_body(border: System) -> None:
    response = border.http.head("/api/v1/operators/XA1/status", headers=border.headers)

    assert (response.status_code, response.content) == (200, b"")


def test_an_answer_is_never_kept_by_anybody(border: System) -> None:
    assert border.get("XA1")["Cache-Control"] == "no-store"
    assert border.bulk({"tins": []})["Cache-Control"] == "no-store"


# --- the description --------------------------------------------------------------------------------------------------


def test_the_schema_describes_both_routes_with_examples(client: Client) -> None:
    schema = client.get("/api/v1/schema/", {"format": "json"}).json()

    one = schema["paths"]["/api/v1/operators/{tin}/status"]["get"]
    many = schema["paths"]["/api/v1/status-lookups"]["post"]
    assert {parameter["name"] for parameter in one["parameters"]} == {"tin", "on"}
    assert {"200", "400", "401", "403"} <= one["responses"].keys()
    assert "413" in many["responses"]
    for answer in (one, many):
        assert answer["responses"]["200"]["content"]["application/json"]["examples"]
        assert answer["security"]
    assert many["requestBody"]["content"]["application/json"]["examples"]
    fields = schema["components"]["schemas"]["StatusAnswer"]["properties"]
    assert set(fields) == {*selectors.nothing("XA1"), "as_of"}


def test_the_examples_have_the_shape_of_real_answers(border: System, house: House) -> None:
    operator = make_operator()
    in_force(house, operator, since=START)
    assert OperatorType.objects.filter(token="carrier").exists()

    real = border.get(operator.tin).json()
    assert set(real) == set(ACTIVE.value)
    assert set(real["kinds"][0]) == set(ACTIVE.value["kinds"][0])
