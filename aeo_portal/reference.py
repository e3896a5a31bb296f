"""The token endpoint, and the reference of the API that staff can browse."""

from typing import Any

from django.contrib.auth.mixins import UserPassesTestMixin
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.views import SpectacularSwaggerSplitView
from oauth2_provider.views import TokenView
from rest_framework.permissions import AllowAny

from foundation.identity.permissions import PUBLIC


@method_decorator(csrf_exempt, name="dispatch")
class Token(TokenView):
    """Client credentials for a token. A form of another site cannot know a client's secret, so no CSRF token."""

    permission = PUBLIC


class Reference(UserPassesTestMixin, SpectacularSwaggerSplitView):
    """Swagger's pages from our own host, for staff only; the schema itself is public."""

    permission = "staff"
    url_name = "api-schema"
    permission_classes = [AllowAny]
    raise_exception = False

    def test_func(self) -> bool:
        user: Any = self.request.user
        return bool(user.is_authenticated and user.is_active and user.is_staff)
