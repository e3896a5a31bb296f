"""Each role's home: what waits for me, what is overdue, where each file stands and who has the ball."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation.identity.permissions import GuardedView, Permission
from workbench import selectors


class Home(GuardedView):
    """The home of whoever is signed in."""

    permission = Permission.HOME

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_staff:
            return self._staff(request)
        if request.acting_for is None:  # type: ignore[attr-defined]
            return redirect("operators:register")
        return self._trader(request)

    def _trader(self, request: HttpRequest) -> HttpResponse:
        organisation = request.acting_for.organisation  # type: ignore[attr-defined]
        home = selectors.trader_home(request.user, organisation, request.on)  # type: ignore[attr-defined]
        title = _("Where your application stands") if home.steps else _("Your AEO home")
        return render(request, "workbench/trader_home.html", {"title": title, "home": home})

    def _staff(self, request: HttpRequest) -> HttpResponse:
        blocks = selectors.staff_blocks(request.user, request.permissions, request.on)  # type: ignore[attr-defined]
        lead, side = blocks[: (len(blocks) + 1) // 2], blocks[(len(blocks) + 1) // 2 :]
        context = {
            "title": _("Your work today"),
            "lead": lead,
            "side": side,
            "can_look_up": Permission.STATUS_READ in request.permissions,  # type: ignore[attr-defined]
        }
        return render(request, "workbench/staff_home.html", context)
