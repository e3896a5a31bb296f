"""Who reaches what: each route for each role, with an own object and with one of another company and another office.

`access.csv` is written by hand, from what each role is for; a route that is not in it fails. Its columns:

- `side`: `everybody` (answer alike, or anonymous/trader/officer), `company` and `staff` (the other side of the counter
  is told nothing: 404; a colleague without the permission: 403), `file` (whoever does not know the file: 404);
- `answer` to those who may look with GET: 405 where the route only takes a POST, `302*` where it leads elsewhere
  before it looks for the object; `roles` who may;
- `hidden`: officers whose permission fits but who are not given this very file.
"""

import logging
from collections.abc import Iterator

import pytest

from tests.support import access, matrix
from tests.support.access import COMPANY, EVERYBODY, STAFF, TABLE, WIDE, Pair, People, Row


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
def pairs(demonstration: str) -> Iterator[dict[str, Pair]]:
    """The near and the far object of each route, in a country with a little more in it."""
    logging.disable(logging.CRITICAL)
    access.settle()
    found = {route: access.pair(route, pattern) for route, pattern in access.routes_of_ours() if route in TABLE}
    access.join_near_companies(list(found.values()))
    yield found
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def people(pairs: dict[str, Pair]) -> People:
    return People()


@pytest.mark.requirement("R-ITX-02")
def test_every_route_stands_in_the_table_and_the_table_names_no_other() -> None:
    assert set(dict(access.routes_of_ours())) == set(TABLE)


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_role_reaches_what_the_table_says_and_nothing_else(pairs: dict[str, Pair], people: People, role: str) -> None:
    wrong = []
    for route, pair in pairs.items():
        alone = "<" not in matrix.routes()[route]
        for place, target in (("near", pair.near), ("far", pair.far)):
            if target is None:
                continue
            given = access.answer(people.get(role, route, target))
            wanted = expected(TABLE[route], role, near=place == "near", alone=alone)
            if not fits(given, wanted, near=place == "near"):
                wrong.append(f"{route}, {place}: {given} instead of {wanted}")
    assert not wrong, "\n".join(wrong)


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
