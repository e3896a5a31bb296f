"""Writes of the programme: acts on files under the separation of duties, limits, numbers, versions, reference data."""

from .acts import review_act, take_act
from .limits import extend_limit, meet_limit, resume_limit, start_limit, stop_limit
from .numbers import next_number
from .offices import add_closure, delegate, end_delegation, list_holidays
from .reference import load_reference
from .versions import (
    adopt_profile,
    drop_configuration,
    prepare_configuration,
    publish_configuration,
    publish_criteria_set,
    set_opening,
)

__all__ = [
    "add_closure",
    "adopt_profile",
    "delegate",
    "drop_configuration",
    "end_delegation",
    "extend_limit",
    "list_holidays",
    "load_reference",
    "meet_limit",
    "next_number",
    "prepare_configuration",
    "publish_configuration",
    "publish_criteria_set",
    "resume_limit",
    "review_act",
    "set_opening",
    "start_limit",
    "stop_limit",
    "take_act",
]
