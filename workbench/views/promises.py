"""What the company promised, in one list."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from foundation.identity.permissions import GuardedView, Permission, PortalRequest
from workbench import selectors


class Promises(GuardedView):
    """Every promise of the company somebody acts for, with its day and where it is told that it is done."""

    permission = (Permission.APPLICATION_READ, Permission.FINDING_READ)

    def get(self, request: PortalRequest) -> HttpResponse:
        if request.acting_for is None:
            raise Http404
        promises = selectors.promises_of(request.acting_for, request.on)
        return render(request, "workbench/promises.html", {"title": _("What you promised"), "promises": promises})
