"""People, companies and offices for tests, and a sign-in that leaves the very session that the real journey leaves.

Every trait calls the real service, so no test lives in a state that the portal could not reach.
"""

import itertools
import time
from datetime import UTC, date, datetime
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from foundation.audit.services import System
from foundation.clock.services import now
from foundation.identity import services
from foundation.identity.adapters import second_factor
from foundation.identity.models import Membership, Office, Organisation, User
from foundation.identity.states import OfficeKind, OrganisationKind

PASSWORD = "mill stones grind slowly"
TEST = System("test")
LONG_AGO = date(2020, 1, 1)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_numbers = itertools.count(1)


def moment() -> datetime:
    """Now, as views see it."""
    return now()


def make_user(
    full_name: str = "Nadia Brenna", *, email: str = "", password: str | None = PASSWORD, **fields: Any
) -> User:
    """A person with a confirmed address; the address is made up when none is given."""
    address = email or f"person{next(_numbers)}@brenna.example"
    return services.create_user(
        email=address, full_name=full_name, password=password, actor=TEST, now=moment(), **fields
    )


def make_company(name: str = "Brenna Grain Ltd", kind: str = OrganisationKind.TRADER) -> Organisation:
    return services.create_organisation(kind=kind, name=name, actor=TEST, now=moment())


def make_member(
    company: Organisation, *roles: str, user: User | None = None, until: date | None = None, scope: tuple[str, ...] = ()
) -> User:
    """A person with these roles in the company."""
    person = user or make_user()
    for role in roles:
        join(person, company, role, until=until, scope=scope)
    return person


def join(
    user: User, company: Organisation, role: str, *, until: date | None = None, scope: tuple[str, ...] = ()
) -> Membership:
    return services.grant_membership(
        user=user,
        organisation=company,
        role=role,
        valid_from=LONG_AGO,
        valid_until=until,
        mandate_scope=scope,
        actor=TEST,
        now=moment(),
    )


def make_office(code: str = "HQ", *, parent: Office | None = None, name: str = "", kind: str = "") -> Office:
    return services.create_office(
        code=code,
        name=name or f"Office {code}",
        kind=kind or (OfficeKind.REGION if parent else OfficeKind.HEADQUARTERS),
        parent=parent,
        time_zone="Africa/Nairobi",
        languages=["en"],
        actor=TEST,
        now=moment(),
    )


def make_officer(
    *roles: str, office: Office | None = None, full_name: str = "Dalia Roost", factor: bool = True, email: str = ""
) -> User:
    """A person of Customs with these roles; with an authenticator app unless `factor` is False."""
    address = email or f"officer{next(_numbers)}@customs.example"
    user = make_user(full_name, email=address, is_staff=True)
    for role in roles:
        services.grant_role(user=user, role=role, office=office, valid_from=LONG_AGO, actor=TEST, now=moment())
    if factor:
        second_factor.give_totp(user)
    return user


def code_of(user: User) -> str:
    """The code that this person's app shows now. It works once."""
    authenticator = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    secret = second_factor.SecondFactorAdapter().decrypt(authenticator.data["secret"])
    return second_factor.code_at(secret, moment().timestamp())


def sign_in(client: Client, user: User, *, second_factor_passed: bool = True, seconds_ago: float = 0) -> Client:
    """Write the session as allauth would after password and, for people who have one, second factor.

    `seconds_ago` makes the proof older; `second_factor_passed=False` leaves a session that knows a password only.
    """
    at = time.time() - seconds_ago
    records: list[dict[str, Any]] = [{"method": "password", "at": at, "email": user.email}]
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor and second_factor_passed:
        records.append({"method": "mfa", "at": at, "id": factor.pk, "type": factor.type})
    session = client.session
    session.flush()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = records
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session["_session_expiry"] = 0
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    UserSession.objects.create(user=user, ip="127.0.0.1", session_key=session.session_key, user_agent="")
    return client


def at(day: str, hour: int = 9) -> datetime:
    """A moment of a day, in UTC."""
    year, month, number = map(int, day.split("-"))
    return datetime(year, month, number, hour, tzinfo=UTC)
