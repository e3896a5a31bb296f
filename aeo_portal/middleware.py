"""What concerns every response: personal pages are not kept by browsers, each carries the request's id and is counted."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import Histogram
from structlog.contextvars import get_contextvars

from aeo_portal import errors
from foundation.audit.services import Refused

SECONDS = Histogram(
    "aeo_request_seconds",
    "Seconds from request to response, by route, method and status",
    ["route", "method", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1, 3, 10),
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def count(route: str, method: str, status: int, seconds: float) -> None:
    """One answer more under the name of its route."""
    SECONDS.labels(route, method, status).observe(seconds)


class CountRequests:
    """Time every request under the name of its route, never under its path, which may name a company."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        route = request.resolver_match.view_name if request.resolver_match else "none"
        method = request.method if request.method in METHODS else "other"
        count(route, method, response.status_code, time.perf_counter() - began)
        return response


class RefusedActs:
    """An act that the rules refuse is an answer with its reasons, never a fault of ours, whichever page asked for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return errors.refused(request, exception) if isinstance(exception, Refused) else None


class SafeResponses:
    """Forbid storing a page made for somebody who is signed in, and name the request in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request_id := get_contextvars().get("request_id"):
            response.headers.setdefault("X-Request-Id", str(request_id))
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
