"""New criteria come into force while files run: sent files keep the old words, new applications read the new ones, and a
draft is offered to move."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from applications import selectors, services
from applications.models import Application
from foundation.clock.services import now, today
from foundation.identity.models import User
from foundation.identity.states import StaffRole
from tests.support import browser
from tests.support.applications import Company, begun
from tests.support.identity import make_officer

WORDS = "Backups are restored on another machine, twice a year."


def sent_file() -> tuple[Application, User]:
    """A file of the demonstration at the desk checks, with somebody of its company."""
    file = Application.objects.filter(status="UNDER_VETTING").order_by("id")[0]
    members = file.operator.organisation.memberships.filter(valid_until=None).select_related("user")
    return file, members.order_by("id")[0].user


def drafted(code: str) -> tuple[Company, Application]:
    """A draft of another company that has answered this one question."""
    company = Company("Quiet Harbour Tea Ltd", sites=1)
    application = begun(company, now=now())
    row = selectors.assessment(application).by_place[code, ""]
    answers = [services.AnswerInput(row.criterion, "MET", "Each night.", documents=(company.paper("Backup log"),))]
    services.save_answers(application=application, answers=answers, user=company.preparer, now=now())
    return company, application


@pytest.mark.requirement("R-SAC-17", "R-SAC-04", "R-APP-01")
def test_a_new_version_leaves_files_where_they_are_and_offers_drafts_to_move(desk: browser.Desk) -> None:
    code = "B-04"
    (file, trader), (company, draft) = sent_file(), drafted(code)
    _publish(desk, code)
    _reads_the_old_words(desk.sit(trader), file, code)
    _begins_with_the_new_words(desk, code)
    _moves_the_draft(desk.sit(company.preparer), draft, code)
    assert desk.said == []


def _publish(desk: browser.Desk, code: str) -> None:
    """One administrator changes the words of the version that is being written, another publishes it from today."""
    writer = desk.sit(User.objects.get(email="programme_admin@demo.example"))
    writer.goto("/staff/programme/criteria/draft/")
    writer.get_by_role("link", name=code).click()
    writer.get_by_label("Requirement").fill(WORDS)
    browser.press(writer, "Save and continue")
    writer.goto("/staff/programme/criteria/draft/effect/")
    for part, value in (("day", today().day), ("month", today().month), ("year", today().year)):
        writer.locator(f"[name=valid_from_{part}]").fill(str(value))
    browser.press(writer, "Save and continue")
    expect(writer.get_by_text("somebody else must publish it")).to_be_visible()

    publisher = desk.sit(make_officer(StaffRole.PROGRAMME_ADMIN, full_name="Sofia Kern"))
    publisher.goto("/staff/programme/criteria/draft/")
    browser.press(publisher, "Publish this version")
    expect(publisher.get_by_text("Version 2 is in force since")).to_be_visible()


def _reads_the_old_words(page: Page, file: Application, code: str) -> None:
    page.goto(f"/applications/{file.public_id}/questions/{code}/")
    expect(page.get_by_text("Version 1 of the criteria.")).to_be_visible()
    expect(page.get_by_text(WORDS)).to_have_count(0)
    page.goto(f"/applications/{file.public_id}/criteria/")
    expect(page.get_by_role("button", name="Move to version 2")).to_have_count(0)


def _begins_with_the_new_words(desk: browser.Desk, code: str) -> None:
    company = Company("Juniper Tools Ltd", sites=1)
    page = desk.sit(company.preparer)
    page.goto("/applications/begin/")
    page.locator("[name=kinds][value=security]").check()
    page.locator("[name=kinds][value=simplification]").check()
    page.locator("[name=types][value=exporter]").check()
    browser.press(page, "Save and continue")
    application = Application.objects.get(operator=company.operator)
    page.goto(f"/applications/{application.public_id}/questions/{code}/")
    expect(page.get_by_text(WORDS).locator("visible=true")).to_be_visible()


def _moves_the_draft(page: Page, draft: Application, code: str) -> None:
    page.goto(f"/applications/{draft.public_id}/")
    expect(page.get_by_text("New criteria are in force since")).to_be_visible()
    page.get_by_role("link", name="See what is different, and move your application").click()
    expect(page.locator("tr", has_text=code).get_by_text("Look again")).to_be_visible()
    expect(page.locator("ins", has_text="twice")).to_be_visible()
    browser.press(page, "Move to version 2")
    page.get_by_role("link", name=f"a look at {code}").click()
    expect(page.get_by_text("The words of this criterion have changed since you answered.")).to_be_visible()
    expect(page.get_by_text(WORDS).locator("visible=true")).to_be_visible()
    expect(page.get_by_label("How you do it")).to_have_value("Each night.")
    browser.press(page, "Save and continue")
    page.goto(f"/applications/{draft.public_id}/")
    expect(page.get_by_role("link", name=f"a look at {code}")).to_have_count(0)
    expect(page.get_by_text("New criteria are in force since")).to_have_count(0)
