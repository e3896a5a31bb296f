"""Signing and sending, acceptance and what follows from it."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from applications import rules, selectors, services
from applications.models import AcceptanceItem, Application, Declaration
from applications.states import AcceptanceCheck
from foundation.audit.models import Event
from foundation.audit.services import Refused
from foundation.clock.models import Limit
from foundation.correspondence.models import Letter, Notice
from programme.models import NumberSeries
from tests.support.applications import NOW, Company, accepted, asked, begun, filled, fresh, officer, submitted
from tests.support.identity import sign_in
from workbench.selectors import papers as dossier_papers

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R-APP-14", "R-LEG-05")
def test_the_declaration_keeps_what_was_signed() -> None:
    company = Company()
    application = submitted(company)
    declaration = Declaration.objects.get()
    assert declaration.signatory == company.signatory
    assert declaration.signed_at == application.submitted_at == NOW
    assert declaration.terms.text
    assert declaration.answers_digest == rules.digest(declaration.answers)
    assert len(declaration.answers["answers"]) >= selectors.assessment(application).question_count
    assert all(row["papers"] for row in declaration.answers["answers"])


def test_sending_again_gives_the_sent_application() -> None:
    company = Company()
    application = submitted(company)
    again = services.submit(application=application, signatory=company.signatory, now=NOW + timedelta(hours=1))
    assert again.submitted_at == NOW
    assert Declaration.objects.count() == 1


def test_nobody_but_a_signatory_sends() -> None:
    company = Company()
    with pytest.raises(Refused, match="signatory"):
        services.submit(application=filled(company), signatory=company.preparer, now=NOW)


def test_an_unverified_company_may_draft_and_not_send() -> None:
    company = Company(verified=False)
    application = filled(company)
    with pytest.raises(Refused, match="act for the company"):
        services.submit(application=application, signatory=company.signatory, now=NOW)
    assert [line.text for line in selectors.missing(application)] == ["proof that you may act for the company"]


@pytest.mark.requirement("R-APP-13")
def test_what_is_missing_is_listed_and_nothing_is_sent() -> None:
    """Acceptance case 52"""
    company = Company(people=0)
    with pytest.raises(Refused) as refusal:
        services.submit(application=begun(company), signatory=company.signatory, now=NOW)
    assert len(refusal.value.breaches) == 2
    assert Application.objects.get().status == "DRAFT"


def test_a_sent_application_is_not_edited() -> None:
    company = Company()
    application = submitted(company)
    with pytest.raises(Refused, match="was sent"):
        services.answer_start(application=application, answers={"uses_guards": True}, user=company.preparer, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_ten_concurrent_submits_make_one() -> None:
    company = Company()
    application = filled(company)
    gate, outcomes = threading.Barrier(10), []

    def press() -> None:
        try:
            gate.wait()
            sent = services.submit(application=application, signatory=company.signatory, now=NOW)
            outcomes.append(sent.number)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)

    assert outcomes == [application.number] * 10
    assert Declaration.objects.count() == 1
    assert Event.objects.filter(name="application.submitted").count() == 1
    assert AcceptanceItem.objects.count() == len(AcceptanceCheck.values)


@pytest.mark.django_db(transaction=True)
def test_ten_concurrent_beginnings_make_one_and_use_one_number() -> None:
    company = Company()
    gate, outcomes = threading.Barrier(10), []

    def press() -> None:
        try:
            gate.wait()
            outcomes.append(begun(company).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)

    assert len(set(outcomes)) == 1
    assert len(outcomes) == 10
    assert NumberSeries.objects.get(series="AEO").last == 1


@pytest.mark.requirement("R-APP-05")
def test_acceptance_is_dated_to_the_receipt_and_not_to_the_check() -> None:
    """Acceptance case 1"""
    company = Company()
    application = submitted(company)
    checked = NOW + timedelta(days=14)
    with pytest.raises(Refused, match="not the day of the check"):
        services.accept(application=application, complete_on=checked.date(), actor=officer(), now=checked)
    assert selectors.acceptance_proposal(application) == NOW.date()
    services.accept(application=application, complete_on=NOW.date(), actor=officer(), now=checked)
    row = fresh(application)
    assert (row.accepted_on, row.complete_on) == (NOW.date(), NOW.date())
    assert Limit.objects.get(kind="application.acceptance").status == "MET"
    assert set(AcceptanceItem.objects.values_list("passed", flat=True)) == {True}


def test_after_a_request_acceptance_is_the_day_the_last_item_came_in() -> None:
    """Acceptance case 2"""
    company = Company()
    request = asked(company, stage=submitted)
    answered = NOW + timedelta(days=9)
    services.answer_item(item=request.items.get(), text="Here.", user=company.preparer, now=answered)
    services.send_answers(request=request, user=company.preparer, now=answered)
    application = fresh(request.application)
    assert selectors.acceptance_proposal(application) == answered.date()
    services.accept(application=application, complete_on=answered.date(), actor=officer(), now=NOW + timedelta(days=20))
    assert fresh(application).accepted_on == answered.date()


def test_a_failed_line_stands_against_acceptance() -> None:
    application = submitted(Company())
    services.tick(
        application=application, code=AcceptanceCheck.PAPERS, passed=False, note_text="Blank.", actor=officer(), now=NOW
    )
    with pytest.raises(Refused) as refusal:
        services.accept(application=application, complete_on=NOW.date(), actor=officer(), now=NOW)
    assert refusal.value.breaches == (str(AcceptanceCheck.PAPERS.label),)


def test_not_accepting_is_no_decision_and_leaves_room_for_another_application() -> None:
    """Acceptance case 3"""
    company = Company()
    request = asked(company, stage=submitted)
    application = fresh(request.application)
    with pytest.raises(Refused, match="reason"):
        services.not_accept(application=application, reason="", actor=officer(), now=NOW)
    services.not_accept(
        application=application, reason="No balance sheet.", actor=officer(), now=NOW + timedelta(days=5)
    )
    assert fresh(application).status == "NOT_ACCEPTED"
    assert not Limit.objects.filter(status__in=("RUNNING", "STOPPED")).exists()
    assert begun(company).pk != application.pk


def test_an_accepted_file_ends_with_a_decision() -> None:
    company = Company()
    request = asked(company)
    with pytest.raises(Refused, match="ends with a decision"):
        services.not_accept(application=fresh(request.application), reason="Late.", actor=officer(), now=NOW)


@pytest.mark.requirement("R-APP-05", "R-APP-06")
def test_a_question_stops_the_clock_until_the_answers_are_sent() -> None:
    # given a file in the desk checks with its limit running
    company = Company()
    request = asked(company)
    limit = Limit.objects.get(kind="application.decision")
    # then the letter is out, the trader's own limit runs and the decision stands still
    assert limit.status == "STOPPED"
    assert Limit.objects.get(kind="information_request.answer").due_on == request.due_on
    letter = Letter.objects.get()
    assert request.letter == letter
    assert "Please send the last count." in letter.body
    assert Notice.objects.filter(letter=letter, kind="ACTION", due_on=request.due_on).exists()
    # when the trader answers
    answered = NOW + timedelta(days=6)
    with pytest.raises(Refused, match="no answer yet"):
        services.send_answers(request=request, user=company.preparer, now=answered)
    paper = company.paper("Count sheet")
    services.answer_item(
        item=request.items.get(), text="96 pallets.", documents=[paper], user=company.preparer, now=answered
    )
    services.send_answers(request=request, user=company.preparer, now=answered)
    # then it runs again, once
    services.send_answers(request=request, user=company.preparer, now=answered)
    limit.refresh_from_db()
    assert limit.status == "RUNNING"
    assert [event.kind for event in limit.events.order_by("seq")] == ["STARTED", "STOPPED", "RESUMED"]
    assert Limit.objects.get(kind="information_request.answer").status == "MET"
    assert Notice.objects.filter(once_key=f"request-answered:{request.public_id}").count() == 1


def test_papers_of_an_answer_are_the_traders_own_until_it_is_sent() -> None:
    # given
    company = Company()
    request = asked(company)
    paper, later = company.paper("Count sheet"), NOW + timedelta(days=2)
    services.answer_item(item=request.items.get(), text="96.", documents=[paper], user=company.preparer, now=later)
    # then
    assert selectors.document_of_file(request.application, paper.public_id) is None
    assert paper not in dossier_papers(request.application)
    # when
    services.send_answers(request=request, user=company.preparer, now=later)
    # then
    assert selectors.document_of_file(request.application, paper.public_id) == paper
    assert paper in dossier_papers(request.application)


def test_answers_that_were_sent_stay() -> None:
    company = Company()
    request = asked(company)
    item = request.items.get()
    services.answer_item(item=item, text="96.", user=company.preparer, now=NOW + timedelta(days=2))
    services.send_answers(request=request, user=company.preparer, now=NOW + timedelta(days=2))
    with pytest.raises(Refused, match="stay as they are"):
        services.answer_item(item=item, text="97.", user=company.preparer, now=NOW + timedelta(days=3))


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_not_changed_while_it_is_sent() -> None:
    company = Company()
    request = asked(company)
    item, later, told = request.items.get(), NOW + timedelta(days=2), []
    services.answer_item(item=item, text="96.", user=company.preparer, now=later)

    def change() -> None:
        try:
            services.answer_item(item=item, text="97.", user=company.preparer, now=later)
        except Refused as refusal:
            told.append(refusal.message)
        finally:
            connection.close()

    meanwhile = threading.Thread(target=change)
    with transaction.atomic():
        services.send_answers(request=request, user=company.preparer, now=later)
        meanwhile.start()
        meanwhile.join(timeout=1)
    meanwhile.join(timeout=60)
    item.refresh_from_db()
    assert (item.answer, told) == ("96.", ["These answers were sent and stay as they are."])


def test_two_people_at_one_question_see_both_answers_before_one_is_written_over(client: Client) -> None:
    # given: two pages of one question are open, and the other person saves first
    company = Company()
    request = asked(company)
    item, page = (
        request.items.get(),
        f"{reverse('applications:request', args=[request.application.public_id, request.public_id])}?item=1",
    )
    sign_in(client, company.preparer)
    seen = client.get(page).context["form"]["seen"].value()
    services.answer_item(item=item, text="96, by the scale.", user=company.signatory, now=NOW)
    # when
    answer = client.post(page, {"answer": "97.", "seen": seen})
    # then: nothing is lost, both stand on the page, and saving again is a choice
    item.refresh_from_db()
    assert (answer.status_code, item.answer) == (409, "96, by the scale.")
    shown = answer.content.decode()
    assert "96, by the scale." in shown
    assert "97." in shown
    assert client.post(page, {"answer": "97.", "seen": answer.context["form"]["seen"].value()}).status_code == 302
    item.refresh_from_db()
    assert item.answer == "97."


def test_an_officer_goes_on_without_answers_and_the_trader_may_still_send_them() -> None:
    company = Company()
    request = asked(company)
    late = NOW + timedelta(days=60)
    services.go_on(request=request, reason="No answer came.", actor=officer(), now=late)
    application = fresh(request.application)
    assert application.status == "UNDER_VETTING"
    assert Limit.objects.get(kind="application.decision").status == "RUNNING"
    services.answer_item(item=request.items.get(), text="Sorry, here.", user=company.preparer, now=late)
    services.send_answers(request=request, user=company.preparer, now=late)
    request.refresh_from_db()
    assert (request.status, fresh(application).status) == ("ANSWERED", "UNDER_VETTING")


@pytest.mark.parametrize("items", [[], [services.NewItem("  ")]])
def test_a_request_needs_a_question(items: list[services.NewItem]) -> None:
    with pytest.raises(Refused):
        services.ask(application=accepted(Company()), items=items, actor=officer(), now=NOW)


def test_nothing_is_asked_while_the_trader_has_the_ball() -> None:
    request = asked(Company())
    with pytest.raises(Refused):
        services.ask(
            application=fresh(request.application), items=[services.NewItem("More?")], actor=officer(), now=NOW
        )


def test_the_day_of_the_information_limit_is_counted_from_the_letter() -> None:
    request = asked(Company())
    assert request.due_on > date(2026, 3, 3)
