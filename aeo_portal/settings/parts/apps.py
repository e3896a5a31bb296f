"""Installed apps and middleware. The order of our apps is the order in which a file walks through the house."""

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[3]

LIBRARY_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.admin",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "oauth2_provider",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_celery_beat",
    "django_structlog",
    "pgtrigger",
    "pghistory",
    "csp",
    "django_htmx",
]

HOUSE_APPS = [
    "foundation.clock",
    "foundation.audit",
    "foundation.identity",
    "foundation.documents",
    "foundation.correspondence",
    "foundation.pages",
    "programme",
    "operators",
    "applications",
    "vetting",
    "validations",
    "certificates",
    "account_management",
    "benefits",
    "mra",
    "lifecycle",
    "workbench",
]


def exists(app: str, file: str) -> bool:
    """Whether the app has this file; not every room has pages."""
    return (BASE_DIR / app.replace(".", "/") / file).exists()


INSTALLED_APPS = [*LIBRARY_APPS, *HOUSE_APPS]

MIDDLEWARE = [
    "aeo_portal.middleware.CountRequests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "aeo_portal.middleware.SafeResponses",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "aeo_portal.middleware.RefusedActs",
]
# The middleware of our own apps, each by the file that shows it is there.
HOUSE_MIDDLEWARE: list[str] = [
    "foundation.documents.middleware.RefuseHugeRequests",
    "foundation.identity.middleware.IdentityMiddleware",
    "foundation.identity.middleware.SecondFactorMiddleware",
]
MIDDLEWARE += HOUSE_MIDDLEWARE
