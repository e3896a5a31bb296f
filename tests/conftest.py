"""The suite's ground: its servers and databases, the restricted role, and the check of requirement markers."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from tests.support import database, programme, requirements, seeded

# No test is timed, nor the making of its examples: what a busy machine makes slow is not wrong.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`./test --full` runs what takes more than the quarter of an hour."""
    parser.addoption("--full", action="store_true", help="run the tests marked `full` too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked `full`, and refuse a marker that names a requirement which does not exist.

    Tests in the seeded country come first and side by side: one worker seeds it and walks through it while another has
    plenty to do elsewhere, so that nobody waits for the seeding and few set a module up twice.
    """
    if not config.getoption("--full"):
        left_out = [item for item in items if item.get_closest_marker("full")]
        items[:] = [item for item in items if not item.get_closest_marker("full")]
        config.hook.pytest_deselected(items=left_out)
    items.sort(key=lambda item: "demonstration" not in getattr(item, "fixturenames", ()))
    known = requirements.catalogue().keys()
    for item in items:
        for marker in item.iter_markers("requirement"):
            for unknown in set(marker.args) - known:
                raise pytest.UsageError(f"{item.nodeid}: there is no requirement {unknown}.")


@pytest.fixture(scope="session")
def test_servers() -> Iterator[dict[str, str]]:
    """The addresses of the suite's own PostgreSQL and Valkey."""
    with database.servers() as variables:
        yield variables


@pytest.fixture(scope="session")
def django_db_setup(test_servers: dict[str, str], django_db_blocker: Any) -> Iterator[str]:
    """A database of this worker's own, copied from the migrated template, with the reference data in it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    context = database.fresh_database(test_servers, worker)
    with django_db_blocker.unblock():
        name = context.__enter__()
        programme.reference_data()
    yield name
    with django_db_blocker.unblock():
        context.__exit__(None, None, None)


@pytest.fixture(scope="module")
def demonstration(django_db_setup: str, test_servers: dict[str, str], django_db_blocker: Any) -> Iterator[str]:
    """The seeded country for the tests of one module, which share what they change in it and mark no `django_db`."""
    with django_db_blocker.unblock(), seeded.demonstration(test_servers) as name:
        yield name


@pytest.fixture(autouse=True, scope="session")
def _flush_as_owner() -> Iterator[None]:
    """Tests with `transaction=True` find empty tables and empty them afterwards, which the application's role may not."""
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_setup", classmethod(database.empty_at_first))
    patch.setattr(TransactionTestCase, "_fixture_teardown", database.flush_as_owner)
    yield
    patch.undo()
