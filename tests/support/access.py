"""The people of the access matrix, the object near each of them and the one far away, and what they are answered."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from aeo_portal.servers import CLONE
from foundation.audit.services import System, acting
from foundation.clock.services import now
from foundation.identity import services as identity
from foundation.identity.models import Membership, Organisation
from foundation.identity.services import DEMO_ROLES
from foundation.identity.states import CompanyRole, MandateScope
from operators.models import Operator
from tests.support import matrix
from tests.support.identity import sign_in
from tests.support.objects import Target

HOUSE = System("access matrix")
DAY = timedelta(days=1)
BRENNA, SOUTHERN = "XA2205418", "XA2090160"
OWN_ROLES = {
    "trader_admin": CompanyRole.ADMINISTRATOR,
    "trader_preparer": CompanyRole.PREPARER,
    "trader_signatory": CompanyRole.SIGNATORY,
    "consultant": CompanyRole.CONSULTANT,
}
COMPANY = (*OWN_ROLES, "trader_other")
STAFF = tuple(role for role in DEMO_ROLES if role not in COMPANY)
EVERYBODY = ("anonymous", *COMPANY, *STAFF)

# The state in which the page of a route shows most; else the file of Brenna, which stands before the company's reply.
BEST_STATE = {
    **dict.fromkeys(
        (
            "applications:tasks", "applications:start", "applications:section", "applications:question",
            "applications:autosave", "applications:check", "applications:sign", "applications:send_back",
            "applications:ready", "applications:discard", "lifecycle:submit", "applications:review",
            "applications:plan", "applications:plan_print", "applications:add_step", "applications:edit_step",
            "applications:review_draft",
            "applications:proof", "applications:through",
        ),
        "DRAFT",
    ),
    **dict.fromkeys(("certificates:hearing", "lifecycle:speak"), "DECIDED"),
    **dict.fromkeys(("lifecycle:accept", "lifecycle:not_accept"), "SUBMITTED"),
    **dict.fromkeys(("lifecycle:determine", "vetting:check"), "UNDER_VETTING"),
    "lifecycle:decide": "FOR_DECISION",
    "lifecycle:lift": "SUSPENDED",
}  # fmt: skip


GROUPS = {
    "own": "trader_admin trader_preparer trader_signatory consultant",
    "record_readers": (
        "case_officer vetting_officer validator decision_maker appeal_officer account_manager team_leader "
        "regional_manager duty_officer committee_member auditor"
    ),
    "file_readers": (
        "case_officer vetting_officer validator decision_maker appeal_officer account_manager team_leader "
        "regional_manager duty_officer guest_officer committee_member auditor"
    ),
}
# Who works at headquarters or for the whole country; everybody else belongs to the north.
WIDE = {
    "appeal_officer", "back_office", "duty_officer", "programme_admin", "mra_officer", "oga_user", "committee_member",
    "auditor", "executive",
}  # fmt: skip


class Row(NamedTuple):
    side: str
    answer: str
    roles: set[str]
    hidden: set[str]

    @property
    def blind(self) -> bool:
        """Whether the answer is given before the object is looked for."""
        return self.answer in ("405", "302*")

    def on(self, *, found: bool) -> str:
        return self.answer.rstrip("*") if found or self.blind else "404"


def _roles(text: str) -> set[str]:
    return {role for word in text.split() for role in (GROUPS[word[1:]] if word[0] == "@" else word).split()}


def _table() -> dict[str, Row]:
    with (CLONE / "tests/architecture/access.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["route"]: Row(row["side"], row["answer"], _roles(row["roles"]), _roles(row["hidden"]))
            for row in csv.DictReader(file)
        }


TABLE = _table()


class Mandated(NamedTuple):
    """Which scopes of a mandate open a page of a company, and whether a limit to another kind closes it."""

    scopes: set[str]
    closed_beyond: bool


def _mandates() -> dict[str, Mandated]:
    with (CLONE / "tests/architecture/mandates.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["route"]: Mandated(
                set(MandateScope.values) if row["scopes"] == "all" else set(row["scopes"].split()),
                closed_beyond=row["beyond"] == "404",
            )
            for row in csv.DictReader(file)
        }


MANDATES = _mandates()


@dataclass(frozen=True)
class Pair:
    """The object near the people of the north, and one of a strange company at the other office."""

    near: Target
    far: Target | None


def pair(route: str, pattern: str) -> Pair:
    """The near and the far object of a route."""
    found = matrix.targets(route, pattern)
    if "<" not in pattern:
        return Pair(found[0], None)
    brenna = Operator.objects.get(tin=BRENNA).organisation_id
    strangers = _strangers()
    theirs = set(matrix.person("trader_other").memberships.values_list("organisation", flat=True))
    north = [target for target in found if target.office.startswith("NOR") or not target.office]
    north = [target for target in north if target.organisation not in theirs]
    wanted = BEST_STATE.get(route)
    north.sort(key=lambda target: (wanted is not None and target.status != wanted, target.organisation != brenna))
    away = [t for t in found if t.office and not t.office.startswith("NOR")]
    away = [t for t in away if t.organisation is None or t.organisation in strangers]
    away.sort(key=lambda target: not target.office.startswith("SOU"))
    return Pair(north[0] if north else found[0], away[0] if away else None)


def _strangers() -> set[int]:
    """Companies for which nobody of the matrix acts."""
    known = [matrix.person(role) for role in COMPANY]
    return set(Organisation.objects.exclude(memberships__user__in=known).values_list("pk", flat=True))


class People:
    """A signed-in browser for each role, acting for the company of the object it asks for."""

    def __init__(self) -> None:
        self.clients: dict[tuple[str, int | None], Client] = {}

    def client(self, role: str, target: Target | None = None) -> Client:
        company = self._company(role, target)
        if (role, company) not in self.clients:
            browser = Client(raise_request_exception=False)
            self.clients[role, company] = browser if role == "anonymous" else self._signed_in(browser, role, company)
        return self.clients[role, company]

    def _company(self, role: str, target: Target | None) -> int | None:
        """Whom the person acts for; a far object is asked for by people who act for a near company."""
        if role not in OWN_ROLES:
            return None
        organisation = target.organisation if target else None
        brenna = Operator.objects.get(tin=BRENNA).organisation_id
        return organisation if organisation in _near_companies() else brenna

    def _signed_in(self, browser: Client, role: str, company: int | None) -> Client:
        sign_in(browser, matrix.person(role))
        if company:
            session = browser.session
            session["acting_for"] = str(Organisation.objects.get(pk=company).public_id)
            session.save()
        return browser

    def get(self, role: str, route: str, target: Target) -> HttpResponse:
        response = self.client(role, target).get(address(route, target))
        response.close()
        return response

    def post(self, role: str, route: str, target: Target) -> HttpResponse:
        return self.client(role, target).post(address(route, target), {})


def address(route: str, target: Target) -> str:
    """Where a route lies; nameless ones are called by their pattern."""
    return f"/{route}" if "/" in route else reverse(route, kwargs=target.kwargs)


def pairs() -> dict[str, Pair]:
    """The near and the far object of each route; the people of Brenna then act for every near company too."""
    found = {route: pair(route, pattern) for route, pattern in routes_of_ours() if route in TABLE}
    join_near_companies(list(found.values()))
    return found


NEAR_COMPANIES: set[int] = set()


def _near_companies() -> set[int]:
    return NEAR_COMPANIES


def join_near_companies(pairs: list[Pair]) -> None:
    """Let the four people of Brenna hold the same roles in every company that a near object belongs to."""
    NEAR_COMPANIES.clear()
    wanted = {pair.near.organisation for pair in pairs if pair.near.organisation}
    for organisation in Organisation.objects.filter(pk__in=wanted):
        NEAR_COMPANIES.add(organisation.pk)
        for role, company_role in OWN_ROLES.items():
            user = matrix.person(role)
            if not organisation.memberships.filter(user=user, role=company_role).exists():
                identity.grant_membership(
                    user=user, organisation=organisation, role=company_role, valid_from=date(2020, 1, 1),
                    actor=HOUSE, now=now(),
                )  # fmt: skip


@contextmanager
def mandated(**limits: list[str]) -> Iterator[None]:
    """The consultant's mandates of all near companies have this scope or these limits for a while."""
    with acting(actor=HOUSE, at=now(), reason="access matrix"):
        rows = Membership.objects.filter(user=matrix.person("consultant"), role=CompanyRole.CONSULTANT)
        before = list(rows)
        rows.update(**limits)
    try:
        yield
    finally:
        with acting(actor=HOUSE, at=now(), reason="access matrix"):
            for row in before:
                row.save()


def answer(response: HttpResponse) -> str:
    """The answer in the words of the table: a status, or `login` for the way to the sign-in."""
    location = response.headers.get("Location", "")
    if response.status_code == 302 and location.startswith("/account/login/"):
        return "login"
    return str(response.status_code)


def routes_of_ours() -> Iterator[tuple[str, str]]:
    """Every route but those of the read-only administration site, which has a test of its own."""
    for route, pattern in matrix.routes().items():
        if not route.startswith("admin:") and not pattern.startswith("support-desk"):
            yield route, pattern
