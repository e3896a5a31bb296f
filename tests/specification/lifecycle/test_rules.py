"""The rules of acts that span rooms, one by one."""

from datetime import date

import pytest

from lifecycle.rules import RowFact, Told, mixed_return, normal_tin, row_outcome, speaks_for_itself, whole_file

PATTERN = r"^[A-Z]{2}[A-Z0-9]{1,30}$"
EARLY, LATE = date(2026, 1, 1), date(2026, 6, 1)


@pytest.mark.parametrize(
    ("text", "tin"),
    [
        ("XA1", "XA1"),
        ("  xa2205418\n", "XA2205418"),
        ("ZZ" + "9" * 30, "ZZ" + "9" * 30),
        ("ZZ" + "9" * 31, None),
        ("XA", None),
        ("X11", None),
        ("XA 1", None),
        ("XA1\nXA2", None),
        ("", None),
    ],
)
def test_lif_r01_a_tin_is_trimmed_and_upper_cased_and_fits_the_pattern(text: str, tin: str | None) -> None:
    assert normal_tin(text, PATTERN) == tin


@pytest.mark.parametrize(
    ("proposal", "choice", "status", "over", "outcome"),
    [
        ("GRANT", "agree", "PROPOSED", False, "grant"),
        ("GRANT_WITH_CONDITION", "agree", "PROPOSED", False, "grant"),
        ("GRANT", "otherwise", "PROPOSED", False, "hear"),
        ("REFUSE", "agree", "PROPOSED", False, "hear"),
        ("REFUSE", "agree", "PROPOSED", True, "hear"),
        ("REFUSE", "agree", "HEARING", False, "keep"),
        ("REFUSE", "agree", "HEARING", True, "refuse"),
        ("REFUSE", "otherwise", "HEARING", False, "grant"),
        ("GRANT", "otherwise", "HEARING", True, "refuse"),
        ("GRANT", "agree", "HEARING", False, "grant"),
        ("REFUSE", "return", "HEARING", True, "return"),
        ("GRANT", "return", "PROPOSED", False, "return"),
    ],
)
@pytest.mark.requirement("R-LIF-01")
def test_lif_r02_an_adverse_choice_is_heard_first(
    proposal: str, choice: str, status: str, over: bool, outcome: str
) -> None:
    fact = RowFact(name="row", status=status, proposal=proposal, choice=choice, may=True, hearing_over=over)

    assert row_outcome(fact) == outcome


@pytest.mark.parametrize(
    ("outcomes", "where"),
    [
        (["grant"], "decided"),
        (["grant", "refuse"], "decided"),
        (["grant", "hear"], "hearing"),
        (["grant", "keep"], "hearing"),
        (["return", "return"], "return"),
    ],
)
def test_lif_r03_a_file_is_decided_when_no_row_is_heard(outcomes: list[str], where: str) -> None:
    assert whole_file(outcomes) == where


def test_lif_r04_a_file_returns_whole() -> None:
    assert mixed_return(["return", "grant"])
    assert not mixed_return(["return", "return"])
    assert not mixed_return(["grant", "hear"])


@pytest.mark.parametrize(
    ("own", "covered_since", "holder_in_force", "itself"),
    [
        ([], None, False, True),
        ([], EARLY, True, False),
        ([], EARLY, False, False),
        ([Told("none", EARLY)], EARLY, True, False),
        ([Told("active", LATE)], EARLY, True, True),
        ([Told("suspended", EARLY)], LATE, True, True),
        ([Told("revoked", EARLY)], LATE, True, False),
        ([Told("revoked", LATE)], EARLY, True, True),
        ([Told("expired", EARLY)], LATE, False, True),
        ([Told("expired", EARLY), Told("revoked", LATE)], date(2026, 3, 1), True, True),
    ],
)
@pytest.mark.requirement("R-LIF-05")
def test_lif_r05_no_coverage_hides_a_suspension_and_a_later_coverage_speaks(
    own: list[Told], covered_since: date | None, holder_in_force: bool, itself: bool
) -> None:
    assert speaks_for_itself(own, covered_since=covered_since, holder_in_force=holder_in_force) is itself
