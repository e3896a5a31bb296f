"""Registering, claims and recovery, as the services write them, also when several people act at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from foundation.audit.models import Event
from foundation.audit.services import Refused
from foundation.correspondence.models import NoticeRecipient, OutboxItem
from foundation.identity.models import User
from foundation.identity.selectors import company_roles
from operators import selectors, services
from operators.models import Claim, Operator
from operators.states import ClaimMethod, FirmSize, OperatorStatus
from tests.support.operators import add_person, make_deed, make_operator, owner_of
from tests.support.programme import NOW, TODAY, make_officer, make_person, reference_data

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


def test_a_person_entered_by_two_clicks_is_one_person() -> None:
    operator = make_operator(verified=False)
    assert add_person(operator) == add_person(operator)
    assert operator.people.count() == 1


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
