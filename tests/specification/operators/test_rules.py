"""The rules of operators, by hand-written tables and by properties; no database."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operators import rules
from operators.rules import ClaimBreach, ClaimFacts, RecoveryBreach

PATTERN = r"^[A-Z]{2}[A-Z0-9]{1,30}$"
TODAY = date(2026, 9, 14)
plain = st.from_regex(r"\A[A-Za-z]{2}[A-Za-z0-9]{1,30}\Z")


@pytest.mark.requirement("R-IEX-02")
@pytest.mark.parametrize(
    ("value", "well_formed"),
    [
        ("XA1234567", True),
        ("XA1", True),
        ("XA" + "9" * 30, True),
        ("XA" + "9" * 31, False),
        ("XA", False),
        ("X11", False),
        ("1XA123", False),
        ("XA-123", False),
        ("XA 123", False),
        ("XA12é", False),
        ("XA123\n", False),
        ("", False),
        ("XA１２", False),  # full-width digits
    ],
)
def test_a_tin_has_two_letters_and_up_to_thirty_letters_and_figures(value: str, well_formed: bool) -> None:
    assert rules.is_tin(value, PATTERN) is well_formed


@given(plain, st.sampled_from(["", " ", "\t", "\n", "  "]), st.sampled_from(["", " ", "\r\n"]))
def test_trimming_and_upper_case_make_a_number_well_formed(number: str, before: str, after: str) -> None:
    normal = rules.normalised_tin(before + number + after)
    assert rules.is_tin(normal, PATTERN)
    assert normal == number.upper()


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(value: str) -> None:
    once = rules.normalised_tin(value)
    assert rules.normalised_tin(once) == once


@given(st.text(max_size=40))
def test_what_counts_as_a_tin_holds_nothing_but_capitals_and_figures(value: str) -> None:
    if rules.is_tin(rules.normalised_tin(value), PATTERN):
        assert re.fullmatch(r"[A-Z]{2}[0-9A-Z]+", rules.normalised_tin(value))


@given(st.text(alphabet=rules.CODE_ALPHABET, min_size=10, max_size=10))
def test_a_code_is_read_back_however_it_was_typed(code: str) -> None:
    for typed in (rules.spoken_code(code), code.lower(), f" {code[:5]} {code[5:]} "):
        assert rules.normalised_code(typed) == code


@pytest.mark.parametrize(
    ("claim", "breaches"),
    [
        (ClaimFacts("OPEN", True, date(2026, 9, 14), 0), []),  # the last day still counts
        (ClaimFacts("OPEN", True, date(2026, 9, 13), 0), [ClaimBreach.EXPIRED]),
        (ClaimFacts("OPEN", True, date(2026, 9, 30), 4), []),
        (ClaimFacts("OPEN", True, date(2026, 9, 30), 5), [ClaimBreach.TOO_OFTEN]),
        (ClaimFacts("OPEN", False, None, 0), [ClaimBreach.NO_CODE]),
        (ClaimFacts("CONFIRMED", True, date(2026, 9, 30), 0), [ClaimBreach.CLOSED]),
    ],
)
def test_a_code_counts_on_an_open_claim_in_its_time_and_five_times_at_most(
    claim: ClaimFacts, breaches: list[ClaimBreach]
) -> None:
    assert rules.claim_breaches(claim, on=TODAY) == breaches


@pytest.mark.parametrize(("rivals", "holders", "officer"), [(0, 0, False), (1, 0, True), (0, 1, True), (2, 1, True)])
def test_a_number_that_somebody_else_claims_or_holds_goes_to_an_officer(
    rivals: int, holders: int, officer: bool
) -> None:
    assert rules.needs_officer(rival_claims=rivals, verified_holders=holders) is officer


@pytest.mark.parametrize(
    ("status", "asked", "confirmed", "proof", "breaches"),
    [
        ("ASKED", 1, 2, "register extract", []),
        ("ASKED", 1, 1, "register extract", [RecoveryBreach.SAME_OFFICER]),
        ("DONE", 1, 2, "register extract", [RecoveryBreach.CLOSED]),
        ("ASKED", 1, 2, "  ", [RecoveryBreach.NO_PROOF]),
    ],
)
def test_two_officers_with_proof_recover_a_company(
    status: str, asked: int, confirmed: int, proof: str, breaches: list[RecoveryBreach]
) -> None:
    assert rules.recovery_breaches(status=status, asked_by=asked, confirmed_by=confirmed, proof=proof) == breaches


def test_a_personal_link_holds_for_the_configured_days_and_ends_when_the_person_leaves() -> None:
    sent = datetime(2026, 9, 1, 9, tzinfo=UTC)
    assert rules.link_holds(sent_at=sent, left_on=None, now=sent + timedelta(days=30), days=30)
    assert not rules.link_holds(sent_at=sent, left_on=None, now=sent + timedelta(days=30, seconds=1), days=30)
    assert not rules.link_holds(sent_at=sent, left_on=date(2026, 9, 2), now=sent, days=30)
    assert not rules.link_holds(sent_at=None, left_on=None, now=sent, days=30)


@pytest.mark.parametrize(
    ("revoked_on", "years", "last_day"),
    [
        (date(2023, 7, 1), 3, date(2026, 6, 30)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
    ],
)
def test_a_bar_of_three_years_ends_the_day_before_its_third_anniversary(
    revoked_on: date, years: int, last_day: date
) -> None:
    assert rules.barred_until(revoked_on=revoked_on, years=years) == last_day


@pytest.mark.parametrize(
    ("bar", "kind", "barred"),
    [("", "security", True), ("security", "security", True), ("security", "simplification", False)],
)
def test_a_bar_without_a_kind_bars_every_kind(bar: str, kind: str, barred: bool) -> None:
    assert rules.bars_kind(bar_kind=bar, kind=kind) is barred


@pytest.mark.requirement("R-INT-01")
def test_an_officer_with_a_declared_interest_is_not_assigned() -> None:
    assert rules.may_be_assigned(officer=7, interested={8})
    assert not rules.may_be_assigned(officer=7, interested={7, 8})


@pytest.mark.parametrize(("status", "may"), [("UNVERIFIED", False), ("VERIFIED", True), ("REJECTED", False)])
def test_only_a_verified_company_may_submit(status: str, may: bool) -> None:
    assert rules.may_submit(status) is may
