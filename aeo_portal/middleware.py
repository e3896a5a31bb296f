"""What concerns every response: personal pages are not kept by browsers, and each carries the request's id."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from structlog.contextvars import get_contextvars


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
