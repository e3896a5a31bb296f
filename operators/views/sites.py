"""The places of a company: the list, adding, changing, closing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.clock.services import now
from foundation.identity.permissions import Permission
from operators import permissions, selectors, services
from operators.forms import SiteForm
from operators.models import Site
from operators.services import StaleEdit

from .base import CompanyPage, FormPage


class Sites(CompanyPage):
    """Every place, the open ones first."""

    permission = Permission.COMPANY_READ
    template_name = "operators/sites.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = list(selectors.sites(self.operator, closed=True).filter(self.acting.limits(site="public_id")))
        return self.page(
            title=_("Places of the company"),
            open_sites=[row for row in rows if row.closed_on is None],
            closed_sites=[row for row in rows if row.closed_on],
            groups=[] if self.acting.sites else selectors.site_groups(self.operator),
            can_edit=permissions.may_edit(self.held),
            back_url=reverse("operators:company"),
        )


class _SiteForm(CompanyPage, FormPage):
    permission = Permission.COMPANY_EDIT
    template_name = "operators/site.html"

    def more(self) -> dict[str, Any]:
        return {"cancel_url": reverse("operators:sites"), "button_text": _("Save the place")}


class AddSite(_SiteForm):
    """A new place."""

    permission = Permission.COMPANY_EDIT
    title = gettext_lazy("Add a place")

    def form(self, data: Any = None, files: Any = None) -> SiteForm:
        return SiteForm(data)

    def save(self, data: dict[str, Any]) -> HttpResponse:
        data.pop("version", None)
        services.add_site(operator=self.operator, actor=self.user, now=now(), **data)
        messages.success(self.request, _("The place is added."))
        return redirect("operators:sites")


class EditSite(_SiteForm):
    """Changing a place."""

    permission = Permission.COMPANY_EDIT
    title = gettext_lazy("Change the place")

    @property
    def site(self) -> Site:
        return get_object_or_404(selectors.sites(self.operator), public_id=self.kwargs["public_id"])

    def form(self, data: Any = None, files: Any = None) -> SiteForm:
        site = self.site
        return SiteForm(data, initial={name: getattr(site, name) for name in SiteForm.base_fields})

    def more(self) -> dict[str, Any]:
        return {**super().more(), "site": self.site}

    def save(self, data: dict[str, Any]) -> HttpResponse:
        version = data.pop("version") or 0
        try:
            services.edit_site(site=self.site, changes=data, version=version, actor=self.user, now=now())
        except StaleEdit as stale:
            return self.show_both(stale, data)
        messages.success(self.request, _("The place is saved."))
        return redirect("operators:sites")


class CloseSite(CompanyPage):
    """Closing a place; it stays in the record."""

    permission = Permission.COMPANY_EDIT
    http_method_names = ["post", "options"]

    def refused_to(self) -> str:
        return reverse("operators:sites")

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        site = get_object_or_404(selectors.sites(self.operator), public_id=public_id)
        services.close_site(site=site, on=self.on, actor=self.user, now=now())
        messages.success(request, _("{name} is closed. It stays in the record.").format(name=site.name))
        return redirect("operators:sites")
