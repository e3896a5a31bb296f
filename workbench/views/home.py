"""Each role's home: what waits for me, what is overdue, where each file stands and who has the ball."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation.identity.models import Organisation
from foundation.identity.permissions import GuardedView, Permission, PortalRequest
from workbench import selectors


class Home(GuardedView):
    """The home of whoever is signed in."""

    permission = Permission.HOME

    def get(self, request: PortalRequest) -> HttpResponse:
        if request.user.is_staff:
            return self._staff(request)
        if request.acting_for is None:
            return redirect("operators:register")
        return self._trader(request, request.acting_for.organisation)

    def _trader(self, request: PortalRequest, organisation: Organisation) -> HttpResponse:
        home = selectors.trader_home(request.user, organisation, request.on)
        title = _("Where your application stands") if home.steps else _("Your AEO home")
        return render(request, "workbench/trader_home.html", {"title": title, "home": home})

    def _staff(self, request: PortalRequest) -> HttpResponse:
        blocks = selectors.staff_blocks(request.user, request.permissions, request.on)
        lead, side = blocks[: (len(blocks) + 1) // 2], blocks[(len(blocks) + 1) // 2 :]
        context = {
            "title": _("Your work today"),
            "lead": lead,
            "side": side,
            "can_look_up": Permission.STATUS_READ in request.permissions,
        }
        return render(request, "workbench/staff_home.html", context)
