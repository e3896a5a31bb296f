"""Pages of decisions and certificates: public, of the company, of officers. Acts post to the room above."""

from .company import Decision as CompanyDecision
from .company import Listing, Mine
from .data import PublicKeys, RegisterCsv, RegisterJson, SignedAnswer
from .officers import CertificateList, CertificatePage, Decision, Paper, StatementFile
from .public import Check, Register, Verify

__all__ = [
    "CertificateList",
    "CertificatePage",
    "Check",
    "CompanyDecision",
    "Decision",
    "Listing",
    "Mine",
    "Paper",
    "PublicKeys",
    "Register",
    "RegisterCsv",
    "RegisterJson",
    "SignedAnswer",
    "StatementFile",
    "Verify",
]
