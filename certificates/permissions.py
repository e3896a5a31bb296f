"""Which files and certificates a person may open. A foreign object is not found."""

from datetime import date
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from applications import selectors as applications
from applications.models import Application
from foundation.identity.models import Organisation, User
from foundation.identity.selectors import Acting

from . import selectors
from .models import Certificate


def file_for(user: User, public_id: UUID, on: date) -> Application:
    """The application of a decision, for an officer who may see it."""
    return get_object_or_404(applications.visible_to_staff(user, on), public_id=public_id)


def certificate_for(user: User, public_id: UUID, on: date) -> Certificate:
    """A certificate, for an officer who may see it."""
    return get_object_or_404(selectors.visible_to_staff(user, on), public_id=public_id)


def told_file_for(organisation: Organisation, public_id: UUID) -> Application:
    """An application of the company, once something was decided or a hearing was opened."""
    files = selectors.file_of_company(organisation, applications.visible_to_company(organisation))
    return get_object_or_404(files, public_id=public_id)


def company(acting_for: Acting | None) -> Organisation:
    """The company acted for; somebody who acts for none finds nothing."""
    if acting_for is None:
        raise Http404
    return acting_for.organisation
