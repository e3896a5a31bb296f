"""The entry of the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aeo_portal.settings.production")

django = get_wsgi_application()

from aeo_portal.middleware import count  # noqa: E402 - after the set-up of Django
from lifecycle.middleware import StatusFirst  # noqa: E402

application = StatusFirst(django, count)
