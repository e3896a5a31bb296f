"""The law of decisions and certificates, without a database."""

from datetime import date

import pytest

from certificates import rules
from certificates.rules import Change

D = date.fromisoformat


@pytest.mark.requirement("R-LIF-02")
def test_a_grant_takes_effect_on_the_fifth_day_case_10():
    assert rules.effective_on(decided_on=D("2026-06-29"), days=5) == D("2026-07-04")


ISSUED = Change("ISSUED", D("2026-06-29"))
ACTIVE = Change("ACTIVE", D("2026-07-04"))
SUSPENDED = Change("SUSPENDED", D("2026-09-03"))
LIFTED = Change("ACTIVE", D("2026-09-20"))
LIFTED_AS_IF_NEVER = Change("ACTIVE", D("2026-09-20"), annuls_from=D("2026-09-03"))
SUSPENDED_AND_LIFTED_IN_A_DAY = [ISSUED, ACTIVE, SUSPENDED, Change("ACTIVE", D("2026-09-03"))]
REVOKED = Change("REVOKED", D("2026-10-01"))
ANNULLED = Change("ANNULLED", D("2026-10-01"), annuls_from=D("2026-06-29"))


@pytest.mark.parametrize(
    ("changes", "day", "expected"),
    [
        ([], "2026-07-01", None),
        ([ISSUED], "2026-06-28", None),
        ([ISSUED], "2026-06-29", "ISSUED"),
        ([ISSUED, ACTIVE], "2026-07-03", "ISSUED"),
        ([ISSUED, ACTIVE], "2026-07-04", "ACTIVE"),
        ([ISSUED, ACTIVE, SUSPENDED], "2026-09-02", "ACTIVE"),
        ([ISSUED, ACTIVE, SUSPENDED], "2026-09-03", "SUSPENDED"),
        ([ISSUED, ACTIVE, SUSPENDED, LIFTED], "2026-09-19", "SUSPENDED"),
        ([ISSUED, ACTIVE, SUSPENDED, LIFTED], "2026-09-20", "ACTIVE"),
        ([ISSUED, ACTIVE, SUSPENDED, LIFTED_AS_IF_NEVER], "2026-09-10", "ACTIVE"),
        (SUSPENDED_AND_LIFTED_IN_A_DAY, "2026-09-03", "ACTIVE"),
        ([ISSUED, ACTIVE, REVOKED], "2026-09-30", "ACTIVE"),
        ([ISSUED, ACTIVE, REVOKED], "2026-10-01", "REVOKED"),
        ([ISSUED, ACTIVE, SUSPENDED, ANNULLED], "2026-08-01", None),
        ([ISSUED, ACTIVE, SUSPENDED, ANNULLED], "2026-10-01", "ANNULLED"),
    ],
)
@pytest.mark.requirement("R-LIF-11")
def test_a_certificate_stands_on_a_day_as_its_changes_say(changes, day, expected):
    assert rules.status_on(changes, D(day)) == expected


@pytest.mark.parametrize(
    ("years", "at_own_request", "expected"),
    [(3, False, "2026-06-30"), (1, False, "2024-06-30"), (3, True, None)],
)
@pytest.mark.requirement("R-SUS-02")
def test_a_revocation_bars_until_the_day_before_the_anniversary_case_11(years, at_own_request, expected):
    until = rules.barred_until(ended_on=D("2023-07-01"), years=years, at_own_request=at_own_request)

    assert until == (D(expected) if expected else None)


@pytest.mark.parametrize(
    ("due_on", "spoke", "more", "on", "over"),
    [
        (None, False, False, "2026-10-30", False),  # the letter was not received: there is no period yet
        ("2026-10-14", False, False, "2026-10-14", False),  # the last day belongs to the trader
        ("2026-10-14", False, False, "2026-10-15", True),
        ("2026-10-14", True, False, "2026-09-20", True),  # spoke and is done
        ("2026-10-14", True, True, "2026-09-20", False),  # says that more will follow
        ("2026-10-14", True, True, "2026-10-15", True),
    ],
)
@pytest.mark.requirement("R-LIF-01")
def test_a_hearing_is_over_when_the_time_ended_or_the_trader_is_done(due_on, spoke, more, on, over):
    found = rules.hearing_over(due_on=D(due_on) if due_on else None, spoke=spoke, more_will_follow=more, on=D(on))

    assert found is over


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], "none"),
        ([("none", "2026-01-01")], "none"),
        ([("active", "2026-01-01"), ("suspended", "2026-05-01")], "active"),
        ([("suspended", "2026-05-01"), ("revoked", "2026-06-01")], "revoked"),
        ([("suspended", "2026-07-01"), ("expired", "2026-06-01")], "suspended"),
        ([("surrendered", "2026-07-01"), ("none", "2026-08-01")], "surrendered"),
    ],
)
@pytest.mark.requirement("R-LIF-11")
def test_the_headline_is_active_when_any_kind_is_else_the_latest_word(words, expected):
    assert rules.headline([(word, D(day)) for word, day in words]) == expected


@pytest.mark.parametrize(
    ("day", "years", "expected"), [("2024-02-29", 1, "2025-02-28"), ("2024-02-29", 4, "2028-02-29")]
)
def test_29_february_becomes_28_february_in_other_years(day, years, expected):
    assert rules.add_years(D(day), years) == D(expected)


def test_validity_of_zero_years_has_no_end():
    assert rules.valid_until(effective_from=D("2026-07-04"), years=0) is None
    assert rules.valid_until(effective_from=D("2026-07-04"), years=2) == D("2028-07-03")


@pytest.mark.parametrize(
    ("kinds", "expected"), [([], "none"), (["security"], "security"), (["security", "simplification"], "full")]
)
def test_the_border_gives_what_is_in_force(kinds, expected):
    assert rules.facilitation(kinds) == expected
