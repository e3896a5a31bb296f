"""What the tests of the look-up share: a border system, the house behind it, and the day it believes in."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.support.lifecycle import House, at
from tests.support.look_up import START, System


@pytest.fixture
def border(db: None) -> System:
    return System()


@pytest.fixture
def house(db: None) -> House:
    return House(at(START))


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Let the look-up believe that it is some day."""

    def travel(day: date, hour: int = 12) -> None:
        monkeypatch.setattr("lifecycle.api.now", lambda: at(day, hour))

    return travel
