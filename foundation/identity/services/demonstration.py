"""Log-ins of the demonstration: one person per role, two API clients, and the private file that names them all.
Refused wherever demonstration data is not allowed."""

import json
import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, record
from foundation.identity.adapters import second_factor, sessions
from foundation.identity.models import User
from foundation.identity.services.people import create_user, register_api_client

DOMAIN = "demo.example"

# role: full name. The first five are traders, everybody else works for Customs or beside it.
TRADERS = {
    "trader_admin": "Nadia Brenna",
    "trader_preparer": "Ilja Moreau",
    "trader_signatory": "Sunniva Brenna",
    "trader_other": "Tomas Velin",
    "consultant": "Hanne Okafor",
}
STAFF = {
    "case_officer": "Dalia Roost",
    "vetting_officer": "Oskar Feld",
    "validator": "Petra Lund",
    "third_party_validator": "Rui Castellan",
    "decision_maker": "Emil Vardan",
    "appeal_officer": "Greta Somme",
    "account_manager": "Mirela Stanek",
    "team_leader": "Jonas Halvard",
    "regional_manager": "Amina Torvald",
    "border_officer": "Karel Wint",
    "back_office": "Lotte Ansa",
    "duty_officer": "Bram Ekberg",
    "programme_admin": "Vera Lindqvist",
    "mra_officer": "Idris Falk",
    "oga_user": "Selma Ortiz",
    "guest_officer": "Pavel Nyman",
    "committee_member": "Runa Asker",
    "auditor": "Marta Quill",
    "executive": "Henrik Daas",
}
DEMO_ROLES = (*TRADERS, *STAFF)
DEMO_CLIENTS = {"border_system": ("Border system", ("status:read",)), "mra_partner": ("MRA partner", ("mra:read",))}


def ensure_demo_user(*, role: str, full_name: str = "", actor: Actor, now: datetime) -> User:
    """The demonstration's person of a role, made when absent. Memberships and role grants are the caller's business."""
    _refuse_outside_demonstration()
    if role not in DEMO_ROLES:
        raise Refused(_("“%(value)s” is not a known choice.") % {"value": role})
    user = User.objects.filter(email=_email(role)).first()
    if user is not None:
        return user
    name = full_name or {**TRADERS, **STAFF}[role]
    return create_user(email=_email(role), full_name=name, is_staff=role in STAFF, actor=actor, now=now)


def refresh_demo_logins(*, actor: Actor, now: datetime, only_if_missing: bool = False) -> Path:
    """Give every demonstration log-in a new password, code secret or client secret, and write the file.

    `only_if_missing` keeps what a start before this one has written. Open sessions of these people end.
    """
    _refuse_outside_demonstration()
    path = Path(settings.DATA_DIR) / "demo-logins.json"
    if only_if_missing and path.exists():
        return path
    with acting(actor=actor, at=now, reason="demonstration log-ins"):
        rows = [_person(role, actor, now) for role in DEMO_ROLES] + [_client(role, actor, now) for role in DEMO_CLIENTS]
        _write_private(path, rows)
    return path


def demo_code(*, role: str, now: datetime) -> str:
    """The code that the app of a role shows now."""
    _refuse_outside_demonstration()
    path = Path(settings.DATA_DIR) / "demo-logins.json"
    if not path.exists():
        raise Refused(_("There are no demonstration log-ins yet. Run: manage.py demo_logins"))
    for row in json.loads(path.read_text(encoding="utf-8")):
        if row["role"] == role and row["totp_secret"]:
            return second_factor.code_at(row["totp_secret"], now.timestamp())
    raise Refused(_("“%(role)s” has no code. Roles with a code: %(roles)s") % {"role": role, "roles": ", ".join(STAFF)})


def _person(role: str, actor: Actor, now: datetime) -> dict[str, Any]:
    user = ensure_demo_user(role=role, actor=actor, now=now)
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions.end_sessions(user)
    secret = second_factor.give_totp(user) if user.is_staff else None
    record("user.demo_login_rotated", subject=user)
    return _row(role, username=user.email, password=password, totp_secret=secret)


def _client(role: str, actor: Actor, now: datetime) -> dict[str, Any]:
    name, scopes = DEMO_CLIENTS[role]
    client, secret = register_api_client(client_id=role, name=name, scopes=scopes, actor=actor, now=now)
    return _row(role, client_id=client.application.client_id, client_secret=secret)


def _row(role: str, **given: str | None) -> dict[str, Any]:
    empty = dict.fromkeys(("username", "password", "totp_secret", "client_id", "client_secret"))
    return {"role": role, **empty, **given}


def _write_private(path: Path, rows: list[dict[str, Any]]) -> None:
    """Readable by the owner alone from its first moment, and whole or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(rows, file, indent=2)
    draft.replace(path)


def _email(role: str) -> str:
    return f"{role}@{DOMAIN}"


def _refuse_outside_demonstration() -> None:
    if not settings.DEMONSTRATION_ALLOWED:
        raise Refused(_("Demonstration log-ins exist in demonstrations only, never in production."))
