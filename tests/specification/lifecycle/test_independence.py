"""No officer with an interest, no deputy by an own record, no second act by the back door; and reasons stay where they
were written."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from aeo_portal.servers import CLONE
from applications import services as applications
from certificates.services import propose as propose_rows
from foundation.audit.models import Event
from foundation.audit.services import Refused, acting, record
from foundation.clock.models import LimitEvent
from foundation.identity import services as identity
from foundation.identity.states import StaffRole
from lifecycle import services as lifecycle
from operators import services as operators
from programme import selectors as programme
from programme.services import delegate, take_act
from programme.states import Act, DecisionAct
from tests.support.certificates import HOUSE, NOW, STARTS, TODAY, Scene, later, other_operator
from tests.support.identity import sign_in

pytestmark = pytest.mark.django_db


def interested(scene: Scene, officer: Any) -> None:
    operators.declare_interest(officer=officer, operator=scene.operator, nature="a cousin on the board", now=NOW)


# --- declared interests (acceptance case 48) ----------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["suspend", "lift", "revoke", "annul", "cover", "end_coverage"])
def test_an_officer_with_an_interest_takes_no_act_on_a_certificate(act: str) -> None:
    # given
    scene = Scene()
    certificate = scene.active()[0]
    covered = other_operator()
    coverage = lifecycle.cover_company(
        certificate=certificate, operator=covered, on=STARTS, actor=scene.decider, now=later(5)
    )
    if act == "lift":
        lifecycle.suspend_certificate(
            certificate=certificate,
            until=date(2026, 12, 1),
            grounds="Facts.",
            reason="facts",
            actor=scene.decider,
            now=later(6),
        )
    interested(scene, scene.decider)
    base: dict[str, Any] = {"certificate": certificate, "actor": scene.decider, "now": later(7)}
    acts: dict[str, Callable[[], Any]] = {
        "suspend": lambda: lifecycle.suspend_certificate(
            **base, until=date(2026, 12, 1), grounds="Facts.", reason="facts"
        ),
        "lift": lambda: lifecycle.lift_suspension(**base, grounds="Facts.", reason="facts"),
        "revoke": lambda: lifecycle.revoke_certificate(**base, grounds="Facts.", reason="facts"),
        "annul": lambda: lifecycle.annul_certificate(**base, grounds="Facts.", reason="facts"),
        "cover": lambda: lifecycle.cover_company(**base, operator=other_operator("Velm Timber Ltd"), on=STARTS),
        "end_coverage": lambda: lifecycle.end_coverage(coverage=coverage, actor=scene.decider, now=later(7)),
    }
    # then
    with pytest.raises(Refused, match="You declared an interest in Brenna Pass Carriers Ltd"):
        acts[act]()


def test_an_officer_with_an_interest_does_not_propose() -> None:
    # given
    scene = Scene()
    interested(scene, scene.case_officer)
    # then
    with pytest.raises(Refused, match="You declared an interest"):
        scene.propose()
    with pytest.raises(Refused, match="You declared an interest"):
        propose_rows(application=scene.application, rows=scene.rows(), actor=scene.case_officer, now=NOW)
    colleague = scene.officer("Dana Amsel", StaffRole.CASE_OFFICER)
    lifecycle.propose_decision(application=scene.application, rows=scene.rows(), actor=colleague, now=NOW)


def test_an_officer_with_an_interest_moves_no_file() -> None:
    scene = Scene(ready=False)
    interested(scene, scene.case_officer)
    with pytest.raises(Refused, match="You declared an interest"):
        applications.advance(application=scene.application, transition="propose", actor=scene.case_officer, now=NOW)


def test_a_leader_with_an_interest_chooses_nobody_for_the_file_and_hands_it_to_no_office(client: Client) -> None:
    scene = Scene(ready=False)
    leader = scene.officer("Oren Vask", StaffRole.TEAM_LEADER)
    interested(scene, leader)
    given: dict[str, Any] = {"reason": "Holidays", "actor": leader, "now": NOW}
    acts: tuple[Callable[[], Any], ...] = (
        lambda: applications.assign(applications=[scene.application], officer=scene.case_officer, **given),
        lambda: applications.hand_over(application=scene.application, office=scene.application.office, **given),
        lambda: operators.assign_officer(
            operator=scene.operator, officer=scene.case_officer, role="CONTACT_OFFICER", **given
        ),
        lambda: operators.hand_over(operator=scene.operator, office=scene.application.office, **given),
    )
    for act in acts:
        with pytest.raises(Refused, match="You declared an interest"):
            act()
    form = {"officer": str(scene.case_officer.public_id), "reason": "Holidays"}
    url = reverse("applications:assign", args=[scene.application.public_id])
    assert "You declared an interest" in sign_in(client, leader).post(url, form, follow=True).content.decode()


def test_whoever_manages_the_account_is_shut_out_of_an_audit_although_nothing_takes_one_yet() -> None:
    """Separation of manage and audit: the programme refuses the act; no service of the house takes it today, so a room of
    audits that is built later goes through the same door."""
    scene = Scene(ready=False)
    file_id, manager = scene.application.public_id, scene.officer("Henrik Osk", StaffRole.ACCOUNT_MANAGER)
    take_act(file_id=file_id, act=Act.MANAGE, user=manager, reason="Appointed.", now=NOW)
    assert programme.breaches(file_id=file_id, act=Act.AUDIT, user=manager, on=TODAY) == [
        "You manage the account of this company."
    ]
    with pytest.raises(Refused, match="manage the account"):
        take_act(file_id=file_id, act=Act.AUDIT, user=manager, now=NOW)
    told = {*CLONE.glob("*/services.py"), *CLONE.glob("*/services/*.py"), *CLONE.glob("foundation/*/services/*.py")}
    assert [path.name for path in told if "Act.AUDIT" in path.read_text(encoding="utf-8")] == []


# --- who may take an act --------------------------------------------------------------------------------------------------


def test_an_act_is_refused_below_the_page_to_whom_no_role_reaches_the_file() -> None:
    # given
    scene = Scene()
    stranger = Scene("Solvane Foods Ltd", office="SOU", ready=False).case_officer
    # then
    with pytest.raises(Refused, match="Your role does not reach this file"):
        propose_rows(application=scene.application, rows=scene.rows(), actor=stranger, now=NOW)


def test_a_delegation_alone_lets_nobody_decide_on_a_certificate() -> None:
    # given
    scene = Scene()
    certificate = scene.active()[0]
    scene.delegate(DecisionAct.SUSPEND, holder=scene.case_officer)
    # then
    with pytest.raises(Refused, match="No delegation lets you"):
        lifecycle.suspend_certificate(
            certificate=certificate,
            until=date(2026, 12, 1),
            grounds="Facts.",
            reason="facts",
            actor=scene.case_officer,
            now=later(6),
        )


def test_nobody_gives_a_power_to_themselves() -> None:
    # given
    scene = Scene(ready=False)
    person = scene.officer("Ivo Sand", StaffRole.PROGRAMME_ADMIN)
    base: dict[str, Any] = {"actor": person, "now": NOW, "valid_from": TODAY}
    file_id = scene.application.public_id
    # then
    for give in (
        lambda: identity.grant_role(user=person, role=StaffRole.DECISION_MAKER, office=None, **base),
        lambda: identity.grant_guest(user=person, file_id=file_id, act="DECIDE", valid_until=TODAY, reason="x", **base),
        lambda: delegate(number="8/2026", holder=person, act=DecisionAct.GRANT, **base),
        lambda: delegate(number="9/2026", holder=scene.decider, deputy=person, act=DecisionAct.GRANT, **base),
    ):
        with pytest.raises(Refused, match="Nobody gives a power to themselves"):
            give()


# --- deputies -------------------------------------------------------------------------------------------------------------


def test_a_deputy_opens_no_own_power_by_recording_that_the_holder_is_away() -> None:
    # given
    scene = Scene()
    deputy = scene.officer("Bela Tarn", StaffRole.DECISION_MAKER)
    identity.grant_role(
        user=deputy, role=StaffRole.TEAM_LEADER, office=scene.office, valid_from=TODAY, actor=HOUSE, now=NOW
    )
    colleague = scene.officer("Dana Amsel", StaffRole.CASE_OFFICER)
    leader = scene.officer("Oren Vask", StaffRole.TEAM_LEADER)
    delegate(
        number="7/2026",
        holder=scene.decider,
        deputy=deputy,
        act=DecisionAct.GRANT,
        valid_from=TODAY,
        actor=HOUSE,
        now=NOW,
    )
    asked: dict[str, Any] = {"act": DecisionAct.GRANT, "kind": "security", "office": scene.office, "small_firm": False}

    def power(recorder: Any) -> Any:
        absence = identity.record_absence(user=scene.decider, starts_on=TODAY, ends_on=TODAY, actor=recorder, now=NOW)
        found = programme.delegation_for(user=deputy, on=TODAY, **asked)
        identity.withdraw_absence(absence=absence, actor=HOUSE, now=NOW)
        return found

    # then
    assert power(deputy) is None
    assert power(colleague) is None
    assert power(leader) is not None
    assert power(scene.decider) is not None


# --- coverage -------------------------------------------------------------------------------------------------------------


def test_a_certificate_covers_nobody_before_it_takes_effect() -> None:
    # given
    scene = Scene()
    certificate = scene.granted()[0]
    # then
    with pytest.raises(Refused, match="takes effect on 19 September 2026"):
        lifecycle.cover_company(
            certificate=certificate,
            operator=other_operator(),
            on=STARTS - timedelta(days=1),
            actor=scene.decider,
            now=NOW,
        )


def test_a_certificate_whose_last_day_has_passed_covers_nobody_though_no_sweep_ran() -> None:
    # given
    scene = Scene()
    certificate = scene.active()[0]
    with acting(actor=HOUSE, at=NOW):
        certificate.valid_until = date(2026, 10, 1)
        certificate.save(update_fields=["valid_until"])
    # then
    with pytest.raises(Refused, match="has ended"):
        lifecycle.cover_company(
            certificate=certificate,
            operator=other_operator(),
            on=date(2026, 10, 20),
            actor=scene.decider,
            now=later(40),
        )


# --- reasons --------------------------------------------------------------------------------------------------------------


def test_an_inner_act_does_not_carry_the_reason_of_the_outer_one() -> None:
    # given
    scene = Scene(ready=False)
    with acting(actor=HOUSE, at=NOW, reason="for few eyes"):
        record("vetting.determined", subject=scene.application)
        with acting(actor=HOUSE, at=NOW):
            record("application.validation_started", subject=scene.application)
        record("vetting.closed", subject=scene.application)
    # then
    reasons = dict(Event.objects.order_by("-id").values_list("name", "reason")[:3])
    assert reasons == {
        "vetting.determined": "for few eyes",
        "application.validation_started": "",
        "vetting.closed": "for few eyes",
    }


@pytest.mark.requirement("R-VET-10")
def test_a_reason_of_a_decision_stands_on_the_decision_alone() -> None:
    # given
    scene = Scene()
    scene.delegate()
    scene.propose()
    scene.decide(reason="CANARY reason of the decision")
    # then
    spread = set(Event.objects.filter(reason__contains="CANARY").values_list("name", flat=True))
    assert spread == {"decision.granted"}
    assert not LimitEvent.objects.filter(reason__contains="CANARY").exists()


# --- pages of acts that are over ------------------------------------------------------------------------------------------


def test_the_page_of_an_act_that_is_over_leads_to_where_the_file_stands() -> None:
    # given
    scene = Scene()
    client = sign_in(Client(), scene.case_officer)
    file = [scene.application.public_id]
    # when
    answer = client.get(reverse("lifecycle:accept", args=file), follow=True)
    # then
    assert answer.redirect_chain == [(reverse("workbench:dossier", args=file), 302)]
    assert "Accept the application: this is not possible now" in answer.content.decode()
    assert client.get(reverse("lifecycle:propose", args=file)).status_code == 200
    decider = sign_in(Client(), scene.decider)
    assert decider.get(reverse("lifecycle:decide", args=file)).status_code == 302
    assert client.get(reverse("applications:assign", args=file)).status_code == 200


def test_the_page_of_an_act_on_a_certificate_follows_the_calendar() -> None:
    # given
    scene = Scene()
    certificate = scene.active()[0]
    client = sign_in(Client(), scene.decider)
    # then
    assert client.get(reverse("lifecycle:suspend", args=[certificate.public_id])).status_code == 200
    answer = client.get(reverse("lifecycle:lift", args=[certificate.public_id]))
    assert answer.headers["Location"] == reverse("certificates:certificate", args=[certificate.public_id])
