"""Whom a version of the criteria touches, before and after it is published."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.identity.permissions import GuardedView, Permission, PortalRequest
from programme.models import CriteriaSet
from workbench import selectors


class CriteriaTouched(GuardedView):
    """Files that keep their version, drafts, and holders with the day they meet the new one."""

    permission = (Permission.PROGRAMME_CONFIGURE, Permission.AUDIT_READ)

    def get(self, request: PortalRequest) -> HttpResponse:
        versions = list(selectors.versions_with_effect())
        version = self._chosen(versions, request.GET.get("version", "")[:6])
        touched = selectors.touched(version, request.GET.get("page", "")) if version else None
        context = {
            "title": _("Whom a version touches"),
            "version": version,
            "versions": versions,
            "touched": touched,
            "may_open": Permission.FILE_READ in request.permissions,
            "back_url": reverse("programme:criteria_versions"),
        }
        return render(request, "workbench/criteria_touched.html", context)

    def _chosen(self, versions: list[CriteriaSet], asked: str) -> CriteriaSet | None:
        """The version asked for, else the newest; None while there is only the first."""
        if not asked:
            return versions[0] if versions else None
        found = next((row for row in versions if str(row.number) == asked), None)
        if found is None:
            raise Http404
        return found
