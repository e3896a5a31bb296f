"""No page has a fault that axe can find, and none scrolls sideways on a small screen: each in its main role, and with
--full in every role that may see it."""

import logging
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support import access, browser, matrix
from tests.support.access import TABLE, Pair, Row
from tests.support.settling import settle

# Which role looks at a page that several may see.
FIRST = (
    "trader_admin",
    "case_officer",
    "vetting_officer",
    "validator",
    "decision_maker",
    "team_leader",
    "programme_admin",
)
NO_PAGES = {
    # Files, fragments, addresses for machines.
    "api-root", "api-schema", "api-reference", "livez", "readyz", "metrics", "pages:brand", "documents:download", "documents:page",
    "correspondence:attachment", "applications:paper_page", "validations:picture", "operators:person_paper",
    "operators:claim_deed", "applications:paper", "validations:paper", "certificates:register_csv", "certificates:register_json",
    "programme:criteria_export", "programme:parts_export", "applications:interest_csv", "certificates:signed", "certificates:keys",
    "applications:change_paper", "certificates:statement_file",
}  # fmt: skip


@pytest.fixture(scope="module")
def pairs(demonstration: str) -> Iterator[dict[str, Pair]]:
    logging.disable(logging.CRITICAL)
    settle()
    yield access.pairs()
    logging.disable(logging.NOTSET)


def lookers(row: Row) -> list[str]:
    """The roles that are shown a page at this route."""
    if row.side == "everybody":
        answers = row.answer.split("/") * (3 if "/" not in row.answer else 1)
        people = ("anonymous", "trader_admin", "case_officer")
        return [person for person, answer in zip(people, answers, strict=True) if answer == "200"]
    return (
        sorted(row.roles, key=lambda role: (FIRST.index(role) if role in FIRST else len(FIRST), role))
        if row.answer == "200"
        else []
    )


PAGES = {route: lookers(row) for route, row in TABLE.items() if lookers(row) and route not in NO_PAGES}


def look(
    chromium: Browser, address: str, pairs: dict[str, Pair], role: str, routes: list[str], *, language: str = ""
) -> list[str]:
    """Every route in one window of this person: faults, sideways scroll, complaints of the browser."""
    found = []
    people = access.People()
    with browser.window(chromium, address) as window:
        for route in routes:
            target = pairs[route].near
            if role != "anonymous":
                window.take(people.client(role, target))
            if language:
                window.context.add_cookies([{"name": "django_language", "value": language, "url": address}])
            path = access.address(route, target)
            window.page.set_viewport_size({"width": 1280, "height": 900})
            response = window.page.goto(f"{address}{path}")
            if response is None or response.status != 200:
                found.append(f"{role} {path}: {response and response.status}")
                continue
            if language and window.page.get_attribute("html", "lang") != language:
                found.append(f"{role} {path}: not in {language}")
            found += [f"{role} {path}: {fault}" for fault in window.violations()]
            window.page.set_viewport_size({"width": 320, "height": 800})
            if window.overflow() > 0:
                found.append(f"{role} {path}: {window.overflow()} px too wide at 320")
            found += window.problems
            window.problems.clear()
    return found


MAIN: dict[str, list[str]] = {}
for _route, _roles in PAGES.items():
    MAIN.setdefault(_roles[0], []).append(_route)


@pytest.mark.parametrize("role", sorted(MAIN))
def test_no_page_has_a_fault_in_its_main_role(
    chromium: Browser, address: str, pairs: dict[str, Pair], role: str
) -> None:
    faults = look(chromium, address, pairs, role, MAIN[role])
    assert not faults, "\n".join(faults)


@pytest.mark.full
@pytest.mark.parametrize("role", access.EVERYBODY)
def test_no_page_has_a_fault_in_any_role_that_may_see_it(
    chromium: Browser, address: str, pairs: dict[str, Pair], role: str
) -> None:
    routes = [route for route, roles in PAGES.items() if role in roles[1:] and matrix.routes()[route]]
    faults = look(chromium, address, pairs, role, routes)
    assert not faults, "\n".join(faults)


@pytest.mark.full
@pytest.mark.parametrize("role", sorted(MAIN))
def test_no_page_has_a_fault_from_right_to_left(
    chromium: Browser, address: str, pairs: dict[str, Pair], role: str
) -> None:
    faults = look(chromium, address, pairs, role, MAIN[role], language="ar-xa")
    assert not faults, "\n".join(faults)


def test_the_home_of_every_role_has_no_fault(chromium: Browser, address: str, pairs: dict[str, Pair]) -> None:
    faults = [
        fault
        for role in (*access.COMPANY, *access.STAFF)
        for fault in look(chromium, address, pairs, role, ["workbench:home"])
    ]
    assert not faults, "\n".join(faults)
