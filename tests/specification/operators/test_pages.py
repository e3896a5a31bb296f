"""The company's own pages, the personal link, and officers' pages; strangers find nothing."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from foundation.audit.models import Read
from foundation.clock.services import now
from operators import services
from operators.models import Claim, Operator, Site
from operators.states import ClaimMethod
from programme.states import FigureCode
from tests.support.documents import status_of
from tests.support.identity import join, sign_in
from tests.support.operators import add_person, add_site, core, make_operator, officer, owner, owner_of, picture, text
from tests.support.programme import HOUSE, figures_in_force, make_officer, make_person, reference_data

pytestmark = pytest.mark.django_db

COMPANY = {
    "legal_name": "Velin Motors Ltd",
    "tin": "xa5550001",
    "legal_form": "Ltd",
    "sector": "Vehicles and parts",
    "employees": "12",
    "address": "3 Bridge Street",
    "city": "Oster Vale",
    "region": "SOUTH",
    "country": "XA",
}
SITE = {"name": "Yard", "address": "1 Rail Road", "city": "Velm", "region": "NORTH", "activity": "storing"}
PERSON = {"full_name": "Ada Norr", "role": "DIRECTOR", "email": "ada@norr.example"}


@pytest.fixture(autouse=True)
def _reference() -> None:
    reference_data()


# --- registering and claiming ---------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-APP-01", "R-APP-09")
def test_a_person_registers_a_company_and_is_led_to_showing_the_power(client: Client) -> None:
    sign_in(client, make_person("Nadia Velin"))
    assert client.get(reverse("operators:register")).status_code == 200
    response = client.post(reverse("operators:register"), COMPANY)
    assert response.headers["Location"] == reverse("operators:claim")
    assert Operator.objects.get().tin == "XA5550001"
    assert "not send it" in text(client.get(reverse("operators:claim")))


@pytest.mark.requirement("R-SME-01")
def test_the_turnover_is_asked_only_where_the_definition_of_a_small_firm_looks_at_it(client: Client) -> None:
    sign_in(client, make_person("Nadia Velin"))
    page = reverse("operators:register")
    assert "Turnover" not in text(client.get(page))
    figures_in_force({FigureCode.SME_TURNOVER: 1_000_000}, now())
    assert "In XTS." in text(client.get(page))
    assert "Enter the turnover of the last business year." in text(client.post(page, COMPANY))
    for wrong in ("-1", "much", "9" * 30, "NaN"):
        assert client.post(page, {**COMPANY, "turnover": wrong}).status_code == 200
    assert not Operator.objects.exists()
    client.post(page, {**COMPANY, "turnover": "1250000.50"})
    found = Operator.objects.get()
    assert (found.size, str(found.turnover), found.turnover_currency) == ("LARGE", "1250000.50", "XTS")
    client.post(reverse("operators:claim"))
    assert (
        "1\N{NO-BREAK SPACE}250\N{NO-BREAK SPACE}000 XTS" in client.get(reverse("operators:company")).content.decode()
    )


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("legal_name", "", "Enter the legal name of the company."),
        ("tin", "12", "Enter the TIN as two letters"),
        ("tin", "", "Enter the TIN of the company."),
        ("sector", "", "Choose the sector"),
        ("sector", "Magic", "Choose the sector"),
        ("employees", "many", "in figures"),
        ("employees", "-1", "below 0"),
        ("employees", "99999999999", "too high"),
        ("region", "", "Choose the region."),
        ("country", "??", "Choose the country."),
        ("established_on_year", "2090", "lie ahead"),
    ],
)
def test_each_wrong_field_is_named_and_everything_typed_stays(
    client: Client, field: str, value: str, sentence: str
) -> None:
    sign_in(client, make_person("Nadia Velin"))
    day = {"established_on_day": "1", "established_on_month": "3", "established_on_year": "2012"}
    page = text(client.post(reverse("operators:register"), {**COMPANY, **day, field: value}))
    assert sentence in page
    assert "Error:" in page
    assert "3 Bridge Street" in page
    assert not Operator.objects.exists()


def test_registering_a_number_that_is_taken_looks_the_same(client: Client) -> None:
    make_operator(tin="XA5550001")
    sign_in(client, make_person("Nadia Velin"))
    first = client.post(reverse("operators:register"), COMPANY, follow=True)
    client.post(reverse("operators:claim"), {"method": "LETTER_CODE"})
    after = client.get(reverse("operators:claim"))
    free = Client()
    sign_in(free, make_person("Otto Frei"))
    second = free.post(reverse("operators:register"), {**COMPANY, "tin": "XA5550002"}, follow=True)
    free.post(reverse("operators:claim"), {"method": "LETTER_CODE"})
    assert core(first) == core(second)
    assert core(after) == core(free.get(reverse("operators:claim")))
    assert core(client.get(reverse("operators:company"))) == core(free.get(reverse("operators:company")))


def test_officers_do_not_register_companies(client: Client) -> None:
    officer(client, "CASE_OFFICER")
    assert client.get(reverse("operators:register")).status_code == 404


def test_the_whole_way_by_letter(client: Client) -> None:
    # given
    operator = make_operator(verified=False)
    owner(client, operator)
    client.post(reverse("operators:claim"), {"method": "LETTER_CODE"})
    claim = Claim.objects.get()
    # when: the officer prints
    post = Client()
    officer(post, "CASE_OFFICER", name="Clara Post")
    assert "Brenna Textiles Ltd" in text(post.get(reverse("operators:claims")))
    letter = text(post.post(reverse("operators:claim_letter", args=[claim.public_id])))
    found = re.search(r"\b[2-9A-Z]{5}-[2-9A-Z]{5}\b", letter)
    assert found is not None
    assert "No letter waits" in text(post.get(reverse("operators:claims")))
    # then: the company enters it
    wrong = client.post(reverse("operators:claim_code"), {"code": "AAAAA-AAAAA"}, follow=True)
    assert "not the code of the letter" in text(wrong)
    right = client.post(reverse("operators:claim_code"), {"code": found[0]}, follow=True)
    assert "You can now send applications" in text(right)
    operator.refresh_from_db()
    assert operator.status == "VERIFIED"


def test_a_deed_is_checked_by_an_officer(client: Client) -> None:
    # given
    operator = make_operator(verified=False)
    owner(client, operator)
    assert "Add the paper" in text(client.post(reverse("operators:claim"), {"method": "DEED"}))
    client.post(reverse("operators:claim"), {"method": "DEED", "deed": picture()})
    claim = Claim.objects.get()
    assert claim.deed is not None
    assert "An officer looks at it next" in text(client.get(reverse("operators:claim")))
    # when
    desk = Client()
    officer(desk, "CASE_OFFICER", name="Clara Post")
    assert status_of(desk, reverse("operators:claim_deed", args=[claim.public_id])) == 200
    url = reverse("operators:claim_file", args=[claim.public_id])
    assert "Choose confirm or reject." in text(desk.post(url, {}))
    desk.post(url, {"choice": "confirm", "reason": "Extract seen."})
    # then
    operator.refresh_from_db()
    assert operator.status == "VERIFIED"
    assert Read.objects.filter(what="deed of a claim").count() == 1


def test_an_officer_sees_the_rivals_that_the_claimant_never_sees(client: Client) -> None:
    # given
    first = make_operator(verified=False, tin="XA910", name="Right Ltd")
    second = make_operator(verified=False, tin="XA910", name="Wrong Ltd")
    for operator in (first, second):
        services.claim(operator=operator, claimant=owner_of(operator), method=ClaimMethod.LETTER_CODE, now=now())
    # then
    owner(client, second)
    for name in ("operators:claim", "operators:company"):
        assert "Right Ltd" not in text(client.get(reverse(name)))
    officer(client, "CASE_OFFICER")
    assert "Right Ltd" in text(client.get(reverse("operators:claim_file", args=[second.claims.get().public_id])))


# --- the company's own pages ------------------------------------------------------------------------------------------------


def test_the_company_record_shows_what_customs_knows(client: Client) -> None:
    operator = make_operator()
    add_site(operator)
    add_person(operator)
    owner(client, operator)
    page = text(client.get(reverse("operators:company")))
    for words in ("Brenna Textiles Ltd", "Mill Street", "Nadia Brenna", "Kestria", "Northern office", "small firm"):
        assert words in page
    assert "high_risk" not in page


@pytest.mark.requirement("R-INT-03")
def test_what_officers_write_for_each_other_never_reaches_the_company(client: Client) -> None:
    # given
    operator = make_operator()
    dalia = make_officer("Dalia Roost", "CASE_OFFICER")
    services.assign_officer(
        operator=operator, officer=dalia, role="CASE_OFFICER", reason="CANARY-1", actor=dalia, now=now()
    )
    services.declare_interest(officer=make_officer("Ivo Brand"), operator=operator, nature="CANARY-2", now=now())
    services.ask_recovery(
        operator=operator, new_administrator=make_person("Heir"), proof="CANARY-3", actor=dalia, now=now()
    )
    add_site(operator)
    owner(client, operator)
    # then
    for name in ("company", "sites", "people", "claim"):
        page = text(client.get(reverse(f"operators:{name}")))
        assert "CANARY" not in page
        assert "Ivo Brand" not in page


def test_somebody_elses_edit_stands_beside_mine(client: Client) -> None:
    # given
    operator = make_operator()
    owner(client, operator)
    url = reverse("operators:edit")
    assert client.get(url).status_code == 200
    services.edit_operator(operator=operator, changes={"city": "Velm"}, version=1, actor=HOUSE, now=now())
    mine = {**COMPANY, "trading_names": "Velin\nVelin Cars", "version": "1"}
    # when
    page = text(client.post(url, mine))
    # then
    assert "test changed this meanwhile" in page
    assert "Velm" in page
    assert "Oster Vale" in page
    operator.refresh_from_db()
    assert operator.city == "Velm"
    # when: I keep mine
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    client.post(url, {**mine, "version": version[1]})
    operator.refresh_from_db()
    assert (operator.city, operator.trading_names) == ("Oster Vale", ["Velin", "Velin Cars"])


def test_places_are_added_changed_and_closed(client: Client) -> None:
    operator = make_operator()
    owner(client, operator)
    assert "Enter a name for the place." in text(client.post(reverse("operators:add_site"), {}))
    for _click in range(2):
        client.post(reverse("operators:add_site"), SITE)
    site = Site.objects.get()
    client.post(
        reverse("operators:edit_site", args=[site.public_id]),
        {"version": "1", **SITE, "name": "South yard", "keeps_records": "on"},
    )
    site.refresh_from_db()
    assert (site.name, site.keeps_records) == ("South yard", True)
    client.post(reverse("operators:close_site", args=[site.public_id]))
    assert "Closed places" in text(client.get(reverse("operators:sites")))


def test_consents_are_switched_on_and_off(client: Client) -> None:
    operator = make_operator()
    owner(client, operator)
    client.post(reverse("operators:listing"), {"listed": "yes"})
    client.post(reverse("operators:exchange"), {"partner_code": "XB"})
    operator.refresh_from_db()
    assert operator.listed
    assert "Morvania" in text(client.get(reverse("operators:company")))
    client.post(reverse("operators:exchange"), {"partner_code": "XB", "withdraw": "yes"})
    client.post(reverse("operators:exchange"), {"partner_code": "XA"})  # our own country is no partner
    client.post(reverse("operators:listing"), {"listed": "no"})
    operator.refresh_from_db()
    assert not operator.listed
    assert not operator.exchange_consents.filter(withdrawn_at__isnull=True).exists()


def test_a_preparer_reads_and_does_not_change(client: Client) -> None:
    operator = make_operator()
    add_site(operator)
    preparer = make_person("Pia Schreiber")
    join(preparer, operator.organisation, "PREPARER")
    sign_in(client, preparer)
    assert "Change the company record" not in text(client.get(reverse("operators:company")))
    assert client.get(reverse("operators:edit")).status_code == 403
    assert client.post(reverse("operators:add_site"), SITE).status_code == 403


def test_a_trader_meets_404_with_another_companys_ids(client: Client) -> None:
    # given
    other = make_operator()
    site, person = add_site(other), add_person(other)
    owner(client, make_operator())
    # then
    for name in ("edit_site", "close_site"):
        assert client.post(reverse(f"operators:{name}", args=[site.public_id]), SITE).status_code == 404
    for name in ("edit_person", "send_link", "person_left"):
        assert client.post(reverse(f"operators:{name}", args=[person.public_id]), PERSON).status_code == 404
    for name in ("operator", "assign", "declare_interest", "ask_recovery"):
        assert client.get(reverse(f"operators:{name}", args=[other.public_id])).status_code == 404
    assert client.get(reverse("operators:claims")).status_code == 404
