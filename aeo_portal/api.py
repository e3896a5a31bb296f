"""What all of the API shares: problem documents (RFC 9457) and the root view.

What DRF loads while it loads itself stands in `api_defaults.py`.
"""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView, exception_handler
from structlog.contextvars import get_contextvars

from foundation.identity.permissions import PUBLIC

PROBLEM = "application/problem+json"


def problem(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an exception into a problem document; None leaves a fault of ours to the error page."""
    response = exception_handler(exc, context)
    if response is None:
        return None
    status = response.status_code
    body: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body["instance"] = f"urn:request:{get_contextvars().get('request_id', '')}"
    if isinstance(exc, exceptions.ValidationError):
        body["detail"] = _("The request has errors. Each is listed with its place in the body.")
        body["errors"] = _listed(exc.detail)
    elif isinstance(exc, Http404):
        body["detail"] = _("There is nothing at this address, or it is not yours.")
    elif isinstance(exc, PermissionDenied):
        body["detail"] = _("You may not do this.")
    elif isinstance(exc, exceptions.APIException):
        body["detail"] = str(exc.detail)
    response.data = body
    response.content_type = PROBLEM
    return response


def _listed(detail: Any, pointer: str = "") -> list[dict[str, str]]:
    """Flatten DRF's nested errors into a list of `{pointer, detail}` (RFC 6901 pointers)."""
    if isinstance(detail, dict):
        named = [(pointer if key == "non_field_errors" else f"{pointer}/{key}", value) for key, value in detail.items()]
        return [row for place, value in named for row in _listed(value, place)]
    if isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        return [row for index, item in enumerate(detail) if item for row in _listed(item, f"{pointer}/{index}")]
    if isinstance(detail, list):
        return [row for item in detail for row in _listed(item, pointer)]
    return [{"pointer": pointer or "/", "detail": str(detail)}]


class ApiRoot(APIView):
    """Where to find the description of the API and a token."""

    permission = PUBLIC
    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []
    schema = None

    def get(self, request: Request) -> Response:
        names = {"schema": "api-schema", "token": "api-token", "reference": "api-reference"}
        return Response({key: reverse(name, request=request) for key, name in names.items()})
