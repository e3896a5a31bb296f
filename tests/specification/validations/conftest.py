"""Page tests stand on a fixed day, so that a visit planned for a day can be reached."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone

from tests.support.validations import later


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], datetime]:
    """Put the portal on a day, counted from the ground day."""

    def put(days: int) -> datetime:
        monkeypatch.setattr(timezone, "now", lambda: later(days, 2))
        return later(days, 2)

    return put
