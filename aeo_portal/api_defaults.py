"""Paging and throttling of the API, which DRF imports before its views exist: nothing here may import a view."""

from typing import Any

from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class Pages(PageNumberPagination):
    """Fifty rows a page; a client may ask for up to five hundred."""

    page_size_query_param = "page_size"
    max_page_size = 500


class ClientThrottle(SimpleRateThrottle):
    """One rate per API client, whatever address it calls from."""

    scope = "client"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        application_id = getattr(request.auth, "application_id", None)
        if application_id is None:
            return None
        return self.cache_format % {"scope": self.scope, "ident": application_id}
