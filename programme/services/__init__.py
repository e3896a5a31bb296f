"""Writes of the programme: acts on files under the separation of duties, limits, numbers, versions, reference data."""

from .acts import review_act, take_act
from .criteria import (
    StaleDraft,
    add_part,
    begin_criteria_draft,
    drop_criteria_draft,
    publish_criteria_set,
    remove_part,
    save_part,
    save_translation,
    set_effect,
)
from .limits import (
    cause_begins,
    cause_ends,
    end_limit_unmet,
    extend_limit,
    meet_limit,
    resume_limit,
    start_limit,
    stop_limit,
)
from .numbers import next_number
from .offices import add_closure, delegate, end_delegation, list_holidays
from .openings import open_in_stages, set_opening
from .reference import load_reference
from .tables import FaultyTable, export_csv, export_xlsx, import_criteria
from .versions import (
    adopt_profile,
    drop_configuration,
    prepare_configuration,
    publish_configuration,
    take_back_configuration,
)

__all__ = [
    "FaultyTable",
    "StaleDraft",
    "add_closure",
    "add_part",
    "adopt_profile",
    "begin_criteria_draft",
    "cause_begins",
    "cause_ends",
    "delegate",
    "drop_configuration",
    "drop_criteria_draft",
    "end_delegation",
    "end_limit_unmet",
    "export_csv",
    "export_xlsx",
    "extend_limit",
    "import_criteria",
    "list_holidays",
    "load_reference",
    "meet_limit",
    "next_number",
    "open_in_stages",
    "prepare_configuration",
    "publish_configuration",
    "publish_criteria_set",
    "remove_part",
    "resume_limit",
    "review_act",
    "save_part",
    "save_translation",
    "set_effect",
    "set_opening",
    "start_limit",
    "stop_limit",
    "take_act",
    "take_back_configuration",
]
