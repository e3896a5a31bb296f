"""Search over companies and files."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from foundation.identity.permissions import GuardedView, Permission, PortalRequest
from workbench import selectors


class Search(GuardedView):
    """“Search all”: the words stand in the address."""

    permission = Permission.FILE_READ

    def get(self, request: PortalRequest) -> HttpResponse:
        text = request.GET.get("q", "").replace("\x00", "")
        found = selectors.search(request.user, request.on, text)
        context = {"title": _("Search"), "found": found, "search_query": text}
        return render(request, "workbench/search.html", context)
