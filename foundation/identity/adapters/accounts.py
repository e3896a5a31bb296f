"""How allauth serves this house: new users, where people go, and a lock-out that tells nothing about who exists."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from foundation.audit.services import acting, record
from foundation.clock.services import now
from foundation.identity.models import User

_TOO_MANY = _("There were too many tries. Wait five minutes, then try again.")


class AccountAdapter(DefaultAccountAdapter):
    """allauth's hooks. The lock-out counts per typed address and network address, and slowly per typed address alone."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address or the password is not right. Check both and try again."),
        "too_many_login_attempts": _TOO_MANY,
        "incorrect_code": _("This code is not right. Enter the code that your app shows now."),
        "incorrect_password": _("This password is not right. Try again."),
        "enter_current_password": _("This password is not right. Try again."),
    }

    def new_user(self, request: HttpRequest) -> User:
        return User(date_joined=now())

    def save_user(self, request: HttpRequest, user: Any, form: BaseForm, commit: bool = True) -> User:  # noqa: FBT001, FBT002
        """A person signs up for a company; the sign-up itself stands in the record."""
        user.full_name = form.cleaned_data.get("full_name") or user.full_name or user.email.partition("@")[0]
        with transaction.atomic():
            super().save_user(request, user, form, commit=commit)
            if commit:
                with acting(actor=user, at=now()):
                    record("user.signed_up", subject=user)
        saved: User = user
        return saved

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        try:
            return reverse("workbench:home")
        except NoReverseMatch:
            return reverse("identity:account")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One counter per typed address and network address: nobody locks somebody else out from afar."""
        return f"{self._typed(credentials)}|{self.get_client_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        super().pre_authenticate(request, **credentials)
        self._slow_usage = ratelimit.consume(
            request, app="allauth.account", action="login_failed_everywhere", key=self._typed(credentials)
        )
        if not self._slow_usage:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        super()._rollback_login_failed_rl_usage()
        usage = getattr(self, "_slow_usage", None)
        if usage:
            usage.rollback()

    @staticmethod
    def _typed(credentials: dict[str, Any]) -> str:
        return str(credentials.get("email") or credentials.get("username") or "").strip().lower()


def confirm_email(user: User) -> None:
    """Count the user's address as confirmed: whoever creates the account vouches for it."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def has_confirmed(user: User, email: str) -> bool:
    """Whether the person has shown that this address is theirs."""
    return EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists()
