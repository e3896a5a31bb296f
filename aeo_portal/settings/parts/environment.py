"""The environment, read once into a typed value that stops at start with the name of the wrong variable.

Every variable may also be given as a file: `NAME_FILE=/run/secrets/name` is read when `NAME` is not set.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ImproperlyConfigured


def text(value: str) -> str:
    """Take the value as it stands."""
    return value


def words(value: str) -> list[str]:
    """Split a list by commas."""
    return [word.strip() for word in value.split(",") if word.strip()]


def url_of(*schemes: str) -> Callable[[str], str]:
    """Accept an address of one of these schemes."""

    def check(value: str) -> str:
        if urlsplit(value).scheme not in schemes:
            raise ValueError(f"an address that starts with {' or '.join(f'{name}://' for name in schemes)}")
        return value

    return check


def one_of(*values: str) -> Callable[[str], str]:
    """Accept one of these words."""

    def check(value: str) -> str:
        if value not in values:
            raise ValueError(f"one of {', '.join(values)}")
        return value

    return check


def zone(value: str) -> str:
    """Accept the name of a time zone."""
    if value not in available_timezones():
        raise ValueError("the name of a time zone, such as Africa/Nairobi")
    return ZoneInfo(value).key


def economy(value: str) -> str:
    """Accept a code of two capital letters."""
    if not re.fullmatch(r"[A-Z]{2}", value):
        raise ValueError("two capital letters, such as XA")
    return value


def currency(value: str) -> str:
    """Accept a code of ISO 4217."""
    if not re.fullmatch(r"[A-Z]{3}", value):
        raise ValueError("three capital letters of ISO 4217, such as EUR")
    return value


def pattern(value: str) -> str:
    """Accept a regular expression."""
    try:
        return re.compile(value).pattern
    except re.error as error:
        raise ValueError(f"a regular expression ({error})") from error


def pem(value: str) -> str:
    """Accept a key or certificate in PEM form."""
    if not value.startswith("-----BEGIN "):
        raise ValueError("a PEM text that begins with -----BEGIN")
    return value


REQUIRED = "required"


def variable(name: str, read: Callable[[str], Any] = text, default: Any = REQUIRED) -> Any:
    """A field of the environment: its variable, its reader and its default; without one it must be set."""
    return field(metadata={"name": name, "read": read, "default": default})


@dataclass(frozen=True)
class Environment:
    """What a deployment may say. `docs/operations.md` explains each variable."""

    secret_key: str = variable("SECRET_KEY")
    secret_key_fallbacks: list[str] = variable("SECRET_KEY_FALLBACKS", words, [])
    database_url: str = variable("DATABASE_URL", url_of("postgresql", "postgres"))
    database_role: str = variable("DATABASE_ROLE", one_of("app", "owner"), "app")
    migration_database_url: str = variable("MIGRATION_DATABASE_URL", url_of("postgresql", "postgres"), "")
    redis_url: str = variable("REDIS_URL", url_of("redis", "rediss"), "")
    broker_url: str = variable("BROKER_URL", url_of("redis", "rediss", "amqp", "amqps", "memory"), "")
    data_dir: str = variable("AEO_DATA_DIR", text, "")
    allowed_hosts: list[str] = variable("ALLOWED_HOSTS", words, ["localhost", "127.0.0.1"])
    trusted_origins: list[str] = variable("CSRF_TRUSTED_ORIGINS", words, [])
    behind_proxy: str = variable("BEHIND_PROXY", one_of("yes", "no"), "no")
    public_url: str = variable("PUBLIC_URL", url_of("http", "https"), "http://localhost:8000")
    administration_time_zone: str = variable("ADMINISTRATION_TIME_ZONE", zone, "Africa/Nairobi")
    economy: str = variable("ECONOMY", economy, "XA")
    currency: str = variable("CURRENCY", currency, "XTS")
    tin_pattern: str = variable("TIN_PATTERN", pattern, r"^[A-Z]{2}[A-Z0-9]{1,30}$")
    email_url: str = variable("EMAIL_URL", url_of("smtp", "smtps", "smtp+tls"), "")
    email_from: str = variable("EMAIL_FROM", text, "AEO Programme <noreply@localhost>")
    s3_bucket: str = variable("S3_BUCKET", text, "")
    s3_endpoint_url: str = variable("S3_ENDPOINT_URL", url_of("http", "https"), "")
    clamd_url: str = variable("CLAMD_URL", url_of("tcp", "unix"), "")
    audit_key: str = variable("AUDIT_KEY", text, "")
    audit_checkpoint_file: str = variable("AUDIT_CHECKPOINT_FILE", text, "")
    signing_key: str = variable("SIGNING_KEY", pem, "")
    signing_certificate: str = variable("SIGNING_CERTIFICATE", pem, "")
    metrics_token: str = variable("METRICS_TOKEN", text, "")
    admin_path: str = variable("ADMIN_PATH", text, "support-desk")
    oidc_name: str = variable("OIDC_NAME", text, "National sign-on")
    oidc_server_url: str = variable("OIDC_SERVER_URL", url_of("https"), "")
    oidc_client_id: str = variable("OIDC_CLIENT_ID", text, "")
    oidc_client_secret: str = variable("OIDC_CLIENT_SECRET", text, "")
    oidc_tin_claim: str = variable("OIDC_TIN_CLAIM", text, "tin")
    log_level: str = variable("LOG_LEVEL", one_of("DEBUG", "INFO", "WARNING", "ERROR"), "INFO")

    @classmethod
    def read(cls, source: Mapping[str, str]) -> "Environment":
        """Read every variable, and raise `ImproperlyConfigured` with the name of the first that is wrong."""
        return cls(**{item.name: _read(source, **item.metadata) for item in fields(cls)})


def _read(source: Mapping[str, str], *, name: str, read: Callable[[str], Any], default: Any) -> Any:
    value = source.get(name, "")
    if not value and (file := source.get(f"{name}_FILE")):
        try:
            value = Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {file} cannot be read ({error.strerror}).") from error
    if not value:
        if default is REQUIRED:
            raise ImproperlyConfigured(f"{name} is not set. Set it, or {name}_FILE with the path of a file.")
        return default
    try:
        return read(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be {error}.") from error


def database(url: str, options: dict[str, Any]) -> dict[str, Any]:
    """The Django form of a PostgreSQL address; `?host=` names a socket folder, other parameters are passed on."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {**query, **options},
    }
