"""What every environment shares. Concerns of more than a few lines stand in `parts/`."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pghistory
import pgtrigger

from aeo_portal.settings.parts import security
from aeo_portal.settings.parts.accounts import *  # noqa: F403
from aeo_portal.settings.parts.accounts import social_account_providers
from aeo_portal.settings.parts.apps import *  # noqa: F403
from aeo_portal.settings.parts.apps import BASE_DIR
from aeo_portal.settings.parts.environment import Environment, database
from aeo_portal.settings.parts.jobs import *  # noqa: F403
from aeo_portal.settings.parts.logs import *  # noqa: F403
from aeo_portal.settings.parts.logs import configure_logging
from aeo_portal.settings.parts.rest import *  # noqa: F403
from aeo_portal.settings.parts.security import *  # noqa: F403

ENV = Environment.read(os.environ)

DEBUG = False
SECRET_KEY = ENV.secret_key
SECRET_KEY_FALLBACKS = ENV.secret_key_fallbacks
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENV.trusted_origins
DATA_DIR = Path(ENV.data_dir or BASE_DIR / ".local")
ROOT_URLCONF = "aeo_portal.urls"
WSGI_APPLICATION = "aeo_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# --- the administration ---
BRAND = {
    "administration": "Customs of Kestria",
    "programme": "Authorised Economic Operator programme",
    "contact": (
        "Customs of Kestria, Programme Office, 4 Granary Square, Lenmar. "
        "Telephone 0800 114 220, Monday to Friday, 8:00 to 17:00."
    ),
    "header_colour": "#0b3341",
    "brand_colour": "#0f5c6e",
}
ADMINISTRATION_TIME_ZONE = ENV.administration_time_zone
ECONOMY = ENV.economy
CURRENCY = ENV.currency
TIN_PATTERN = ENV.tin_pattern
PUBLIC_URL = ENV.public_url.rstrip("/")
DEMONSTRATION_ALLOWED = False
METRICS_TOKEN = ENV.metrics_token
ADMIN_PATH = ENV.admin_path
CLAMD_URL = ENV.clamd_url

# --- database ---
# Limits per statement keep one bad query from holding the house; the owner's migrations may run longer.
_LIMITS = {"statement_timeout": 15_000, "idle_in_transaction_session_timeout": 60_000, "lock_timeout": 5_000}
if ENV.database_role == "owner":
    _LIMITS["statement_timeout"] = 0
_OPTIONS: dict[str, Any] = {
    "options": " ".join(f"-c {name}={value}" for name, value in _LIMITS.items()),
    "connect_timeout": 5,
}
_DATABASE_URL = ENV.database_url
if ENV.database_role == "owner":
    _DATABASE_URL = ENV.migration_database_url or ENV.database_url
DATABASES = {"default": {**database(_DATABASE_URL, _OPTIONS), "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
APPLICATION_ROLE = database(ENV.database_url, {})["USER"]
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_APPEND_ONLY = True

# --- the sealed chain: checkpoints stand outside the database, signed with a key that the database does not know ---
AUDIT_CHECKPOINT_FILE = Path(ENV.audit_checkpoint_file or DATA_DIR / "audit-checkpoints.jsonl")
AUDIT_KEY = ENV.audit_key or f"audit:{ENV.secret_key}"

# --- the seal on papers and signed answers ---
SIGNING_KEY = ENV.signing_key
SIGNING_CERTIFICATE = ENV.signing_certificate

# --- cache: rate limits, throttles and used codes, in the database so that log-in never needs the broker ---
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# --- jobs ---
CELERY_BROKER_URL = ENV.broker_url or ENV.redis_url

# --- pages ---
CONTENT_SECURITY_POLICY = security.content_security_policy(ENV)
SOCIALACCOUNT_PROVIDERS = social_account_providers(ENV)
OIDC_TIN_CLAIM = ENV.oidc_tin_claim
_CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.template.context_processors.i18n",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "foundation.pages.selectors.page_context",
    "workbench.selectors.navigation_context",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT_PROCESSORS},
    }
]

# --- languages and times: stored in UTC, legal dates computed in the administration's zone ---
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "foundation" / "pages" / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# --- files ---
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [path for path in [BASE_DIR / "frontend" / "dist"] if path.exists()]
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["gif", "gz", "br", "jpeg", "jpg", "map", "png", "svgz", "webp", "woff", "woff2"]
MEDIA_ROOT = DATA_DIR / "media"
_STORE: dict[str, Any] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": MEDIA_ROOT, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
}
if ENV.s3_bucket:
    _STORE = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": ENV.s3_bucket,
            "endpoint_url": ENV.s3_endpoint_url or None,
            "default_acl": "private",
            "file_overwrite": False,
            "querystring_auth": True,
        },
    }
DOCUMENT_MAX_BYTES = 25 * 1024 * 1024
DOCUMENT_PERSONAL_RETENTION_YEARS = 5
# Ten files of the largest size in one form, and its words.
REQUEST_MAX_BYTES = 10 * DOCUMENT_MAX_BYTES + 5 * 1024 * 1024
STORAGES = {
    "default": _STORE,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- mail ---
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.email_from
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
if ENV.email_url:
    _mail = urlsplit(ENV.email_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp+tls"

LOGGING = configure_logging(ENV.log_level)
