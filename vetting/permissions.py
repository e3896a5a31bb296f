"""Which files, hits and checks an officer may open, and who may act on them. A foreign object is not found."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from applications import selectors as applications
from applications.models import Application
from foundation.identity.models import User
from foundation.identity.permissions import Permission
from operators.models import Operator
from vetting import selectors
from vetting.models import Check, ScreeningHit, Vetting
from vetting.states import CheckCode


class OfficerRequest(HttpRequest):
    """A request of a signed-in officer as the identity middleware leaves it; for annotations only."""

    user: User  # type: ignore[assignment]
    permissions: frozenset[Permission]
    on: date


def file_for(user: User, public_id: UUID, on: date) -> Application:
    """The application, for an officer who may see it; else Http404."""
    return get_object_or_404(
        applications.visible_to_staff(user, on).select_related("operator__office", "configuration"), public_id=public_id
    )


def vetting_for(user: User, public_id: UUID, on: date) -> Vetting:
    """The desk checks of a file the officer may see; Http404 before they were opened."""
    vetting = selectors.vetting_of(file_for(user, public_id, on))
    if vetting is None:
        raise Http404
    return vetting


def check_for(user: User, public_id: UUID, code: str, on: date) -> Check:
    """One check of a file the officer may see. `code` stands in the address in lower case with hyphens."""
    wanted = code.upper().replace("-", "_")
    if wanted not in CheckCode.values:
        raise Http404
    vetting = vetting_for(user, public_id, on)
    return get_object_or_404(selectors.checks_of(vetting).select_related("vetting__application__operator"), code=wanted)


def hit_for(user: User, public_id: UUID, on: date) -> ScreeningHit:
    """A hit of a company the officer may see; else Http404."""
    return get_object_or_404(selectors.hits_visible_to(user, on), public_id=public_id)


def is_independent(user: User, operator: Operator, on: date) -> bool:
    """Whether the officer may take part in the checks of the company."""
    return not selectors.has_interest(user, operator, on)
