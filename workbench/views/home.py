"""Each role's home: what waits for me, what is overdue, where each file stands and who has the ball."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation.identity.permissions import CHOSEN, Acting, GuardedView, Permission, PortalRequest
from workbench import selectors

FEW = 3  # so many blocks stand one below the other; more stand in two columns


class Home(GuardedView):
    """The home of whoever is signed in."""

    permission = Permission.HOME

    def get(self, request: PortalRequest) -> HttpResponse:
        if request.user.is_staff:
            return self._staff(request)
        if request.acting_for is None:
            return redirect("operators:register")
        if request.acting_for.has_choice and CHOSEN not in request.session:
            return clients_page(request)
        return self._trader(request, request.acting_for)

    def _trader(self, request: PortalRequest, acting: Acting) -> HttpResponse:
        home = selectors.trader_home(request.user, acting, request.on)
        title = _("Where your application stands") if home.steps else _("Your AEO home")
        return render(request, "workbench/trader_home.html", {"title": title, "home": home})

    def _staff(self, request: PortalRequest) -> HttpResponse:
        blocks = selectors.staff_blocks(request.user, request.permissions, request.on)
        half = max(FEW, (len(blocks) + 1) // 2)
        figures = selectors.programme_figures(request.on) if Permission.FIGURES_READ in request.permissions else None
        context = {
            "title": _("Your work today"),
            "lead": blocks[:half],
            "side": blocks[half:],
            "figures": figures,
            "can_look_up": Permission.STATUS_READ in request.permissions,
        }
        return render(request, "workbench/staff_home.html", context)


class Clients(GuardedView):
    """Every company somebody acts for, with what waits at all of them in one list."""

    permission = Permission.HOME

    def get(self, request: PortalRequest) -> HttpResponse:
        if request.user.is_staff:
            raise Http404
        return clients_page(request)


def clients_page(request: PortalRequest) -> HttpResponse:
    """Also the first page of somebody with several companies who has not chosen one yet."""
    found = selectors.clients(request.user, request.on)
    context = {"title": _("All companies you act for"), "clients": found, "on": request.on}
    return render(request, "workbench/clients.html", context)
