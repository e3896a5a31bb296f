"""One's own account: name, factors and sessions; the company one acts for; invitations that wait."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import FormView

from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.identity import selectors, services
from foundation.identity.adapters import accounts, second_factor, sessions
from foundation.identity.forms import ProfileForm
from foundation.identity.models import Invitation
from foundation.identity.permissions import CHOSEN, GuardedView, Permission


class Account(GuardedView, FormView):
    """Name, telephone and language; the way to password, second factor and sessions."""

    permission = Permission.ACCOUNT
    template_name = "identity/account.html"
    form_class = ProfileForm

    def get_initial(self) -> dict[str, Any]:
        user: Any = self.request.user
        return {"full_name": user.full_name, "phone": user.phone, "language": user.language}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return super().get_context_data(
            title=_("Your account"), button_text=_("Save"), has_factor=second_factor.has_factor(user), **kwargs
        )

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        user: Any = self.request.user
        services.update_profile(user=user, now=now(), **form.cleaned_data)
        messages.success(self.request, _("Your account is changed."))
        return redirect("identity:account")


class ChooseCompany(GuardedView):
    """Which company to act for, for people who have several; and invitations that wait."""

    permission = Permission.ACCOUNT

    def get(self, request: Any) -> HttpResponse:
        return render(
            request,
            "identity/choose_company.html",
            {
                "title": _("Choose a company"),
                "organisations": selectors.organisations_of(request.user, request.on),
                "invitations": selectors.invitations_for(request.user, request.on),
                "next": request.GET.get("next", ""),
            },
        )

    def post(self, request: Any) -> HttpResponse:
        chosen = selectors.organisations_of(request.user, request.on)
        wanted = {str(row.public_id): row for row in chosen}.get(request.POST.get("organisation", ""))
        if wanted is None:
            raise Http404
        request.session[CHOSEN] = str(wanted.public_id)
        target = request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
        return redirect(target if is_ours else accounts.AccountAdapter(request).get_login_redirect_url(request))


class Sessions(GuardedView):
    """Where one is signed in; each other session can be ended, or all at once."""

    permission = Permission.ACCOUNT

    def get(self, request: Any) -> HttpResponse:
        rows = sessions.sessions_of(request.user)
        context = {"title": _("Where you are signed in"), "sessions": rows, "current": request.session.session_key}
        return render(request, "identity/sessions.html", context)

    def post(self, request: Any) -> HttpResponse:
        chosen = request.POST.get("session", "")
        if chosen == "others":
            services.end_sessions(request.user, but=request.session.session_key)
            messages.success(request, _("All other sessions are ended."))
        elif not chosen.isdecimal() or not services.end_session(request.user, int(chosen[:18])):
            raise Http404
        else:
            messages.success(request, _("The session is ended."))
        return redirect("identity:sessions")


class AcceptInvitation(GuardedView):
    """An invitation, for the person it is addressed to; for anybody else it does not exist."""

    permission = Permission.ACCOUNT

    def get(self, request: Any, public_id: UUID) -> HttpResponse:
        return self._page(request, self._invitation(request, public_id))

    def post(self, request: Any, public_id: UUID) -> HttpResponse:
        invitation = self._invitation(request, public_id)
        try:
            services.accept_invitation(invitation=invitation, user=request.user, now=now())
        except Refused as refusal:
            return self._page(request, invitation, refusal)
        request.session[CHOSEN] = str(invitation.organisation.public_id)
        messages.success(request, _("You now act for %(company)s.") % {"company": invitation.organisation.name})
        return redirect(accounts.AccountAdapter(request).get_login_redirect_url(request))

    def _invitation(self, request: Any, public_id: UUID) -> Invitation:
        invitation = selectors.invitation_for(request.user, public_id)
        if invitation is None:
            raise Http404
        return invitation

    def _page(self, request: HttpRequest, invitation: Invitation, refusal: Refused | None = None) -> HttpResponse:
        context = {
            "title": _("Join %(company)s") % {"company": invitation.organisation.name},
            "invitation": invitation,
            "errors_shown": [{"text": refusal.message}] if refusal else [],
            "cancel_url": reverse("identity:choose_company"),
        }
        return render(request, "identity/invitation.html", context, status=409 if refusal else 200)
