"""The pages of a company’s people, the personal link, and officers’ pages; strangers find nothing."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.audit.models import Read
from foundation.audit.services import acting
from foundation.clock.services import now
from foundation.documents.models import Document
from operators import services
from operators.models import Operator, Person, Recovery
from operators.states import ClaimMethod
from tests.support.documents import status_of
from tests.support.operators import (
    add_person,
    add_site,
    core,
    make_deed,
    make_operator,
    officer,
    owner,
    owner_of,
    picture,
    text,
)
from tests.support.programme import HOUSE, make_officer, make_person, reference_data

pytestmark = pytest.mark.django_db

PERSON = {"full_name": "Ada Norr", "role": "DIRECTOR", "email": "ada@norr.example"}


@pytest.fixture(autouse=True)
def _reference() -> None:
    reference_data()


# --- people and their links -------------------------------------------------------------------------------------------------


def test_a_person_is_added_and_gets_a_link_the_company_never_sees(client: Client) -> None:
    owner(client, make_operator())
    assert "Enter the person" in text(client.post(reverse("operators:add_person"), {}))
    page = text(client.post(reverse("operators:add_person"), PERSON, follow=True))
    assert "Ada Norr gets an e-mail" in page
    assert "/personal/" not in page
    person = Person.objects.get()
    before = person.link_digest
    client.post(reverse("operators:send_link", args=[person.public_id]))
    client.post(
        reverse("operators:edit_person", args=[person.public_id]),
        {"version": "1", **PERSON, "full_name": "Ada M. Norr"},
    )
    person.refresh_from_db()
    assert person.full_name == "Ada M. Norr"
    assert person.link_digest
    client.post(reverse("operators:person_left", args=[person.public_id]))
    person.refresh_from_db()
    assert (person.link_digest, person.left_on is None) == ("", False)
    assert before != ""


def test_the_personal_page_shows_who_asks_and_takes_the_answer_and_a_paper(client: Client) -> None:
    # given
    person = add_person(make_operator())
    token = services.personal_link(person=person, actor=HOUSE, now=now())
    url = reverse("operators:personal", args=[token])
    # when
    response = client.get(url)
    page = text(response)
    # then
    assert "Brenna Textiles Ltd" in page
    assert "serious offences linked to business" in page
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]
    assert "Choose yes or no." in text(client.post(url, {}))
    # when
    assert "Tick the box to say that you are this person." in text(client.post(url, {"answer": "give"}))
    born = {f"born_on_{part}": getattr(person.date_of_birth, part) for part in ("day", "month", "year")}
    client.post(url, {"answer": "give", "is_me": "on", **born})
    client.post(reverse("operators:personal_paper", args=[token]), {"paper": picture(), "title": "Certificate"})
    # then
    person.refresh_from_db()
    assert (person.status, person.identity_confirmed_at is None) == ("GIVEN", False)
    paper = Document.objects.get()
    assert (paper.confidentiality, paper.uploaded_by) == ("OFFICERS", None)
    assert "Certificate" in text(client.get(url))
    assert "Choose a file." in text(client.post(reverse("operators:personal_paper", args=[token]), {}))


def test_a_person_whose_date_of_birth_is_on_record_confirms_it_without_being_shown_it(client: Client) -> None:
    # given
    person = add_person(make_operator())
    with acting(actor=HOUSE, at=now()):
        person.date_of_birth = date(1970, 3, 27)
        person.save(update_fields=["date_of_birth"])
    url = reverse("operators:personal", args=[services.personal_link(person=person, actor=HOUSE, now=now())])
    said = {"answer": "give", "is_me": "on", "born_on_day": "28", "born_on_month": "3", "born_on_year": "1970"}
    # when
    page = text(client.get(url))
    wrong = text(client.post(url, said))
    # then
    assert "1970-03-27" not in page
    assert "This is not the date of birth in the company’s record." in wrong
    person.refresh_from_db()
    assert (person.status, person.identity_confirmed_at) == ("ASKED", None)
    # and with the right day the answer counts, until the record says somebody else
    client.post(url, {**said, "born_on_day": "27"})
    person.refresh_from_db()
    assert (person.status, person.identity_confirmed_at is None) == ("GIVEN", False)
    edited = services.edit_person(
        person=person, changes={"date_of_birth": date(1971, 1, 1)}, version=person.version, actor=HOUSE, now=now()
    )
    assert edited.identity_confirmed_at is None


def test_unknown_and_ended_links_get_the_same_answer(client: Client) -> None:
    person = add_person(make_operator())
    token = services.personal_link(person=person, actor=HOUSE, now=now())
    services.person_left(person=person, on=now().date(), actor=HOUSE, now=now())
    ended, unknown = (client.get(reverse("operators:personal", args=[t])) for t in (token, "0" * 64))
    assert (ended.status_code, unknown.status_code) == (404, 404)
    assert core(ended) == core(unknown)


def test_a_paper_of_a_person_is_opened_by_officers_of_the_desk_checks_only(client: Client) -> None:
    # given
    operator = make_operator()
    person = add_person(operator)
    paper = services.hand_in_paper(person=person, upload=picture(), title="Certificate", now=now())
    url = reverse("operators:person_paper", args=[operator.public_id, paper.public_id])
    # then
    owner(client, operator)
    assert client.get(url).status_code == 404
    officer(client, "BORDER_OFFICER", name="Bo Renn")
    assert client.get(url).status_code == 403
    officer(client, "VETTING_OFFICER", name="Vera Ott")
    assert status_of(client, url) == 200
    assert Read.objects.filter(what="personal paper", actor_label="Vera Ott").exists()


# --- officers' pages ----------------------------------------------------------------------------------------------------------


def test_an_officer_reads_the_record_and_the_look_is_written_down(client: Client) -> None:
    operator = make_operator()
    add_site(operator)
    add_person(operator, consent=True)
    officer(client, "CASE_OFFICER")
    page = text(client.get(reverse("operators:operator", args=[operator.public_id])))
    for words in ("Brenna Textiles Ltd", "Mill Street", "Nadia Brenna", "Given", "Power to act confirmed"):
        assert words in page
    assert Read.objects.filter(file_id=operator.public_id, actor_label="Dalia Roost").exists()


def test_the_record_of_another_office_is_not_there(client: Client) -> None:
    operator = make_operator(region="SOUTH", verified=False)
    claim = services.claim(operator=operator, claimant=owner_of(operator), method="LETTER_CODE", now=now())
    officer(client, "CASE_OFFICER", "TEAM_LEADER", office="NOR")
    for name in ("operator", "assign", "declare_interest", "ask_recovery"):
        assert client.get(reverse(f"operators:{name}", args=[operator.public_id])).status_code == 404
    assert client.get(reverse("operators:claim_file", args=[claim.public_id])).status_code == 404
    assert client.post(reverse("operators:claim_letter", args=[claim.public_id])).status_code == 404
    assert operator.legal_name not in text(client.get(reverse("operators:claims")))


@pytest.mark.requirement("R-INT-01")
def test_a_leader_assigns_who_declared_no_interest(client: Client) -> None:
    # given
    operator = make_operator()
    free, tied = make_officer("Emil Vardan", "CASE_OFFICER"), make_officer("Ivo Brand", "CASE_OFFICER")
    services.declare_interest(officer=tied, operator=operator, nature="shares", now=now())
    officer(client, "TEAM_LEADER", name="Petra Lund")
    url = reverse("operators:assign", args=[operator.public_id])
    # then
    assert "Ivo Brand" not in text(client.get(url))
    refused = client.post(url, {"role": "CASE_OFFICER", "officer": tied.pk, "reason": "x"})
    assert "Choose an officer of the list." in text(refused)
    client.post(url, {"role": "CASE_OFFICER", "officer": free.pk, "reason": "load"})
    assert operator.assignments.get().officer == free


def test_an_officer_declares_an_interest(client: Client) -> None:
    operator = make_operator()
    dalia = officer(client, "CASE_OFFICER")
    client.post(reverse("operators:declare_interest", args=[operator.public_id]), {"nature": "My brother works there."})
    assert operator.interests.get().officer == dalia


def test_a_recovery_walks_through_two_officers(client: Client) -> None:
    # given
    operator, heir = make_operator(), make_person("Heir Brenna")
    officer(client, "CASE_OFFICER")
    ask = reverse("operators:ask_recovery", args=[operator.public_id])
    assert "Nobody outside Customs" in text(client.post(ask, {"email": "nobody@x.example", "proof": "x"}))
    client.post(ask, {"email": heir.email, "proof": "Court order 12, filed R-7"})
    url = reverse("operators:decide_recovery", args=[Recovery.objects.get().public_id])
    # then
    own = text(client.post(url, {"choice": "confirm", "reason": "seen"}))
    assert "Another officer must confirm it." in own
    # when
    officer(client, "TEAM_LEADER", name="Petra Lund")
    assert "Court order 12" in text(client.get(url))
    client.post(url, {"choice": "confirm", "reason": "Court order seen."})
    # then
    assert Recovery.objects.get().status == "DONE"
    assert operator.organisation.memberships.filter(user=heir, role="ADMINISTRATOR").exists()


def test_pages_cost_the_same_with_many_rows(client: Client) -> None:
    # given
    operator = make_operator()
    owned, desk = Client(), client
    owner(owned, operator)
    officer(desk, "CASE_OFFICER")
    urls = [(owned, reverse(f"operators:{name}")) for name in ("company", "sites", "people")]
    urls += [(desk, reverse("operators:claims")), (desk, reverse("operators:operator", args=[operator.public_id]))]
    fill(operator, 2)
    few = [queries(reader, url) for reader, url in urls]
    # when
    fill(operator, 10)
    # then
    assert [queries(reader, url) for reader, url in urls] == few


def fill(operator: Operator, count: int) -> None:
    for n in range(count):
        add_site(operator, f"Site {n}")
        add_person(operator, f"Person {n}")
        for method in (ClaimMethod.DEED, ClaimMethod.LETTER_CODE):
            late = make_operator(verified=False, name=f"Late {n}")
            deed = make_deed(late) if method == ClaimMethod.DEED else None
            services.claim(operator=late, claimant=owner_of(late), method=method, deed=deed, now=now())


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
