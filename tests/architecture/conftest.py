"""A seeded country for the tests of one module, with a near and a far object for each route and somebody in each role."""

import logging
from collections.abc import Iterator

import pytest

from tests.support import access
from tests.support.access import Pair, People
from tests.support.settling import settle


@pytest.fixture(scope="module")
def pairs(demonstration: str) -> Iterator[dict[str, Pair]]:
    """The near and the far object of each route, in a country with a little more in it."""
    logging.disable(logging.CRITICAL)
    settle()
    yield access.pairs()
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def people(pairs: dict[str, Pair]) -> People:
    return People()


@pytest.fixture
def unwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is let in is settled before a page is written: thousands of answers are asked for here and none is read."""
    monkeypatch.setattr("django.template.base.Template.render", lambda template, context: "")
