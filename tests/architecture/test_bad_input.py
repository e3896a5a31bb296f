"""Nonsense in every form of every page answers with the field at fault, never with an error of ours; and changes nothing
that the next reader could stumble over. Forms are taken from the pages themselves, so a new one is walked at once."""

import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import cycle
from typing import NamedTuple

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import HttpResponse

from tests.support import access
from tests.support.access import COMPANY, STAFF, TABLE, Pair, People
from tests.support.objects import Target

# A byte that no text holds, a number no column holds, no choice, no identifier, no day, text that turns around, much text.
JUNK = ("\x00", "9" * 400, "no such choice", "a\x00b", "-1", "2026-13-45", "\u202e' OR 1=1 --", "x" * 20_000)
ASKED = "page=%00&q=%00&show=%00&at=%00&item=%00&paper=%00&site=%00&about=%00&file=%00&document=%00&from=%00&type=%00"
LEAVE = {"account_logout", "identity:choose_company"}  # they end or change whose pages the next one would be


class Form(NamedTuple):
    """One form of a page: where it goes and the names of what it sends."""

    role: str
    action: str
    names: tuple[str, ...]
    target: Target


class _Forms(HTMLParser):
    """The forms of a page that are sent by POST."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = (given.get("method") or "").lower() == "post"
            if self.inside:
                self.found.append((given.get("action") or "", []))
        elif self.inside and tag in ("input", "select", "textarea", "button"):
            name = given.get("name")
            if name and name != "csrfmiddlewaretoken":
                self.found[-1][1].append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


def forms_of(role: str, target: Target, address: str, response: HttpResponse) -> Iterator[Form]:
    page = _Forms()
    page.feed(response.content.decode())
    for action, names in page.found:
        yield Form(role, action or address, tuple(dict.fromkeys(names)), target)


def reader_of(route: str) -> str | None:
    """Somebody who is shown the page: the one of whom the table says so."""
    row = TABLE[route]
    if row.side == "everybody":
        return "case_officer" if row.answer.split("/")[-1] == "200" else None
    return next((role for role in (*COMPANY, *STAFF) if role in row.roles and role not in row.hidden), None)


@pytest.fixture(scope="module")
def forms(pairs: dict[str, Pair], people: People) -> list[Form]:
    """Every form that somebody is shown on the page of some route; the same one on many pages once."""
    found: dict[tuple[str, tuple[str, ...]], Form] = {}
    for route, pair in pairs.items():
        role = reader_of(route)
        if role is None or route in LEAVE:
            continue
        address = access.address(route, pair.near)
        response = people.client(role, pair.near).get(address)
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            for form in forms_of(role, pair.near, address, response):
                if not any(part in form.action for part in ("/account/logout", "/language", "choose")):
                    found.setdefault((form.action.split("?")[0], form.names), form)
        response.close()
    return list(found.values())


@pytest.fixture
def raised() -> Iterator[list[str]]:
    """What the pages raised, the last one last."""
    found = [""]

    def note(sender: object, **more: object) -> None:
        found.append(repr(sys.exc_info()[1]))

    got_request_exception.connect(note)
    yield found
    got_request_exception.disconnect(note)


def sent(people: People, form: Form, data: dict[str, str]) -> int:
    """The answer to a form; what it changed, the session included, is undone."""
    client = people.client(form.role, form.target)
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = client.post(form.action, data)
        response.close()
        transaction.set_rollback(True)
    client.cookies = cookies
    return response.status_code


# Another start gives every field another piece of nonsense.
@pytest.mark.parametrize("start", [0, pytest.param(3, marks=pytest.mark.full)])
def test_no_form_fails_on_nonsense(forms: list[Form], people: People, raised: list[str], start: int) -> None:
    failed = []
    assert len(forms) > 100
    for form in forms:
        junk = cycle(JUNK[start:] + JUNK[:start])
        status = sent(people, form, {name: next(junk) for name in form.names})
        if status >= 500:
            failed.append(f"{form.role} {form.action} {form.names}: {raised[-1]}")
    assert not failed, "\n".join(failed)


@pytest.mark.usefixtures("unwritten")
def test_no_page_fails_on_a_nonsense_question(pairs: dict[str, Pair], people: People, raised: list[str]) -> None:
    failed = []
    for route, pair in pairs.items():
        role = reader_of(route)
        if role is None or route in LEAVE:
            continue
        response = people.client(role, pair.near).get(f"{access.address(route, pair.near)}?{ASKED}")
        response.close()
        if response.status_code >= 500:
            failed.append(f"{route}: {raised[-1]}")
    assert not failed, "\n".join(failed)


def test_ten_megabytes_of_text_are_refused_before_they_are_read(forms: list[Form], people: People) -> None:
    form = next(form for form in forms if "reason" in form.names)
    assert sent(people, form, {"reason": "x" * 10_000_000}) in (400, 413)
