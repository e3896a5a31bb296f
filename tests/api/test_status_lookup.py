"""The status look-up: what border and risk systems are told of an operator, today and on a past day."""

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Any

import pytest

from certificates.models import Certificate
from foundation.audit.services import acting
from foundation.clock.services import now as clock_now
from foundation.clock.services import today
from lifecycle import services
from tests.support.lifecycle import BOTH, House, at, granted, in_force, make_operator
from tests.support.look_up import DAY, NOTHING, START, System
from tests.support.programme import HOUSE

pytestmark = pytest.mark.django_db


def suspend(house: House, certificate: Certificate, day: date) -> Certificate:
    return services.suspend_certificate(
        grounds="Goods stood unlocked.",
        certificate=certificate,
        until=day + 60 * DAY,
        reason="Facts are gathered.",
        actor=house.decider,
        now=at(day),
    )


def lift(house: House, certificate: Certificate, day: date, *, as_if_never: bool = False) -> Certificate:
    return services.lift_suspension(
        grounds="Goods stood unlocked.",
        certificate=certificate,
        reason="Cleared.",
        actor=house.decider,
        now=at(day),
        as_if_never=as_if_never,
    )


def revoke(house: House, certificate: Certificate, day: date) -> Certificate:
    return services.revoke_certificate(
        grounds="Goods stood unlocked.", certificate=certificate, reason="Breach.", actor=house.decider, now=at(day)
    )


# --- the words --------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-LIF-11", "R-IEX-03")
def test_a_certificate_in_force_tells_kinds_facilitation_and_benefits(border: System, house: House) -> None:
    operator = make_operator()
    (certificate,) = in_force(house, operator, since=START, types=("exporter", "carrier"))

    answer = border.ask(operator.tin)

    assert answer == {
        "name": operator.legal_name,
        "status": "active",
        "kinds": [
            {
                "kind": "security",
                "status": "active",
                "effective_from": START.isoformat(),
                "valid_until": None,
                "operator_types": certificate.operator_types,
            }
        ],
        "facilitation": "security",
        "benefits": ["low_inspection", "rapid_release", "own_premises", "account_manager"],
        "holder": None,
    }


def test_what_is_granted_but_not_yet_effective_is_none(border: System, house: House, on: Callable[..., None]) -> None:
    operator = make_operator()
    granted(house, operator, decided_on=START)

    for day in (START, START + 4 * DAY):
        on(day)
        assert border.ask(operator.tin) == NOTHING

    on(START + 5 * DAY, 0)
    assert border.ask(operator.tin)["status"] == "active"
    assert Certificate.objects.get().status == "ISSUED", "the calendar answers, no sweep has run"


@pytest.mark.requirement("R-SUS-08")
def test_a_suspension_shows_in_the_very_next_request_and_takes_the_benefits(border: System, house: House) -> None:
    operator = make_operator()
    (certificate,) = in_force(house, operator, since=START)
    assert border.ask(operator.tin)["status"] == "active"

    certificate = suspend(house, certificate, today())
    answer = border.ask(operator.tin)
    assert (answer["status"], answer["facilitation"], answer["benefits"]) == ("suspended", "none", [])
    assert answer["kinds"][0]["status"] == "suspended"

    lift(house, certificate, today())
    assert border.ask(operator.tin)["facilitation"] == "security"


def test_one_kind_suspended_leaves_the_other_in_force(border: System, house: House) -> None:
    operator = make_operator()
    security, simple = in_force(house, operator, BOTH, since=START)
    assert border.ask(operator.tin)["facilitation"] == "full"

    suspend(house, security, today())

    answer = border.ask(operator.tin)
    assert (answer["status"], answer["facilitation"]) == ("active", "simplification")
    assert {kind["kind"]: kind["status"] for kind in answer["kinds"]} == {
        "security": "suspended",
        "simplification": "active",
    }
    assert "deferred_payment" in answer["benefits"]
    assert simple.status == "ACTIVE"


def test_without_a_kind_in_force_the_latest_of_the_others_is_told(border: System, house: House) -> None:
    operator = make_operator()
    security, simple = in_force(house, operator, BOTH, since=START)

    revoke(house, security, START + 30 * DAY)
    services.surrender_certificate(certificate=simple, actor=house.decider, now=at(START + 40 * DAY))

    assert border.ask(operator.tin)["status"] == "surrendered"
    assert border.ask(operator.tin, on=(START + 35 * DAY).isoformat())["status"] == "active"


@pytest.mark.requirement("R-SUS-07")
def test_a_certificate_ends_by_the_calendar_though_no_sweep_has_run(
    border: System, house: House, on: Callable[..., None]
) -> None:
    operator = make_operator()
    last = START + 100 * DAY
    in_force(house, operator, since=START, valid_until=last)

    on(last, 20)
    assert border.ask(operator.tin)["status"] == "active"
    on(last + DAY, 0)
    answer = border.ask(operator.tin)
    assert (answer["status"], answer["facilitation"], answer["benefits"]) == ("expired", "none", [])
    assert border.bulk({"tins": [operator.tin]}).json()["results"][0]["status"] == "expired"
    assert Certificate.objects.get().status == "ACTIVE"


def test_an_end_by_the_calendar_counts_from_its_own_day(border: System, house: House, on: Callable[..., None]) -> None:
    """Security was revoked before simplification expired: expired is the later word."""
    operator = make_operator()
    last = START + 100 * DAY
    security, _simple = in_force(house, operator, BOTH, since=START, valid_until=last)
    revoke(house, security, START + 50 * DAY)

    on(last + 10 * DAY)

    assert border.ask(operator.tin)["status"] == "expired"


def test_an_annulled_certificate_is_revoked_today_and_none_for_the_days_it_never_counted(
    border: System, house: House, on: Callable[..., None]
) -> None:
    operator = make_operator()
    (certificate,) = in_force(house, operator, since=START)
    annulled = START + 50 * DAY

    services.annul_certificate(
        grounds="Goods stood unlocked.",
        certificate=certificate,
        reason="False papers.",
        actor=house.decider,
        now=at(annulled),
    )

    on(annulled)
    assert border.ask(operator.tin)["status"] == "revoked"
    on(annulled + 30 * DAY)
    assert border.ask(operator.tin, on=(annulled + 3 * DAY).isoformat())["status"] == "revoked"
    for day in (START, annulled - DAY):
        assert border.ask(operator.tin, on=day.isoformat()) == NOTHING


def test_the_days_of_an_annulled_suspension_count_with_their_benefits(
    border: System, house: House, on: Callable[..., None]
) -> None:
    operator = make_operator()
    (certificate,) = in_force(house, operator, since=START)
    certificate = suspend(house, certificate, START + 10 * DAY)
    in_between = (START + 12 * DAY).isoformat()
    assert border.ask(operator.tin, on=in_between)["status"] == "suspended"

    lift(house, certificate, START + 20 * DAY, as_if_never=True)

    answer = border.ask(operator.tin, on=in_between)
    assert (answer["status"], len(answer["benefits"])) == ("active", 4)


def test_a_lifted_suspension_stays_in_the_past(border: System, house: House) -> None:
    operator = make_operator()
    (certificate,) = in_force(house, operator, since=START)
    certificate = suspend(house, certificate, START + 10 * DAY)
    lift(house, certificate, START + 20 * DAY)

    told = [border.ask(operator.tin, on=(START + n * DAY).isoformat())["status"] for n in (-1, 0, 9, 10, 19, 20)]

    assert told == ["none", "active", "active", "suspended", "suspended", "active"]


@pytest.mark.parametrize("end", ["surrender", "annul"])
def test_a_future_certificate_given_back_does_not_hide_the_one_in_force(
    border: System, house: House, on: Callable[..., None], end: str
) -> None:
    operator = make_operator()
    in_force(house, operator, since=START, valid_until=START + 400 * DAY)
    (waiting,) = granted(house, operator, decided_on=START + 396 * DAY)
    day = START + 397 * DAY

    if end == "surrender":
        services.surrender_certificate(certificate=waiting, actor=house.decider, now=at(day))
    else:
        services.annul_certificate(
            grounds="Goods stood unlocked.", certificate=waiting, reason="Mistake.", actor=house.decider, now=at(day)
        )

    on(day)
    assert border.ask(operator.tin)["status"] == "active"


def test_a_new_certificate_after_a_revocation_speaks(border: System, house: House) -> None:
    operator = make_operator()
    (old,) = in_force(house, operator, since=START)
    revoke(house, old, START + 10 * DAY)
    in_force(house, operator, since=START + 200 * DAY)

    assert border.ask(operator.tin)["status"] == "active"
    assert border.ask(operator.tin, on=(START + 100 * DAY).isoformat())["status"] == "revoked"


def test_a_person_who_acts_before_the_sweep_finds_what_the_calendar_did(house: House, border: System) -> None:
    operator = make_operator()
    (certificate,) = granted(house, operator, decided_on=START)

    suspend(house, certificate, START + 6 * DAY)

    assert border.ask(operator.tin, on=(START + 5 * DAY).isoformat())["status"] == "active"
    assert border.ask(operator.tin, on=(START + 6 * DAY).isoformat())["status"] == "suspended"


# --- covered companies ------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-LIF-05")
def test_a_covered_company_answers_under_its_own_tin_and_names_the_holder(border: System, house: House) -> None:
    holder, covered = make_operator("Parent plc"), make_operator("Daughter Ltd")
    (certificate,) = in_force(house, holder, since=START)
    begins = START + 10 * DAY

    coverage = services.cover_company(
        certificate=certificate, operator=covered, on=begins, actor=house.decider, now=at(begins)
    )

    answer = border.ask(covered.tin)
    assert (answer["name"], answer["status"], answer["holder"]) == ("Daughter Ltd", "active", holder.tin)
    assert answer["benefits"]
    assert border.ask(holder.tin)["holder"] is None
    assert border.ask(covered.tin, on=(begins - DAY).isoformat()) == NOTHING

    certificate = suspend(house, certificate, today())
    assert border.ask(covered.tin)["status"] == "suspended"

    services.end_coverage(coverage=coverage, actor=house.decider, now=clock_now())
    assert border.ask(covered.tin) == NOTHING
    assert border.ask(covered.tin, on=(begins + DAY).isoformat())["status"] == "active"


def test_a_coverage_that_begins_later_shows_from_its_day(border: System, house: House, on: Callable[..., None]) -> None:
    holder, covered = make_operator("Parent plc"), make_operator("Daughter Ltd")
    (certificate,) = in_force(house, holder, since=START)
    begins = START + 10 * DAY
    services.cover_company(
        certificate=certificate, operator=covered, on=begins, actor=house.decider, now=at(START + DAY)
    )

    on(begins - DAY)
    assert border.ask(covered.tin) == NOTHING
    on(begins, 0)
    assert border.ask(covered.tin)["holder"] == holder.tin


def test_no_coverage_hides_a_suspension_of_one_s_own(border: System, house: House) -> None:
    holder, covered = make_operator("Parent plc"), make_operator("Daughter Ltd")
    (parent,) = in_force(house, holder, since=START)
    (own,) = in_force(house, covered, since=START)
    services.cover_company(certificate=parent, operator=covered, on=START, actor=house.decider, now=at(START))

    suspend(house, own, today())

    answer = border.ask(covered.tin)
    assert (answer["status"], answer["holder"]) == ("suspended", None)


def test_a_coverage_decided_after_one_s_own_certificate_ended_speaks(border: System, house: House) -> None:
    holder, covered = make_operator("Parent plc"), make_operator("Daughter Ltd")
    (parent,) = in_force(house, holder, since=START)
    (own,) = in_force(house, covered, since=START)
    revoke(house, own, START + 10 * DAY)
    services.cover_company(
        certificate=parent, operator=covered, on=START + 20 * DAY, actor=house.decider, now=at(START + 20 * DAY)
    )

    assert border.ask(covered.tin)["holder"] == holder.tin
    assert border.ask(covered.tin, on=(START + 15 * DAY).isoformat())["status"] == "revoked"


# --- who is known -----------------------------------------------------------------------------------------------------


def test_an_unknown_tin_answers_like_a_company_without_certificate(border: System, house: House) -> None:
    known, waiting = make_operator(), make_operator("Waiting Ltd")
    granted(house, waiting, decided_on=today())

    for query in ({}, {"on": "2025-04-01"}):
        bodies = [border.get(tin, **query).json() for tin in ("ZZ0NOBODY", known.tin, waiting.tin)]
        for body in bodies:
            body.pop("tin")
            body.pop("as_of")
        assert bodies == [NOTHING] * 3


def test_a_tin_is_trimmed_and_upper_cased(border: System, house: House) -> None:
    operator = make_operator()
    in_force(house, operator, since=START)

    assert border.ask(f"  {operator.tin.lower()} ")["status"] == "active"


def test_a_tin_stored_in_small_letters_is_found_today_and_in_the_past(border: System, house: House) -> None:
    operator = make_operator()
    with acting(actor=HOUSE, at=at(START)):
        operator.tin = "xa77lower"
        operator.save(update_fields=["tin"])
    in_force(house, operator, since=START)

    assert border.ask("XA77LOWER")["status"] == "active"
    assert border.ask("XA77LOWER", on=START.isoformat())["status"] == "active"


@pytest.mark.parametrize("tin", ["1234", "XA", "XA-12", "X1234", "XA12é", "XA" + "1" * 31, "XA%00", "XA'--"])
def test_a_malformed_tin_is_a_problem_that_names_it(border: System, tin: str) -> None:
    response = border.get(tin)

    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"][0]["pointer"] == "/tin"


def test_the_pattern_of_the_tin_is_the_administration_s(border: System, settings: Any) -> None:
    settings.TIN_PATTERN = r"^\d{9}$"

    assert border.get("XA1234567").status_code == HTTPStatus.BAD_REQUEST
    assert border.ask("123456789") == NOTHING


# --- the day asked ----------------------------------------------------------------------------------------------------


def test_the_answer_says_of_which_moment_or_day_it_speaks(
    border: System, house: House, on: Callable[..., None]
) -> None:
    on(date(2026, 9, 28), 8)

    assert border.get("XA1").json()["as_of"] == "2026-09-28T08:00:00+00:00"
    assert border.get("XA1", on="2026-09-27").json()["as_of"] == "2026-09-27"
    assert border.get("XA1", on="2026-09-28").json()["as_of"] == "2026-09-28T08:00:00+00:00"


@pytest.mark.parametrize("day", ["2999-01-01", "yesterday", "2026-02-30", "2026-2-3", "20260203"])
def test_a_day_in_the_future_or_none_at_all_is_a_problem(border: System, day: str) -> None:
    for response in (border.get("XA1", on=day), border.bulk({"tins": ["XA1"], "on": day})):
        assert response.status_code == HTTPStatus.BAD_REQUEST
        assert response.json()["errors"][0]["pointer"] == "/on"
