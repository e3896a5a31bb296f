"""Registering, claims, recovery, people and officers, as the services write them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from PIL import Image

from foundation.audit.models import Event
from foundation.audit.services import Refused
from foundation.correspondence.models import NoticeRecipient, OutboxItem
from foundation.identity.models import User
from foundation.identity.selectors import company_roles
from operators import selectors, services, tasks
from operators.adapters.secrets import token_digest
from operators.models import Claim, Operator
from operators.services import StaleEdit
from operators.states import AssignmentRole, CheckConsent, ClaimMethod, FirmSize, OperatorStatus
from programme.states import FigureCode
from tests.support.operators import a_file, add_person, add_site, make_deed, make_operator, owner_of
from tests.support.programme import HOUSE, NOW, TODAY, figures_in_force, make_officer, make_person, reference_data

LATER = NOW + timedelta(days=1)


@pytest.fixture
def _reference(db: None) -> None:
    reference_data()


pytestmark = pytest.mark.usefixtures("_reference")


def claimed(operator: Operator, method: str = ClaimMethod.LETTER_CODE) -> Claim:
    deed = make_deed(operator) if method == ClaimMethod.DEED else None
    return services.claim(operator=operator, claimant=owner_of(operator), method=method, deed=deed, now=NOW)


def printed(claim: Claim) -> str:
    return services.send_code(claim=claim, actor=make_officer("Clara Post", "CASE_OFFICER"), now=NOW)


def status(operator: Operator) -> str:
    operator.refresh_from_db()
    return operator.status


# --- registering --------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-APP-09", "R-SME-01", "R-SME-11")
def test_a_new_company_is_unverified_small_and_has_its_office() -> None:
    operator = make_operator(verified=False, tin=" xa1234567 ", region="SOUTH", employees=49)
    assert operator.status == OperatorStatus.UNVERIFIED
    assert operator.tin == "XA1234567"
    assert operator.size == FirmSize.SMALL
    assert operator.office is not None
    assert operator.office.code == "SOU"
    assert make_operator(verified=False, employees=50).size == FirmSize.LARGE


def test_the_founder_holds_every_role() -> None:
    operator = make_operator(verified=False)
    assert company_roles(owner_of(operator), operator.organisation, TODAY) == {"ADMINISTRATOR", "PREPARER", "SIGNATORY"}


def test_a_malformed_number_is_refused_and_the_same_company_is_not_registered_twice() -> None:
    with pytest.raises(Refused, match="Enter the TIN"):
        make_operator(verified=False, tin="12")
    first = make_operator(verified=False, tin="XA777")
    with pytest.raises(Refused, match="already"):
        make_operator(verified=False, tin="xa777", user=owner_of(first))


def test_registering_leaves_the_screening_to_a_worker() -> None:
    operator = make_operator(verified=False)
    assert OutboxItem.objects.filter(
        topic="lifecycle.tasks.screen_operator", payload={"operator_id": operator.pk}
    ).exists()


def test_a_stranger_who_registers_a_number_learns_nothing() -> None:
    make_operator(tin="XA500")
    fresh = make_operator(verified=False, tin="XA501")
    taken = make_operator(verified=False, tin="XA500")
    assert (taken.status, taken.version) == (fresh.status, fresh.version)
    assert not selectors.operators_of(owner_of(taken), TODAY).exclude(pk=taken.pk).exists()
    one = Event.objects.filter(organisation_id=fresh.organisation_id).values_list("name", flat=True)
    other = Event.objects.filter(organisation_id=taken.organisation_id).values_list("name", flat=True)
    assert list(one) == list(other)


# --- claims -------------------------------------------------------------------------------------------------------------


def test_the_code_of_the_letter_verifies_the_company() -> None:
    # given
    operator = make_operator(verified=False)
    claim = claimed(operator)
    code = printed(claim)
    # when
    services.confirm_claim_by_code(claim=claim, code=code.lower(), user=owner_of(operator), now=NOW)
    # then
    assert status(operator) == OperatorStatus.VERIFIED
    assert operator.identifiers.get().value == operator.tin


def test_only_the_digest_of_a_code_is_kept_and_printing_again_ends_the_one_before() -> None:
    # given
    operator = make_operator(verified=False)
    claim = claimed(operator)
    first, second = printed(claim), printed(claim)
    claim.refresh_from_db()
    # then
    assert second.replace("-", "") not in claim.code_digest
    with pytest.raises(Refused, match="not the code"):
        services.confirm_claim_by_code(claim=claim, code=first, user=owner_of(operator), now=NOW)
    services.confirm_claim_by_code(claim=claim, code=second, user=owner_of(operator), now=NOW)


def test_after_five_wrong_codes_the_right_one_no_longer_counts() -> None:
    # given
    operator = make_operator(verified=False)
    claim = claimed(operator)
    code = printed(claim)
    owner = owner_of(operator)
    # when
    for _try in range(5):
        with pytest.raises(Refused, match="not the code"):
            services.confirm_claim_by_code(claim=claim, code="AAAAA-AAAAA", user=owner, now=NOW)
    # then
    with pytest.raises(Refused, match="Too many"):
        services.confirm_claim_by_code(claim=claim, code=code, user=owner, now=NOW)
    # when: a new letter
    services.confirm_claim_by_code(claim=claim, code=printed(claim), user=owner, now=NOW)
    assert status(operator) == OperatorStatus.VERIFIED


def test_a_code_runs_out_after_its_last_day() -> None:
    operator = make_operator(verified=False)
    claim = claimed(operator)
    code = printed(claim)
    with pytest.raises(Refused, match="run out"):
        services.confirm_claim_by_code(claim=claim, code=code, user=owner_of(operator), now=NOW + timedelta(days=31))
    services.confirm_claim_by_code(claim=claim, code=code, user=owner_of(operator), now=NOW + timedelta(days=30))


def test_only_the_companys_own_people_use_the_code() -> None:
    operator, stranger = make_operator(verified=False), owner_of(make_operator(verified=False))
    claim = claimed(operator)
    code = printed(claim)
    with pytest.raises(Refused, match="Only an administrator"):
        services.confirm_claim_by_code(claim=claim, code=code, user=stranger, now=NOW)


def test_the_same_claim_again_is_one_claim_and_another_way_replaces_it() -> None:
    operator = make_operator(verified=False)
    first = claimed(operator)
    assert claimed(operator) == first
    second = claimed(operator, ClaimMethod.DEED)
    first.refresh_from_db()
    assert (first.status, second.status) == ("REJECTED", "OPEN")


def test_a_deed_of_another_company_shows_nothing() -> None:
    operator, other = make_operator(verified=False), make_operator(verified=False)
    with pytest.raises(Refused, match="Add the paper"):
        services.claim(
            operator=operator, claimant=owner_of(operator), method=ClaimMethod.DEED, deed=make_deed(other), now=NOW
        )


def test_an_officer_confirms_a_deed_and_the_claimant_is_told() -> None:
    # given
    operator, officer = make_operator(verified=False), make_officer("Clara Post", "CASE_OFFICER")
    claim = claimed(operator, ClaimMethod.DEED)
    assert list(selectors.open_claims(officer, TODAY)) == [claim]
    # when
    services.decide_claim(claim=claim, confirm=True, reason="Extract of 1 September seen.", actor=officer, now=NOW)
    # then
    assert status(operator) == OperatorStatus.VERIFIED
    told = NoticeRecipient.objects.get(notice__once_key=f"claim.decided:{claim.public_id}")
    assert told.user == owner_of(operator)
    assert not selectors.open_claims(officer, TODAY).exists()


def test_a_rejected_company_may_claim_again() -> None:
    operator, officer = make_operator(verified=False), make_officer("Clara Post", "CASE_OFFICER")
    services.decide_claim(
        claim=claimed(operator, ClaimMethod.DEED), confirm=False, reason="Forged.", actor=officer, now=NOW
    )
    assert status(operator) == OperatorStatus.REJECTED
    claim = claimed(operator)
    services.confirm_claim_by_code(claim=claim, code=printed(claim), user=owner_of(operator), now=NOW)
    assert status(operator) == OperatorStatus.VERIFIED


def test_a_decision_needs_a_reason() -> None:
    claim = claimed(make_operator(verified=False), ClaimMethod.DEED)
    with pytest.raises(Refused, match="Write what"):
        services.decide_claim(claim=claim, confirm=True, reason=" ", actor=make_officer("Clara Post"), now=NOW)


def test_two_claims_for_one_number_go_to_an_officer_and_neither_is_told() -> None:
    # given
    right, wrong = make_operator(verified=False, tin="XA900"), make_operator(verified=False, tin="XA900")
    officer = make_officer("Clara Post", "CASE_OFFICER")
    # when
    first, second = claimed(right), claimed(wrong)
    # then
    assert set(selectors.open_claims(officer, TODAY)) == {first, second}
    code = printed(second)
    services.confirm_claim_by_code(claim=second, code=code, user=owner_of(wrong), now=NOW)
    assert status(wrong) == OperatorStatus.UNVERIFIED  # the right code is noted; the officer decides
    # when
    first.refresh_from_db()
    services.decide_claim(claim=first, confirm=True, reason="Register extract.", actor=officer, now=NOW)
    # then
    assert status(right) == OperatorStatus.VERIFIED
    with pytest.raises(Refused, match="holds this number already"):
        services.decide_claim(claim=second, confirm=True, reason="Also.", actor=officer, now=NOW)


@pytest.mark.parametrize("changes", [{"tin": "XA905"}, {"legal_name": "Velin Motors Ltd"}])
def test_the_code_of_a_letter_to_one_company_does_not_verify_another(changes: dict[str, str]) -> None:
    # given: the letter for a company of one's own is there
    operator = make_operator(verified=False, tin="XA904")
    claim = claimed(operator)
    code = printed(claim)
    # when: the record is made another's
    services.edit_operator(
        operator=operator, changes=changes, version=operator.version, actor=owner_of(operator), now=NOW
    )
    # then
    with pytest.raises(Refused, match="settled already"):
        services.confirm_claim_by_code(claim=claim, code=code, user=owner_of(operator), now=NOW)
    assert status(operator) == OperatorStatus.UNVERIFIED
    assert claimed(operator).status == "OPEN", "the company shows it anew"


def test_an_unverified_company_does_not_block_the_real_one() -> None:
    make_operator(verified=False, tin="XA901")
    assert make_operator(tin="XA901").status == OperatorStatus.VERIFIED


def test_national_sign_on_shows_the_power_for_the_numbers_it_names() -> None:
    operator = make_operator(verified=False, tin="XA902")
    with pytest.raises(Refused, match="does not name"):
        services.confirm_by_sign_on(operator=operator, claimant=owner_of(operator), numbers=["XA1"], now=NOW)
    services.confirm_by_sign_on(operator=operator, claimant=owner_of(operator), numbers=["xa902 "], now=NOW)
    assert status(operator) == OperatorStatus.VERIFIED


def test_raw_sql_cannot_verify_a_second_company_under_one_number() -> None:
    make_operator(tin="XA903")
    second = make_operator(verified=False, tin="XA903")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE operators_operator SET status = 'VERIFIED' WHERE id = %s", [second.pk])


# --- recovery -----------------------------------------------------------------------------------------------------------


def test_two_officers_give_a_company_a_new_administrator_and_tell_all_members() -> None:
    # given
    operator, heir = make_operator(), make_person("Heir Brenna")
    clara, ivo = make_officer("Clara Post", "CASE_OFFICER"), make_officer("Ivo Brand", "TEAM_LEADER")
    recovery = services.ask_recovery(
        operator=operator, new_administrator=heir, proof="Court order 12", actor=clara, now=NOW
    )
    # then
    with pytest.raises(Refused, match="Another officer"):
        services.confirm_recovery(recovery=recovery, actor=clara, now=NOW)
    # when
    services.confirm_recovery(recovery=recovery, actor=ivo, now=LATER)
    # then
    assert "ADMINISTRATOR" in company_roles(heir, operator.organisation, TODAY + timedelta(1))
    told = NoticeRecipient.objects.filter(notice__once_key__startswith="recovery.")
    assert {(row.notice.once_key.split(":")[0], row.user) for row in told} == {
        ("recovery.asked", owner_of(operator)),
        ("recovery.done", owner_of(operator)),
        ("recovery.done", heir),
    }
    with pytest.raises(Refused):
        services.confirm_recovery(recovery=recovery, actor=ivo, now=LATER)


def test_a_recovery_needs_proof_and_a_person_outside_customs() -> None:
    operator, clara = make_operator(), make_officer("Clara Post")
    with pytest.raises(Refused, match="what was shown"):
        services.ask_recovery(operator=operator, new_administrator=make_person("Heir"), proof=" ", actor=clara, now=NOW)
    with pytest.raises(Refused, match="does not work at Customs"):
        services.ask_recovery(operator=operator, new_administrator=clara, proof="x", actor=clara, now=NOW)


def test_a_rejected_recovery_changes_nobody() -> None:
    operator, heir = make_operator(), make_person("Heir Brenna")
    clara = make_officer("Clara Post")
    recovery = services.ask_recovery(operator=operator, new_administrator=heir, proof="x", actor=clara, now=NOW)
    services.reject_recovery(recovery=recovery, reason="The order is forged.", actor=clara, now=NOW)
    assert company_roles(heir, operator.organisation, TODAY) == frozenset()
    assert selectors.open_recovery(operator) is None


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
    paper = services.hand_in_paper(person=person, upload=png(), title="Certificate", now=NOW)
    assert (paper.confidentiality, paper.about_person) == ("OFFICERS", person.public_id)
    assert list(selectors.papers_of(person)) == [paper]


def png() -> Any:
    buffer = BytesIO()
    Image.new("RGB", (8, 8), "white").save(buffer, "PNG")
    return a_file("certificate.png", buffer.getvalue())


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


# --- several at once ------------------------------------------------------------------------------------------------------


def at_once(*works: Any) -> list[str]:
    def run(work: Any) -> str:
        try:
            work()
        except Refused:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(works)) as pool:
        return sorted(pool.map(run, works))


@pytest.mark.django_db(transaction=True)
def test_two_companies_with_one_number_are_never_both_verified() -> None:
    # given
    pair = [make_operator(verified=False, tin="XA904") for _ in range(2)]
    officer = make_officer("Clara Post", "CASE_OFFICER")
    claims = [claimed(operator, ClaimMethod.DEED) for operator in pair]
    # when
    answers = at_once(
        *(
            lambda claim=claim: services.decide_claim(claim=claim, confirm=True, reason="seen", actor=officer, now=NOW)
            for claim in claims
        )
    )
    # then
    assert answers == ["done", "refused"]
    assert Operator.objects.filter(tin="XA904", status="VERIFIED").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_claims_made_at_once_see_each_other() -> None:
    pair = [make_operator(verified=False, tin="XA905") for _ in range(2)]
    at_once(*(lambda operator=operator: claimed(operator) for operator in pair))
    assert list(Claim.objects.values_list("needs_officer", flat=True)) == [True, True]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_register_one_company() -> None:
    user = make_person("Nadia Brenna")
    register = lambda: make_operator(verified=False, tin="XA906", user=User.objects.get(pk=user.pk))  # noqa: E731
    assert at_once(register, register) == ["done", "refused"]
    assert Operator.objects.filter(tin="XA906").count() == 1
