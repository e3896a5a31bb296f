"""Every act of a visit and of a required action against every status: through the services, and by raw SQL."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction

from foundation.audit.services import Refused, acting
from tests.support.programme import HOUSE
from tests.support.validations import NOW, TODAY, Scene, later
from validations import services
from validations.models import Finding, Validation
from validations.states import ActionStatus, ValidationStatus

pytestmark = pytest.mark.django_db

# Written by hand from domain.md: PLANNED → NOTIFIED → IN_PROGRESS → REPORT_DRAFT → REPORT_REVIEW → WITH_TRADER →
# FOLLOW_UP → CLOSED, and CANCELLED. A status may always stay what it is.
LEGAL = {
    ("PLANNED", "NOTIFIED"),
    ("PLANNED", "CANCELLED"),
    ("NOTIFIED", "IN_PROGRESS"),
    ("NOTIFIED", "CANCELLED"),
    ("IN_PROGRESS", "REPORT_DRAFT"),
    ("REPORT_DRAFT", "REPORT_REVIEW"),
    ("REPORT_REVIEW", "REPORT_DRAFT"),
    ("REPORT_REVIEW", "WITH_TRADER"),
    ("WITH_TRADER", "FOLLOW_UP"),
    ("WITH_TRADER", "CLOSED"),
    ("FOLLOW_UP", "CLOSED"),
}
LEGAL_ACTIONS = {("OPEN", "ANSWERED"), ("RETURNED", "ANSWERED"), ("ANSWERED", "ACCEPTED"), ("ANSWERED", "RETURNED")}

# Which act is possible in which status; anything else is refused by the service.
ALLOWED = {
    "notify": {"PLANNED"},
    "set_dates": {"NOTIFIED"},
    "confirm_date": {"NOTIFIED"},
    "offer_dates": {"NOTIFIED"},
    "start": {"NOTIFIED"},
    "record_point": {"IN_PROGRESS", "REPORT_DRAFT"},
    "enlarge": set(),  # every site of this company is in the sample: refused everywhere, and never a fault
    "end_visit": {"IN_PROGRESS"},
    "write_report": {"REPORT_DRAFT"},
    "send_for_review": {"REPORT_DRAFT"},
    "return_report": {"REPORT_REVIEW"},
    "review_and_send": {"REPORT_REVIEW"},
    "reply": {"WITH_TRADER", "FOLLOW_UP"},
    "answer_action": {"WITH_TRADER", "FOLLOW_UP"},
    "hand_on_action": {"WITH_TRADER", "FOLLOW_UP"},
    "close": {"WITH_TRADER", "FOLLOW_UP"},
    "cancel": {"PLANNED", "NOTIFIED"},
}
AT = 60  # days after the ground day: later than everything that came before


def acts(scene: Scene, visit: Validation) -> dict[str, Callable[[], Any]]:
    """Each act with arguments that would do, were the status right."""
    now, day = later(AT), TODAY + timedelta(days=AT + 40)
    point = visit.points.select_related("criterion", "site", "validation").first()
    finding = visit.findings.filter(grade="REQUIRED_ACTION").first() or Finding(
        validation=visit, point=point, grade="REQUIRED_ACTION", pk=0
    )
    one = {"validation": visit, "now": now}
    texts = {"people_met": "", "papers_seen": "", "conclusion": "In order."}
    version = visit.report.version if hasattr(visit, "report") else 0
    return {
        "notify": lambda: services.notify(**one, starts_on=day, ends_on=day, actor=scene.case_officer),
        "set_dates": lambda: services.set_dates(**one, starts_on=day, ends_on=day, actor=scene.case_officer),
        "confirm_date": lambda: services.confirm_date(**one, user=scene.trader),
        "offer_dates": lambda: services.offer_dates(**one, dates=[day], user=scene.trader),
        "start": lambda: services.start(**one, actor=scene.lead),
        "record_point": lambda: services.record_point(
            point=point, result="MET", note="", version=point.version, actor=scene.lead, now=now
        ),
        "enlarge": lambda: services.enlarge(**one, sites=scene.sites, reason="More.", actor=scene.lead),
        "end_visit": lambda: services.end_visit(**one, actor=scene.lead),
        "write_report": lambda: services.write_report(**one, **texts, version=version, actor=scene.lead),
        "send_for_review": lambda: services.send_for_review(**one, actor=scene.lead),
        "return_report": lambda: services.return_report(**one, reason="Again.", actor=scene.reviewer),
        "review_and_send": lambda: services.review_and_send(**one, note="", actor=scene.reviewer),
        "reply": lambda: services.reply(**one, agrees=True, text=f"Read in {visit.status}.", user=scene.trader),
        "answer_action": lambda: services.answer_action(finding=finding, text="Done.", user=scene.trader, now=now),
        "hand_on_action": lambda: services.hand_on_action(
            finding=finding, reason="Ordered.", actor=scene.lead, now=now
        ),
        "close": lambda: services.close(**one, actor=scene.lead),
        "cancel": lambda: services.cancel(**one, reason="Storm.", actor=scene.case_officer),
    }


def visit_in(scene: Scene, status: str) -> Validation:
    """A visit in a status, with one required action from the report on."""
    stages = {"IN_PROGRESS": "RECORDED", "FOLLOW_UP": "WITH_TRADER", "CLOSED": "WITH_TRADER", "CANCELLED": "PLANNED"}
    visit = scene.at(stages.get(status, status), failed=True)
    if status == "CANCELLED":
        services.cancel(validation=visit, reason="Storm.", actor=scene.case_officer, now=NOW)
    if status == "CLOSED":
        ready_for("close", scene, visit)
        services.close(validation=visit, actor=scene.lead, now=later(50))
    if status == "FOLLOW_UP":
        services.reply(validation=visit, agrees=True, text="Read.", user=scene.trader, now=later(39))
    return Validation.objects.get(pk=visit.pk)


def ready_for(act: str, scene: Scene, visit: Validation) -> None:
    """What an act needs beside the right status."""
    if act == "send_for_review" and visit.status == "REPORT_DRAFT":
        texts = {"people_met": "", "papers_seen": "", "conclusion": "In order."}
        services.write_report(validation=visit, **texts, version=0, actor=scene.lead, now=later(32))
    if act == "close" and visit.status in ("WITH_TRADER", "FOLLOW_UP"):
        services.hand_on_action(finding=scene.action(visit), reason="Ordered.", actor=scene.lead, now=later(40))
        services.reply(validation=visit, agrees=True, text="Read at last.", user=scene.trader, now=later(41))


@pytest.mark.parametrize("status", ValidationStatus.values)
def test_a_service_acts_only_in_the_statuses_of_its_row(status: str) -> None:
    scene = Scene(sites=1)
    visit = visit_in(scene, status)
    for act, allowed in ALLOWED.items():
        with transaction.atomic():
            ready_for(act, scene, visit)
            now_standing = Validation.objects.get(pk=visit.pk)
            if status in allowed:
                acts(scene, now_standing)[act]()
            else:
                with pytest.raises((Refused, Finding.DoesNotExist)):
                    acts(scene, now_standing)[act]()
            transaction.set_rollback(True)


def raw(table: str, pk: int, status: str) -> None:
    """Write a status past every service, inside an act so that only the state trigger can object."""
    with acting(actor=HOUSE, at=NOW), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET status = %s WHERE id = %s", [status, pk])


@pytest.mark.parametrize("source", ValidationStatus.values)
def test_the_database_lets_a_visit_move_along_the_legal_pairs_only(source: str) -> None:
    scene = Scene(sites=1)
    visit = visit_in(scene, source)

    passed = {
        target
        for target in ValidationStatus.values
        if target != source and _moves("validations_validation", visit.pk, target)
    }

    assert {(source, target) for target in passed} == {pair for pair in LEGAL if pair[0] == source}


@pytest.mark.parametrize("source", ActionStatus.values)
def test_the_database_lets_an_action_move_along_the_legal_pairs_only(source: str) -> None:
    scene = Scene(sites=1)
    finding = scene.action(scene.at("WITH_TRADER", failed=True))
    if source != "OPEN":
        services.answer_action(finding=finding, text="Done.", user=scene.trader, now=later(40))
    if source in ("ACCEPTED", "RETURNED"):
        services.judge_action(
            finding=finding, accept=source == "ACCEPTED", reason="No list.", actor=scene.lead, now=later(41)
        )

    passed = {
        target
        for target in ActionStatus.values
        if target != source and _moves("validations_finding", finding.pk, target)
    }

    assert {(source, target) for target in passed} == {pair for pair in LEGAL_ACTIONS if pair[0] == source}


@pytest.mark.parametrize(
    ("table", "status"), [("validations_validation", "CLOSED"), ("validations_finding", "ACCEPTED")]
)
def test_a_new_row_starts_at_the_beginning(table: str, status: str) -> None:
    scene = Scene(sites=1)
    visit = scene.at("WITH_TRADER", failed=True)
    row = visit if table.endswith("validation") else scene.action(visit)
    row.pk, row.public_id, row.status = None, "019f0000-0000-7000-8000-000000000001", status

    with pytest.raises(Error, match="may not start as"), acting(actor=scene.lead, at=NOW):
        row.save(force_insert=True)


@pytest.mark.parametrize("name", ["answer", "accept"])
def test_only_a_required_action_is_answered_and_judged(name: str) -> None:
    scene = Scene(sites=1)
    visit = scene.at("RECORDED")
    point = visit.points.select_related("criterion", "site", "validation").first()
    advice = services.add_finding(
        point=point, grade="RECOMMENDATION", text="Consider.", due_on=None, actor=scene.lead, now=later(30)
    )
    services.end_visit(validation=visit, actor=scene.lead, now=later(31))
    scene.send_for_review(visit)
    services.review_and_send(validation=visit, note="", actor=scene.reviewer, now=later(35))
    acts_of_finding = {
        "answer": lambda: services.answer_action(finding=advice, text="Done.", user=scene.trader, now=later(40)),
        "accept": lambda: services.judge_action(
            finding=advice, accept=True, reason="", actor=scene.lead, now=later(40)
        ),
    }

    with pytest.raises(Refused, match="Only a required action"):
        acts_of_finding[name]()


def _moves(table: str, pk: int, target: str) -> bool:
    try:
        with transaction.atomic():
            raw(table, pk, target)
            transaction.set_rollback(True)
    except Error:
        return False
    return True
