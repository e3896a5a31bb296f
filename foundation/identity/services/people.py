"""Accounts of people and of systems: made, changed, switched off. Who may do what for whom stands in the neighbours."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, locked, record
from foundation.identity.adapters import accounts, api_clients, sessions
from foundation.identity.models import ApiClient, Organisation, User


def create_user(
    *,
    email: str,
    full_name: str,
    password: str | None = None,
    is_staff: bool = False,
    language: str = "en",
    phone: str = "",
    actor: Actor,
    now: datetime,
) -> User:
    """An account whose e-mail address counts as confirmed. Without password the person sets one by “Forgotten password”."""
    with acting(actor=actor, at=now):
        fields = {
            "full_name": full_name,
            "language": language,
            "phone": phone,
            "is_staff": is_staff,
            "date_joined": now,
        }
        try:
            with transaction.atomic():
                user = User.objects.create_user(email, password, **fields)
        except IntegrityError:
            raise Refused(_("There is already an account with the address %(email)s.") % {"email": email}) from None
        accounts.confirm_email(user)
        record("user.created", subject=user, data={"staff": is_staff})
        return user


def update_profile(*, user: User, full_name: str, phone: str, language: str, now: datetime) -> User:
    """A person's own name, telephone and language."""
    with acting(actor=user, at=now):
        row = locked(user)
        before = {"full_name": row.full_name, "phone": row.phone, "language": row.language}
        row.full_name, row.phone, row.language = full_name, phone, language
        row.save(update_fields=list(before))
        record("user.changed", subject=row, data={"before": before})
        return row


def disable_user(*, user: User, reason: str, actor: Actor, now: datetime) -> User:
    """Switch an account off. Every session and token ends in the same moment."""
    with acting(actor=actor, at=now, reason=reason):
        if not reason.strip():
            raise Refused(_("Write the reason."))
        if actor.actor_id == user.pk:
            raise Refused(_("You can’t switch off your own account. Ask a colleague."))
        row = locked(user)
        row.is_active = False
        row.save(update_fields=["is_active"])
        ended = sessions.end_sessions(row)
        sessions.end_tokens(row)
        record("user.disabled", subject=row, data={"sessions_ended": ended})
        return row


def enable_user(*, user: User, reason: str, actor: Actor, now: datetime) -> User:
    """Switch an account on again. Memberships and roles are as they were, unless they ended meanwhile."""
    with acting(actor=actor, at=now, reason=reason):
        row = locked(user)
        row.is_active = True
        row.save(update_fields=["is_active"])
        record("user.enabled", subject=row)
        return row


def register_api_client(
    *,
    client_id: str,
    name: str,
    scopes: Iterable[str],
    organisation: Organisation | None = None,
    actor: Actor,
    now: datetime,
) -> tuple[ApiClient, str]:
    """A system that may fetch tokens for these scopes, and its new secret, which is shown this once."""
    with acting(actor=actor, at=now):
        application = api_clients.register(client_id=client_id, name=name)
        wanted = {"scopes": sorted(scopes), "organisation": organisation}
        client, _made = ApiClient.objects.update_or_create(application=application, defaults=wanted)
        secret = api_clients.rotate_secret(application)
        record("api_client.registered", subject=client, data={"client_id": client_id, "scopes": client.scopes})
        return client, secret
