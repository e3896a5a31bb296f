"""Logs as JSON lines on stderr with the request's id; no personal data, no addresses of people."""

import re
from typing import Any

import structlog

# Addresses that are secrets themselves: whoever reads one may answer for a person, set a password or confirm an address.
_SECRET = re.compile(r"(/(?:personal|partner|check|account/confirm-email|account/password/reset/key)/)[^/?\s]+")
_QUERY = re.compile(r"\?\S*")  # what people searched for names other people


def without_secrets(_logger: Any, _name: str, line: dict[str, Any]) -> dict[str, Any]:
    """Take the secret part out of every address in a line, and what was asked behind its question mark."""
    for key in ("event", "request"):
        if isinstance(line.get(key), str):
            line[key] = _SECRET.sub(r"\1…", line[key])
    if isinstance(line.get("request"), str):
        line["request"] = _QUERY.sub("?…", line["request"])
    return line


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
    without_secrets,
]

DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = "pk"
DJANGO_STRUCTLOG_COMMAND_LOGGING_ENABLED = False


def configure_logging(level: str) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING."""
    structlog.configure(
        processors=[
            *_SHARED,
            structlog.stdlib.filter_by_level,
            structlog.processors.StackInfoRenderer(),
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processor": structlog.processors.JSONRenderer(),
        "foreign_pre_chain": [*_SHARED, structlog.processors.format_exc_info],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter, "ready": {"format": "%(message)s"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "json"},
            "ready": {"class": "logging.StreamHandler", "formatter": "ready"},  # lines that are JSON already
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["stderr"], "level": level, "propagate": False},
            "django_structlog": {"level": level},
            "status": {"handlers": ["ready"], "level": level, "propagate": False},
            "celery": {"level": level},
            # Libraries that tell every step of theirs.
            "fontTools": {"level": "WARNING"},
            "pikepdf": {"level": "WARNING"},
        },
    }
