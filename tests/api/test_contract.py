"""The published schema is kept: what it allows is answered as it says, what it does not is refused, and nothing breaks."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from tests.support.lifecycle import BOTH, House, at, granted, make_operator
from tests.support.look_up import START, System

pytestmark = [pytest.mark.django_db, pytest.mark.full]
SCHEMA = "/api/v1/schema/?format=json"
# A TIN is trimmed and upper-cased before it is held against its pattern, and a day in the future has the form of a day:
# what is accepted and what refused stands in test_status_lookup and test_status_requests.
BEYOND_A_SCHEMA = [negative_data_rejection, positive_data_acceptance]


@pytest.fixture
def operations(db: None) -> Iterator[dict[str, Any]]:
    """Each operation of the schema as our own routes publish it; the test's connection outlives the requests."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    schema = schemathesis.openapi.from_wsgi(SCHEMA, get_wsgi_application())
    yield {found.ok().label: found.ok() for found in schema.get_all_operations()}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_operation_keeps_to_the_schema_whatever_is_asked(operations: dict[str, Any]) -> None:
    system = System()
    granted(House(at(START)), make_operator(), BOTH, decided_on=START)
    assert operations.keys() >= {"GET /api/v1/operators/{tin}/status", "POST /api/v1/status-lookups"}
    for operation in operations.values():
        _keeps(operation, system.headers)


def _keeps(operation: Any, headers: dict[str, str]) -> None:
    modes = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode))

    @settings(max_examples=300, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(case=modes)
    def one(case: Any) -> None:
        case.call_and_validate(headers=headers, excluded_checks=BEYOND_A_SCHEMA)

    one()
