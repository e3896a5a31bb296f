"""Who of a company may open a document. Officers come through the room that owns the file."""

from foundation.identity.permissions import Acting

from . import selectors
from .models import Document


def company_may_open(document: Document, acting: Acting) -> bool:
    """Whether a person who acts so for a company may open the document now: its own, within the limits."""
    within = acting.may_touch_kinds(document.kinds) and acting.may_touch_some_site(document.sites)
    return document.organisation_id == acting.organisation.pk and within and selectors.may_open(document, acting.roles)
