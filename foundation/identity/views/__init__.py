"""Pages of identity: one's own account, the people of a company, the people of an office."""

from foundation.identity.views.account import AcceptInvitation, Account, ChooseCompany, Sessions
from foundation.identity.views.members import EndMembership, Members, SendInvitation, WithdrawInvitation
from foundation.identity.views.people import EndDeputy, NameDeputy, People, RecordAbsence, SwitchOff, WithdrawAbsence

__all__ = [
    "AcceptInvitation",
    "Account",
    "ChooseCompany",
    "EndDeputy",
    "EndMembership",
    "Members",
    "NameDeputy",
    "People",
    "RecordAbsence",
    "SendInvitation",
    "Sessions",
    "SwitchOff",
    "WithdrawAbsence",
    "WithdrawInvitation",
]
