"""Every route of the house. Each app names its own full paths; here they are only put together."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from aeo_portal import errors, health
from aeo_portal.api import ApiRoot
from aeo_portal.reference import Reference, Token
from aeo_portal.settings.parts.apps import HOUSE_APPS, exists

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.Live.as_view(), name="livez"),
    path("readyz", health.Ready.as_view(), name="readyz"),
    path("metrics", health.Metrics.as_view(), name="metrics"),
    path("api/v1/", ApiRoot.as_view(), name="api-root"),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/v1/reference/", Reference.as_view(), name="api-reference"),
    path("api/v1/oauth/token", Token.as_view(), name="api-token"),
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
]
urlpatterns += [path("", include(f"{app}.urls")) for app in HOUSE_APPS if exists(app, "urls.py")]
# After ours: our pages of the account stand before those of the library.
urlpatterns += [path("account/", include("allauth.urls"))]
