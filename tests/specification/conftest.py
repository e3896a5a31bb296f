"""What every specification starts from: English, whatever language the page before was asked for in."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """The middleware leaves its language behind in the thread, and the test client runs in the test's own."""
    translation.deactivate()
    yield
    translation.deactivate()
