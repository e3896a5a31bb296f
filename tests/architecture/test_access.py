"""Who reaches what: each route for each role, with an own object and with one of another company and another office.

`access.csv` is written by hand, from what each role is for; a route that is not in it fails. Its columns:

- `side`: `everybody` (answer alike, or anonymous/trader/officer), `company` and `staff` (the other side of the counter
  is told nothing: 404; a colleague without the permission: 403), `file` (whoever does not know the file: 404);
- `answer` to those who may look with GET: 405 where the route only takes a POST, `302*` where it leads elsewhere
  before it looks for the object, 302 where the object stands past the act and its page leads back; `roles` who may;
- `hidden`: officers whose permission fits but who are not given this very file.
"""

import pytest
from django.conf import settings
from django.test import Client

from foundation.identity.models import Membership
from foundation.identity.states import CompanyRole, MandateScope, StaffRole
from tests.support import access, matrix
from tests.support.access import COMPANY, EVERYBODY, MANDATES, STAFF, TABLE, WIDE, Pair, People, Row
from tests.support.identity import make_officer, sign_in

OURS = {"aeo_portal", "foundation", "programme", "operators", "applications", "vetting", "validations", "certificates"}
OURS |= {"account_management", "benefits", "mra", "lifecycle", "workbench"}
# They ask for a token and no session, and are read by no browser: pages' headers would cost a border its milliseconds.
FOR_MACHINES = {"lifecycle:status", "lifecycle:status_lookups"}
# What stands in the address is no object of somebody's: everybody is shown the own company.
OF_ONES_OWN = {"applications:tell_change"}
# The same for everybody, so a browser may keep them.
FOR_EVERYBODY = {"api-root", "api-schema", "api-reference", "pages:brand"}
# Nothing of a file is behind these: to sign out, the style sheet, whether the machine is well, the question for the code.
OPEN_WITHOUT_FACTOR = {
    "account_logout", "pages:brand", "pages:language", "pages:keepalive", "livez", "readyz", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    *FOR_MACHINES,
}  # fmt: skip


def expected(row: Row, role: str, *, near: bool, alone: bool) -> str:
    """What a role is answered. `alone`: the route has no object, each person asks for the own things."""
    if row.side == "everybody":
        answers = row.answer.split("/")
        return answers[0] if len(answers) == 1 else answers[0 if role == "anonymous" else 1 if role in COMPANY else 2]
    if role == "anonymous":
        return "login"
    if row.side == "file":
        return row.on(found=near or role in WIDE) if role in row.roles else "404"
    if (role in COMPANY) != (row.side == "company"):
        return "404"
    if role in row.hidden:
        return row.on(found=False)
    if role == "trader_other":
        # The administrator of the other company holds every role there.
        return row.on(found=alone)
    return row.on(found=near or role in WIDE) if role in row.roles else "403"


def fits(given: str, wanted: str, *, near: bool) -> bool:
    """Of what is far away nobody need be told that it exists: 404 is as good as 403."""
    return given == wanted or (wanted == "403" and given == "404" and not near)


@pytest.fixture(scope="module")
def everything(pairs: dict[str, Pair]) -> Client:
    """Somebody who holds every role for the whole country."""
    user = make_officer(*StaffRole.values, full_name="Fac Totum")
    return sign_in(Client(raise_request_exception=False), user)


@pytest.fixture(scope="module")
def owners(pairs: dict[str, Pair]) -> dict[int, Client]:
    """The administrator of each company."""
    rows = Membership.objects.filter(role=CompanyRole.ADMINISTRATOR).select_related("user").order_by("-id")
    return {row.organisation_id: sign_in(Client(raise_request_exception=False), row.user) for row in rows}


@pytest.mark.requirement("R-ITX-02")
def test_every_route_stands_in_the_table_and_the_table_names_no_other() -> None:
    assert set(dict(access.routes_of_ours())) == set(TABLE)


@pytest.mark.usefixtures("unwritten")
@pytest.mark.parametrize("role", EVERYBODY)
def test_a_role_reaches_what_the_table_says_and_nothing_else(pairs: dict[str, Pair], people: People, role: str) -> None:
    wrong = []
    for route, pair in pairs.items():
        alone = "<" not in matrix.routes()[route] or route in OF_ONES_OWN
        for place, target in (("near", pair.near), ("far", pair.far)):
            if target is None:
                continue
            given = access.answer(people.get(role, route, target))
            wanted = expected(TABLE[route], role, near=place == "near", alone=alone)
            if not fits(given, wanted, near=place == "near"):
                wrong.append(f"{route}, {place}: {given} instead of {wanted}")
    assert not wrong, "\n".join(wrong)


def test_every_page_of_a_company_says_which_mandates_open_it() -> None:
    assert set(MANDATES) == {route for route, row in TABLE.items() if row.side == "company"}


@pytest.mark.usefixtures("unwritten")
@pytest.mark.parametrize("scope", MandateScope.values)
def test_a_mandate_opens_the_pages_its_scope_covers_and_no_others(
    pairs: dict[str, Pair], people: People, scope: str
) -> None:
    wrong = []
    with access.mandated(mandate_scope=[scope]):
        for route, row in MANDATES.items():
            given = access.answer(people.get("consultant", route, pairs[route].near))
            allowed = scope in row.scopes and "consultant" in TABLE[route].roles
            if given not in ({TABLE[route].on(found=True)} if allowed else {"403", "404"}):
                wrong.append(f"{route}: {given}, although {'covered' if allowed else 'not covered'}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.usefixtures("unwritten")
def test_a_limit_to_another_kind_closes_what_is_about_a_file_and_nothing_else(
    pairs: dict[str, Pair], people: People
) -> None:
    wrong = []
    with access.mandated(kinds=["another"]):
        for route, row in MANDATES.items():
            if "consultant" not in TABLE[route].roles or TABLE[route].blind:
                continue
            given = access.answer(people.get("consultant", route, pairs[route].near))
            if given != TABLE[route].on(found=not row.closed_beyond):
                wrong.append(f"{route}: {given}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.usefixtures("unwritten")
@pytest.mark.parametrize("role", [*COMPANY, *STAFF])
def test_a_post_to_what_belongs_to_others_is_refused(pairs: dict[str, Pair], people: People, role: str) -> None:
    answered = []
    for route, pair in pairs.items():
        row = TABLE[route]
        if pair.far is None or (row.side != "everybody" and role in row.roles & WIDE) or route == "certificates:verify":
            continue
        status = people.post(role, route, pair.far).status_code
        if status not in (403, 404, 405):
            answered.append(f"{route}: {status}")
    assert not answered, "\n".join(answered)


@pytest.mark.usefixtures("unwritten")
@pytest.mark.parametrize("role", ["anonymous", "trader_admin", "case_officer"])
def test_every_answer_tells_the_browser_what_it_may_do(pairs: dict[str, Pair], people: People, role: str) -> None:
    """Content policy and sniffing on everything, refusals and files included; nothing personal is kept."""
    lax = []
    for route, pair in pairs.items():
        if route in FOR_MACHINES:
            continue
        response = people.get(role, route, pair.near)
        policy = response.headers.get("Content-Security-Policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy:
            lax.append(f"{route}: policy {policy or 'missing'}")
        if response.headers.get("X-Content-Type-Options") != "nosniff":
            lax.append(f"{route}: may be sniffed")
        if (
            role != "anonymous"
            and route not in FOR_EVERYBODY
            and "no-store" not in response.headers.get("Cache-Control", "")
        ):
            lax.append(f"{route}: may be kept ({response.headers.get('Cache-Control', 'nothing said')})")
    assert not lax, "\n".join(lax)


# The question for the second factor comes before any role is looked at.
@pytest.mark.usefixtures("unwritten")
@pytest.mark.parametrize(
    "role", ["case_officer", *(pytest.param(role, marks=pytest.mark.full) for role in ("programme_admin", "auditor"))]
)
def test_an_officer_with_a_password_alone_reaches_nothing(pairs: dict[str, Pair], role: str) -> None:
    client, reached = Client(), []
    sign_in(client, matrix.person(role), second_factor_passed=False)
    for route, pair in pairs.items():
        response = client.get(access.address(route, pair.near))
        asked = response.headers.get("Location", "").startswith("/account/2fa/reauthenticate/")
        if not asked and route not in OPEN_WITHOUT_FACTOR:
            reached.append(f"{route}: {response.status_code}")
        response.close()
    assert not reached, "\n".join(reached)


def test_every_view_of_ours_declares_its_permission() -> None:
    silent = []
    for name, callback in matrix.callbacks():
        view = getattr(callback, "view_class", getattr(callback, "cls", callback))
        if view.__module__.split(".")[0] in OURS and getattr(view, "permission", None) is None:
            silent.append(name)
    assert silent == []


def test_the_support_desk_has_no_door_of_its_own_and_shows_nothing(pairs: dict[str, Pair], people: People) -> None:
    """Django's administration: strangers and traders are sent to the portal's sign-in, officers see no table."""
    desk = f"/{settings.ADMIN_PATH}/"
    for role in ("anonymous", "trader_admin"):
        assert people.client(role).get(desk).status_code in (302, 403, 404)
    for role in ("case_officer", "programme_admin", "auditor"):
        response = people.client(role).get(desk)
        assert response.status_code in (302, 403, 404) or response.context["app_list"] == []
        assert people.client(role).get(f"{desk}identity/user/").status_code in (302, 403, 404)


@pytest.mark.full
@pytest.mark.parametrize("route", [route for route in TABLE if route in matrix.TARGETS])
def test_no_page_fails_in_any_state(
    pairs: dict[str, Pair], everything: Client, owners: dict[int, Client], route: str
) -> None:
    """Each route for a file of each state and office, as the owner and as somebody who holds every role."""
    failed = []
    for target in matrix.sample(matrix.targets(route, matrix.routes()[route])):
        for client in (everything, owners.get(target.organisation or 0)):
            if client is None:
                continue
            response = client.get(access.address(route, target))
            response.close()
            if response.status_code >= 500:
                failed.append(f"{access.address(route, target)} ({target.status}): {response.status_code}")
    assert not failed, "\n".join(failed)
