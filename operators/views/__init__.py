"""Pages of operators: the company's own, a person's own, and officers'."""

from .claims import ClaimCode, ClaimPage
from .company import Company, EditCompany, Exchange, Listing, Register
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
    PersonPaper,
)
from .people import AddPerson, EditPerson, People, PersonLeft, SendLink
from .personal import Personal, PersonalPaper
from .sites import AddSite, CloseSite, EditSite, Sites

__all__ = [
    "AddPerson",
    "AddSite",
    "AskRecovery",
    "Assign",
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
    "EditCompany",
    "EditPerson",
    "EditSite",
    "Exchange",
    "Listing",
    "OperatorFile",
    "People",
    "PersonLeft",
    "PersonPaper",
    "Personal",
    "PersonalPaper",
    "Register",
    "SendLink",
    "Sites",
]
