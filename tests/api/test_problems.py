"""Every refusal of the API is a problem document (RFC 9457) that names the place of the fault."""

import pytest
from django.http import Http404
from django.test import Client
from rest_framework.exceptions import APIException, ErrorDetail, NotAuthenticated, ValidationError

from aeo_portal.api import problem


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        ({"tin": ["Too long."]}, [("/tin", "Too long.")]),
        ({"tins": [{}, {"tin": ["Missing."]}]}, [("/tins/1/tin", "Missing.")]),
        ({"non_field_errors": ["Both or neither."]}, [("/", "Both or neither.")]),
        (["Not a list.", "Not empty."], [("/", "Not a list."), ("/", "Not empty.")]),
    ],
)
def test_an_invalid_body_is_answered_with_the_place_of_each_fault(
    detail: object, expected: list[tuple[str, str]]
) -> None:
    response = problem(ValidationError(detail), {})
    assert response is not None
    assert response.content_type == "application/problem+json"
    assert [(row["pointer"], row["detail"]) for row in response.data["errors"]] == expected


@pytest.mark.parametrize(("error", "status"), [(Http404(), 404), (NotAuthenticated(), 401), (APIException(), 500)])
def test_a_refusal_says_its_status_and_the_request(error: Exception, status: int) -> None:
    response = problem(error, {})
    assert response is not None
    assert response.data["status"] == status
    assert response.data["instance"].startswith("urn:request:")


def test_a_fault_of_ours_is_left_to_the_error_page() -> None:
    assert problem(RuntimeError(), {}) is None


def test_an_error_detail_is_given_as_text() -> None:
    response = problem(ValidationError({"on": [ErrorDetail("Not a date.", code="invalid")]}), {})
    assert response is not None
    assert response.data["errors"] == [{"pointer": "/on", "detail": "Not a date."}]


@pytest.mark.django_db
def test_an_unknown_address_of_the_api_is_a_problem_document_too(client: Client) -> None:
    response = client.get("/api/v1/nowhere")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_alive_depends_on_nothing(client: Client) -> None:
    response = client.get("/livez")
    assert (response.status_code, response.content) == (200, b"ok")


def test_figures_are_not_for_strangers(client: Client) -> None:
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    assert client.get("/metrics").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_ready_says_what_is_missing(client: Client) -> None:
    response = client.get("/readyz")
    body = response.json()
    assert response.status_code == 503
    assert (body["database"], body["migrations"], body["reference_data"]) == (True, True, False)
