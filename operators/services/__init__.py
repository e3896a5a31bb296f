"""Writes of operators: registering, claims and recovery, the company record, people's consents, officers, bars.
The list of countries is handed out here, too, for rooms above."""

from operators.adapters.countries import countries as country_choices
from operators.adapters.countries import country_name

from .chain import (
    end_partner,
    invite_partner,
    mail_chain_invitation,
    remove_indirect_export,
    save_indirect_export,
    save_partner,
    token_digest,
)
from .claims import claim, confirm_by_sign_on, confirm_claim_by_code, decide_claim, send_code
from .companies import (
    EDITABLE,
    StaleEdit,
    edit_operator,
    explain_form,
    give_exchange_consent,
    register,
    set_listed,
    settle_form,
    withdraw_exchange_consent,
)
from .groups import ask_member, form_group, join_group, leave_group
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
    "ask_member",
    "ask_recovery",
    "assign_officer",
    "claim",
    "close_site",
    "confirm_by_sign_on",
    "confirm_claim_by_code",
    "confirm_recovery",
    "country_choices",
    "country_name",
    "decide_claim",
    "declare_interest",
    "demand_independence",
    "dissolve_group",
    "edit_operator",
    "edit_person",
    "edit_site",
    "end_interest",
    "end_partner",
    "explain_form",
    "form_group",
    "give_exchange_consent",
    "hand_in_paper",
    "hand_over",
    "invite_partner",
    "join_group",
    "leave_group",
    "mail_chain_invitation",
    "mail_personal_link",
    "person_left",
    "personal_link",
    "register",
    "reject_recovery",
    "remove_indirect_export",
    "save_group",
    "save_indirect_export",
    "save_partner",
    "send_code",
    "set_listed",
    "settle_form",
    "take_act",
    "token_digest",
    "withdraw_exchange_consent",
]
