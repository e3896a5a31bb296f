"""The economic operator: legal identity, dated identifiers, sites, people, who may act for it, who works for it at Customs,
and the bars and consents that other rooms read."""

from .claims import Claim, Recovery
from .companies import Identifier, Operator, Person, Site
from .officers import InterestDeclaration, OfficerAssignment
from .standing import Bar, ExchangeConsent

__all__ = [
    "Bar",
    "Claim",
    "ExchangeConsent",
    "Identifier",
    "InterestDeclaration",
    "OfficerAssignment",
    "Operator",
    "Person",
    "Recovery",
    "Site",
]
