"""What an administration runs: HTTPS only, no demonstration data, no weak key."""

from django.core.exceptions import ImproperlyConfigured

from aeo_portal.settings.base import *  # noqa: F403
from aeo_portal.settings.base import BASE_DIR, ENV, REST_FRAMEWORK

if len(ENV.secret_key) < 50 or len(set(ENV.secret_key)) < 10:
    raise ImproperlyConfigured("SECRET_KEY must be at least 50 random characters.")
if not ENV.public_url.startswith("https://"):
    raise ImproperlyConfigured("PUBLIC_URL must start with https://.")
if not (ENV.broker_url or ENV.redis_url):
    raise ImproperlyConfigured("REDIS_URL (or BROKER_URL) is not set.")
if not ENV.email_url:
    raise ImproperlyConfigured("EMAIL_URL is not set.")
if not ENV.signing_key:
    raise ImproperlyConfigured("SIGNING_KEY is not set.")
if not ENV.signing_certificate:
    raise ImproperlyConfigured("SIGNING_CERTIFICATE is not set.")
if ENV.economy in ("XA", "XB"):
    raise ImproperlyConfigured("ECONOMY must be the code of your economy; XA and XB are for demonstrations.")
if ENV.currency == "XTS":
    raise ImproperlyConfigured("CURRENCY must be the code of your currency; XTS is the code for tests.")

STATIC_ROOT = BASE_DIR / "static"
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 366 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_NAME = "__Host-sessionid"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_NAME = "__Host-language"
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_HTTPONLY = True
if ENV.behind_proxy == "yes":
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    REST_FRAMEWORK = {**REST_FRAMEWORK, "NUM_PROXIES": 1}
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
