"""People of a company with a scope or limits, and what they are shown."""

from datetime import date

from django.test import Client
from django.urls import reverse

from foundation.clock.services import now, today
from foundation.identity import services as identity
from foundation.identity.models import Organisation, User
from foundation.identity.selectors import Acting, acting_in
from foundation.identity.states import CompanyRole
from tests.support.identity import make_user, sign_in
from tests.support.programme import HOUSE


def joined(organisation: Organisation, role: str = CompanyRole.CONSULTANT, **limits: list[object]) -> User:
    """Somebody of a company with a scope or limits."""
    person = make_user("Kira Holt")
    identity.grant_membership(
        user=person, organisation=organisation, role=role, valid_from=date(2020, 1, 1), actor=HOUSE, now=now(),
        **limits,  # type: ignore[arg-type]
    )  # fmt: skip
    return person


def as_what(person: User, organisation: Organisation) -> Acting:
    acting = acting_in(person, organisation, today())
    assert acting is not None
    return acting


def page(person: User, name: str, *args: object) -> str:
    return sign_in(Client(), person).get(reverse(name, args=args)).content.decode()
