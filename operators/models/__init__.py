"""The economic operator: legal identity, dated identifiers, sites, people, who may act for it, who works for it at Customs,
and the bars and consents that other rooms read."""

from .chain import ChainInvitation, ChainPartner, IndirectExport
from .claims import Claim, Recovery
from .companies import Identifier, Operator, Person, Site, SiteGroup
from .groups import CompanyGroup, FormException, GroupMember
from .officers import InterestDeclaration, OfficerAssignment
from .standing import Bar, ExchangeConsent

__all__ = [
    "Bar",
    "ChainInvitation",
    "ChainPartner",
    "Claim",
    "CompanyGroup",
    "ExchangeConsent",
    "FormException",
    "GroupMember",
    "Identifier",
    "IndirectExport",
    "InterestDeclaration",
    "OfficerAssignment",
    "Operator",
    "Person",
    "Recovery",
    "Site",
    "SiteGroup",
]
