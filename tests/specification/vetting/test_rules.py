"""The rules of vetting as tables: when a result is taken, a file determined, a list old."""

from datetime import date

import pytest

from vetting.rules import (
    Breach,
    CheckFact,
    HitCount,
    Named,
    comes_back_as,
    decision_breaches,
    determination_breaches,
    list_is_stale,
    loses_too_much,
    months_later,
    result_breaches,
    result_expired,
    valid_until,
)

TODAY = date(2026, 9, 14)
YESTERDAY = date(2026, 9, 13)
CLEAR = CheckFact("IDENTITY", "CLEAR")
OPEN = CheckFact("SOLVENCY", "")
FAIL = CheckFact("CRIME", "FAIL")
LISTS = CheckFact("WATCH_LISTS", "CLEAR")
NO_HITS = HitCount()


@pytest.mark.requirement("R-VET-01", "R-VET-03")
@pytest.mark.parametrize(
    ("status", "checks", "hits", "risk", "expected"),
    [
        ("OPEN", [CLEAR, LISTS], NO_HITS, "LOW", []),
        ("OPEN", [CLEAR, OPEN], NO_HITS, "LOW", [Named(Breach.CHECK_OPEN, "SOLVENCY")]),
        ("OPEN", [CheckFact("SITES", "CLEAR", TODAY)], NO_HITS, "LOW", []),
        ("OPEN", [CheckFact("SITES", "CLEAR", YESTERDAY)], NO_HITS, "LOW", [Named(Breach.CHECK_EXPIRED, "SITES")]),
        ("OPEN", [CLEAR], HitCount(open=2), "LOW", [Named(Breach.HITS_OPEN, "2")]),
        ("OPEN", [FAIL], NO_HITS, "LOW", [Named(Breach.FAIL_IS_HIGH_RISK, "CRIME")]),
        ("OPEN", [FAIL], NO_HITS, "MEDIUM", [Named(Breach.FAIL_IS_HIGH_RISK, "CRIME")]),
        ("OPEN", [FAIL], NO_HITS, "HIGH", []),
        ("OPEN", [CheckFact("SOLVENCY", "NOT_AVAILABLE")], NO_HITS, "LOW", []),
        ("OPEN", [CheckFact("SOLVENCY", "ATTENTION")], NO_HITS, "LOW", []),
        ("OPEN", [LISTS], HitCount(confirmed=1), "HIGH", [Named(Breach.TRUE_MATCH_IS_FAIL, "WATCH_LISTS")]),
        ("OPEN", [CheckFact("WATCH_LISTS", "FAIL")], HitCount(confirmed=1), "HIGH", []),
        ("DETERMINED", [CLEAR], NO_HITS, "LOW", [Named(Breach.ALREADY_DETERMINED)]),
        (
            "OPEN",
            [OPEN, FAIL],
            HitCount(open=1),
            "LOW",
            [
                Named(Breach.CHECK_OPEN, "SOLVENCY"),
                Named(Breach.HITS_OPEN, "1"),
                Named(Breach.FAIL_IS_HIGH_RISK, "CRIME"),
            ],
        ),
    ],
)
def test_vet_r02_a_determination_names_everything_that_is_missing(status, checks, hits, risk, expected):
    assert determination_breaches(status=status, checks=checks, hits=hits, risk=risk, on=TODAY) == expected


def test_vet_r01_a_result_counts_to_the_end_of_its_last_day():
    assert not result_expired(CheckFact("TAX_RECORD", "CLEAR", TODAY), TODAY)
    assert result_expired(CheckFact("TAX_RECORD", "CLEAR", YESTERDAY), TODAY)
    assert not result_expired(CheckFact("TAX_RECORD", "CLEAR"), TODAY)


@pytest.mark.requirement("R-VET-10", "R-VET-12")
@pytest.mark.parametrize(
    ("check", "source", "note", "hits", "expected"),
    [
        (CLEAR, "register", "", NO_HITS, []),
        (CheckFact("IDENTITY", ""), "register", "", NO_HITS, [Breach.RESULT_MISSING]),
        (CLEAR, "  ", "", NO_HITS, [Breach.SOURCE_MISSING]),
        (CheckFact("IDENTITY", "ATTENTION"), "register", "", NO_HITS, [Breach.NOTE_MISSING]),
        (CheckFact("IDENTITY", "NOT_AVAILABLE"), "register", "", NO_HITS, [Breach.NOTE_MISSING]),
        (CheckFact("IDENTITY", "FAIL"), "register", "struck off in May", NO_HITS, []),
        (CheckFact("IDENTITY", "CLEAR", YESTERDAY), "register", "", NO_HITS, [Breach.EXPIRY_PASSED]),
        (LISTS, "lists", "", HitCount(open=1), [Breach.HITS_OPEN]),
        (LISTS, "lists", "", HitCount(confirmed=1), [Breach.TRUE_MATCH_IS_FAIL]),
        (CheckFact("WATCH_LISTS", "ATTENTION"), "lists", "two open", HitCount(open=2), []),
        (CLEAR, "register", "", HitCount(open=1), []),
    ],
)
def test_vet_r03_a_result_names_its_source_and_says_why(check, source, note, hits, expected):
    found = result_breaches(check=check, source=source, note=note, hits=hits, on=TODAY)

    assert [named.breach for named in found] == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 7, 22), 6, date(2027, 1, 22)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_vet_r04_months_end_on_the_same_day_or_the_last_of_the_month(day, months, expected):
    assert months_later(day, months) == expected


def test_vet_r04_vetting_ends_with_the_first_result_that_no_longer_counts():
    checks = [CheckFact("TAX_RECORD", "CLEAR", date(2026, 12, 1)), CLEAR]

    assert valid_until(determined_on=TODAY, months=6, checks=checks) == date(2026, 12, 1)
    assert valid_until(determined_on=TODAY, months=2, checks=checks) == date(2026, 11, 14)


@pytest.mark.requirement("R-VET-03")
@pytest.mark.parametrize(
    ("status", "until", "hits", "expected"),
    [
        (None, None, NO_HITS, [Breach.NOT_OPENED]),
        ("OPEN", None, NO_HITS, [Breach.NOT_DETERMINED]),
        ("DETERMINED", TODAY, NO_HITS, []),
        ("DETERMINED", YESTERDAY, NO_HITS, [Breach.VETTING_ENDED]),
        ("DETERMINED", TODAY, HitCount(open=1), [Breach.HITS_OPEN]),
        ("DETERMINED", TODAY, HitCount(confirmed=1), [Breach.TRUE_MATCH]),
        ("SUPERSEDED", TODAY, NO_HITS, [Breach.NOT_DETERMINED]),
    ],
)
def test_vet_r05_nothing_is_granted_on_open_or_ended_vetting(status, until, hits, expected):
    found = decision_breaches(status=status, valid_until=until, hits=hits, on=TODAY)

    assert [named.breach for named in found] == expected


def test_vet_r06_a_list_is_old_after_the_configured_days():
    assert not list_is_stale(imported_on=date(2026, 9, 7), stale_after_days=7, on=TODAY)
    assert list_is_stale(imported_on=date(2026, 9, 6), stale_after_days=7, on=TODAY)


@pytest.mark.parametrize(
    ("before", "removed", "refused"), [(100, 20, False), (100, 21, True), (5, 1, False), (4, 1, True)]
)
def test_vet_r07_an_import_that_loses_more_than_a_fifth_is_asked_about(before, removed, refused):
    assert loses_too_much(before=before, removed=removed) is refused


@pytest.mark.parametrize(
    ("status", "becomes"), [("OPEN", None), ("FALSE_MATCH", None), ("TRUE_MATCH", None), ("LAPSED", "OPEN")]
)
def test_vet_r08_a_finding_stays_silent_and_a_lapsed_hit_comes_back(status, becomes):
    assert comes_back_as(status) == becomes
