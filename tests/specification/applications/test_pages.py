"""The pages of applications through HTTP: the trader's line from draft to receipt, and who gets 404."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from applications import selectors, services
from applications.models import Application
from foundation.audit.services import acting
from foundation.clock.services import now
from foundation.identity.adapters import second_factor
from foundation.identity.models import Membership
from operators import services as operators
from programme.services import note_interpretation
from tests.support.applications import (
    STAGES,
    Company,
    asked,
    begun,
    filled,
    fresh,
    submitted,
)
from tests.support.identity import sign_in
from tests.support.programme import HOUSE, NOW, make_officer

pytestmark = pytest.mark.django_db


def client_of(user: Any) -> Client:
    if user.is_staff and not second_factor.has_factor(user):
        second_factor.give_totp(user)
    return sign_in(Client(), user)


def page(client: Client, name: str, *args: object, query: str = "", status: int = 200) -> str:
    answer = client.get(reverse(f"applications:{name}", args=args) + query)
    assert answer.status_code == status, (name, answer.status_code, getattr(answer, "url", ""))
    return answer.content.decode()


def test_a_preparer_begins_by_choosing_kinds_and_open_types() -> None:
    company = Company()
    client = client_of(company.preparer)
    assert "Begin an application" in page(client, "list")
    assert "exporter" in client.get(reverse("lifecycle:begin")).content.decode().lower()
    wrong = client.post(reverse("lifecycle:begin"), {"kinds": ["security"]})
    assert "Choose at least one operator type." in wrong.content.decode()
    answer = client.post(reverse("lifecycle:begin"), {"kinds": ["security"], "types": ["exporter"]})
    application = Application.objects.get()
    assert answer.url == reverse("applications:start", args=[application.public_id])
    assert client.get(reverse("lifecycle:begin")).status_code == 302


@pytest.mark.requirement("R-SUP-02", "R-SUP-04")
def test_a_firm_that_a_lead_company_helps_reads_whom_to_ask_there() -> None:
    company, lead = Company(), Company("Lead Ltd")
    application = begun(company)
    by = {"actor": lead.preparer, "now": now()}
    fields = {"name": "Solvane", "country": "XA", "role": "CARRIER", "tier": "DIRECT", "helped": True}
    contact = {"contact_name": "Jan Perrin", "contact_phone": "+000 12 34"}
    partner = operators.save_partner(operator=lead.operator, fields={**fields, **contact}, **by)
    invitation = operators.invite_partner(partner=partner, email="a@solvane.example", **by)
    assert "helps you" not in page(client_of(company.preparer), "tasks", application.public_id)
    with acting(actor=HOUSE, at=now()):
        invitation.followed_by = company.operator
        invitation.save(update_fields=["followed_by"])
    text = page(client_of(company.preparer), "tasks", application.public_id)
    assert "Lead Ltd helps you to become an AEO. Ask Jan Perrin:" in text
    assert "+000 12 34" in text


def test_start_answers_lead_to_the_task_list() -> None:
    company = Company()
    application = begun(company)
    client = client_of(company.preparer)
    assert "Do guards watch your place?" in page(client, "start", application.public_id)
    answer = client.post(reverse("applications:start", args=[application.public_id]), {"uses_guards": "no"})
    assert answer.url == reverse("applications:tasks", args=[application.public_id])
    text = page(client, "tasks", application.public_id)
    assert "You count as a small firm (25 employees)" in text
    assert "Cannot start yet" in text
    assert "questions fit you" in text


def question(application: Application, number: int = 0) -> selectors.Row:
    return selectors.assessment(application).rows[number]


def test_a_question_shows_what_is_enough_and_saves_and_goes_on() -> None:
    company = Company()
    application = begun(company)
    client, row = client_of(company.preparer), question(application)
    shown = client.get(row.url).content.decode()
    assert row.criterion.plain_question in shown.replace("&#x27;", "'")
    assert "Enough for a small firm." in shown
    saved = client.post(row.url, {"how": "Every week.", "outcome": "MET", "version": "0", "then": "next"})
    assert saved.status_code == 302
    assert saved.url == question(application, 1).url
    assert "Every week." in client.get(row.url).content.decode()


@pytest.mark.requirement("R-APP-20")
def test_the_question_shows_how_customs_reads_it_and_never_what_is_only_for_officers() -> None:
    company = Company()
    row = question(begun(company))
    sofia, code = make_officer("Sofia Kern", "PROGRAMME_ADMIN"), row.criterion.code
    for answer, is_public in (("Once a year is enough.", True), ("Look at the vault as well.", False)):
        note_interpretation(
            code=code, question="How often?", answer=answer, is_precedent=False, is_public=is_public,
            actor=sofia, now=NOW,
        )  # fmt: skip
    shown = client_of(company.preparer).get(row.url).content.decode()
    assert "How Customs reads this: 1 answer to a question" in shown
    assert "Once a year is enough." in shown
    assert "vault" not in shown


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"outcome": "NOT_APPLICABLE"}, "Write why it does not apply to you."),
        ({"outcome": "NOT_MET"}, "Write what you will do to meet it."),
        ({"outcome": "NOT_MET", "plan": "Soon", "planned_until": "2026-02-31"}, "Enter a day that exists"),
        ({}, "Choose whether you meet this."),
    ],
)
def test_the_field_at_fault_is_named_and_what_was_typed_stays(data: dict[str, str], sentence: str) -> None:
    company = Company()
    application = begun(company)
    row = next(row for row in selectors.assessment(application).rows if row.facts.must)
    posted = {"how": "Kept words", "version": "0", "then": "next", **data}
    answer = client_of(company.preparer).post(row.url, posted)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in text
    assert "Kept words" in text
    assert "<title>Error:" in re.sub(r"\s+", " ", text)


def test_papers_are_uploaded_chosen_and_taken_away(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    company = Company()
    application = begun(company)
    paper = company.paper("Fire insurance")
    client, row = client_of(company.preparer), question(application)
    data = {"how": "So", "outcome": "MET", "version": "0", "then": "stay"}
    program = SimpleUploadedFile("scan.exe", b"MZ" + b"0" * 100)
    refused = client.post(row.url, {**data, "library": [str(paper.public_id)], "papers": [program]})
    text = refused.content.decode()
    assert "scan.exe" in text
    assert "Fire insurance" in text
    client.post(row.url, {**data, "version": "1", "remove": str(paper.public_id)})
    assert not question(fresh(application)).documents


def test_autosave_answers_with_the_time_and_the_version() -> None:
    company = Company()
    application = begun(company)
    row = question(application)
    url = reverse("applications:autosave", args=[application.public_id, row.criterion.code])
    client = client_of(company.preparer)
    first = client.post(url, {"how": "Typing", "version": "0"})
    assert first.json()["version"] == 1
    assert first.json()["text"].startswith("Saved at ")
    services.save_answer(
        application=application,
        criterion=row.criterion,
        site=None,
        outcome="",
        how="Somebody else",
        reason="",
        plan="",
        planned_until=None,
        version=1,
        user=company.signatory,
        now=now(),
    )
    stale = client.post(url, {"how": "Typing on", "version": "1"})
    assert stale.status_code == 409
    assert company.signatory.full_name in stale.json()["text"]
    both = client.post(row.url, {"how": "Typing on", "outcome": "MET", "version": "1", "then": "next"})
    text = both.content.decode()
    assert both.status_code == 409
    assert "Typing on" in text
    assert "Somebody else" in text
    assert 'name="version" value="2"' in text


def test_a_complete_draft_is_handed_over_sent_back_and_signed() -> None:
    company = Company()
    application = filled(company)
    preparer, signatory = client_of(company.preparer), client_of(company.signatory)
    text = page(preparer, "check", application.public_id)
    assert "Hand it over for signature" in text
    assert "Read the declaration and sign" not in text
    preparer.post(reverse("applications:ready", args=[application.public_id]))
    assert "Send back with remarks" in page(signatory, "check", application.public_id)
    signatory.post(reverse("applications:send_back", args=[application.public_id]), {"remarks": "More on G-04."})
    assert "More on G-04." in page(preparer, "tasks", application.public_id)
    sign = page(signatory, "sign", application.public_id)
    assert reverse("lifecycle:submit", args=[application.public_id]) in sign
    page(preparer, "sign", application.public_id, status=403)


def test_an_incomplete_draft_shows_no_sign_button() -> None:
    company = Company()
    application = begun(company)
    signatory = client_of(company.signatory)
    text = page(signatory, "check", application.public_id)
    assert "Read the declaration and sign" not in text
    assert "thing is missing" in text
    page(signatory, "sign", application.public_id, status=302)


def test_receipt_and_status_say_what_follows_and_who_acts() -> None:
    company = Company()
    application = submitted(company)
    client = client_of(company.preparer)
    assert application.number in page(client, "receipt", application.public_id)
    text = page(client, "status", application.public_id)
    assert "It is our turn." in text
    assert "How the time limit is counted" in text
    page(client, "check", application.public_id, status=302)


def test_questions_are_answered_one_by_one_and_sent_together() -> None:
    company = Company()
    moment = now() - timedelta(days=3)
    request = asked(company, moment)
    client = client_of(company.preparer)
    url = reverse("applications:request", args=[request.application.public_id, request.public_id])
    assert "Please send the last count." in client.get(url).content.decode()
    assert "Not answered yet" in client.get(f"{url}?item=send").content.decode()
    saved = client.post(f"{url}?item=1", {"answer": "96 pallets.", "then": "next"})
    assert saved.url == f"{url}?item=send"
    assert "Send the answers" in client.get(saved.url).content.decode()
    client.post(reverse("applications:send_answers", args=[request.application.public_id, request.public_id]))
    assert "Your answers were sent." in page(client, "status", request.application.public_id)
    assert client.get(f"{url}?item=7").status_code == 404


@pytest.mark.parametrize("status", sorted(STAGES))
def test_every_page_of_every_state_opens_and_says_no_internal_word(status: str) -> None:
    """R-APP-17: what Customs weighs never shows on a trader's page."""
    company = Company()
    application = STAGES[status](company)
    client = client_of(company.preparer)
    texts = [client.get(reverse("applications:list")).content.decode()]
    for name in ("tasks", "start", "check", "status", "receipt"):
        answer = client.get(reverse(f"applications:{name}", args=[application.public_id]), follow=True)
        assert answer.status_code in (200, 404), (status, name)
        texts.append(answer.content.decode())
    whole = " ".join(texts).lower()
    for word in (
        "vetting",
        "validation",
        "screening",
        "watch list",
        "sanction",
        "risk profile",
        "internal",
        "deliberation",
        "adverse",
    ):
        assert word not in whole, word


TRADER_PAGES = ("tasks", "start", "check", "ready", "send_back", "sign", "receipt", "status", "discard", "withdraw")


def test_another_company_gets_404_everywhere() -> None:
    company, stranger = Company(), Company("Velin Motors Ltd")
    request = asked(company)
    application = request.application
    row = question(application)
    urls = [reverse(f"applications:{name}", args=[application.public_id]) for name in TRADER_PAGES]
    urls += [
        row.url,
        reverse("applications:section", args=[application.public_id, "A"]),
        reverse("applications:autosave", args=[application.public_id, row.criterion.code]),
        reverse("applications:request", args=[application.public_id, request.public_id]),
        reverse("applications:send_answers", args=[application.public_id, request.public_id]),
    ]
    for user in (stranger.preparer, stranger.signatory):
        client = client_of(user)
        for url in urls:
            assert client.get(url).status_code in (403, 404, 405), url
            assert client.post(url).status_code in (403, 404, 405), url
    both_roles = Company("Third Ltd")
    with acting(actor=HOUSE, at=NOW):
        Membership.objects.create(
            user=both_roles.preparer, organisation=both_roles.organisation, role="SIGNATORY", valid_from=NOW.date()
        )
    client = client_of(both_roles.preparer)
    for url in urls:
        assert 404 in {client.get(url).status_code, client.post(url).status_code}, url
    mine = begun(both_roles)
    foreign = reverse("applications:request", args=[mine.public_id, request.public_id])
    assert client.get(foreign).status_code == 404


def test_withdrawing_asks_first() -> None:
    company = Company()
    application = submitted(company)
    signatory = client_of(company.signatory)
    assert "There is no decision." in page(signatory, "withdraw", application.public_id)
    signatory.post(reverse("applications:withdraw", args=[application.public_id]))
    assert "You withdrew on" in page(signatory, "status", application.public_id)


def test_a_draft_is_deleted_after_a_page_that_says_what_that_means() -> None:
    company = Company()
    application = begun(company)
    client = client_of(company.preparer)
    assert "Your documents stay in your library." in page(client, "discard", application.public_id)
    client.post(reverse("applications:discard", args=[application.public_id]))
    assert fresh(application).status == "WITHDRAWN"
