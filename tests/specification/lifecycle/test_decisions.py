"""A decision opens everything it opens in one transaction, and is refused with every reason at once."""

from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest

from account_management.selectors import manager_of
from applications.services import advance
from applications.states import ApplicationStatus
from certificates.models import Certificate
from certificates.services import open_measure
from certificates.states import CertificateStatus, MeasureStatus, RowStatus
from foundation.audit.models import Event
from foundation.audit.services import Refused
from foundation.clock.models import Limit
from foundation.clock.selectors import latest_limit
from foundation.clock.services import local_date
from foundation.correspondence.models import Letter, Notice, OutboxItem
from foundation.correspondence.services import open_letter
from foundation.identity.models import User
from foundation.identity.states import StaffRole
from lifecycle import services
from lifecycle.models import StatusProjection
from operators.services import declare_interest
from programme.models import ActTaken, Delegation
from programme.services import end_delegation
from programme.states import TimeLimitCode
from tests.support.lifecycle import BOTH, House, Ready, Walk
from tests.support.programme import HOUSE, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    house = House()
    assert house.account_manager
    assert house.leader
    return house


def waiting(house: House, *, refuse: tuple[str, ...] = (), kinds: tuple[str, ...] = BOTH) -> Ready:
    """A file that waits for its decision."""
    return Ready(house, kinds=kinds, refuse=refuse)


def letters_of(walk: Walk) -> list[str]:
    rows = Letter.objects.filter(organisation=walk.company.organisation).order_by("id")
    return list(rows.values_list("template_code", flat=True))


def refused(walk: Walk, choice: str = "agree", **given: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refusal:
        walk.decide(choice, **given)
    return refusal.value.breaches or (refusal.value.message,)


@pytest.mark.requirement("R-LIF-01", "R-LIF-07")
def test_a_file_walks_from_the_signature_to_two_certificates(house: House) -> None:
    walk = Walk(house)
    walk.to_decision()

    decided = walk.decide()

    assert [certificate.kind for certificate in decided.certificates] == ["security", "simplification"]
    assert walk.application.status == ApplicationStatus.DECIDED
    assert letters_of(walk) == [
        "application.received",
        "application.accepted",
        "visit.notice",
        "visit.report",
        "account_manager.welcome",
        "decision.granted",
    ]
    limits = dict(Limit.objects.filter(file_id=walk.application.public_id).values_list("kind", "status"))
    assert limits == {
        TimeLimitCode.ACCEPTANCE: "MET",
        TimeLimitCode.DECISION: "MET",
        TimeLimitCode.REPORT_REPLY: "MET",
    }
    manager = manager_of(walk.company.operator)
    assert manager
    assert manager.officer == house.account_manager
    papers = OutboxItem.objects.filter(topic="lifecycle.tasks.make_certificate_paper")
    assert {row.payload["certificate_id"] for row in papers} == {row.pk for row in decided.certificates}


@pytest.mark.requirement("R-LIF-01")
def test_a_grant_takes_effect_on_the_fifth_day_after_the_decision(house: House) -> None:
    """Case 10."""
    walk = waiting(house, kinds=("security",))

    (certificate,) = walk.decide().certificates

    assert certificate.decided_on == local_date(walk.now)
    assert certificate.effective_from - certificate.decided_on == timedelta(days=5)
    assert certificate.status == CertificateStatus.ISSUED


@pytest.mark.requirement("R-LIF-01", "R-LIF-04")
def test_granting_one_of_two_kinds_hears_the_trader_on_the_other_first(house: House) -> None:
    """Case 7: a partial grant is adverse for the part refused, which the other part does not wait for."""
    walk = waiting(house, refuse=("security",))

    first = walk.decide()

    assert [row.kind for row in first.granted] == ["simplification"]
    assert [row.kind for row in first.heard] == ["security"]
    assert walk.application.status == ApplicationStatus.HEARING
    assert letters_of(walk)[-3:] == ["hearing.opened", "account_manager.welcome", "decision.granted"]
    assert "Internal" not in Letter.objects.get(template_code="hearing.opened").body
    assert refused(walk) == ("The hearing still runs. Decide when the trader has spoken or the time has ended.",)


@pytest.mark.requirement("R-LIF-01")
def test_the_hearing_clock_starts_with_the_receipt_of_the_letter_and_names_it(house: House) -> None:
    walk = waiting(house, refuse=("security",))
    walk.decide()
    letter = Letter.objects.get(template_code="hearing.opened")
    assert latest_limit(file_id=walk.application.public_id, kind=TimeLimitCode.HEARING) is None

    opened = open_letter(letter=letter, reader=walk.company.signatory, now=walk.wait(days=2))
    row = OutboxItem.objects.get(topic="lifecycle.tasks.letter_received", payload={"letter_id": letter.pk})
    for _again in range(2):
        services.letter_received(letter=opened, now=walk.wait())

    limit = latest_limit(file_id=walk.application.public_id, kind=TimeLimitCode.HEARING)
    assert limit
    assert row.once_key == f"letter-received:{letter.pk}"
    started = limit.events.get()
    assert (started.on, started.caused_by) == (opened.received_on, f"letter:{letter.public_id}")
    assert limit.due_on
    assert limit.due_on >= started.on + timedelta(days=30)


@pytest.mark.requirement("R-LIF-01", "R-LIF-04")
def test_once_the_trader_has_spoken_the_refusal_may_be_taken(house: House) -> None:
    walk = waiting(house, refuse=("security",))
    walk.decide()
    services.speak(
        application=walk.application, text="We built a fence.", more_will_follow=False, user=walk.company.signatory,
        now=walk.wait(days=3),
    )  # fmt: skip

    second = walk.decide()

    assert [row.kind for row in second.refused] == ["security"]
    assert walk.application.status == ApplicationStatus.DECIDED
    assert letters_of(walk)[-1] == "decision.refused"
    assert [row.status for row in walk.application.decision_rows.order_by("kind")] == [
        RowStatus.REFUSED,
        RowStatus.GRANTED,
    ]
    assert Certificate.objects.count() == 1


def test_while_more_will_follow_the_whole_period_stays_open(house: House) -> None:
    walk = waiting(house, refuse=("security",))
    walk.decide()
    letter = open_letter(
        letter=Letter.objects.get(template_code="hearing.opened"), reader=walk.company.signatory, now=walk.wait()
    )
    services.letter_received(letter=letter, now=walk.wait())
    services.speak(
        application=walk.application,
        text="Plans follow.",
        more_will_follow=True,
        user=walk.company.signatory,
        now=walk.wait(),
    )

    assert refused(walk)
    walk.wait(days=35)

    assert len(walk.decide().refused) == 1
    limit = latest_limit(file_id=walk.application.public_id, kind=TimeLimitCode.HEARING)
    assert limit
    assert limit.status == "MET"


def test_what_the_trader_says_may_turn_the_refusal_into_a_grant(house: House) -> None:
    walk = waiting(house, refuse=("security",))
    walk.decide()

    decided = walk.decide("otherwise")

    assert [certificate.kind for certificate in decided.certificates] == ["security"]
    assert walk.application.status == ApplicationStatus.DECIDED
    assert Letter.objects.filter(template_code="account_manager.welcome").count() == 1


@pytest.mark.requirement("R-INT-03")
def test_who_proposed_may_not_decide(house: House) -> None:
    walk = waiting(house)
    make_officer(house.case_officer.full_name, StaffRole.DECISION_MAKER)

    reasons = refused(walk, by=house.case_officer)

    assert "You proposed the decision on this file." in reasons
    assert sum("no delegation" in reason for reason in reasons) == 2


@pytest.mark.requirement("R-INT-03")
def test_a_decision_without_delegation_is_refused_for_each_row_by_name(house: House) -> None:
    walk = waiting(house)
    stranger = make_officer("Maris Tolv", StaffRole.DECISION_MAKER)

    assert refused(walk, by=stranger) == (
        "Simplification, Exporter: no delegation lets you take this decision.",
        "Security, Exporter: no delegation lets you take this decision.",
    )


def test_a_delegation_that_ended_yesterday_is_none(house: House) -> None:
    walk = waiting(house, kinds=("security",))
    held = Delegation.objects.get(holder=house.decider, act="GRANT")
    end_delegation(delegation=held, last_day=local_date(walk.now) - timedelta(days=1), actor=HOUSE, now=walk.now)

    assert refused(walk) == ("Security, Exporter: no delegation lets you take this decision.",)


def test_an_officer_with_an_interest_in_the_company_may_not_decide(house: House) -> None:
    """Case 48."""
    walk = waiting(house, kinds=("security",))
    declare_interest(officer=house.decider, operator=walk.company.operator, nature="shares", now=walk.now)

    assert refused(walk) == ("You declared an interest in this company.",)


@pytest.mark.requirement("R-VET-03")
def test_a_grant_against_obstacles_is_refused_with_all_of_them(house: House) -> None:
    walk = Ready(house, kinds=("security",), propose=False)
    vetting = walk.application.vetting
    advance(application=walk.application, transition="start_validation", actor=house.vetting_officer, now=walk.wait())
    walk.fresh()
    walk.propose()

    reasons = refused(walk, reason="")

    assert vetting.status == "OPEN"
    assert reasons[0] == "Write your reason."
    assert len(reasons) == 3
    assert any("visit" in reason.lower() for reason in reasons)
    assert not Certificate.objects.exists()
    assert not ActTaken.objects.filter(act="DECIDE").exists()


def test_sending_back_returns_every_row_to_the_visit(house: House) -> None:
    walk = waiting(house)

    decided = walk.decide("return", reason="The second site is missing.")

    assert decided.returned
    assert walk.application.status == ApplicationStatus.UNDER_VALIDATION
    assert {row.status for row in walk.application.decision_rows.all()} == {RowStatus.RETURNED}
    assert not ActTaken.objects.filter(act="DECIDE").exists()
    walk.propose()
    assert len(walk.decide().certificates) == 2


def test_rows_are_sent_back_together_or_not_at_all(house: House) -> None:
    walk = waiting(house)
    first, second = walk.open_rows()
    choices = [services.RowChoice(first, "return"), services.RowChoice(second, "agree")]

    with pytest.raises(Refused) as refusal:
        services.decide_application(
            application=walk.application, choices=choices, reason="No.", actor=house.decider, now=walk.wait()
        )

    assert "A file is sent back whole: choose “send back” for every row or for none." in refusal.value.breaches


def test_what_is_left_of_a_file_decided_in_part_cannot_be_sent_back(house: House) -> None:
    walk = waiting(house, refuse=("security",))
    walk.decide()

    assert refused(walk, "return", reason="Again.") == (
        "A part of this file is decided already. The rest can’t be sent back.",
    )


def test_a_refusal_of_one_s_own_making_needs_the_text_the_trader_will_read(house: House) -> None:
    walk = waiting(house, kinds=("security",))

    assert refused(walk, "otherwise") == (
        "Security, Exporter: write the text the trader will read and its coded ground.",
    )


def test_a_choice_about_rows_that_have_changed_is_refused(house: House) -> None:
    walk = waiting(house)
    stale = [services.RowChoice(row, "agree") for row in walk.open_rows()]
    walk.decide()

    with pytest.raises(Refused):
        services.decide_application(
            application=walk.application, choices=stale, reason="Twice.", actor=house.decider, now=walk.wait()
        )
    assert Certificate.objects.count() == 2


def facts() -> dict[str, int]:
    counted = (Certificate, Event, Notice, Letter, OutboxItem, ActTaken, StatusProjection, Limit)
    return {model.__name__: model.objects.count() for model in counted}


# One place in each room that a decision passes through.
ROOMS = (
    "account_management.services.appoint",
    "benefits.services.entitle",
    "lifecycle.services.grants.refresh_projection",
    "foundation.correspondence.services.send_letter",
    "certificates.services.set_decision_letter",
    "applications.services.advance",
)


def test_a_failure_in_any_room_undoes_the_whole_decision(house: House) -> None:
    walk = waiting(house)
    before = facts()

    for broken in ROOMS:
        with mock.patch(broken, side_effect=RuntimeError(broken)), pytest.raises(RuntimeError, match=broken):
            walk.decide()
        walk.fresh()
        assert (facts(), walk.application.status) == (before, ApplicationStatus.FOR_DECISION), broken

    assert len(walk.decide().certificates) == 2


def test_a_decision_takes_what_a_sweep_had_proposed(house: House) -> None:
    walk = waiting(house)
    measure, _created = open_measure(
        kind="LIMIT_PASSED",
        application=walk.application,
        cause="late",
        due_on=date(2026, 12, 1),
        actor=HOUSE,
        now=walk.now,
    )

    walk.decide()

    measure.refresh_from_db()
    assert (measure.status, measure.closed_by) == (MeasureStatus.TAKEN, house.decider)


def test_without_a_free_account_manager_the_grant_stands_and_the_leader_is_told() -> None:
    house = House()
    assert house.leader
    walk = waiting(house)

    assert len(walk.decide().certificates) == 2

    notice = Notice.objects.get(once_key=f"no-account-manager:{walk.company.operator.pk}")
    assert [row.user for row in notice.recipients.all()] == [house.leader]
    assert not Letter.objects.filter(template_code="account_manager.welcome").exists()


def test_every_event_of_the_decision_names_its_person_and_nothing_internal_is_disclosed(house: House) -> None:
    walk = waiting(house, refuse=("security",))
    walk.decide()

    events = Event.objects.filter(file_id=walk.application.public_id)
    users = {user.pk for user in User.objects.all()}
    assert all(event.actor_id in users or event.actor_label in ("System", HOUSE.actor_label) for event in events)
    told = events.filter(disclosed=True).values_list("name", flat=True)
    assert not [name for name in told if name.startswith(("vetting.", "screening.", "act.", "decision.proposed"))]
