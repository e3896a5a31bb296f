"""The pages after submission, both sides through HTTP: a pause, more time, a change, an answer weighed, a delay explained."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import selectors, services
from applications.models import ChangeNotice, Improvement, Judgement
from foundation.clock.services import local_date, now, today
from foundation.identity.adapters import second_factor
from foundation.identity.states import StaffRole
from operators.models import Operator
from tests.support.applications import Company, asked, filled, fresh, officer, submitted, under_vetting, withdrawn
from tests.support.identity import sign_in
from tests.support.programme import make_officer

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def client_of(user: Any) -> Client:
    if user.is_staff and not second_factor.has_factor(user):
        second_factor.give_totp(user)
    return sign_in(Client(), user)


def url(name: str, *args: object) -> str:
    return reverse(name if ":" in name else f"applications:{name}", args=args)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode().replace("&#x27;", "'")


@pytest.mark.requirement("R-APP-01", "R-APP-04")
def test_a_trader_asks_for_time_an_officer_agrees_and_the_trader_says_that_it_is_done() -> None:
    company = Company()
    file = under_vetting(company, now() - 3 * DAY)
    trader, staff = client_of(company.preparer), client_of(officer())
    assert "Ask for time to improve" in read(trader, url("status", file.public_id))
    wrong = trader.post(url("ask_pause", file.public_id), {"what": "A fence.", "manner": "PAUSE", "until": ""})
    assert wrong.status_code == 422
    assert "A fence." in wrong.content.decode()
    until = today() + 30 * DAY
    trader.post(url("ask_pause", file.public_id), {"what": "A fence.", "manner": "PAUSE", "until": until.isoformat()})
    assert "Agree or say why not" in read(staff, url("requests", file.public_id))
    answer = {"answer": "agree", "until": until.isoformat(), "reason": ""}
    assert staff.post(url("answer_pause", file.public_id), answer).status_code == 302
    paused = read(trader, url("status", file.public_id))
    assert "Paused for you until" in paused
    assert "Tell us that you are done" in paused
    done = trader.post(url("lifecycle:finish_improvement", file.public_id), {"result": "The fence stands."})
    assert done.status_code == 302
    assert fresh(file).status == "UNDER_VETTING"
    again = trader.get(url("lifecycle:finish_improvement", file.public_id))
    assert again.status_code == 302, "what has ended leads back to the file"
    assert Improvement.objects.get().result == "The fence stands."


@pytest.mark.requirement("R-APP-04")
def test_after_a_pause_that_ran_out_the_company_may_withdraw_and_start_again_with_its_answers() -> None:
    # given
    company, past = Company(), now() - 60 * DAY
    file = under_vetting(company, past)
    row = services.ask_improvement(
        application=file,
        manner="PAUSE",
        what="A fence.",
        until=local_date(past) + 20 * DAY,
        user=company.preparer,
        now=past,
    )
    row = services.agree_improvement(improvement=row, actor=officer(), now=past)
    services.end_improvement(improvement=row, reason="No word.", actor=officer(), now=now())
    # when
    offer = "Withdraw and start again with these answers"
    assert offer not in read(client_of(company.preparer), url("status", file.public_id)), "who can't sign reads who can"
    signatory = client_of(company.signatory)
    # then
    assert offer in read(signatory, url("status", file.public_id))
    services.withdraw(application=file, user=company.signatory, now=now())
    assert offer not in read(signatory, url("status", file.public_id))
    assert "Start again with these answers" in read(client_of(company.preparer), url("status", file.public_id))


@pytest.mark.requirement("R-SAC-12")
def test_a_must_that_is_not_met_stands_on_the_officers_file_with_its_plan_and_what_that_means() -> None:
    company = Company()
    draft = filled(company, now())
    row = next(one for one in selectors.assessment(draft).rows if one.facts.must)
    services.save_answers(
        application=draft,
        answers=[services.AnswerInput(row.criterion, "NOT_MET", site=row.site, plan="A fence.", planned_until=today())],
        user=company.preparer,
        now=now(),
    )
    sent = services.submit(application=draft, signatory=company.signatory, now=now())
    page = read(client_of(officer()), url("file", sent.public_id))
    assert "Musts that are not met yet" in page
    assert "What rests on them can’t be granted before the plan is carried out and checked." in page


def test_an_offer_is_declined_with_a_reason_and_longer_time_is_refused_with_one() -> None:
    company = Company()
    file = under_vetting(company, now() - 3 * DAY)
    trader, staff = client_of(company.preparer), client_of(officer())
    offer = {"what": "Mend the gate.", "manner": "PAUSE", "until": (today() + 20 * DAY).isoformat()}
    staff.post(url("offer_pause", file.public_id), offer)
    assert "Customs offers you time to improve" in read(trader, url("status", file.public_id))
    no_reason = trader.post(url("answer_offer", file.public_id), {"answer": "decline"})
    assert "Write why not." in no_reason.content.decode()
    trader.post(url("answer_offer", file.public_id), {"answer": "decline", "reason": "It is mended."})
    staff.post(url("offer_pause", file.public_id), offer)
    trader.post(url("answer_offer", file.public_id), {"answer": "agree"})
    trader.post(url("more_time", file.public_id), {"reason": "Rain."})
    assert "More time asked until" in read(staff, url("requests", file.public_id))
    staff.post(url("answer_more", file.public_id), {"answer": "decline", "reason": "It is enough."})
    assert Improvement.objects.filter(more_until=None, status="RUNNING").count() == 1


@pytest.mark.requirement("R-APP-06")
def test_the_trader_takes_more_time_at_the_question_and_the_officer_reads_old_and_new_together() -> None:
    company = Company()
    request = asked(company, now() - 3 * DAY)
    file = request.application
    trader, staff = client_of(company.preparer), client_of(officer())
    page = url("request", file.public_id, request.public_id)
    assert "Need more time?" in read(trader, page)
    trader.post(url("more_time_to_answer", file.public_id, request.public_id), {"reason": "The auditor comes in May."})
    assert "Need more time?" not in read(trader, page)
    item = request.items.get()
    trader.post(f"{page}?item=1", {"answer": "The count of June.", "then": "next"})
    answer_page = url("answer", file.public_id, item.criterion.code)
    assert "The count of June." not in read(staff, answer_page), "what is not sent is the trader’s own"
    trader.post(url("send_answers", file.public_id, request.public_id))
    text = read(staff, answer_page)
    assert "We do it every week." in text
    assert "The count of June." in text


@pytest.mark.requirement("R-APP-02")
def test_a_change_is_told_asked_about_answered_and_accepted() -> None:
    company = Company()
    under_vetting(company, now() - 3 * DAY)
    trader, staff = client_of(company.preparer), client_of(officer())
    assert "You have told no change yet." in read(trader, url("changes"))
    form = url("tell_change", "company")
    record = selectors.record_of("COMPANY", company.operator)
    same = trader.post(form, {**record, "since": today().isoformat()})
    assert "different from the record" in same.content.decode()
    told = {**record, "employees": "80", "since": today().isoformat()}
    assert trader.post(form, told).status_code == 302
    notice = ChangeNotice.objects.get()
    assert "80" in read(staff, url("staff_change", notice.public_id))
    staff.post(url("staff_change", notice.public_id), {"question": "Since when?"})
    assert "Since when?" in read(trader, url("change", notice.public_id))
    trader.post(url("change", notice.public_id), {"reply": "Since May."})
    accepted = staff.post(url("lifecycle:accept_change", notice.public_id), {"answer": ""})
    assert accepted.status_code == 302
    assert Operator.objects.get(pk=company.operator.pk).employees == 80
    assert "Accepted" in read(trader, url("change", notice.public_id))
    stranger = client_of(Company("Velin Motors Ltd").preparer)
    assert stranger.get(url("change", notice.public_id)).status_code == 404
    assert (
        stranger.get(f"{url('tell_change', 'site')}?about={company.operator.sites.all()[0].public_id}").status_code
        == 404
    )
    assert stranger.get(url("tell_change", "nonsense")).status_code == 404


@pytest.mark.requirement("R-SAC-13")
def test_an_officer_weighs_answers_one_by_one_and_nobody_else_reads_it() -> None:
    company = Company()
    withdrawn(company, now() - 30 * DAY)
    file = submitted(company, now() - 3 * DAY)
    rows = selectors.assessment(file).rows
    services_page = url("answer", file.public_id, rows[0].criterion.code)
    staff, trader = client_of(officer()), client_of(company.preparer)
    page = read(staff, services_page)
    assert "Last time" in page
    paper = rows[0].documents[0]
    assert "Save the original" in read(staff, f"{services_page}?paper={paper.public_id}")
    saved = staff.post(services_page, {"fit": "FITS", "context": "Two lorries.", "version": "0"})
    assert saved.status_code == 302
    assert rows[1].criterion.code in saved.url
    assert Judgement.objects.get().context == "Two lorries."
    stale = staff.post(services_page, {"fit": "PARTLY", "context": "Mine.", "version": "0"})
    assert stale.status_code == 422
    assert "Mine." in stale.content.decode()
    assert "Two lorries." not in read(trader, url("status", file.public_id))
    assert trader.get(services_page).status_code == 404
    reader = client_of(make_officer("Vet Reader", StaffRole.VETTING_OFFICER))
    assert "Two lorries." in read(reader, services_page)
    assert reader.post(services_page, {"fit": "FITS", "context": "", "version": "1"}).status_code == 302
    assert Judgement.objects.get().context == "Two lorries.", "who only reads changes nothing"


def test_a_passed_limit_says_since_when_why_what_the_law_gives_and_who_works_on_it() -> None:
    company = Company()
    file = under_vetting(company, now() - 300 * DAY)
    services.assign(applications=[file], officer=officer(), reason="", actor=officer("Emil Vardan"), now=now())
    staff, trader = client_of(officer()), client_of(company.preparer)
    before = read(trader, url("status", file.public_id))
    assert "We should have decided by" in before
    assert "The reason is not written yet." in before
    assert "You can appeal against the delay." in before
    assert "Dalia Roost" in before
    staff.post(url("explain_delay", file.public_id), {"text": "A register abroad does not answer."})
    assert "A register abroad does not answer." in read(trader, url("status", file.public_id))
    assert "A register abroad does not answer." in read(staff, url("workbench:dossier", file.public_id))


@pytest.mark.requirement("R-APP-05")
def test_more_time_to_decide_is_taken_on_a_page_or_refused_there() -> None:
    company = Company()
    file = under_vetting(company, now() - 3 * DAY)
    staff = client_of(officer())
    page = url("lifecycle:extend", file.public_id)
    wrong = staff.post(page, {"ground": "investigation", "amount": "10", "reason": "Court."})
    assert "1 to 9 months" in wrong.content.decode()
    right = staff.post(page, {"ground": "investigation", "amount": "2", "reason": "A court hears it."})
    assert right.status_code == 302
    text = read(client_of(company.preparer), url("status", file.public_id))
    assert "A court hears it." in text


def test_the_page_of_an_answer_and_of_changes_cost_the_same_whatever_the_size() -> None:
    company = Company()
    file = submitted(company, now() - 3 * DAY)
    staff = client_of(officer())
    code = selectors.assessment(file).rows[0].criterion.code
    counts = []
    for _round in range(2):
        for place in range(4):
            services.notify_change(
                operator=company.operator, subject="COMPANY", values={"employees": str(100 + place)},
                since=today(), user=company.preparer, now=now(),
            )  # fmt: skip
        for address in (url("answer", file.public_id, code), url("staff_changes")):
            with CaptureQueriesContext(
                connection,
            ) as caught:
                read(staff, address)
            counts.append(len(caught))
    assert counts[:2] == counts[2:]
