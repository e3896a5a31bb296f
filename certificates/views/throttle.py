"""A limit on public look-ups per network address, so that nobody counts up numbers or copies the register page by page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from rest_framework.throttling import SimpleRateThrottle

from foundation.identity.permissions import GuardedView


class LookUpThrottle(SimpleRateThrottle):
    """Counts per network address, whoever asks; the rate stands in the settings as `look_up`."""

    scope = "look_up"

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"throttle:{self.scope}:{self.get_ident(request)}"


class ThrottledView(GuardedView):
    """A public view with that limit: who asks too often gets a plain page and the seconds to wait."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        throttle = LookUpThrottle()
        if throttle.allow_request(request, self):  # type: ignore[arg-type]
            return super().dispatch(request, *args, **kwargs)
        return too_many(request, seconds=int(throttle.wait() or 1) + 1)


def too_many(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """The answer 429: what happened and when to try again."""
    response = render(
        request, "certificates/too_many.html", {"title": _("Too many searches"), "seconds": seconds}, status=429
    )
    response["Retry-After"] = str(seconds)
    return response
