"""The people who act for a company: who they are, ending what they may do, invitations that wait.
Administrators see to colleagues; mandates of consultants are given and ended by a signatory."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.identity import selectors, services
from foundation.identity.forms import EndForm
from foundation.identity.models import Invitation, Membership
from foundation.identity.permissions import GuardedView, Permission, roles_to_give

MANAGE = (Permission.MEMBERS_MANAGE, Permission.MANDATE_GIVE)


class Members(GuardedView):
    """Everybody who acts for the company; whoever may read the company may see who they are."""

    permission = Permission.COMPANY_READ

    def get(self, request: Any) -> HttpResponse:
        organisation = request.acting_for.organisation
        context = {
            "title": _("People who act for %(company)s") % {"company": organisation.name},
            "memberships": selectors.memberships_in(organisation, request.on),
            "invitations": selectors.open_invitations(organisation, request.on),
            "roles_to_give": roles_to_give(request.permissions),
        }
        return render(request, "identity/members.html", context)


class EndMembership(GuardedView, FormView):
    permission = MANAGE
    template_name = "identity/end_membership.html"
    form_class = EndForm

    @property
    def membership(self) -> Membership:
        request: Any = self.request
        rows = selectors.memberships_in(request.acting_for.organisation, request.on)
        return get_object_or_404(rows.filter(role__in=roles_to_give(request.permissions)), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        request: Any = self.request
        return {**super().get_form_kwargs(), "on": request.on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        membership = self.membership
        words = {"name": membership.user.full_name, "role": membership.get_role_display()}
        return super().get_context_data(
            title=_("End what %(name)s may do as %(role)s") % words,
            membership=membership,
            back_url=reverse("identity:members"),
            **kwargs,
        )

    def form_valid(self, form: EndForm) -> HttpResponse:
        request: Any = self.request
        last_day = form.cleaned_data["last_day"] or request.on - timedelta(days=1)
        try:
            services.end_membership(membership=self.membership, last_day=last_day, actor=request.user, now=now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        messages.success(request, _("The change is saved."))
        return redirect("identity:members")


class _OneInvitation(GuardedView):
    """Base of the two buttons beside an open invitation."""

    permission = MANAGE
    http_method_names = ["post", "options"]

    def invitation(self, request: Any, public_id: UUID) -> Invitation:
        rows = selectors.open_invitations(request.acting_for.organisation, request.on)
        return get_object_or_404(rows.filter(role__in=roles_to_give(request.permissions)), public_id=public_id)


class SendInvitation(_OneInvitation):
    def post(self, request: Any, public_id: UUID) -> HttpResponse:
        invitation = self.invitation(request, public_id)
        if services.send_invitation(invitation=invitation, actor=request.user):
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
        else:
            messages.error(request, _("The e-mail could not be sent. Try again later."))
        return redirect("identity:members")


class WithdrawInvitation(_OneInvitation):
    def post(self, request: Any, public_id: UUID) -> HttpResponse:
        services.withdraw_invitation(invitation=self.invitation(request, public_id), actor=request.user, now=now())
        messages.success(request, _("The invitation is withdrawn."))
        return redirect("identity:members")
