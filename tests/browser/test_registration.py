"""A stranger becomes a trader in a real browser: account, company, place, person, power shown to an officer, application
begun. `test_journey` goes on from a file that is ready to be signed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from applications.models import Application
from foundation.identity.models import User
from operators.models import Claim, Operator
from tests.support import browser
from tests.support.documents import pdf
from tests.support.identity import PASSWORD

ADDRESS = "nadia@velin-bakery.example"
COMPANY = {"legal_name": "Velin Bakery Ltd", "tin": "xa7770001", "legal_form": "Ltd", "employees": "25"}
PLACE = {"address": "3 Bridge Street", "city": "Oster Vale"}


def send(page: Page, **given: str) -> None:
    """Fill the fields of the page's form and send it."""
    for name, value in given.items():
        page.locator(f"main [name='{name}']").fill(value)
    with page.expect_navigation():
        page.locator("main form button[type=submit], main form button:not([type])").last.click()


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"main [name='{name}'][value='{value}']").check()


@pytest.fixture
def stranger(desk: browser.Desk) -> Iterator[Page]:
    """A new window, in which somebody creates an account, follows the link of the e-mail and signs in."""
    page = desk.sit()
    page.goto("/account/signup/")
    send(page, full_name="Nadia Velin", email=ADDRESS, password1=PASSWORD)
    link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)
    assert link is not None
    page.goto(link[1])
    send(page)
    page.goto("/account/login/")
    send(page, login=ADDRESS, password=PASSWORD)
    yield page
    assert desk.said == []


@pytest.mark.requirement("R-APP-01", "R-APP-03", "R-APP-09", "R-APP-10")
def test_a_stranger_registers_a_company_is_confirmed_and_begins_an_application(
    stranger: Page, desk: browser.Desk
) -> None:
    _register(stranger)
    _confirm(desk)
    _name_place_and_person(stranger)
    _begin(stranger)


def _register(page: Page) -> None:
    page.goto("/company/register/")
    page.locator("select[name=sector]").select_option(index=1)
    page.locator("select[name=region]").select_option("NORTH")
    page.locator("select[name=country]").select_option("XA")
    send(page, **COMPANY, **PLACE)
    expect(page).to_have_url(re.compile("/company/claim/$"))
    choose(page, "method", "DEED")
    page.locator("input[name=deed]").set_input_files(
        {"name": "extract.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    send(page)
    expect(page.locator("main")).to_contain_text("An officer looks at your paper next.")
    assert Operator.objects.get(tin="XA7770001").status == "UNVERIFIED"


def _confirm(desk: browser.Desk) -> None:
    """An officer of the region reads the paper and decides the claim."""
    page = desk.sit(User.objects.get(email="case_officer@demo.example"))
    claim = Claim.objects.get(operator__tin="XA7770001")
    page.goto(f"/staff/claims/{claim.public_id}/")
    choose(page, "choice", "confirm")
    send(page, reason="The extract names her as director.")
    assert Operator.objects.get(tin="XA7770001").status == "VERIFIED"


def _name_place_and_person(page: Page) -> None:
    page.goto("/company/sites/add/")
    page.locator("select[name=region]").select_option("NORTH")
    send(page, name="Bridge Street", activity="baking and packing", **PLACE)
    page.goto("/company/people/add/")
    choose(page, "role", "DIRECTOR")
    send(page, full_name="Nadia Velin", email=ADDRESS)
    expect(page.locator("main")).to_contain_text("Nadia Velin")


def _begin(page: Page) -> None:
    page.goto("/applications/begin/")
    choose(page, "kinds", "simplification")
    choose(page, "types", "exporter")
    send(page)
    file = Application.objects.get(operator__tin="XA7770001")
    assert (file.status, file.operator.size) == ("DRAFT", "SMALL")
    page.goto(f"/applications/{file.public_id}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
