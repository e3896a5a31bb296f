"""National sign-on: who comes from it, and for which companies it says that this person acts.

What it says counts in the session in which it was said, for the account it is joined to, and nowhere else.
"""

from collections.abc import Mapping
from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from foundation.audit.services import acting, record
from foundation.clock.services import now
from foundation.identity.models import User

SAID = "national_sign_on"


class SignOnAdapter(DefaultSocialAccountAdapter):
    """allauth's hooks for somebody who comes from the sign-on."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        account = sociallogin.account
        request.session[SAID] = {"uid": account.uid, "numbers": named_numbers(account.extra_data)}

    def new_user(self, request: HttpRequest, sociallogin: SocialLogin) -> User:
        return User(date_joined=now())

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Mapping[str, Any]) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name") or "", data.get("last_name") or "")
        name = data.get("name") or " ".join(parts).strip() or user.email.partition("@")[0]
        user.full_name = str(name)[:200]
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """A person signs up by national sign-on; the sign-up itself stands in the record."""
        with transaction.atomic():
            user: User = super().save_user(request, sociallogin, form=form)
            with acting(actor=user, at=now()):
                record("user.signed_up", subject=user, data={"by": "national sign-on"})
        return user


def is_offered() -> bool:
    """Whether this deployment has a national sign-on."""
    return bool(settings.SOCIALACCOUNT_PROVIDERS)


def numbers_said(request: HttpRequest, user: User) -> list[str] | None:
    """The numbers for which the sign-on says, in this session, that this person acts; None when it was not used."""
    said = request.session.get(SAID)
    if not said or not SocialAccount.objects.filter(user=user, uid=said["uid"]).exists():
        return None
    return list(said["numbers"])


def named_numbers(claims: Mapping[str, Any]) -> list[str]:
    """What the configured claim holds: one number or several, in the user's data or in the identity token."""
    found: list[str] = []
    for part in (claims, claims.get("userinfo"), claims.get("id_token")):
        value = part.get(settings.OIDC_TIN_CLAIM) if isinstance(part, Mapping) else None
        found += [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []
    return list(dict.fromkeys(found))
