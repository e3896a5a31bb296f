"""Which files and certificates a person may open. A foreign object is not found."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from applications import selectors as applications
from applications.models import Application
from foundation.identity.permissions import Permission, PortalRequest, narrow
from foundation.identity.selectors import Acting

from . import selectors
from .models import Certificate


def file_for(request: PortalRequest, public_id: UUID, permission: Permission) -> Application:
    """The application of a decision, for an officer who may see it; the request then knows what may be done with it."""
    application = get_object_or_404(applications.visible_to_staff(request.user, request.on), public_id=public_id)
    narrow(request, permission, application.office_id, file_id=application.public_id)
    return application


def certificate_for(request: PortalRequest, public_id: UUID, permission: Permission) -> Certificate:
    """A certificate, for an officer who may see it."""
    certificate = get_object_or_404(selectors.visible_to_staff(request.user, request.on), public_id=public_id)
    narrow_to(request, certificate, permission)
    return certificate


def narrow_to(request: PortalRequest, certificate: Certificate, permission: Permission) -> None:
    """From here on the request knows what this officer may do with the certificate: by a role for the office of its
    company or of the file it came from. A guest is given a file, not what comes of it."""
    narrow(request, permission, certificate.operator.office_id, certificate.application.office_id)


def told_file_for(acting: Acting, public_id: UUID) -> Application:
    """An application of the company, once something was decided or a hearing was opened."""
    return get_object_or_404(selectors.file_of_company(acting), public_id=public_id)


def acting_of(request: PortalRequest) -> Acting:
    """For which company and as what somebody acts; who acts for none finds nothing."""
    if request.acting_for is None:
        raise Http404
    return request.acting_for
