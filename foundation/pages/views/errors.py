"""Pages for what failed. Each names a reference that the log knows too.
They are drawn without request, session or database, because one of these may be what failed."""

import logging
import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from structlog.contextvars import get_contextvars

from foundation.clock.services import now
from foundation.pages import rules, selectors

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent can't be understood."""
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not for this."""
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that was open too long or came from elsewhere. Nothing was changed."""
    return error_page(request, 403, "pages/errors/csrf.html")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not there for this person."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: something failed on our side."""
    return error_page(request, 500)


def service_unavailable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """503: closed for maintenance, or a server behind us does not answer."""
    response = error_page(request, 503)
    response.headers["Retry-After"] = "120"
    return response


def refused(request: HttpRequest, sentences: Sequence[str]) -> HttpResponse:
    """409: an act that the rules refuse, with every reason, where no form of a page shows it."""
    return error_page(request, 409, refusal=sentences)


def error_page(request: HttpRequest, status: int, template: str = "", **more: Any) -> HttpResponse:
    """The page of a status with its reference."""
    request_id = str(get_contextvars().get("request_id") or uuid.uuid4())
    reference = rules.reference(request_id)
    logger.log(logging.ERROR if status >= 500 else logging.INFO, "error page %s, reference %s", status, reference)
    moment = now()
    context = {**_frame(), "reference": reference, "failed_at": moment, "printed_at": moment, "status": status, **more}
    try:
        return HttpResponse(render_to_string(template or f"pages/errors/{status}.html", context), status=status)
    except Exception:  # the last page there is: whatever is broken, the reference is shown
        logger.exception("error page %s could not be drawn, reference %s", status, reference)
        return HttpResponse(f"Error {status}. Reference {reference}", status=status, content_type="text/plain")


def _frame() -> dict[str, Any]:
    """Brand and footer from settings and routes only."""
    try:
        links, home = selectors.footer_links(), reverse("pages:contact")
    except NoReverseMatch:  # a broken route table must not break the page that says so
        links, home = [], "/"
    return {"brand": selectors.brand(), "footer_links": links, "contact_url": home}
