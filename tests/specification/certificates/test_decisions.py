"""Proposing, hearing and deciding, row by row."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from applications.states import ApplicationStatus
from benefits.selectors import codes_by_certificate
from benefits.services import load_catalogue
from certificates import selectors, services
from certificates.models import Certificate, DecisionRow
from foundation.audit.selectors import disclosed_events_of_file
from foundation.audit.services import Refused, acting
from foundation.correspondence.models import Letter, OutboxItem
from foundation.correspondence.services import open_letter
from foundation.identity.states import StaffRole
from lifecycle import services as lifecycle
from lifecycle.services import RowChoice
from lifecycle.services.choices import hearing_is_over
from operators import services as operators
from operators.selectors import current_officer
from operators.states import AssignmentRole
from programme.models import ActTaken
from programme.states import Act, DecisionAct
from tests.support.certificates import CANARY, NOW, RELEASED, STARTS, TODAY, Scene, later
from tests.support.programme import HOUSE

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


# --- proposing ---------------------------------------------------------------------------------------------------------


def test_a_proposal_needs_exactly_one_outcome_for_each_kind_and_type(scene):
    rows = scene.rows()

    for wrong in (rows[:1], [*rows, rows[0]]):
        with pytest.raises(Refused) as refusal:
            lifecycle.propose_decision(application=scene.application, rows=wrong, actor=scene.case_officer, now=NOW)
        assert "exactly one outcome" in refusal.value.breaches[0]
    assert not DecisionRow.objects.exists()


@pytest.mark.requirement("R-LIF-04")
def test_a_proposed_refusal_needs_a_coded_ground_and_a_released_text(scene):
    operator_type = scene.application.operator_types.get()
    bare = services.ProposedRow("security", operator_type, "REFUSE", CANARY)
    condition = services.ProposedRow("simplification", operator_type, "GRANT_WITH_CONDITION", "")

    with pytest.raises(Refused) as refusal:
        services.propose(application=scene.application, rows=[bare, condition], actor=scene.case_officer, now=NOW)

    assert len(refusal.value.breaches) == 4


def test_a_proposal_hands_the_file_to_those_who_decide(scene):
    scene.propose()

    assert scene.application.status == ApplicationStatus.FOR_DECISION
    assert ActTaken.objects.filter(act=Act.PROPOSE, user=scene.case_officer).count() == 1
    assert scene.decider.notices.filter(notice__url__endswith="/decision/").exists()


# --- who may decide ----------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-LIF-06")
def test_who_proposed_may_not_decide_whatever_the_configuration_says(scene):
    scene.delegate(holder=scene.case_officer)
    scene.propose()

    with pytest.raises(Refused) as refusal:
        scene.decide(actor=scene.case_officer)
    assert "You proposed the decision on this file." in refusal.value.breaches


@pytest.mark.requirement("R-LIF-06")
def test_the_database_refuses_the_second_act_of_one_person(scene):
    scene.propose()
    proposed = ActTaken.objects.get(act=Act.PROPOSE)

    with pytest.raises(IntegrityError), transaction.atomic(), acting(actor=HOUSE, at=NOW):
        ActTaken.objects.create(
            file_id=proposed.file_id, act=Act.DECIDE, user=proposed.user, at=NOW, configuration=proposed.configuration
        )


@pytest.mark.parametrize("who", ["vetter", "validator"])
@pytest.mark.requirement("R-LIF-06")
def test_who_vetted_or_validated_may_not_decide(scene, who):
    person = getattr(scene, who)
    scene.delegate(holder=person)
    scene.propose()

    with pytest.raises(Refused):
        scene.decide(actor=person)


def test_without_a_delegation_for_the_outcome_nobody_decides(scene):
    scene.delegate(DecisionAct.GRANT)
    scene.propose("security")

    with pytest.raises(Refused) as refusal:
        scene.decide()

    assert any("no delegation" in text for text in refusal.value.breaches)
    assert not any("Simplification" in text for text in refusal.value.breaches)


def test_a_reason_is_always_written(scene):
    scene.delegate()
    scene.propose()

    with pytest.raises(Refused) as refusal:
        scene.decide(reason="  ")

    assert "Write your reason." in refusal.value.breaches


# --- granting ----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-LIF-01", "R-LIF-05")
def test_a_grant_opens_a_certificate_per_kind_effective_on_the_fifth_day(scene):
    certificates = scene.granted()

    assert [row.kind for row in certificates] == ["security", "simplification"]
    assert {row.effective_from for row in certificates} == {STARTS}
    assert {row.status for row in certificates} == {"ISSUED"}
    assert certificates[0].number == f"{scene.application.number}-S"
    assert scene.application.status == ApplicationStatus.DECIDED
    assert OutboxItem.objects.filter(topic="lifecycle.tasks.make_certificate_paper").count() == 2


def test_revalidation_counts_from_the_visit(scene):
    assert scene.granted()[0].revalidation_due_on == date(2029, 8, 26)


def test_a_granted_condition_stands_on_the_row_and_in_the_letter(scene):
    scene.delegate()
    scene.propose(condition="Stock count by 31 December 2026.")
    scene.decide()

    letter = Letter.objects.get(template_code="decision.granted")
    assert "Stock count by 31 December 2026." in letter.body


@pytest.mark.requirement("R-LIF-01")
def test_a_grant_is_not_possible_while_a_room_stands_against_it():
    scene = Scene(ready=False)
    scene.delegate()
    with acting(actor=HOUSE, at=NOW):
        for kind in scene.application.kinds:
            operators.add_bar(
                operator=scene.operator, kind=kind, valid_from=TODAY, valid_until=date(2029, 1, 1), cause="revocation",
                actor=HOUSE, now=NOW,
            )  # fmt: skip
    scene.propose()

    with pytest.raises(Refused) as refusal:
        scene.decide()

    texts = " ".join(refusal.value.breaches)
    assert "A bar stands against this company until 1 January 2029: revocation." in texts
    assert "No visit is planned." in texts
    assert not Certificate.objects.exists()


@pytest.mark.requirement("R-SUS-02")
@pytest.mark.parametrize(("day", "barred"), [(date(2026, 6, 30), True), (date(2026, 7, 1), False)])
def test_the_bar_after_a_revocation_ends_with_its_last_day_case_11(scene, day, barred):
    with acting(actor=HOUSE, at=NOW):
        operators.add_bar(
            operator=scene.operator, kind="security", valid_from=date(2023, 7, 1), valid_until=date(2026, 6, 30),
            cause="revocation", actor=HOUSE, now=NOW,
        )  # fmt: skip

    texts = selectors.grant_obstacles(scene.application, day)

    assert any("A bar stands" in text for text in texts) is barred


def test_a_certificate_of_the_kind_in_force_stands_against_a_second_one(scene):
    scene.active()
    other = Scene("Second file")
    other.application.operator = scene.operator

    assert any("in force already" in text for text in selectors.grant_obstacles(other.application, TODAY))


# --- refusing and hearing ----------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-LIF-01")
def test_a_partial_grant_hears_the_refused_kind_first_case_7(scene):
    scene.delegate()
    scene.propose("security")

    decided = scene.decide()

    assert [row.kind for row in decided.granted] == ["simplification"]
    assert [row.kind for row in decided.heard] == ["security"]
    assert not decided.refused
    assert scene.application.status == ApplicationStatus.HEARING
    assert RELEASED in Letter.objects.get(template_code="hearing.opened").body


def test_the_database_knows_no_refusal_without_a_hearing_letter(scene):
    scene.delegate()
    row = scene.propose("security")[0]
    signed = {"decided_act": row.proposed_act, "decided_at": NOW, "delegation": scene.decider.delegations.first()}
    with acting(actor=HOUSE, at=NOW, reason="r"):
        DecisionRow.objects.filter(pk=row.pk).update(status="HEARING", released_text=RELEASED, refusal_code="OTHER")

        with pytest.raises(IntegrityError, match="refusal_was_heard"), transaction.atomic():
            DecisionRow.objects.filter(pk=row.pk).update(status="REFUSED", **signed)


def test_a_hearing_that_runs_keeps_the_row_undecided(scene):
    scene.heard()

    with pytest.raises(Refused, match="can’t be taken") as refusal:
        scene.decide(now=later(10))

    assert "The hearing still runs" in refusal.value.breaches[0]


def test_the_hearing_runs_from_the_day_the_letter_is_received(scene):
    scene.delegate()
    scene.propose("security")
    scene.decide()

    assert selectors.hearing_due_on(scene.application) is None
    letter = open_letter(letter=Letter.objects.get(template_code="hearing.opened"), reader=scene.trader, now=later(3))
    lifecycle.letter_received(letter=letter, now=later(3))

    assert selectors.hearing_due_on(scene.application) >= date(2026, 10, 17)


@pytest.mark.requirement("R-LIF-01")
def test_after_the_trader_spoke_the_row_may_be_refused_before_the_time_ends(scene):
    row = scene.heard()
    lifecycle.speak(
        application=scene.application,
        text="The yard is fenced now.",
        more_will_follow=False,
        user=scene.trader,
        now=later(4),
    )

    decided = scene.decide(now=later(5))

    assert [one.pk for one in decided.refused] == [row.pk]
    assert scene.application.status == ApplicationStatus.DECIDED
    letter = Letter.objects.get(template_code="decision.refused")
    assert RELEASED in letter.body
    assert CANARY not in letter.body


def test_when_more_will_follow_the_whole_time_is_kept(scene):
    scene.heard()
    lifecycle.speak(
        application=scene.application, text="A plan follows.", more_will_follow=True, user=scene.trader, now=later(4)
    )

    with pytest.raises(Refused):
        scene.decide(now=later(5))
    due = selectors.hearing_due_on(scene.application)
    assert scene.decide(now=later((due - TODAY).days + 1)).refused


def test_a_row_heard_may_still_be_granted_and_joins_the_file(scene):
    scene.heard()
    lifecycle.speak(
        application=scene.application, text="Fenced.", more_will_follow=False, user=scene.trader, now=later(4)
    )

    decided = scene.decide(now=later(5), security="otherwise")

    assert [row.kind for row in decided.certificates] == ["security"]
    assert decided.certificates[0].effective_from == date(2026, 9, 24)


def test_what_was_said_before_a_file_was_sent_back_does_not_shorten_the_next_hearing():
    scene = Scene(kinds=("security",))
    scene.heard()
    lifecycle.speak(
        application=scene.application, text="Fenced.", more_will_follow=False, user=scene.trader, now=later(1)
    )
    scene.decide(now=later(2), security="return")
    scene.propose("security", now=later(3))
    scene.decide(now=later(3))

    assert not hearing_is_over(scene.application, later(4))


def test_nobody_speaks_where_nothing_is_heard(scene):
    scene.delegate()
    scene.propose()

    with pytest.raises(Refused, match="no hearing open"):
        services.record_statement(
            application=scene.application, text="Hello", more_will_follow=False, user=scene.trader, now=NOW
        )
    with pytest.raises(Refused, match="Write what you want to say"):
        services.record_statement(
            application=scene.application, text=" ", more_will_follow=False, user=scene.trader, now=NOW
        )


# --- sending back ------------------------------------------------------------------------------------------------------


def test_rows_are_sent_back_together_and_can_be_proposed_anew(scene):
    scene.delegate()
    scene.propose()

    with pytest.raises(Refused) as refusal:
        scene.decide(security="return")
    assert "sent back whole" in refusal.value.breaches[0]
    scene.decide(security="return", simplification="return")

    assert scene.application.status == ApplicationStatus.UNDER_VALIDATION
    assert not ActTaken.objects.filter(act=Act.DECIDE).exists()
    assert len(scene.propose(now=later(1))) == 2


def test_rows_that_somebody_else_decided_meanwhile_are_not_decided_again(scene):
    scene.delegate()
    rows = scene.propose()
    choices = [RowChoice(row=row, choice="agree") for row in rows]
    scene.decide()

    with pytest.raises(Refused, match="rows have changed"):
        lifecycle.decide_application(
            application=scene.application, choices=choices, reason="again", actor=scene.decider, now=NOW
        )


# --- what follows ------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-BEN-13")
def test_a_grant_opens_benefits_from_the_effective_date(scene):
    load_catalogue(actor=HOUSE, now=NOW)
    certificates = scene.granted()

    assert codes_by_certificate(certificates, TODAY) == {}
    assert all(codes_by_certificate(certificates, STARTS).values())


@pytest.mark.requirement("R-ACM-01")
def test_a_grant_names_an_account_manager(scene):
    manager = scene.officer("Karim Adeni", StaffRole.ACCOUNT_MANAGER)

    scene.granted()

    assert current_officer(scene.operator, AssignmentRole.ACCOUNT_MANAGER) == manager


@pytest.mark.requirement("R-APP-17")
def test_no_disclosed_event_carries_internal_grounds(scene):
    scene.heard()

    for event in disclosed_events_of_file(scene.application.public_id):
        assert CANARY not in str(event.data)
        assert event.name not in {"decision.proposed", "act.taken"}


def test_an_unknown_file_is_no_certificate():
    assert selectors.by_public_id(uuid4()) is None
