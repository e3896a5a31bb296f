"""What stands before Django's handler gives the very answer of the view, and leaves all that is out of the ordinary to it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from oauth2_provider.models import get_access_token_model

from foundation.clock.services import today
from lifecycle.middleware import StatusFirst
from lifecycle.models import StatusProjection
from tests.support.lifecycle import House, at, in_force, make_operator
from tests.support.look_up import START, System

pytestmark = pytest.mark.django_db
HANDED_ON = [b"Django answers"]


class Door:
    """The application of the web server, with a stand-in for Django behind it."""

    def __init__(self) -> None:
        self.counted: list[tuple[str, str, int]] = []
        self.headers: dict[str, str] = {}
        self.ask = StatusFirst(lambda environ, start: HANDED_ON, lambda *facts: self.counted.append(facts[:3]))

    def get(self, path: str, token: str, **environ: str) -> Any:
        plain = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "wsgi.url_scheme": "http"}
        given = plain | {"HTTP_AUTHORIZATION": f"Bearer {token}"} | environ
        return self.ask(given, lambda status, headers: self.headers.update(headers))


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> System:
    # The transaction of a test must not be closed between two requests; Django's own client sees to the same.
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    return System()


@pytest.fixture
def tin() -> str:
    operator = make_operator()
    in_force(House(at(START)), operator, since=START)
    return str(operator.tin)


def test_the_answer_is_that_of_the_view(system: System, tin: str) -> None:
    # when
    door = Door()
    (body,) = door.get(f"/api/v1/operators/{tin.lower()}/status", system.token)
    answer = json.loads(body)

    # then
    seen = system.get(tin)
    view = json.loads(seen.content)
    assert answer.pop("as_of") <= view.pop("as_of")
    assert answer == view
    assert answer["status"] == "active"
    assert door.counted == [("lifecycle:status", "GET", 200)]
    assert {name: seen[name] for name in ("Content-Type", "Cache-Control", "X-Content-Type-Options")}.items() <= (
        door.headers.items()
    )


def test_an_unknown_operator_is_answered_like_by_the_view(system: System) -> None:
    (body,) = Door().get("/api/v1/operators/XA999/status", system.token)
    assert json.loads(body) | {"as_of": ""} == json.loads(system.get("XA999").content) | {"as_of": ""}


def _run_out(system: System, tin: str) -> None:
    get_access_token_model().objects.update(expires=datetime(2020, 1, 1, tzinfo=UTC))


def _of_another_scope(system: System, tin: str) -> None:
    get_access_token_model().objects.update(scope="mra:read")


def _unknown(system: System, tin: str) -> None:
    system.token = "another"


@pytest.mark.parametrize("change", [_run_out, _of_another_scope, _unknown])
def test_a_token_that_does_not_hold_is_left_to_the_view(
    system: System, tin: str, change: Callable[[System, str], None]
) -> None:
    change(system, tin)
    assert Door().get(f"/api/v1/operators/{tin}/status", system.token) == HANDED_ON


@pytest.mark.parametrize(
    "environ",
    [
        {"QUERY_STRING": "on=2025-01-01"},
        {"REQUEST_METHOD": "HEAD"},
        {"REQUEST_METHOD": "POST"},
        {"PATH_INFO": "/api/v1/operators/1/status"},
        {"PATH_INFO": "/api/v1/operators/XA%00/status"},
        {"PATH_INFO": "/"},
        {"HTTP_AUTHORIZATION": ""},
        {"HTTP_AUTHORIZATION": "Basic YTpi"},
    ],
)
def test_what_is_out_of_the_ordinary_is_left_to_the_view(system: System, tin: str, environ: dict[str, str]) -> None:
    assert Door().get(f"/api/v1/operators/{tin}/status", system.token, **environ) == HANDED_ON


def test_an_answer_that_the_calendar_has_overtaken_is_left_to_the_view(system: System, tin: str) -> None:
    StatusProjection.objects.update(changes_on=today())
    assert Door().get(f"/api/v1/operators/{tin}/status", system.token) == HANDED_ON


def test_an_open_line_is_redirected_where_only_closed_ones_are_served(system: System, tin: str, settings: Any) -> None:
    # given
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    path = f"/api/v1/operators/{tin}/status"

    # then
    assert Door().get(path, system.token) == HANDED_ON
    assert Door().get(path, system.token, HTTP_X_FORWARDED_PROTO="https") != HANDED_ON


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_has_died_is_left_to_the_view_and_the_next_answer_is_given() -> None:
    # given
    system = System()
    operator = make_operator()
    in_force(House(at(START)), operator, since=START)
    path = f"/api/v1/operators/{operator.tin}/status"
    assert Door().get(path, system.token) != HANDED_ON

    # when
    connection.connection.close()

    # then
    assert Door().get(path, system.token) == HANDED_ON
    assert Door().get(path, system.token) != HANDED_ON
