"""What a border asks all day is answered before Django's handler: one operator, today, with a token that is valid.
Whatever is out of the ordinary goes on to the view in `api`, which gives the same answer or says what is wrong."""

import re
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import Error, connection

from foundation.clock.models import uuid7
from foundation.clock.services import local_date, now

from . import api, selectors
from .rules import normal_tin

PATH = re.compile(r"/api/v1/operators/([A-Za-z0-9]+)/status")
BEARER = re.compile(r"[Bb]earer +(\S+)")
# Planning takes three times as long as running it.
PLAN = "PREPARE status_one (text, text) AS" + api.ONE.replace("%s", "$1", 1).replace("%s", "$2", 1)

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class StatusFirst:
    """A WSGI application around Django's. `count` is told of each answer: route, method, status, seconds."""

    def __init__(self, django: Application, count: Callable[[str, str, int, float], None]) -> None:
        self.django, self.count = django, count

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        began = time.perf_counter()
        request_id = str(uuid7())
        body = _body(environ, now(), request_id)
        if body is None:
            return self.django(environ, start_response)
        start_response("200 OK", _headers(body, request_id))
        self.count("lifecycle:status", "GET", 200, time.perf_counter() - began)
        return [body]


def _headers(body: bytes, request_id: str) -> list[tuple[str, str]]:
    return [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Request-Id", request_id),
    ]


def _body(environ: Environ, moment: datetime, request_id: str) -> bytes | None:
    """The stored answer with its moment; None when anything is out of the ordinary."""
    tin, token = _asked(environ)
    row = _row(tin, api.checksum(token)) if tin else None
    if tin is None or row is None or not _is_plain(row, moment):
        return None
    _scope, _expires, client, doc, _changes_on = row
    api.note(moment, "status.read", request_id, client=client, tin=tin)
    return api.with_as_of(doc or selectors.encoded(selectors.nothing(tin)), moment)


def _asked(environ: Environ) -> tuple[str | None, str]:
    """The TIN and the token of a plain request, or nothing."""
    path = PATH.fullmatch(environ["PATH_INFO"])
    bearer = BEARER.fullmatch(environ.get("HTTP_AUTHORIZATION", ""))
    plain = environ["REQUEST_METHOD"] == "GET" and not environ.get("QUERY_STRING") and _is_secure(environ)
    if not (path and bearer and plain):
        return None, ""
    return normal_tin(path[1], settings.TIN_PATTERN), bearer[1]


def _is_secure(environ: Environ) -> bool:
    header, value = settings.SECURE_PROXY_SSL_HEADER or ("wsgi.url_scheme", "https")
    return not settings.SECURE_SSL_REDIRECT or environ.get(header) == value


def _is_plain(row: Any, moment: datetime) -> bool:
    """A token that holds, and an answer that the calendar has not overtaken."""
    scope, expires, _client, _doc, changes_on = row
    is_current = changes_on is None or changes_on > local_date(moment)
    return is_current and expires > moment and api.SCOPE in scope.split()


def _row(tin: str, checksum: str) -> Any:
    """The row of the one statement. A connection that has died is closed, and the view asks on a new one."""
    connection.close_if_unusable_or_obsolete()
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return _planned_row(tin, checksum)
    except Error:
        if connection.in_atomic_block:
            raise
        connection.close()
        return None


def _planned_row(tin: str, checksum: str) -> Any:
    """Planned once for each connection."""
    with connection.cursor() as cursor:
        if getattr(connection, "status_planned", None) is not connection.connection:
            cursor.execute(PLAN)
            connection.status_planned = connection.connection  # type: ignore[attr-defined]
        cursor.execute("EXECUTE status_one (%s, %s)", [tin, checksum])
        return cursor.fetchone()
