"""The company's supply chain: naming, changing and ending partners, inviting them, and exports through others.
The page that shows who of them is an AEO stands in the room of benefits."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.clock.services import now
from foundation.identity.permissions import PUBLIC, Permission
from operators import selectors, services
from operators.forms import ChainPartnerForm, IndirectExportForm, InvitePartnerForm
from operators.models import ChainPartner, IndirectExport
from operators.services import StaleEdit

from .base import CompanyPage, FormPage, Page, reverse_or_nothing
from .company import INVITED


def chain_url() -> str:
    """The page of the chain in the room above; the company's own page where there is none."""
    return reverse_or_nothing("benefits:chain") or reverse("operators:company")


class _PartnerPage(CompanyPage, FormPage):
    permission = Permission.COMPANY_EDIT

    @property
    def partner(self) -> ChainPartner:
        return get_object_or_404(selectors.chain_partners(self.operator), public_id=self.kwargs["public_id"])

    def more(self) -> dict[str, Any]:
        return {"cancel_url": chain_url(), "button_text": _("Save the partner")}

    def refused_to(self) -> str:
        return chain_url()

    def done(self, sentence: str) -> HttpResponse:
        messages.success(self.request, sentence)
        return redirect(chain_url())


class AddPartner(_PartnerPage):
    """A new partner of the chain."""

    permission = Permission.COMPANY_EDIT
    template_name = "operators/chain_partner.html"
    title = gettext_lazy("Name a partner of your supply chain")

    def form(self, data: Any = None, files: Any = None) -> ChainPartnerForm:
        return ChainPartnerForm(data, initial={"tier": "DIRECT"})

    def save(self, data: dict[str, Any]) -> HttpResponse:
        services.save_partner(operator=self.operator, fields=data, actor=self.user, now=now())
        return self.done(_("{name} is part of your chain.").format(name=data["name"]))


class EditPartner(_PartnerPage):
    """Changing a partner."""

    permission = Permission.COMPANY_EDIT
    template_name = "operators/chain_partner.html"
    title = gettext_lazy("Change the partner")

    def form(self, data: Any = None, files: Any = None) -> ChainPartnerForm:
        partner = self.partner
        return ChainPartnerForm(data, initial={name: getattr(partner, name) for name in ChainPartnerForm.base_fields})

    def more(self) -> dict[str, Any]:
        return {**super().more(), "partner": self.partner}

    def save(self, data: dict[str, Any]) -> HttpResponse:
        version = data.pop("version") or 0
        try:
            services.save_partner(
                operator=self.operator, partner=self.partner, fields=data, version=version, actor=self.user, now=now()
            )
        except StaleEdit as stale:
            return self.show_both(stale, data)
        return self.done(_("The partner is saved."))


class EndPartner(_PartnerPage):
    """The partner is no longer part of the chain."""

    permission = Permission.COMPANY_EDIT
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        partner = self.partner
        services.end_partner(partner=partner, on=self.on, actor=self.user, now=now())
        return self.done(_("{name} is no longer part of your chain.").format(name=partner.name))


class InvitePartner(_PartnerPage):
    """Ask a partner to become an AEO."""

    permission = Permission.COMPANY_EDIT
    template_name = "operators/chain_invite.html"
    title = gettext_lazy("Ask a partner to become an AEO")

    def form(self, data: Any = None, files: Any = None) -> InvitePartnerForm:
        return InvitePartnerForm(data)

    def more(self) -> dict[str, Any]:
        return {**super().more(), "partner": self.partner, "button_text": _("Send the invitation")}

    def save(self, data: dict[str, Any]) -> HttpResponse:
        services.invite_partner(partner=self.partner, actor=self.user, now=now(), **data)
        return self.done(_("The invitation is on its way to {email}.").format(email=data["email"]))


class ChainLink(Page):
    """Who asks, what an AEO is, and the way in. Following it costs nothing and tells nothing."""

    permission = PUBLIC
    template_name = "operators/chain_link.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        digest = services.token_digest(token)
        invitation = selectors.chain_invitation(digest, self.on)
        if invitation is None:
            return render(request, self.template_name, {"title": _("This link has ended")}, status=404)
        request.session[INVITED] = digest
        company = invitation.partner.operator.legal_name
        response = self.page(
            title=_("{company} would like you to become an AEO").format(company=company),
            company=company,
            invitation=invitation,
            check_url=reverse_or_nothing("applications:check_start"),
        )
        response["Referrer-Policy"] = "no-referrer"
        return response


class IndirectExports(CompanyPage, FormPage):
    """What others exported of our goods, year by year, and whether it is enough trade for a small firm."""

    permission = Permission.COMPANY_EDIT
    template_name = "operators/indirect_exports.html"
    title = gettext_lazy("Goods that others export for you")

    def form(self, data: Any = None, files: Any = None) -> IndirectExportForm:
        return IndirectExportForm(data, on=self.on)

    def more(self) -> dict[str, Any]:
        on: date = self.on
        return {
            "years": selectors.indirect_exports(self.operator, on),
            "small": self.operator.size == "SMALL",
            "qualifies": selectors.qualifies_as_supplier(self.operator, on),
            "figures": selectors.trade_figures_on(on),
            "button_text": _("Save the line"),
            "back_url": chain_url(),
        }

    def save(self, data: dict[str, Any]) -> HttpResponse:
        services.save_indirect_export(operator=self.operator, actor=self.user, now=now(), **data)
        messages.success(self.request, _("The line is saved."))
        return redirect("operators:indirect_exports")


class RemoveIndirectExport(CompanyPage):
    """Taking a wrong line out."""

    permission = Permission.COMPANY_EDIT
    http_method_names = ["post", "options"]

    def refused_to(self) -> str:
        return reverse("operators:indirect_exports")

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        row = get_object_or_404(IndirectExport.objects.filter(operator=self.operator), public_id=public_id)
        services.remove_indirect_export(row=row, actor=self.user, now=now())
        messages.success(request, _("The line is taken out."))
        return redirect("operators:indirect_exports")
