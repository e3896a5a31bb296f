"""A consultant works for two clients: one home for both, always told for whom, and nothing of one is seen at the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from applications import services
from applications.models import InformationRequest
from foundation.clock.services import now, today
from foundation.identity.services import end_membership
from tests.support import browser
from tests.support.applications import filled, officer, submitted
from tests.support.consultants import Firm
from tests.support.programme import HOUSE


def acts_for(page: Page, name: str) -> None:
    expect(page.get_by_role("region", name="Company")).to_contain_text(f"You are acting for {name}")


def waits(firm: Firm) -> InformationRequest:
    """The signatory of the first client sends its draft back; Customs asks the second client a question."""
    first, second = firm.clients
    services.send_back(
        application=filled(first, now()), remarks="Say who holds the keys.", user=first.signatory, now=now()
    )
    file = submitted(second, now())
    items = [services.NewItem("Which carrier brings the steel?", firm.criterion)]
    return services.ask(application=file, items=items, actor=officer(), now=now())


@pytest.mark.requirement("R-APP-01", "R-APP-03")
def test_a_consultant_works_for_two_clients_and_keeps_them_apart(desk: browser.Desk) -> None:
    firm = Firm(drafts=1)
    request = waits(firm)
    page = desk.sit(firm.user)
    _answers_for_the_first(page, firm)
    _answers_for_the_second(page, firm, request)
    _reads_the_lent_paper(desk.sit(firm.clients[0].preparer), firm)
    _goes_when_the_mandate_ends(page, firm)
    assert desk.said == []


def _answers_for_the_first(page: Page, firm: Firm) -> None:
    """From the one list to the draft of the first client: an answer with a paper of the own firm, but no signature."""
    draft, row = firm.drafts[0], firm.row(0)
    page.goto("/home/")
    for words in ("Alder Mills Ltd", "Birch Tools Ltd", "Due, soonest first"):
        expect(page.get_by_text(words).first).to_be_visible()
    browser.press(page, f"Sent back with remarks: {draft.number}")
    acts_for(page, "Alder Mills Ltd")
    expect(page.get_by_text("Say who holds the keys.")).to_be_visible()
    page.goto(row.url)
    acts_for(page, "Alder Mills Ltd")
    page.get_by_label("How you do it").fill("Two people hold keys; the report says who.")
    page.get_by_text("Lend papers of your own firm (1)").click()
    page.get_by_label("Pre-audit report").check()
    browser.press(page, "Save and continue")
    page.goto(f"/applications/{draft.public_id}/check/")
    expect(page.get_by_role("button", name="Read the declaration and sign")).to_have_count(0)
    assert page.request.get(f"/applications/{draft.public_id}/sign/").status in (403, 404)


def _answers_for_the_second(page: Page, firm: Firm, request: InformationRequest) -> None:
    """Over to the second client: its question waits, and the first client is not there."""
    page.get_by_role("link", name="Change company").click()
    browser.press(page, "Act for Birch Tools Ltd")
    acts_for(page, "Birch Tools Ltd")
    page.goto(f"/applications/{request.application.public_id}/requests/{request.public_id}/")
    acts_for(page, "Birch Tools Ltd")
    expect(page.get_by_text("Which carrier brings the steel?")).to_be_visible()
    draft, paper = firm.drafts[0], firm.paper
    for address in (f"/applications/{draft.public_id}/", f"/applications/{draft.public_id}/papers/{paper.public_id}/"):
        assert page.request.get(address).status == 404
    page.goto("/documents/")
    expect(page.get_by_text("Stock count")).to_have_count(1)  # its own, not the one of the same name at the other
    expect(page.get_by_text(paper.title)).to_have_count(0)


def _reads_the_lent_paper(page: Page, firm: Firm) -> None:
    page.goto(firm.row(0).url)
    expect(page.get_by_text("lent by Anders Advice Ltd for this answer")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Pre-audit report").click()
    assert download.value.suggested_filename.endswith(".png")


def _goes_when_the_mandate_ends(page: Page, firm: Firm) -> None:
    address = f"/applications/{firm.drafts[0].public_id}/"
    page.goto("/home/companies/")
    browser.press(page, "Act for Alder Mills Ltd")
    assert page.request.get(address).status == 200
    yesterday = today() - timedelta(days=1)
    end_membership(membership=firm.mandates[0], last_day=yesterday, actor=HOUSE, now=now())
    assert page.request.get(address).status == 404
    page.goto("/home/companies/")
    expect(page.get_by_text("Birch Tools Ltd").first).to_be_visible()
    expect(page.get_by_text("Alder Mills Ltd")).to_have_count(0)
