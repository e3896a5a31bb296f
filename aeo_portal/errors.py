"""The error pages. Each shows the reference under which the log knows the request, and nothing about the cause."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from structlog.contextvars import get_contextvars

from foundation.audit.services import Refused
from foundation.pages.views import csrf_failure as form_refused
from foundation.pages.views import error_page
from foundation.pages.views import refused as refused_page


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that cannot be understood."""
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer somebody who may not do this."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for what does not exist, or does not exist for this user."""
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after a fault of ours."""
    return _page(request, 500)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Answer an act that was refused where no page shows why: its sentences are meant for people."""
    sentences = refusal.breaches or (refusal.message,)
    return _problem(409, " ".join(sentences)) if _is_api(request) else refused_page(request, sentences)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old."""
    return form_refused(request, reason)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    return _problem(status) if _is_api(request) else error_page(request, status)


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _problem(status: int, detail: str = "") -> HttpResponse:
    body = {"type": "about:blank", "title": HttpResponse(status=status).reason_phrase, "status": status}
    reference = str(get_contextvars().get("request_id", ""))
    body |= {"detail": detail} if detail else {}
    return JsonResponse({**body, "instance": reference}, status=status, content_type="application/problem+json")
