"""Many places at once: a CSV file with a preview, and groups of like places."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.clock.services import now
from foundation.identity.permissions import Permission
from operators import selectors, services
from operators.adapters.sites_file import decoded, read_sites, taken_errors
from operators.forms import SiteGroupForm, SitesFileForm
from operators.models import SiteGroup
from operators.services import StaleEdit
from programme.selectors import regions

from .base import CompanyPage, FormPage


class ImportSites(CompanyPage, FormPage):
    """Upload, look at every line, then take all of them; a file with one wrong line is refused whole."""

    permission = Permission.COMPANY_EDIT
    template_name = "operators/sites_file.html"
    title = gettext_lazy("Add places from a file")

    def form(self, data: Any = None, files: Any = None) -> SitesFileForm:
        return SitesFileForm(data, files)

    def more(self) -> dict[str, Any]:
        return {
            "cancel_url": reverse("operators:sites"),
            "button_text": _("Look at the lines"),
            "regions": [row.name for row in regions()],
        }

    def save(self, data: dict[str, Any]) -> HttpResponse:
        text = decoded(data["file"].read()) if data.get("file") else data["content"]
        if not text:
            return self._again(_("This is not a text file in UTF-8. Save the table as CSV and add it again."))
        lines, errors = read_sites(text, _regions())
        known = list(selectors.sites(self.operator).values_list("name", flat=True))
        errors += taken_errors(lines, known)
        if errors or "confirm" not in self.request.POST:
            return self._preview(text, lines, errors)
        made = services.add_sites(operator=self.operator, lines=lines, actor=self.user, now=now())
        n = len(made)
        messages.success(self.request, ngettext("{n} place is added.", "{n} places are added.", n).format(n=n))
        return redirect("operators:sites")

    def _again(self, sentence: str) -> HttpResponse:
        form = self.form(self.request.POST, self.request.FILES)
        form.is_valid()
        form.add_error("file", sentence)
        return self.show(form)

    def _preview(self, text: str, lines: list[dict[str, Any]], errors: list[Any]) -> HttpResponse:
        form = self.form()
        if errors:
            form = self.form(self.request.POST, self.request.FILES)
            form.is_valid()
            summary = ngettext(
                "{n} thing is wrong, so nothing is added. Put it right in the file and add it again.",
                "{n} things are wrong, so nothing is added. Put them right in the file and add it again.",
                len(errors),
            )
            form.add_error("file", summary.format(n=len(errors)))
        shown = sorted(errors, key=lambda error: error.line)[:200]
        return self.show(form, lines=[] if errors else lines, line_errors=shown, content="" if errors else text)


def _regions() -> dict[str, str]:
    rows = list(regions())
    return {row.code.casefold(): row.code for row in rows} | {row.name.casefold(): row.code for row in rows}


class _GroupPage(CompanyPage, FormPage):
    permission = Permission.COMPANY_EDIT
    template_name = "operators/site_group.html"

    @property
    def group(self) -> SiteGroup | None:
        return None

    def form(self, data: Any = None, files: Any = None) -> SiteGroupForm:
        group = self.group
        members = [site.public_id for site in group.open_sites] if group else []  # type: ignore[attr-defined]
        initial = {"name": group.name, "sites": members, "version": group.version} if group else {}
        return SiteGroupForm(data, sites=selectors.sites(self.operator), initial=initial)

    def more(self) -> dict[str, Any]:
        return {"cancel_url": reverse("operators:sites"), "button_text": _("Save the group"), "group": self.group}

    def save(self, data: dict[str, Any]) -> HttpResponse:
        version = data.pop("version")
        group = self.group
        try:
            services.save_group(
                operator=self.operator,
                group=group,
                version=(version or 0) if group else None,
                actor=self.user,
                now=now(),
                **data,
            )
        except StaleEdit as stale:
            return self.show_both(stale, {"name": data["name"]})
        messages.success(self.request, _("The group is saved. Questions for like places are asked once for it."))
        return redirect("operators:sites")


class AddSiteGroup(_GroupPage):
    """A new group of like places."""

    permission = Permission.COMPANY_EDIT
    title = gettext_lazy("Put like places into a group")


class EditSiteGroup(_GroupPage):
    """Name and places of a group."""

    permission = Permission.COMPANY_EDIT
    title = gettext_lazy("Change the group of places")

    @property
    def group(self) -> SiteGroup:
        return get_object_or_404(selectors.site_groups(self.operator), public_id=self.kwargs["public_id"])


class DissolveSiteGroup(CompanyPage):
    """Taking a group apart; its places stay."""

    permission = Permission.COMPANY_EDIT
    http_method_names = ["post", "options"]

    def refused_to(self) -> str:
        return reverse("operators:sites")

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        group = get_object_or_404(selectors.site_groups(self.operator), public_id=public_id)
        services.dissolve_group(group=group, actor=self.user, now=now())
        messages.success(request, _("The group is taken apart. Its places stay, each for itself."))
        return redirect("operators:sites")
