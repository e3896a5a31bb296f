"""Writes of operators: registering, claims and recovery, the company record, people's consents, officers, bars."""

from .claims import claim, confirm_by_sign_on, confirm_claim_by_code, decide_claim, send_code
from .companies import (
    EDITABLE,
    StaleEdit,
    edit_operator,
    give_exchange_consent,
    register,
    set_listed,
    withdraw_exchange_consent,
)
from .independence import demand_independence, take_act
from .officers import add_bar, assign_officer, declare_interest, end_interest, hand_over
from .people import (
    add_person,
    answer_consent,
    edit_person,
    hand_in_paper,
    mail_personal_link,
    person_left,
    personal_link,
)
from .recoveries import ask_recovery, confirm_recovery, reject_recovery
from .sites import add_site, add_sites, close_site, dissolve_group, edit_site, save_group

__all__ = [
    "EDITABLE",
    "StaleEdit",
    "add_bar",
    "add_person",
    "add_site",
    "add_sites",
    "answer_consent",
    "ask_recovery",
    "assign_officer",
    "claim",
    "close_site",
    "confirm_by_sign_on",
    "confirm_claim_by_code",
    "confirm_recovery",
    "decide_claim",
    "declare_interest",
    "demand_independence",
    "dissolve_group",
    "edit_operator",
    "edit_person",
    "edit_site",
    "end_interest",
    "give_exchange_consent",
    "hand_in_paper",
    "hand_over",
    "mail_personal_link",
    "person_left",
    "personal_link",
    "register",
    "reject_recovery",
    "save_group",
    "send_code",
    "set_listed",
    "take_act",
    "withdraw_exchange_consent",
]
