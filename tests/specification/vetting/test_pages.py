"""Officers' pages of vetting through HTTP: what they show, what they write, who never gets near them."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.audit.models import Read
from tests.support.identity import make_member, sign_in
from tests.support.identity import make_officer as make_signed_officer
from tests.support.programme import HOUSE, NOW, reference_data
from tests.support.vetting import (
    alt_line,
    check_of,
    clear_all,
    files,
    import_lines,
    make_application,
    make_company_of,
    make_person,
    make_vetting,
    officer,
    record,
    sdn_line,
)
from vetting import services
from vetting.models import Check, ScreeningHit, WatchListVersion

pytestmark = pytest.mark.django_db
CANARY = "canary-note-4711"
ORLIENKO = sdn_line(1, "ORLIENKO, Viktor Andreevich", remarks="DOB 1958; nationality Velgoria.")


@pytest.fixture(autouse=True)
def _reference(db):
    reference_data()


def signed_in(*roles, name="Nadia Sorel"):
    return sign_in(Client(), make_signed_officer(*(roles or ("VETTING_OFFICER",)), full_name=name))


def page(client, name, *args):
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, response.content
    return re.sub(r"\s+", " ", response.content.decode())


def screened(name="Viktor Orlenko", born=date(1971, 3, 14)):
    import_lines(ORLIENKO, alt=(alt_line(1, 11, "ORLENKO, Victor"), alt_line(1, 12, "ОРЛИЕНКО, Виктор")))
    vetting = make_vetting()
    make_person(vetting.application.operator, name, born=born, nationality="XA")
    services.screen(operators=[vetting.application.operator], cause="registration", actor=HOUSE, now=NOW)
    return vetting, ScreeningHit.objects.get()


def test_the_file_shows_every_check_the_internal_bar_and_what_is_missing():
    vetting = make_vetting()
    record(check_of(vetting), officer(), result="ATTENTION", note=CANARY)

    text = page(signed_in(), "vetting:file", vetting.application.public_id)

    assert "Nothing on this page reaches the trader" in text
    assert "Solvency" in text
    assert CANARY in text
    assert "12 checks have no result yet." in text
    assert Read.objects.filter(file_id=vetting.application.public_id, what="vetting").exists()


def test_a_file_without_vetting_says_that_checks_have_not_begun():
    application = make_application()

    assert "The desk checks have not begun." in page(signed_in(), "vetting:file", application.public_id)


def test_a_result_is_saved_from_the_page_of_its_check():
    vetting = make_vetting()
    address = reverse("vetting:check", args=[vetting.application.public_id, "tax-record"])
    client = signed_in()
    assert "Where you looked" in client.get(address).content.decode()

    response = client.post(
        address,
        {
            "result": "CLEAR",
            "source": "tax office, 1 September",
            "note": "",
            "version": 1,
            "expires_on_day": "1",
            "expires_on_month": "12",
            "expires_on_year": "2099",
        },
    )

    assert response.status_code == 302
    check = check_of(vetting, "TAX_RECORD")
    assert (check.result, check.source, check.expires_on) == ("CLEAR", "tax office, 1 September", date(2099, 12, 1))


def test_a_result_without_a_note_keeps_what_was_typed_and_names_the_field():
    vetting = make_vetting()
    address = reverse("vetting:check", args=[vetting.application.public_id, "solvency"])

    text = signed_in().post(address, {"result": "FAIL", "source": "insolvency register", "version": 1}).content.decode()

    assert "Write why. Anything but ‘clear’ needs a note." in text
    assert 'value="insolvency register"' in text
    assert "Error:" in text


def test_a_second_officer_sees_the_first_ones_result_beside_the_own():
    vetting = make_vetting()
    record(check_of(vetting, "SOLVENCY"), officer("Emil Vardan"), result="ATTENTION", note="thin equity")
    address = reverse("vetting:check", args=[vetting.application.public_id, "solvency"])
    client = signed_in()

    typed = {"result": "FAIL", "source": "own look", "note": "insolvent since May", "version": 1}
    text = client.post(address, typed).content.decode()

    assert "Emil Vardan changed this" in text
    assert "thin equity" in text
    assert "insolvent since May" in text
    version = re.search(r'name="version" value="(\d+)"', text)[1]
    client.post(address, {**typed, "version": version})
    assert check_of(vetting, "SOLVENCY").result == "FAIL"


def test_the_determination_form_leads_to_the_act_of_the_whole_house():
    vetting = make_vetting()
    clear_all(vetting, officer())

    text = page(signed_in(), "vetting:file", vetting.application.public_id)

    assert "Determine and go on to the visit" in text or "Every check has a result" in text


def test_a_hit_stands_side_by_side_with_its_sum_in_sentences():
    _vetting, hit = screened()

    text = page(signed_in(), "vetting:hit", hit.public_id)

    assert "Is this the same person?" in text
    assert "hit 1 of 1" in text
    assert "Family name ‘orlenko’ and alias ‘orlenko’ are the same" in text
    assert f"Why the score is {hit.score}" in text
    assert "shown from 0.70" in text
    assert '<span dir="auto" lang="und-Cyrl">ОРЛИЕНКО, Виктор</span>' in text
    assert "13 years apart" in text
    assert "No earlier finding." in text


@pytest.mark.parametrize(("finding", "status"), [("other", "FALSE_MATCH"), ("same", "TRUE_MATCH"), ("unclear", "OPEN")])
def test_a_finding_is_written_with_its_reason_and_sources(finding, status):
    _vetting, hit = screened()

    signed_in().post(
        reverse("vetting:finding", args=[hit.public_id]),
        {"finding": finding, "reason": "Born 13 years later.", "looked_at": ["passport", "population"]},
    )

    hit.refresh_from_db()
    assert hit.status == status
    assert hit.reason == "Born 13 years later.\nLooked at: Passport, Population register."


def test_a_finding_without_a_reason_is_refused_at_its_field():
    _vetting, hit = screened()

    text = signed_in().post(reverse("vetting:finding", args=[hit.public_id]), {"finding": "other"}).content.decode()

    assert "Write why. Your reason is read if the hit comes back." in text
    hit.refresh_from_db()
    assert hit.status == "OPEN"


def test_a_finding_can_be_taken_back_on_the_page():
    _vetting, hit = screened()
    services.resolve_hit(hit=hit, same=False, reason="other", actor=officer(), now=NOW)
    client = signed_in()
    assert "Stays silent until the entry or our record changes." in page(client, "vetting:hit", hit.public_id)

    client.post(reverse("vetting:reopen", args=[hit.public_id]), {"reason": "passport was another"})

    hit.refresh_from_db()
    assert hit.status == "OPEN"


def test_the_list_of_hits_says_when_nothing_waits_and_how_old_lists_are():
    import_lines(ORLIENKO)

    text = page(signed_in(), "vetting:hits")

    assert "No open hits." in text
    assert "List test" in text


def test_a_list_is_imported_from_the_page():
    client = signed_in()
    content = files(ORLIENKO)
    for key, stream in content.items():
        stream.name = f"{key}.csv"

    response = client.post(reverse("vetting:import"), {"code": "own", "title": "Own list", **content})

    assert response.status_code == 302
    assert WatchListVersion.objects.get().watch_list.title == "Own list"
    assert "Own list" in page(client, "vetting:lists")


def test_faulty_files_are_refused_with_their_lines_on_the_page():
    content = files(ORLIENKO, alt=(alt_line(99, 1, "STRAY"),))
    for key, stream in content.items():
        stream.name = f"{key}.csv"

    text = signed_in().post(reverse("vetting:import"), {"code": "own", "title": "Own", **content}).content.decode()

    assert "The list was not taken: 1 line does not fit." in text
    assert "ALT, line 1, ent_num" in text
    assert not WatchListVersion.objects.exists()


def test_who_may_read_but_not_check_gets_no_links_and_no_forms():
    vetting, hit = screened()
    client = signed_in("AUDITOR", name="Ivo Marek")

    assert "/vetting/solvency/" not in page(client, "vetting:file", vetting.application.public_id)
    assert "Save finding" not in page(client, "vetting:hit", hit.public_id)
    assert client.post(reverse("vetting:finding", args=[hit.public_id]), {}).status_code == 403
    assert client.get(reverse("vetting:import")).status_code == 403
    assert client.get(reverse("vetting:check", args=[vetting.application.public_id, "form"])).status_code == 403


def test_an_unknown_check_or_hit_is_not_found():
    vetting = make_vetting()
    client = signed_in()

    assert client.get(reverse("vetting:check", args=[vetting.application.public_id, "weather"])).status_code == 404
    assert client.get(reverse("vetting:hit", args=[vetting.public_id])).status_code == 404


@pytest.mark.requirement("R-APP-17")
def test_a_trader_finds_none_of_these_pages_and_no_word_of_them():
    vetting, hit = screened()
    record(check_of(vetting), officer(), result="ATTENTION", note=CANARY)
    services.resolve_hit(hit=hit, same=True, reason=CANARY, actor=officer(), now=NOW)
    trader = make_member(vetting.application.operator.organisation, "ADMINISTRATOR", "SIGNATORY")
    client = sign_in(Client(), trader)
    own = vetting.application.public_id
    addresses = [
        reverse("vetting:desk"),
        reverse("vetting:file", args=[own]),
        reverse("vetting:check", args=[own, "identity"]),
        reverse("vetting:hits"),
        reverse("vetting:hit", args=[hit.public_id]),
        reverse("vetting:lists"),
        reverse("vetting:import"),
    ]

    for address in addresses:
        response = client.get(address)
        assert response.status_code == 404, address
        assert CANARY not in response.content.decode()
    for name in ("finding", "reopen"):
        assert client.post(reverse(f"vetting:{name}", args=[hit.public_id]), {"reason": "x"}).status_code == 404


@pytest.mark.requirement("R-APP-17")
def test_the_pages_a_trader_does_have_never_carry_an_internal_note():
    vetting, hit = screened()
    record(check_of(vetting), officer(), result="ATTENTION", note=CANARY)
    services.note_hit(hit=hit, reason=CANARY, actor=officer(), now=NOW)
    trader = make_member(vetting.application.operator.organisation, "ADMINISTRATOR", "SIGNATORY")
    client = sign_in(Client(), trader)
    client.raise_request_exception = False  # whether a page of another room works is for that room's tests
    words = [CANARY, "ORLIENKO", "watch list", "screening"]
    answered = []

    for address in _trader_addresses(vetting.application):
        response = client.get(address, follow=True)
        text = response.content.decode().lower()
        assert not [word for word in words if word.lower() in text], address
        answered += [address] if response.status_code == 200 else []

    assert answered


def _trader_addresses(application):
    """The trader's pages that exist in this deployment; each room adds its own canary."""
    wanted = [
        ("workbench:home", []),
        ("applications:list", []),
        ("applications:tasks", [application.public_id]),
        ("applications:status", [application.public_id]),
        ("operators:company", []),
        ("correspondence:inbox", []),
        ("documents:library", []),
    ]
    return [reverse(name, args=args) for name, args in wanted if _exists(name, args)]


def _exists(name, args):
    try:
        return bool(reverse(name, args=args))
    except Exception:  # noqa: BLE001 - the room may not be part of this deployment
        return False


def test_a_stranger_is_asked_to_sign_in():
    assert Client().get(reverse("vetting:desk")).status_code == 302


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", ["vetting:desk", "vetting:hits"])
def test_lists_cost_the_same_with_two_rows_and_with_twenty(name):
    import_lines(ORLIENKO)
    client = signed_in()

    def add(number):
        companies = [make_company_of("Viktor Orlienko") for _ in range(number)]
        for company in companies:
            services.open_vetting(application=make_application(company), actor=HOUSE, now=NOW)
        services.screen(operators=companies, cause="test", actor=HOUSE, now=NOW)

    add(2)
    few = queries(client, reverse(name))
    add(18)
    assert queries(client, reverse(name)) == few


def test_a_file_costs_the_same_with_two_hits_and_with_twenty():
    import_lines(ORLIENKO)
    vetting = make_vetting()
    operator = vetting.application.operator
    client = signed_in()
    address = reverse("vetting:file", args=[vetting.application.public_id])

    def add(number):
        for _ in range(number):
            make_person(operator, "Viktor Orlienko")
        services.screen(operators=[operator], cause="test", actor=HOUSE, now=NOW)

    add(2)
    few = queries(client, address)
    add(18)
    assert queries(client, address) == few


def test_lists_cost_the_same_with_two_versions_and_with_twenty():
    client = signed_in()
    for number in range(2):
        import_lines(sdn_line(1, f"NAME {number}"), code="one")
    few = queries(client, reverse("vetting:lists"))
    for number in range(2, 20):
        import_lines(sdn_line(1, f"NAME {number}"), code="one")
        import_lines(sdn_line(1, f"NAME {number}"), code=f"list-{number}")

    assert queries(client, reverse("vetting:lists")) == few


def test_the_checks_of_a_file_are_all_reachable():
    vetting = make_vetting()
    client = signed_in()

    for check in Check.objects.filter(vetting=vetting):
        page(client, "vetting:check", vetting.application.public_id, check.slug)
