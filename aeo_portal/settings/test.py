"""What the suite runs: fast passwords, mail in memory, unhashed static files, a right-to-left pseudo-language."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "for-tests-only-" + "0" * 48)
os.environ.setdefault("DATABASE_URL", "postgresql://nobody@/none?host=/nonexistent")
os.environ.setdefault("BROKER_URL", "memory://")
os.environ.setdefault("AEO_DATA_DIR", str(Path(tempfile.gettempdir()) / f"aeo-test-{os.getuid()}"))
os.environ.setdefault("LOG_LEVEL", "ERROR")

from aeo_portal.assets import pseudo_catalogue
from aeo_portal.seal import development_variables

os.environ.update({**development_variables(Path(os.environ["AEO_DATA_DIR"])), **os.environ})

from aeo_portal.settings.base import *  # noqa: F403
from aeo_portal.settings.base import DATA_DIR, LANGUAGES, LOCALE_PATHS, STORAGES

DEMONSTRATION_ALLOWED = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
LANGUAGES = [*LANGUAGES, ("ar-xa", "Pseudo-Arabic")]
LOCALE_PATHS = [*LOCALE_PATHS, pseudo_catalogue(DATA_DIR / "locale")]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = None  # type: ignore[assignment]
WHITENOISE_USE_FINDERS = True
