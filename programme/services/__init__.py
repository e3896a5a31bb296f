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
from .guidance import StaleGuidance, write_guidance
from .interpretation import answer_question, ask_central_unit, note_interpretation, put_aside
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
from .proposals import discuss_proposal, leave_proposal, propose_criterion, take_proposal, withdraw_proposal
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
    "StaleGuidance",
    "add_closure",
    "add_part",
    "adopt_profile",
    "answer_question",
    "ask_central_unit",
    "begin_criteria_draft",
    "cause_begins",
    "cause_ends",
    "delegate",
    "discuss_proposal",
    "drop_configuration",
    "drop_criteria_draft",
    "end_delegation",
    "end_limit_unmet",
    "export_csv",
    "export_xlsx",
    "extend_limit",
    "import_criteria",
    "leave_proposal",
    "list_holidays",
    "load_reference",
    "meet_limit",
    "next_number",
    "note_interpretation",
    "open_in_stages",
    "prepare_configuration",
    "propose_criterion",
    "publish_configuration",
    "publish_criteria_set",
    "put_aside",
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
    "take_proposal",
    "withdraw_proposal",
    "write_guidance",
]
