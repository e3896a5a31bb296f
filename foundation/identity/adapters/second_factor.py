"""The second factor: secrets encrypted at rest, and whether a user has a factor and a session has passed it."""

import base64
import hashlib
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.identity.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
PERIOD_SECONDS = 30


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's hooks: nothing readable in the database, and staff keep at least one factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Enter the code that your app shows now."),
        "cannot_delete_authenticator": _("Officers need a second factor. Add another one before you remove this one."),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if not authenticator.user.is_staff or authenticator.type not in FACTORS:
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk)
        return others.exists()


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"second-factor:" + key.encode()).digest())


def has_factor(user: User) -> bool:
    """Whether the user has set up an app or a key; recovery codes alone are none."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def has_passed(request: HttpRequest) -> bool:
    """Whether this very session has shown a second factor. No query: the session knows."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(entry.get("method") == "mfa" for entry in records)


def give_totp(user: User) -> str:
    """Set up a new authenticator app in place of the old one, and return its secret. For demonstrations and tests."""
    Authenticator.objects.filter(user=user, type__in=[*FACTORS, Authenticator.Type.RECOVERY_CODES]).delete()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_at(secret: str, seconds: float) -> str:
    """The code that an app shows at a moment, in seconds since 1970."""
    return format_hotp_value(hotp_value(secret, int(seconds) // PERIOD_SECONDS))


def check_code(user: User, code: str) -> Authenticator | None:
    """The factor that a typed code belongs to; a code works once."""
    for authenticator in Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN):
        if authenticator.wrap().validate_code(code):
            return authenticator
    return None


def factor_set_up(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Setting up proved possession just now, so the session counts as passed and no second code is asked."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)


authenticator_added.connect(factor_set_up, dispatch_uid="identity.factor_set_up")
