"""Who of a company may open a document. Officers come through the room that owns the file."""

from foundation.identity.models import Organisation

from . import selectors
from .models import Document


def company_may_open(document: Document, organisation: Organisation, roles: frozenset[str]) -> bool:
    """Whether a person with these roles in this organisation may open the document now."""
    return document.organisation_id == organisation.pk and selectors.may_open(document, roles)
