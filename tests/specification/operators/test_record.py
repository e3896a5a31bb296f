"""The record of a company, its people, and the officers assigned to it, as the services write them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail

from foundation.audit.models import Event
from foundation.audit.services import Refused
from foundation.correspondence.models import NoticeRecipient, OutboxItem
from operators import selectors, services, tasks
from operators.adapters.secrets import token_digest
from operators.models import Operator
from operators.services import StaleEdit
from operators.states import AssignmentRole, CheckConsent, FirmSize
from programme.states import FigureCode
from tests.support.operators import add_person, add_site, make_operator, owner_of, picture
from tests.support.programme import HOUSE, NOW, TODAY, figures_in_force, make_officer, reference_data

LATER = NOW + timedelta(days=1)


@pytest.fixture
def _reference(db: None) -> None:
    reference_data()


pytestmark = pytest.mark.usefixtures("_reference")


def status(operator: Operator) -> str:
    operator.refresh_from_db()
    return operator.status


# --- the record ---------------------------------------------------------------------------------------------------------


def test_a_stale_edit_is_shown_and_not_written() -> None:
    # given
    operator = make_operator()
    owner = owner_of(operator)
    services.edit_operator(operator=operator, changes={"city": "Velm"}, version=1, actor=HOUSE, now=NOW)
    # then
    with pytest.raises(StaleEdit, match="test changed this meanwhile") as refusal:
        services.edit_operator(operator=operator, changes={"city": "Karsa"}, version=1, actor=owner, now=NOW)
    assert refusal.value.theirs.city == "Velm"
    operator.refresh_from_db()
    assert (operator.city, operator.version) == ("Velm", 2)


def test_the_size_follows_the_number_of_employees() -> None:
    operator = make_operator()
    changed = services.edit_operator(operator=operator, changes={"employees": 51}, version=1, actor=HOUSE, now=NOW)
    assert changed.size == FirmSize.LARGE


@pytest.mark.requirement("R-SME-01")
def test_the_size_follows_the_turnover_where_the_definition_looks_at_it(settings: Any) -> None:
    operator = make_operator()
    tell = {"operator": operator, "actor": HOUSE, "now": NOW}
    services.edit_operator(changes={"turnover": Decimal("5000000")}, version=1, **tell)  # type: ignore[arg-type]
    operator.refresh_from_db()
    assert (operator.size, operator.turnover_currency) == (FirmSize.SMALL, "XTS"), "no turnover is configured"
    figures_in_force({FigureCode.SME_TURNOVER: 1_000_000}, NOW)
    row = services.edit_operator(changes={"turnover": Decimal("1000000.01")}, version=2, **tell)  # type: ignore[arg-type]
    assert row.size == FirmSize.LARGE
    settings.CURRENCY = "EUR"
    row = services.edit_operator(changes={"employees": 24}, version=3, **tell)  # type: ignore[arg-type]
    assert row.size == FirmSize.SMALL, "a turnover in another currency does not count"


def test_a_verified_company_does_not_change_its_legal_identity_by_itself() -> None:
    operator = make_operator()
    for change in ({"tin": "XA1"}, {"legal_name": "Other Ltd"}):
        with pytest.raises(Refused, match="Ask your contact"):
            services.edit_operator(operator=operator, changes=change, version=1, actor=HOUSE, now=NOW)
    draft = make_operator(verified=False)
    services.edit_operator(operator=draft, changes={"legal_name": "Other Ltd"}, version=1, actor=HOUSE, now=NOW)
    draft.organisation.refresh_from_db()
    assert draft.organisation.name == "Other Ltd"


def test_a_closed_place_stays_in_the_record_and_is_not_changed() -> None:
    operator = make_operator()
    site = add_site(operator)
    services.close_site(site=site, on=TODAY, actor=HOUSE, now=NOW)
    assert list(selectors.sites(operator)) == []
    assert list(selectors.sites(operator, closed=True)) == [site]
    with pytest.raises(Refused, match="closed"):
        services.edit_site(site=site, changes={"name": "x"}, actor=HOUSE, now=NOW)


@pytest.mark.requirement("R-IEX-01")
def test_exchange_consent_is_given_and_withdrawn_partner_by_partner() -> None:
    operator = make_operator()
    first = services.give_exchange_consent(operator=operator, partner_code="XB", actor=HOUSE, now=NOW)
    assert services.give_exchange_consent(operator=operator, partner_code="XB", actor=HOUSE, now=LATER) == first
    assert selectors.has_exchange_consent(operator, "XB")
    assert not selectors.has_exchange_consent(operator, "XC")
    services.withdraw_exchange_consent(operator=operator, partner_code="XB", actor=HOUSE, now=LATER)
    assert not selectors.has_exchange_consent(operator, "XB")
    assert selectors.consents(operator).get().withdrawn_at == LATER


def test_being_listed_is_the_holders_choice() -> None:
    operator = make_operator()
    assert not operator.listed
    assert services.set_listed(operator=operator, listed=True, actor=HOUSE, now=NOW).listed_changed_at == NOW


# --- people -------------------------------------------------------------------------------------------------------------


def test_a_personal_link_goes_to_the_person_and_is_stored_nowhere() -> None:
    # given
    person = add_person(make_operator())
    # when
    token = services.personal_link(person=person, actor=HOUSE, now=NOW)
    tasks.send_personal_link(person_id=person.pk)
    # then
    person.refresh_from_db()
    assert token not in str(vars(person))
    assert token not in str(OutboxItem.objects.values_list("payload", flat=True))
    assert [sent.to for sent in mail.outbox] == [["nadia.brenna@brenna.example"]]
    assert f"/personal/{token}/" in mail.outbox[0].body
    assert "Brenna Textiles" not in mail.outbox[0].body + mail.outbox[0].subject
    assert selectors.person_by_token(token_digest(token), NOW) == person


def test_a_new_link_another_address_and_leaving_end_a_link() -> None:
    person = add_person(make_operator())
    first = services.personal_link(person=person, actor=HOUSE, now=NOW)
    second = services.personal_link(person=person, actor=HOUSE, now=LATER)
    assert selectors.person_by_token(token_digest(first), LATER) is None
    assert selectors.person_by_token(token_digest(second), LATER) == person
    assert selectors.person_by_token(token_digest(second), LATER + timedelta(days=31)) is None
    services.edit_person(person=person, changes={"email": "else@brenna.example"}, actor=HOUSE, now=LATER)
    assert selectors.person_by_token(token_digest(second), LATER) is None
    third = services.personal_link(person=person, actor=HOUSE, now=LATER)
    services.person_left(person=person, on=TODAY, actor=HOUSE, now=LATER)
    assert selectors.person_by_token(token_digest(third), LATER) is None
    assert selectors.person_by_token("", LATER) is None


def test_a_person_gives_refuses_and_gives_consent_again() -> None:
    person = add_person(make_operator())
    for give, expected in ((True, CheckConsent.GIVEN), (False, CheckConsent.REFUSED), (True, CheckConsent.GIVEN)):
        person = services.answer_consent(person=person, give=give, now=NOW)
        assert person.status == expected
    services.answer_consent(person=person, give=True, now=LATER)
    assert Event.objects.filter(name="person.consent_given").count() == 2
    assert not selectors.missing_consents(person.operator).exists()


def test_a_persons_paper_is_for_officers_only() -> None:
    person = add_person(make_operator())
    paper = services.hand_in_paper(person=person, upload=picture(), title="Certificate", now=NOW)
    assert (paper.confidentiality, paper.about_person) == ("OFFICERS", person.public_id)
    assert list(selectors.papers_of(person)) == [paper]


# --- officers and bars ----------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-APP-08", "R-ACM-33")
def test_an_assignment_ends_the_one_before() -> None:
    operator, dalia, emil = make_operator(), make_officer("Dalia Roost"), make_officer("Emil Vardan")
    role = AssignmentRole.CASE_OFFICER
    services.assign_officer(operator=operator, officer=dalia, role=role, reason="turn", actor=HOUSE, now=NOW)
    services.assign_officer(operator=operator, officer=emil, role=role, reason="load", actor=HOUSE, now=LATER)
    services.assign_officer(operator=operator, officer=emil, role=role, reason="load", actor=HOUSE, now=LATER)
    assert selectors.current_officer(operator, role) == emil
    assert selectors.assignments(operator).count() == 2
    assert selectors.current_assignments([operator]) == {operator.pk: {role: emil}}


@pytest.mark.requirement("R-INT-01")
def test_a_declared_interest_ends_and_refuses_assignments_and_the_leader_is_told() -> None:
    # given
    operator, dalia = make_operator(), make_officer("Dalia Roost", "CASE_OFFICER")
    leader = make_officer("Petra Lund", "TEAM_LEADER")
    role = AssignmentRole.CASE_OFFICER
    services.assign_officer(operator=operator, officer=dalia, role=role, reason="turn", actor=HOUSE, now=NOW)
    # when
    interest = services.declare_interest(officer=dalia, operator=operator, nature="My brother works there.", now=NOW)
    # then
    assert selectors.current_officer(operator, role) is None
    assert NoticeRecipient.objects.filter(user=leader, notice__title__contains="Dalia Roost").exists()
    assert dalia not in selectors.assignable(operator, TODAY)
    with pytest.raises(Refused, match="declared an interest"):
        services.assign_officer(operator=operator, officer=dalia, role=role, reason="again", actor=HOUSE, now=NOW)
    # when
    with pytest.raises(Refused, match="Only the officer"):
        services.end_interest(interest=interest, last_day=TODAY, actor=leader, now=NOW)
    services.end_interest(interest=interest, last_day=TODAY, actor=dalia, now=NOW)
    # then
    assert selectors.free_of_interest(dalia, operator, TODAY + timedelta(1))


@pytest.mark.requirement("R-SUS-02")
def test_a_bar_shuts_out_its_kind_up_to_its_last_day() -> None:
    operator = make_operator()
    bar = {
        "operator": operator,
        "kind": "security",
        "valid_from": date(2023, 7, 1),
        "valid_until": date(2026, 6, 30),
        "cause": "revoked for breach",
        "actor": HOUSE,
        "now": NOW,
    }
    services.add_bar(**bar)  # type: ignore[arg-type]
    services.add_bar(**bar)  # type: ignore[arg-type]
    assert selectors.bars(operator, "security", date(2026, 6, 30)).count() == 1
    assert not selectors.bars(operator, "security", date(2026, 7, 1)).exists()
    assert not selectors.bars(operator, "simplification", date(2026, 6, 30)).exists()


def test_officers_see_the_companies_of_their_offices() -> None:
    north, south = make_operator(region="NORTH"), make_operator(region="SOUTH")
    everywhere, northerner = (
        make_officer("Henrik Sala", "AUDITOR"),
        make_officer("Dalia Roost", "CASE_OFFICER", office="NOR"),
    )
    at_post = make_officer("Bo Renn", "CASE_OFFICER", office="NOR-VELM")
    assert set(selectors.visible_to_staff(everywhere, TODAY)) == {north, south}
    assert set(selectors.visible_to_staff(northerner, TODAY)) == {north}
    assert set(selectors.visible_to_staff(at_post, TODAY)) == set()
    assert set(selectors.visible_to_staff(make_officer("Nobody"), TODAY)) == set()
