"""Watch lists: their versions and age, and the import of a new version with the lines at fault."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.clock.services import now
from foundation.identity.permissions import GuardedView, Permission
from vetting import selectors, services
from vetting.forms import ListForm
from vetting.permissions import OfficerRequest


class Lists(GuardedView):
    """Every list with its versions; old ones say so."""

    permission = Permission.VETTING_READ

    def get(self, request: OfficerRequest) -> HttpResponse:
        context = {
            "lists": selectors.lists(request.on),
            "import_url": reverse("vetting:import"),
            "may_import": Permission.WATCHLIST_MANAGE in request.permissions,
        }
        return render(request, "vetting/lists.html", context)


class ImportList(GuardedView):
    """Take the three files of one day; a file that does not fit changes nothing and names its lines."""

    permission = Permission.WATCHLIST_MANAGE

    def get(self, request: OfficerRequest) -> HttpResponse:
        return render(request, "vetting/import.html", {"form": ListForm()})

    def post(self, request: OfficerRequest) -> HttpResponse:
        form = ListForm(request.POST, request.FILES)
        if not form.is_valid():
            return render(request, "vetting/import.html", {"form": form}, status=422)
        before = selectors.version_number(form.cleaned_data["code"])
        try:
            version = services.import_list(**form.as_import(), actor=request.user, now=now())
        except services.ListRefused as refusal:
            form.add_error(None, refusal.message)
            return render(request, "vetting/import.html", {"form": form, "lines": refusal.breaches}, status=422)
        if version.number == before:
            messages.info(request, _("These files are already in as version %(n)s.") % {"n": version.number})
        else:
            messages.success(request, _("Version %(n)s is in. Companies are being screened.") % {"n": version.number})
        return redirect("vetting:lists")
