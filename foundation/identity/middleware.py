"""What every request knows about the person behind it, and the gate that keeps officers without a second factor out."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from foundation.identity.permissions import end_if_too_old, identify, second_factor_missing

# Sign-out, language, staying signed in and the brand's style sheet: nothing of a file is behind these.
_ALWAYS_OPEN = frozenset({"account_logout", "pages:keepalive", "pages:language", "pages:brand", "livez", "readyz"})
# Without a factor: the way to one. Its set-up asks for the password again, and nothing else is reachable.
_TO_SET_UP = frozenset({"mfa_activate_totp", "account_reauthenticate"})
# With a factor that this session has not shown: only the question for it. The password alone must not open the set-up.
_TO_PASS = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})


class IdentityMiddleware:
    """Sets `request.permissions`, `request.acting_for` and `request.on`, fresh in every request: an ended mandate or
    role is gone with the next click. After a sign-out the browser is told to forget what it stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        end_if_too_old(request)
        identify(request)
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if was_signed_in and not request.user.is_authenticated:
            response.headers.setdefault("Clear-Site-Data", '"cache", "storage"')
        return response


class SecondFactorMiddleware:
    """Sends officers to set up or to show their second factor before any page; the rest of the portal does not exist
    for a session that knows a password only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in _ALWAYS_OPEN:
            return None
        owed = second_factor_missing(request)
        if owed is None or name in (_TO_SET_UP if owed == "set_up" else _TO_PASS):
            return None
        target = reverse("mfa_activate_totp" if owed == "set_up" else "mfa_reauthenticate")
        if request.method == "GET":
            target = f"{target}?{urlencode({'next': request.get_full_path()})}"
        return HttpResponseRedirect(target)
