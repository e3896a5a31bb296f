"""What the log never holds: addresses that are secrets, and what people searched for."""

import io
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db
TOKEN = "5f" * 32


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the settings' own formatter makes of every line."""
    written = io.StringIO()
    handler, logger = logging.StreamHandler(written), logging.getLogger("django_structlog")
    made: Any = logging.config.DictConfigurator(settings.LOGGING)
    handler.setFormatter(made.configure_formatter(dict(settings.LOGGING["formatters"]["json"])))
    level = logger.level
    logger.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)
    logger.setLevel(level)


@pytest.mark.parametrize(
    "address",
    [
        f"/personal/{TOKEN}/",
        f"/partner/{TOKEN}/",
        f"/check/{TOKEN}/questions/",
        f"/account/password/reset/key/1-{TOKEN}/",
        f"/account/confirm-email/{TOKEN}/",
        f"/register/?q={TOKEN}",
    ],
)
def test_an_address_that_is_a_secret_does_not_stand_in_the_log(log: io.StringIO, address: str) -> None:
    Client().get(address)
    assert "request_started" in log.getvalue()
    assert TOKEN not in log.getvalue()
