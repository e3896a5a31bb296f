"""The company's own record: registering, reading, changing, and the holder's free consents."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.clock.services import now
from foundation.identity.permissions import CHOSEN, Permission
from operators import permissions, selectors, services
from operators.adapters.countries import country_name
from operators.forms import EditForm, PartnerForm, RegisterForm
from operators.models import ChainInvitation, Operator
from operators.services import StaleEdit
from operators.states import EVENT_WORDS
from programme.selectors import regions

from .base import CompanyPage, FormPage, reverse_or_nothing

RECENT = 20
CARRIED = "pre_check"  # the session's key for the answers of a pre-check, written by the room of applications
INVITED = "chain_invitation"  # the session's key for the digest of a followed invitation


class Register(FormPage):
    """A new company, for anybody with an account who does not work at Customs."""

    permission = Permission.ACCOUNT
    template_name = "operators/register.html"
    title = gettext_lazy("Register your company")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and request.user.is_staff:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def form(self, data: Any = None, files: Any = None) -> RegisterForm:
        return RegisterForm(data, on=self.on, initial=carried(self.request))

    def more(self) -> dict[str, Any]:
        invitation = self.invitation
        return {
            "invited_by": invitation.partner.operator.legal_name if invitation else "",
            "carried": CARRIED in self.request.session,
            "check_url": reverse_or_nothing("applications:check_use"),
        }

    @property
    def invitation(self) -> ChainInvitation | None:
        return selectors.chain_invitation(self.request.session.get(INVITED, ""), self.on)

    def save(self, data: dict[str, Any]) -> HttpResponse:
        operator = services.register(user=self.user, invitation=self.invitation, now=now(), **data)
        self.request.session.pop(INVITED, None)
        self.request.session[CHOSEN] = str(operator.organisation.public_id)
        return redirect("operators:claim")


def carried(request: HttpRequest) -> dict[str, Any]:
    """What a pre-check said of the company; the rest of it is for the application."""
    said = request.session.get(CARRIED) or {}
    known = {name: said[name] for name in ("employees", "turnover", "country") if name in said}
    if "customs_activity" in said:
        known["customs_activity"] = "yes" if said["customs_activity"] else "no"
    return known


class Company(CompanyPage):
    """What Customs knows of the company, with what its people may change."""

    permission = Permission.COMPANY_READ
    template_name = "operators/company.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        operator = self.operator
        return self.page(
            title=operator.legal_name,
            operator=operator,
            verified=selectors.is_verified(operator),
            claim=selectors.latest_claim(operator),
            facts=facts_of(operator),
            sites=selectors.sites(operator).filter(self.acting.limits(site="public_id")),
            people=selectors.people(operator),
            form_exception=selectors.form_exception(operator),
            groups=[] if self.acting.sites else selectors.site_groups(operator),
            holder=holder_words(selectors.holder_breaches(operator, self.on)),
            consents=[
                {"row": row, "country": country_name(row.partner_code)}
                for row in selectors.consents(operator)
                if row.withdrawn_at is None
            ],
            partner_form=PartnerForm(),
            events=told_to_company(selectors.history(operator, disclosed_only=True)[:RECENT], operator),
            can_edit=permissions.may_edit(self.held),
        )


def facts_of(operator: Operator) -> list[dict[str, Any]]:
    """The record in rows of key and value."""
    region = next((row.name for row in regions() if row.code == operator.region), operator.region)
    place = f"{operator.address}, {operator.city}, {region}, {country_name(operator.country)}"
    return [
        {"key": _("Legal name"), "value": operator.legal_name},
        {"key": _("Trading names"), "values_list": operator.trading_names},
        {"key": _("TIN"), "value": operator.tin},
        {"key": _("Legal form"), "value": f"{operator.legal_form}. {operator.get_structure_display()}"},
        {"key": _("Sector"), "value": _(operator.sector) if operator.sector else ""},
        {"key": _("Employees"), "value": f"{operator.employees}, {operator.get_size_display()}"},
        *_turnover_line(operator),
        {"key": _("Registered address"), "value": place},
        {"key": _("Competent office"), "value": operator.office.name if operator.office else ""},
    ]


def _turnover_line(operator: Operator) -> list[dict[str, Any]]:
    if operator.turnover is None:
        return []
    amount = f"{operator.turnover:,.0f}".replace(",", "\N{NO-BREAK SPACE}")
    return [{"key": _("Turnover"), "value": f"{amount} {operator.turnover_currency}"}]


def holder_words(breaches: Sequence[str]) -> list[str]:
    """Why the company can't be the holder, in words."""
    words = {
        "ELSEWHERE": _("The company is established in another country. Apply to the customs there."),
        "NO_CUSTOMS_ACTIVITY": _(
            "The company itself does not deal with Customs. The company of your group that does, applies."
        ),
        "GROUPS_CLOSED": _("A certificate belongs to one company here. Each company of the group applies by itself."),
        "MEMBER_OPEN": _("Not every company of your group has agreed yet."),
    }
    return [words[breach] for breach in breaches]


def told(events: Any) -> list[dict[str, Any]]:
    """Events in words; one that has no words of ours is left to the page of the room it belongs to."""
    return [
        {"title": EVENT_WORDS[event.name], "at": event.at, "by": event.actor_label, "text": event.reason}
        for event in events
        if event.name in EVENT_WORDS
    ]


def told_to_company(events: Any, operator: Operator) -> list[dict[str, Any]]:
    """The same for the company itself: without reasons, which officers write for each other, and with names of its own
    people only."""
    own = set(operator.organisation.memberships.values_list("user_id", flat=True))
    return [
        {"title": EVENT_WORDS[event.name], "at": event.at, "by": event.actor_label if event.actor_id in own else ""}
        for event in events
        if event.name in EVENT_WORDS
    ]


class EditCompany(CompanyPage, FormPage):
    """Changing the record. Whoever saves second sees both texts and chooses."""

    permission = Permission.COMPANY_EDIT
    template_name = "operators/edit.html"
    title = gettext_lazy("Change the company record")

    def form(self, data: Any = None, files: Any = None) -> EditForm:
        row = self.operator
        known = {name: getattr(row, name) for name in services.EDITABLE}
        initial = {**known, "trading_names": "\n".join(row.trading_names), "version": row.version}
        if row.customs_activity is not None:
            initial["customs_activity"] = "yes" if row.customs_activity else "no"
        return EditForm(data, on=self.on, operator=row, initial=initial)

    def more(self) -> dict[str, Any]:
        return {"cancel_url": reverse("operators:company"), "button_text": _("Save the company record")}

    def save(self, data: dict[str, Any]) -> HttpResponse:
        version = data.pop("version")
        try:
            services.edit_operator(operator=self.operator, changes=data, version=version, actor=self.user, now=now())
        except StaleEdit as stale:
            return self.show_both(stale, data)
        messages.success(self.request, _("The company record is saved."))
        return redirect("operators:company")


class Listing(CompanyPage):
    """Shown in the public register or not: a free choice."""

    permission = Permission.COMPANY_EDIT
    http_method_names = ["post", "options"]

    def refused_to(self) -> str:
        return reverse("operators:company")

    def post(self, request: HttpRequest) -> HttpResponse:
        listed = request.POST.get("listed") == "yes"
        services.set_listed(operator=self.operator, listed=listed, actor=self.user, now=now())
        said = _("We show the company in the public register while a certificate is in force.")
        messages.success(request, said if listed else _("We no longer show the company in the public register."))
        return redirect("operators:company")


class Exchange(CompanyPage):
    """Consent to exchange with partner administrations: given and withdrawn one by one."""

    permission = Permission.COMPANY_EDIT
    http_method_names = ["post", "options"]

    def refused_to(self) -> str:
        return reverse("operators:company")

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PartnerForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Choose a country."))
            return redirect("operators:company")
        code = form.cleaned_data["partner_code"]
        act = services.withdraw_exchange_consent if "withdraw" in request.POST else services.give_exchange_consent
        act(operator=self.operator, partner_code=code, actor=self.user, now=now())
        messages.success(request, _("Your choice for {country} is saved.").format(country=country_name(code)))
        return redirect("operators:company")
