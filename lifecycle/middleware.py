"""The look-up passes by what pages need – session, cookie, language, page headers – because a border waits for it.
The views stay the same ones that `urls` names; only what stands before them is left out."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch
from structlog.contextvars import bind_contextvars, clear_contextvars

from foundation.clock.models import uuid7

from . import api

ONE = re.compile(r"/api/v1/operators/([^/]+)/status")
MANY = "/api/v1/status-lookups"


class StatusFirst:
    """Answers the two routes of the look-up before any other middleware; everything else goes on as usual."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.one, self.many = api.Status.as_view(), api.StatusLookups.as_view()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = self._match(request.path_info)
        if match is None or (settings.SECURE_SSL_REDIRECT and not request.is_secure()):
            return self.get_response(request)
        request.resolver_match = match
        request_id = str(uuid7())
        bind_contextvars(request_id=request_id)
        try:
            response: HttpResponse = match.func(request, **match.kwargs)
        finally:
            clear_contextvars()
        response.headers["X-Request-Id"] = request_id
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def _match(self, path: str) -> ResolverMatch | None:
        if path == MANY:
            return _found(self.many, "status_lookups")
        one = ONE.fullmatch(path)
        return _found(self.one, "status", tin=one[1]) if one else None


def _found(view: Callable[..., Any], name: str, **kwargs: str) -> ResolverMatch:
    return ResolverMatch(view, (), kwargs, url_name=name, app_names=["lifecycle"], namespaces=["lifecycle"])
