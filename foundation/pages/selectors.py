"""What every page needs to be drawn: the administration's brand, languages, who is signed in, when the session ends."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from foundation.clock.services import now
from foundation.pages.rules import colour_breach

DEFAULT_COLOURS = {"header_colour": "#0b3341", "brand_colour": "#0f5c6e"}
TIMEOUT_WARNING_SECONDS = 120


def brand() -> dict[str, str]:
    """The tenant's name, contact and colours."""
    return {**DEFAULT_COLOURS, **settings.BRAND}


def brand_colours() -> dict[str, str]:
    """The colours to use: a tenant's colour that white text can't be read on gives way to ours."""
    chosen = brand()
    return {name: own if colour_breach(chosen[name]) else chosen[name] for name, own in DEFAULT_COLOURS.items()}


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Context processor. A view or a later processor may overrule each of these."""
    user = getattr(request, "user", None)
    signed_in = bool(user is not None and user.is_authenticated)
    return {
        "brand": brand(),
        "brand_css": None if brand_colours() == DEFAULT_COLOURS else reverse("pages:brand"),
        "languages": languages(),
        "help_url": reverse("pages:help"),
        "help_item": {
            "text": _("Help"),
            "url": reverse("pages:help"),
            "current": request.path == reverse("pages:help"),
        },
        "sign_in_item": {"text": _("Sign in"), "url": resolve_url(settings.LOGIN_URL)},
        "sign_out_url": _route("account_logout"),
        "account_url": _route("identity:account", "account_email"),
        "base_layout": _layout(user, signed_in=signed_in),
        "acting_for": getattr(request, "acting_for", None),
        "footer_links": footer_links(),
        "session_timeout": _timeout(request) if signed_in else None,
        "printed_at": now(),
    }


def languages() -> list[dict[str, Any]]:
    """The languages on offer, each by its own name."""
    current = get_language()
    return [
        {"code": code, "name": _own_name(code, name), "current": code == current} for code, name in settings.LANGUAGES
    ]


def _own_name(code: str, name: str) -> str:
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return name


def footer_links() -> list[dict[str, str]]:
    """The pages every footer leads to."""
    return [
        {"text": _("Accessibility"), "url": reverse("pages:accessibility")},
        {"text": _("Cookies"), "url": reverse("pages:cookies")},
        {"text": _("Privacy and confidentiality"), "url": reverse("pages:privacy")},
        {"text": _("Legal basis"), "url": reverse("pages:legal-basis")},
        {"text": _("Contact"), "url": reverse("pages:contact")},
    ]


def _layout(user: Any, *, signed_in: bool) -> str:
    if not signed_in:
        return "layouts/public.html"
    return "layouts/officer.html" if user.is_staff else "layouts/trader.html"


def _timeout(request: HttpRequest) -> dict[str, Any]:
    return {
        "seconds": request.session.get_expiry_age(),
        "warning": TIMEOUT_WARNING_SECONDS,
        "keepalive_url": reverse("pages:keepalive"),
        "ended_url": resolve_url(settings.LOGIN_URL),
    }


def _route(*names: str) -> str | None:
    """The address of the first route that exists in this deployment."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return None
