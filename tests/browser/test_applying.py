"""A small exporter finishes its application with the keyboard alone, with scripts and without. The many like answers are
given through the services; one question, the check and the signature are done by hand."""

import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from applications import selectors, services
from applications.models import Application
from foundation.audit.services import acting
from foundation.clock.services import now
from foundation.identity.models import Membership
from foundation.identity.states import CompanyRole
from tests.support.applications import Company, begun
from tests.support.browser import window
from tests.support.programme import HOUSE

MOST_QUESTIONS = 80
# What does not go on at a firm that packs honey, closes its containers and lets a broker and a haulier do the rest.
NOT_OURS = (
    "trading_under_three_years",
    "lodges_own_declarations",
    "holds_licences",
    "stores_unreleased_goods",
    "may_owe_duties",
    "handles_dangerous_or_valuable_goods",
    "runs_vehicles",
    "works_under_transport_security_rules",
    "employs_agency_staff",
    "uses_guards",
    "deals_with_online_orders",
    "handles_parcels",
    "hosts_other_sellers",
)


def exporter() -> tuple[Company, Application]:
    """One person of a firm of 25 who prepares and signs; everything is answered but one question."""
    company = Company("Two Rivers Honey Ltd", sites=1)
    moment = now()
    with acting(actor=HOUSE, at=moment):
        Membership.objects.create(
            user=company.preparer,
            organisation=company.organisation,
            role=CompanyRole.SIGNATORY,
            valid_from=moment.date(),
        )
    application = begun(company, kinds=("security",), now=moment)
    asked = [question.key for question in selectors.start_questions(application)]
    starts = {key: key not in NOT_OURS for key in asked}
    services.answer_start(application=application, answers=starts, user=company.preparer, now=moment)
    paper = company.paper("Gate book")
    _first, *others = selectors.assessment(application).rows
    answers = [
        services.AnswerInput(row.criterion, "MET", "Two people check it every week.", row.site, documents=(paper,))
        for row in others
    ]
    services.save_answers(application=application, answers=answers, user=company.preparer, now=moment)
    return company, application


def tab_to(page: Page, css: str) -> None:
    """Go on with the tabulator until this element has the focus."""
    for _step in range(200):
        page.keyboard.press("Tab")
        if page.locator(f"{css}:focus").count():
            return
    raise AssertionError(f"{css} cannot be reached with the tabulator on {page.url}")


def enter(page: Page, css: str) -> None:
    tab_to(page, css)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.requirement("R-SAC-01", "R-APP-03", "R-SME-02", "R-SME-03")
@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_a_small_exporter_finishes_with_the_keyboard_alone(chromium: Browser, address: str, script: bool) -> None:
    company, application = exporter()
    sheet = selectors.assessment(application)
    questions = sheet.question_count + len(sheet.asked_starts)
    sys.stdout.write(f"A small exporter reads {questions} questions, {len(sheet.asked_starts)} of them short.\n")
    assert sheet.question_count < MOST_QUESTIONS

    with window(chromium, address, script=script) as opened:
        page = opened.enter(company.preparer).go("/home/")
        enter(page, f"a[href='/applications/{application.public_id}/']")
        enter(page, "aside a, .app-columns__side a[href*='/questions/']")
        tab_to(page, "textarea[name=how]")
        page.keyboard.type("The gate book is signed at every entry.")
        tab_to(page, "input[name=outcome]")
        page.keyboard.press("Space")
        tab_to(page, "summary:has-text('Choose from your documents')")
        page.keyboard.press("Enter")
        tab_to(page, "input[name=library]")
        page.keyboard.press("Space")
        enter(page, "button[name=then][value=next]")
        page.goto(f"{address}/applications/{application.public_id}/")
        enter(page, f"a[href='/applications/{application.public_id}/check/']")
        enter(page, f"a[href='/applications/{application.public_id}/sign/']")
        tab_to(page, "input[name=agree]")
        page.keyboard.press("Space")
        enter(page, "main form button")
        expect(page.locator("h1")).to_contain_text("Application sent")

    application.refresh_from_db()
    assert application.status == "SUBMITTED"
