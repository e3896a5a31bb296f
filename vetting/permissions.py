"""Which files, hits and checks an officer may open, and who may act on them. A foreign object is not found."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from applications import selectors as applications
from applications.models import Application
from foundation.identity.models import User
from foundation.identity.permissions import Permission, narrow
from operators.models import Operator
from operators.selectors import free_of_interest
from programme.selectors import breaches
from programme.states import Act
from vetting import selectors
from vetting.models import Check, ScreeningHit, Vetting
from vetting.states import CheckCode


class OfficerRequest(HttpRequest):
    """A request of a signed-in officer as the identity middleware leaves it; for annotations only."""

    user: User  # type: ignore[assignment]
    permissions: frozenset[Permission]
    on: date


def file_for(request: OfficerRequest, public_id: UUID, permission: Permission) -> Application:
    """The application, for an officer who may see it, else Http404; the request then knows what may be done with it."""
    rows = applications.visible_to_staff(request.user, request.on).select_related("operator__office", "configuration")
    application = get_object_or_404(rows, public_id=public_id)
    narrow(request, permission, application.office_id, file_id=application.public_id)
    return application


def vetting_for(request: OfficerRequest, public_id: UUID, permission: Permission) -> Vetting:
    """The desk checks of a file the officer may see; Http404 before they were opened."""
    vetting = selectors.vetting_of(file_for(request, public_id, permission))
    if vetting is None:
        raise Http404
    return vetting


def check_for(request: OfficerRequest, public_id: UUID, code: str, permission: Permission) -> Check:
    """One check of a file the officer may see. `code` stands in the address in lower case with hyphens."""
    wanted = code.upper().replace("-", "_")
    if wanted not in CheckCode.values:
        raise Http404
    vetting = vetting_for(request, public_id, permission)
    return get_object_or_404(selectors.checks_of(vetting).select_related("vetting__application__operator"), code=wanted)


def hit_for(request: OfficerRequest, public_id: UUID, permission: Permission) -> ScreeningHit:
    """A hit of a company whose desk checks the officer may read; else Http404. It is worked on in the company's file."""
    hit = get_object_or_404(selectors.hits_visible_to(request.user, request.on), public_id=public_id)
    if hit.operator.office_id is not None:
        file = selectors.file_of_operator(hit.operator)
        file_id = file.public_id if file else None
        narrow(request, permission, hit.operator.office_id, file_id=file_id)
    return hit


def shut_out(request: OfficerRequest, application: Application) -> list[str]:
    """Which earlier acts on the file keep this officer, who could do the checks, from having a part in them."""
    if Permission.VETTING_CHECK not in request.permissions:
        return []
    return breaches(file_id=application.public_id, act=Act.VET, user=request.user, on=request.on)


def is_independent(user: User, operator: Operator, on: date) -> bool:
    """Whether the officer may take part in the checks of the company."""
    return free_of_interest(user, operator, on)
