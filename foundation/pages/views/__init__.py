"""Information pages, the brand's style sheet, language and session, and what is shown when something fails."""

from foundation.pages.views.errors import (
    bad_request,
    csrf_failure,
    error_page,
    not_found,
    permission_denied,
    refused,
    server_error,
    service_unavailable,
)
from foundation.pages.views.information import Accessibility, Contact, Cookies, Help, LegalBasis, Privacy
from foundation.pages.views.session import BrandSheet, Go, KeepAlive, Language

__all__ = [
    "Accessibility",
    "BrandSheet",
    "Contact",
    "Cookies",
    "Go",
    "Help",
    "KeepAlive",
    "Language",
    "LegalBasis",
    "Privacy",
    "bad_request",
    "csrf_failure",
    "error_page",
    "not_found",
    "permission_denied",
    "refused",
    "server_error",
    "service_unavailable",
]
