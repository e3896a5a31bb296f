"""Pages of operators: the company's own, a person's own, and officers'."""

from .chain import (
    AddPartner,
    ChainLink,
    EditPartner,
    EndPartner,
    IndirectExports,
    InvitePartner,
    RemoveIndirectExport,
)
from .claims import ClaimCode, ClaimPage
from .company import Company, EditCompany, Exchange, Listing, Register
from .holders import AnswerGroup, ExplainLegalForm, Group, SettleLegalForm
from .interests import EndInterest, Interests
from .mandates import GiveMandate, Invite, LimitMember, Mandates
from .officers import (
    AskRecovery,
    Assign,
    ClaimDeed,
    ClaimFile,
    ClaimLetter,
    Claims,
    DecideRecovery,
    DeclareInterest,
    OperatorFile,
    Operators,
    PersonPaper,
)
from .people import AddPerson, EditPerson, People, PersonLeft, SendLink
from .personal import Personal, PersonalPaper
from .site_files import AddSiteGroup, DissolveSiteGroup, EditSiteGroup, ImportSites
from .sites import AddSite, CloseSite, EditSite, Sites

__all__ = [
    "AddPartner",
    "AddPerson",
    "AddSite",
    "AddSiteGroup",
    "AnswerGroup",
    "AskRecovery",
    "Assign",
    "ChainLink",
    "ClaimCode",
    "ClaimDeed",
    "ClaimFile",
    "ClaimLetter",
    "ClaimPage",
    "Claims",
    "CloseSite",
    "Company",
    "DecideRecovery",
    "DeclareInterest",
    "DissolveSiteGroup",
    "EditCompany",
    "EditPartner",
    "EditPerson",
    "EditSite",
    "EditSiteGroup",
    "EndInterest",
    "EndPartner",
    "Exchange",
    "ExplainLegalForm",
    "GiveMandate",
    "Group",
    "ImportSites",
    "IndirectExports",
    "Interests",
    "Invite",
    "InvitePartner",
    "LimitMember",
    "Listing",
    "Mandates",
    "OperatorFile",
    "Operators",
    "People",
    "PersonLeft",
    "PersonPaper",
    "Personal",
    "PersonalPaper",
    "Register",
    "RemoveIndirectExport",
    "SendLink",
    "SettleLegalForm",
    "Sites",
]
