"""Inviting people, mandates of consultants, and colleagues limited to some places. A signatory gives and ends mandates; an
administrator invites and limits colleagues."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.clock.services import now
from foundation.identity.models import Membership
from foundation.identity.permissions import Permission, roles_to_give
from foundation.identity.selectors import mandates_in, memberships_in
from foundation.identity.services import invite, limit_membership
from foundation.identity.states import CompanyRole, MandateScope
from operators import selectors
from operators.forms import InvitationForm, LimitForm, MandateForm
from programme.states import Kind

from .base import CompanyPage, FormPage

KINDS = dict(Kind.choices)


class Invite(CompanyPage, FormPage):
    """Ask somebody to join the company. The link works for as many days as the programme says."""

    permission = (Permission.MEMBERS_MANAGE, Permission.MANDATE_GIVE)
    template_name = "operators/invite.html"
    title = gettext_lazy("Invite somebody")

    def form(self, data: Any = None, files: Any = None) -> InvitationForm:
        return InvitationForm(data, roles=roles_to_give(self.held), on=self.on)

    def more(self) -> dict[str, Any]:
        return {
            "back_url": reverse("identity:members"),
            "button_text": _("Send the invitation"),
            "gives_mandates": Permission.MANDATE_GIVE in self.held,
            "days": selectors.invitation_days(self.on),
        }

    def save(self, data: dict[str, Any]) -> HttpResponse:
        days = selectors.invitation_days(self.on)
        invite(organisation=self.organisation, valid_days=days, actor=self.user, now=now(), **data)
        messages.success(self.request, _("The invitation is on its way to %(email)s.") % data)
        return redirect("identity:members")


class Mandates(CompanyPage):
    """Who outside the company may do what for it, now, later and before."""

    permission = Permission.COMPANY_READ
    template_name = "operators/mandates.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        places = {row.public_id: row.name for row in selectors.sites(self.operator, closed=True)}
        rows = [
            {
                "row": row,
                "scope": [str(MandateScope(part).label) for part in row.mandate_scope] or [_("everything but signing")],
                "kinds": [str(KINDS.get(kind, kind)) for kind in row.kinds],
                "sites": [places[site] for site in row.sites if site in places],
                "ended": row.valid_until is not None and row.valid_until < self.on,
                "ahead": row.valid_from > self.on,
            }
            for row in mandates_in(self.organisation)
        ]
        return self.page(
            title=_("Mandates"),
            rows=rows,
            can_give=Permission.MANDATE_GIVE in self.held,
            back_url=reverse("identity:members"),
        )


class GiveMandate(CompanyPage, FormPage):
    """A mandate: what, for which kinds and places, from when until when. It begins when the consultant accepts."""

    permission = Permission.MANDATE_GIVE
    template_name = "operators/mandate.html"
    title = gettext_lazy("Give a mandate")

    def form(self, data: Any = None, files: Any = None) -> MandateForm:
        return MandateForm(data, on=self.on, sites=selectors.sites(self.operator))

    def more(self) -> dict[str, Any]:
        return {
            "cancel_url": reverse("operators:mandates"),
            "button_text": _("Give the mandate and send the e-mail"),
            "days": selectors.invitation_days(self.on),
        }

    def save(self, data: dict[str, Any]) -> HttpResponse:
        invite(
            organisation=self.organisation,
            role=CompanyRole.CONSULTANT,
            valid_days=selectors.invitation_days(self.on),
            actor=self.user,
            now=now(),
            **data,
        )
        messages.success(self.request, _("The mandate is on its way to {email}.").format(email=data["email"]))
        return redirect("operators:mandates")


class LimitMember(CompanyPage, FormPage):
    """Limit a colleague or a mandate to some kinds and places."""

    permission = (Permission.MEMBERS_MANAGE, Permission.MANDATE_GIVE)
    template_name = "operators/limit.html"

    @property
    def membership(self) -> Membership:
        row = memberships_in(self.organisation, self.on).filter(pk=self.kwargs["pk"]).first()
        needed = {
            CompanyRole.PREPARER: Permission.MEMBERS_MANAGE,
            CompanyRole.CONSULTANT: Permission.MANDATE_GIVE,
        }
        if row is None or needed.get(CompanyRole(row.role)) not in self.held:
            raise Http404
        return row

    def form(self, data: Any = None, files: Any = None) -> LimitForm:
        row = self.membership
        initial = {"kinds": row.kinds, "sites": [str(site) for site in row.sites]}
        return LimitForm(data, sites=selectors.sites_to_limit(self.operator, row.sites), initial=initial)

    def more(self) -> dict[str, Any]:
        row = self.membership
        title = _("What {name} sees and answers").format(name=row.user.full_name)
        return {"title": title, "cancel_url": reverse("identity:members"), "button_text": _("Save the limits")}

    def show(self, form: Any, **more: Any) -> HttpResponse:
        return self.page(form=form, **{**self.more(), **more})

    def save(self, data: dict[str, Any]) -> HttpResponse:
        limit_membership(membership=self.membership, actor=self.user, now=now(), **data)
        messages.success(self.request, _("The limits are saved. They hold from the next click."))
        return redirect("identity:members")
