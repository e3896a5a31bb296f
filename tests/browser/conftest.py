"""The browser tests share one server over a copy of the demonstration and one browser for each module."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support import browser as support


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests are skipped; ./test says how to get one."""
    for item in items:
        if "/tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if not support.PROGRAM:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="module")
def address(demonstration: str) -> Iterator[str]:
    with support.live_server() as found:
        yield found


@pytest.fixture(scope="module")
def chromium(address: str) -> Iterator[Browser]:
    with support.chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def desk(chromium: Browser, address: str) -> Iterator[support.Desk]:
    ready = support.Desk(chromium, address)
    yield ready
    ready.leave()
