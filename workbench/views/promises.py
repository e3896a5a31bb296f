"""What the company promised, in one list."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from foundation.identity.permissions import GuardedView, Permission, PortalRequest
from workbench import selectors


def reader_of(request: PortalRequest) -> selectors.Reader:
    """What the person who asks may read of the company's promises."""
    acting = request.acting_for
    if acting is None:
        return selectors.Reader(held=frozenset())
    return selectors.Reader(held=request.permissions, kinds=acting.kinds, sites=acting.sites)


class Promises(GuardedView):
    """Every promise of the company somebody acts for, with its day and where it is told that it is done."""

    permission = Permission.APPLICATION_READ

    def get(self, request: PortalRequest) -> HttpResponse:
        if request.acting_for is None:
            raise Http404
        promises = selectors.promises_of(request.acting_for.organisation, request.on, reader_of(request))
        return render(request, "workbench/promises.html", {"title": _("What you promised"), "promises": promises})
