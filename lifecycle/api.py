"""The status look-up of border and risk systems: one operator in one SQL statement, many in a constant number of queries.

Both classes stand in the schema like every API view; their `dispatch` leaves the usual path because a border waits for it.
"""

import hashlib
import logging
import re
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from oauth2_provider.contrib.rest_framework import TokenHasScope
from rest_framework.views import APIView
from structlog.contextvars import get_contextvars

from foundation.clock.services import local_date, now

from . import selectors
from .rules import normal_tin
from .serializers import LookupRequest, LookupResponse, StatusAnswer

SCOPE = "status:read"
MOST_TINS = 10_000
MOST_BYTES = 1_000_000  # ten thousand of the longest, with room for spaces
access = logging.getLogger("status")

# One statement: the token by its checksum and the stored answer by its key; nothing is cached, so a suspension shows
# in the next request.
ONE = """
SELECT token.scope, token.expires, client.client_id, answer.doc, answer.changes_on
FROM oauth2_provider_accesstoken token
JOIN oauth2_provider_application client ON client.id = token.application_id
LEFT JOIN lifecycle_statusprojection answer ON answer.tin = %s
WHERE token.token_checksum = %s
"""
MANY = "SELECT tin, doc, changes_on FROM lifecycle_statusprojection WHERE tin = ANY(%s)"


PROBLEM = OpenApiResponse(OpenApiTypes.OBJECT, description="A problem document (RFC 9457).")
REFUSALS: dict[Any, Any] = {(status, "application/problem+json"): PROBLEM for status in (400, 401, 403)}
TIN = {"type": "string", "pattern": settings.TIN_PATTERN}
_ACTIVE = {
    "tin": "XA2205418",
    "name": "Brenna Pass Carriers Ltd",
    "status": "active",
    "kinds": [
        {
            "kind": "security",
            "status": "active",
            "effective_from": "2026-07-04",
            "valid_until": None,
            "operator_types": ["carrier"],
        }
    ],
    "facilitation": "security",
    "benefits": ["low_inspection", "rapid_release"],
    "holder": None,
    "as_of": "2026-09-28T08:15:02.120391+00:00",
}
_NONE = {**selectors.nothing("XA9999999"), "as_of": "2026-09-28T08:15:02.120391+00:00"}
ACTIVE = OpenApiExample("In force", _ACTIVE, response_only=True)
NONE = OpenApiExample("Unknown, or known without a certificate", _NONE, response_only=True)
ASKED = OpenApiExample("Two operators", {"tins": ["XA2205418", "XA9999999"]}, request_only=True)
FOUND = OpenApiExample("Two answers in the order asked", {"results": [_ACTIVE, _NONE]}, response_only=True)


class Problem(Exception):
    """An answer other than 200, as RFC 9457 wants it."""

    def __init__(self, status: HTTPStatus, detail: str, pointer: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.pointer = status, detail, pointer

    def response(self) -> HttpResponse:
        body: dict[str, Any] = {"type": "about:blank", "title": self.status.phrase, "status": self.status.value}
        body["detail"] = self.detail
        body["instance"] = f"urn:request:{_request_id()}"
        if self.pointer:
            body["errors"] = [{"pointer": self.pointer, "detail": self.detail}]
        response = HttpResponse(orjson.dumps(body), status=self.status, content_type="application/problem+json")
        if self.status == HTTPStatus.UNAUTHORIZED:
            response["WWW-Authenticate"] = 'Bearer realm="api"'
        return response


class _Direct(APIView):
    """An API view that answers bytes: no session, no serializer, problems as documents."""

    allowed: tuple[str, ...] = ()
    permission = SCOPE
    # What the schema says; `_token_and_doc` asks for it in the one statement of the answer.
    permission_classes = [TokenHasScope]
    required_scopes = [SCOPE]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        if request.method not in self.allowed:
            response = Problem(HTTPStatus.METHOD_NOT_ALLOWED, _("This method is not allowed here.")).response()
            response["Allow"] = ", ".join(self.allowed)
            return response
        try:
            return self.answer(request, **kwargs)
        except Problem as problem:
            return problem.response()

    def answer(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        raise NotImplementedError


class Status(_Direct):
    """The status of one operator today or, with `on`, on a past day."""

    allowed = ("GET", "HEAD")
    http_method_names = ["get"]

    @extend_schema(
        operation_id="operator_status",
        parameters=[
            OpenApiParameter("tin", TIN, "path", description="Trader identification number."),
            OpenApiParameter("on", OpenApiTypes.DATE, "query", description="A past day (YYYY-MM-DD); default: now."),
        ],
        responses=REFUSALS | {200: StatusAnswer},
        examples=[ACTIVE, NONE],
    )
    def get(self, request: HttpRequest, tin: str) -> None:
        """Give status, kinds, facilitation and benefits of an operator. An unknown TIN is `none`."""

    def answer(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        moment = now()
        tin = normal_tin(kwargs["tin"], settings.TIN_PATTERN)
        client, doc, changes_on = _token_and_doc(request, tin or "", moment)
        if tin is None:
            raise Problem(HTTPStatus.BAD_REQUEST, _bad_tin(kwargs["tin"]), "/tin")
        asked = request.GET.get("on") if request.META.get("QUERY_STRING") else None
        day = _past_day(asked, local_date(moment))
        if day is not None:
            body = with_as_of(selectors.encoded(selectors.answers([tin], day).get(tin, selectors.nothing(tin))), day)
        elif doc is None:
            body = with_as_of(selectors.encoded(selectors.nothing(tin)), moment)
        elif changes_on is not None and changes_on <= local_date(moment):
            fresh = selectors.answers([tin], local_date(moment)).get(tin, selectors.nothing(tin))
            body = with_as_of(selectors.encoded(fresh), moment)
        else:
            body = with_as_of(doc, moment)
        note(moment, "status.read", _request_id(), client=client, tin=tin)
        return HttpResponse(body, content_type="application/json", headers={"Cache-Control": "no-store"})


class StatusLookups(_Direct):
    """The status of many operators at once."""

    allowed = ("POST",)
    http_method_names = ["post"]

    @extend_schema(
        operation_id="operator_status_many",
        request=LookupRequest,
        responses=REFUSALS | {200: LookupResponse, (413, "application/problem+json"): PROBLEM},
        examples=[ASKED, FOUND],
    )
    def post(self, request: HttpRequest) -> None:
        """Give the status of up to 10,000 TINs in the order asked; a malformed element has status `malformed`."""

    def answer(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        moment = now()
        client, *_rest = _token_and_doc(request, "", moment)
        tins, on = _read_body(request)
        day = _past_day(on, local_date(moment))
        wanted = [normal_tin(tin, settings.TIN_PATTERN) if isinstance(tin, str) else None for tin in tins]
        known = sorted({tin for tin in wanted if tin})
        found = _past(known, day) if day else _today(known, local_date(moment))
        as_of = orjson.dumps((day or moment).isoformat())
        parts = [
            _closed(found.get(tin) or orjson.dumps(selectors.nothing(tin)), as_of) if tin else _malformed(asked, as_of)
            for asked, tin in zip(tins, wanted, strict=True)
        ]
        note(moment, "status.read_many", _request_id(), client=client, count=len(tins))
        body = b'{"results":[' + b",".join(parts) + b"]}"
        return HttpResponse(body, content_type="application/json", headers={"Cache-Control": "no-store"})


def _request_id() -> str:
    return str(get_contextvars().get("request_id", ""))


def note(moment: datetime, event: str, request_id: str, **facts: Any) -> None:
    """One line in the shape of all others, made without the steps that cost more than the look-up."""
    if access.isEnabledFor(logging.INFO):
        head = {"event": event, "request_id": request_id, "logger": "status"}
        access.info(orjson.dumps(head | facts | {"level": "info", "timestamp": moment.isoformat()}).decode())


def _token_and_doc(request: HttpRequest, tin: str, moment: datetime) -> tuple[str, str | None, date | None]:
    """The client of a valid token with our scope, and the stored answer for a TIN."""
    kind, _space, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise Problem(HTTPStatus.UNAUTHORIZED, _("Send an access token from /api/v1/oauth/token."))
    with connection.cursor() as cursor:
        cursor.execute(ONE, [tin, checksum(token)])
        row = cursor.fetchone()
    if row is None or row[1] <= moment:
        raise Problem(HTTPStatus.UNAUTHORIZED, _("The access token is unknown or has run out. Ask for a new one."))
    if SCOPE not in row[0].split():
        raise Problem(
            HTTPStatus.FORBIDDEN, _("The access token does not carry the scope “{scope}”.").format(scope=SCOPE)
        )
    return row[2], row[3], row[4]


def checksum(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.strip().encode()).hexdigest()


def _past_day(text: Any, today: date) -> date | None:
    if text is None or text == "":
        return None
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise Problem(HTTPStatus.BAD_REQUEST, _("‘on’ must be a day like 2026-09-28."), "/on")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, _("‘on’ must be a day of the calendar."), "/on") from error
    if day > today:
        raise Problem(HTTPStatus.BAD_REQUEST, _("‘on’ may not lie in the future."), "/on")
    return None if day == today else day


def _read_body(request: HttpRequest) -> tuple[list[Any], Any]:
    """The list of TINs and the day asked; what is too long is refused before it is read as JSON."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > MOST_BYTES:
        raise _too_many()
    try:
        body = orjson.loads(request.body)
    except RequestDataTooBig as error:
        raise _too_many() from error
    except orjson.JSONDecodeError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, _("The body is not JSON: {error}").format(error=error)) from error
    if not isinstance(body, dict) or not isinstance(body.get("tins"), list):
        raise Problem(HTTPStatus.BAD_REQUEST, _('Send {{"tins": […]}} with a list of TINs.').format(), "/tins")
    if unknown := set(body) - {"tins", "on"}:
        raise Problem(HTTPStatus.BAD_REQUEST, _("Unknown field."), f"/{min(unknown)}")
    if len(body["tins"]) > MOST_TINS:
        raise _too_many()
    return body["tins"], body.get("on")


def _too_many() -> Problem:
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("Ask for at most 10,000 TINs at once."), "/tins")


def _today(tins: list[str], today: date) -> dict[str, bytes]:
    """Stored answers; those that the calendar has overtaken are made anew."""
    with connection.cursor() as cursor:
        cursor.execute(MANY, [tins])
        rows = cursor.fetchall()
    stale = [tin for tin, _doc, changes_on in rows if changes_on is not None and changes_on <= today]
    found = {tin: doc.encode() for tin, doc, _changes_on in rows}
    return found | (_past(stale, today) if stale else {})


def _past(tins: list[str], day: date) -> dict[str, bytes]:
    return {tin: selectors.encoded(doc).encode() for tin, doc in selectors.answers(tins, day).items()}


def with_as_of(doc: str, moment: date | datetime) -> bytes:
    """A stored answer with the moment or the day it is given for."""
    text = moment.astimezone(UTC) if isinstance(moment, datetime) else moment
    return _closed(doc.encode(), orjson.dumps(text.isoformat()))


def _closed(doc: bytes, as_of: bytes) -> bytes:
    return doc[:-1] + b',"as_of":' + as_of + b"}"


def _echo(asked: Any) -> str:
    """JSON of something that is no text; nothing for what is nested too deep to be written."""
    try:
        return orjson.dumps(asked).decode()
    except TypeError:
        return ""


def _malformed(asked: Any, as_of: bytes) -> bytes:
    """What was asked comes back as text, so that the caller finds it again."""
    text = asked if isinstance(asked, str) else _echo(asked)
    return _closed(orjson.dumps(selectors.nothing(text) | {"status": "malformed"}), as_of)


def _bad_tin(text: str) -> str:
    return _("‘{tin}’ is not a TIN: two letters, then letters and digits, without spaces.").format(tin=text[:60])
