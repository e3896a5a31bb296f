"""Sessions and tokens: ending them, and how fresh a session's proof of identity is."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.core.internal.httpkit import serialize_request
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from oauth2_provider.models import get_access_token_model, get_grant_model, get_refresh_token_model

from foundation.identity.models import User


def sessions_of(user: User) -> list[UserSession]:
    """The open sessions of a person, newest first; what has ended is forgotten on the way."""
    return sorted(UserSession.objects.purge_and_list(user), key=lambda row: row.last_seen_at, reverse=True)


def end_session(user: User, session_id: int) -> bool:
    """End one session of this person; False when it is not theirs or has ended."""
    row = UserSession.objects.filter(user=user, pk=session_id).first()
    if row is None:
        return False
    row.end()
    return True


def end_sessions(user: User, *, but: str | None = None) -> int:
    """End every session of a person, or every one but the given."""
    rows = UserSession.objects.filter(user=user)
    rows = rows.exclude(session_key=but) if but else rows
    for key in rows.values_list("session_key", flat=True):
        SessionStore().delete(key)
    return int(rows.delete()[0])


def end_tokens(user: User) -> None:
    """Delete every token and grant of a person, and those of API clients in this person's name."""
    for model in (get_access_token_model(), get_refresh_token_model(), get_grant_model()):
        model._default_manager.filter(Q(user=user) | Q(application__user=user)).delete()


def seconds_since_proof(request: HttpRequest, methods: Collection[str], now: float) -> float | None:
    """How long ago this session last proved who sits there by one of these methods; None when it never did."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    moments = [entry["at"] for entry in records if entry.get("method") in methods]
    return now - max(moments) if moments else None


def seconds_since_sign_in(request: HttpRequest, now: float) -> float:
    """The age of a session, from its first proof; 0 when it has none."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return now - min((entry["at"] for entry in records), default=now)


def sign_out(request: HttpRequest) -> None:
    """End this very session on the server."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    get_adapter(request).logout(request)


def ask_again(request: HttpRequest) -> HttpResponse:
    """Send the person to prove again who they are. What was posted is kept and carried out afterwards.

    Files can't be kept in a session; a form with files goes back to its page after the proof.
    """
    target = request.path
    if request.FILES:
        target = request.META.get("HTTP_REFERER", "") or request.path
    else:
        request.session[STATE_SESSION_KEY] = {"request": serialize_request(request)}
    return HttpResponseRedirect(f"{_proof_url(request.user)}?{urlencode({'next': target})}")


def _proof_url(user: Any) -> str:
    if not user.is_staff:
        return reverse("account_reauthenticate")
    methods = [row for row in get_adapter().get_reauthentication_methods(user) if row["id"] != "reauthenticate"]
    return str(methods[0]["url"]) if methods else reverse("mfa_reauthenticate")
