"""After submission in a real browser: a question answered where it belongs, and a pause that ends with the file going on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from applications import selectors as applications
from applications.models import Application
from foundation.clock.services import now, today
from foundation.identity.models import Membership, User
from foundation.identity.states import CompanyRole
from tests.support import browser


def preparer(file: Application) -> User:
    rows = Membership.objects.filter(organisation=file.operator.organisation, valid_until=None)
    return rows.filter(role=CompanyRole.PREPARER).select_related("user")[0].user


def officer() -> User:
    return User.objects.get(email="case_officer@demo.example")


def in_work(place: int) -> Application:
    """A file of the officer's office at the desk checks; each journey takes one of its own."""
    rows = applications.visible_to_staff(officer(), today()).filter(status="UNDER_VETTING")
    return rows.order_by("id")[place]


@pytest.mark.requirement("R-APP-01", "R-APP-06")
def test_an_officer_asks_and_the_trader_answers_at_the_question(desk: browser.Desk) -> None:
    file = in_work(0)
    code = applications.assessment(file).rows[0].criterion.code
    at_customs = desk.sit(officer())
    at_customs.goto(f"/staff/files/{file.public_id}/application/answers/{code}/")
    at_customs.get_by_role("link", name="Ask about this").click()
    at_customs.get_by_label("What do you ask?").first.fill("Who signs when a count shows a difference?")
    browser.press(at_customs, "Ask the trader")

    at_home = desk.sit(preparer(file))
    at_home.goto(f"/applications/{file.public_id}/status/")
    expect(at_home.get_by_role("heading", name="It is your turn")).to_be_visible()
    at_home.get_by_role("button", name="Answer the question").click()
    expect(at_home.get_by_text("Who signs when a count shows a difference?")).to_be_visible()
    at_home.get_by_label("Your answer now").fill("The head of the store signs.")
    browser.press(at_home, "Save and check all answers")
    browser.press(at_home, "Send the answers")

    at_customs.goto(f"/staff/files/{file.public_id}/application/answers/{code}/")
    expect(at_customs.get_by_text("The head of the store signs.")).to_be_visible()
    assert desk.said == []


@pytest.mark.requirement("R-APP-04")
def test_a_pause_is_offered_agreed_and_ends_where_the_file_stood(desk: browser.Desk) -> None:
    file = in_work(0)
    until = (now() + timedelta(days=30)).date()
    at_customs = desk.sit(officer())
    at_customs.goto(f"/staff/files/{file.public_id}/requests/")
    at_customs.get_by_role("button", name="Offer time to improve").click()
    at_customs.get_by_label("What will be improved?").fill("Put a lock on the side gate.")
    at_customs.get_by_label("Done by").fill(until.isoformat())
    browser.press(at_customs, "Offer this time to the trader")

    at_home = desk.sit(preparer(file))
    at_home.goto(f"/applications/{file.public_id}/status/")
    at_home.get_by_role("button", name="Answer this offer").click()
    at_home.get_by_label("Yes, agree").check()
    browser.press(at_home, "Send your answer")
    expect(at_home.get_by_role("heading", name="Paused for you until")).to_be_visible()
    assert Application.objects.get(pk=file.pk).status == "PAUSED_FOR_IMPROVEMENT"

    at_home.get_by_role("button", name="Tell us that you are done").click()
    at_home.get_by_label("What have you done?").fill("The lock is on; the picture is with our papers.")
    browser.press(at_home, "We are done: go on with our application")
    expect(at_home.get_by_role("heading", name="It is our turn")).to_be_visible()
    assert Application.objects.get(pk=file.pk).status == "UNDER_VETTING"
    assert desk.said == []
