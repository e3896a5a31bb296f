"""The pages of visits over HTTP: what each side sees and sends, what strangers get, how many queries a page takes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.support.validations import TODAY, Scene, as_user, later, make_site, picture, point_of, text, url
from validations import services
from validations.states import ValidationStatus

pytestmark = pytest.mark.django_db
Clock = Callable[[int], Any]


# --- planning and the day ---------------------------------------------------------------------------------------------


def test_the_case_officer_plans_from_the_dossier(clock: Clock) -> None:
    clock(0)
    scene = Scene()
    client = as_user(scene.case_officer)
    tab = reverse("validations:file", args=[scene.application.public_id])
    assert "Plan the visit and draw the sample" in text(client.get(tab))

    answer = client.post(
        reverse("validations:plan", args=[scene.application.public_id]),
        {"lead": scene.lead.pk, "members": [scene.member.pk]},
    )

    assert answer.status_code == 302
    page = text(client.get(tab))
    assert "customs records are kept there" in page.lower() or "main customs records" in page
    assert "Propose the day to the trader" in page
    assert "Plan the visit and draw the sample" not in page


def test_a_mistake_in_the_plan_is_named_at_its_field(clock: Clock) -> None:
    clock(0)
    scene = Scene()
    plan = reverse("validations:plan", args=[scene.application.public_id])

    page = text(as_user(scene.case_officer).post(plan, {"lead": ""}))

    assert "There is a problem" in page
    assert 'href="#id_lead"' in page


def test_too_short_a_notice_is_said_on_the_page_with_the_first_possible_day(clock: Clock) -> None:
    clock(0)
    scene = Scene()
    visit = scene.plan()
    client = as_user(scene.case_officer)

    page = text(client.post(url("notice", visit), {"starts_on": (TODAY + timedelta(days=3)).isoformat()}))

    assert "A visit needs a notice of 10 business days" in page
    answer = client.post(url("notice", visit), {"starts_on": (TODAY + timedelta(days=30)).isoformat()})
    assert answer.status_code == 302
    visit.refresh_from_db()
    assert visit.status == ValidationStatus.NOTIFIED


@pytest.mark.requirement("R-VAL-05")
def test_a_visit_of_more_than_ten_working_days_is_planned_with_a_warning(clock: Clock) -> None:
    clock(0)
    scene = Scene()
    visit = scene.plan()
    client = as_user(scene.case_officer)
    starts = TODAY + timedelta(days=28)  # a Monday
    for days, warned in ((11, False), (14, True)):  # ten and eleven working days
        days_of_visit = {"starts_on": starts.isoformat(), "ends_on": (starts + timedelta(days=days)).isoformat()}
        page = text(client.post(url("notice", visit), days_of_visit, follow=True))
        assert ("takes 11 working days of the company’s time; more than 10 are unusual" in page) is warned


def test_the_trader_confirms_the_day_or_offers_others(clock: Clock) -> None:
    clock(1)
    scene = Scene()
    visit = scene.at("NOTIFIED")
    client = as_user(scene.trader)
    assert "It is your turn." in text(client.get(url("visit", visit)))

    assert "Offer at least one day" in text(client.post(url("day", visit), {"answer": "no"}))
    client.post(url("day", visit), {"answer": "no", "first": (TODAY + timedelta(days=9)).isoformat()})
    visit.refresh_from_db()
    assert visit.offered_dates == [TODAY + timedelta(days=9)]
    client.post(url("day", visit), {"answer": "yes"})

    assert "Date fixed" in text(client.get(url("visit", visit)))


# --- on site ----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-VAL-05")
def test_the_checklist_shows_counts_places_and_the_trader_s_own_words(clock: Clock) -> None:
    clock(30)
    scene = Scene()
    visit = scene.at("IN_PROGRESS")
    client = as_user(scene.lead)

    page = text(client.get(url("checklist", visit)))

    assert f">{visit.points.count()}</span>" in page
    assert "They say: We do" in page
    assert "Next to do:" in page
    yard = visit.sites.first().site
    only = text(client.get(url("checklist", visit), {"place": str(yard.public_id)}))
    assert only.count("app-tasks__item") == visit.points.filter(site=yard).count()


def test_a_point_is_saved_with_note_photo_and_finding_and_leads_to_the_next(clock: Clock) -> None:
    clock(30)
    scene = Scene()
    visit = scene.at("IN_PROGRESS")
    point = point_of(visit)
    client = as_user(scene.lead)
    assert "What did you see?" in text(client.get(url("point", visit, point.public_id)))

    answer = client.post(
        url("point", visit, point.public_id),
        {
            "result": "NOT_MET", "note": "Box open", "photos": [picture()], "grade": "REQUIRED_ACTION",
            "finding": "Lock the box.", "due_on": (TODAY + timedelta(days=60)).isoformat(), "version": point.version,
        },
    )  # fmt: skip

    assert answer.status_code == 302
    assert "/points/" in answer.url
    point.refresh_from_db()
    assert point.result == "NOT_MET"
    assert point.findings.get().text == "Lock the box."
    photo = point.documents.get()
    assert client.get(url("picture", visit, photo.public_id))["Content-Type"] == "image/png"
    original = client.get(url("paper", visit, photo.public_id))
    assert "attachment" in original["Content-Disposition"]
    original.close()


def test_what_was_typed_stays_beside_the_version_of_the_faster_person(clock: Clock) -> None:
    clock(30)
    scene = Scene()
    visit = scene.at("IN_PROGRESS")
    point = point_of(visit)
    services.record_point(
        point=point, result="PARTLY_MET", note="nine doors", version=1, actor=scene.member, now=later(30)
    )
    client = as_user(scene.lead)

    page = text(
        client.post(url("point", visit, point.public_id), {"result": "MET", "note": "my own words", "version": 1})
    )

    assert "Oskar Feld changed this" in page
    assert "nine doors" in page
    assert "my own words" in page
    assert 'name="version" value="2"' in page
    assert (
        client.post(url("point", visit, point.public_id), {"result": "MET", "note": "agreed", "version": 2}).status_code
        == 302
    )


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose what you saw."),
        ({"result": "NOT_MET"}, "needs a required action"),
        ({"result": "MET", "grade": "REQUIRED_ACTION", "finding": "x"}, "needs the day until which it is done"),
        ({"result": "MET", "finding": "x"}, "Choose the grade of the finding."),
        ({"result": "MET", "photos": "scan.exe"}, "This isn’t a picture we can read. Take it again."),
    ],
)
def test_each_mistake_at_a_point_is_said_and_nothing_is_saved(
    clock: Clock, sent: dict[str, Any], sentence: str
) -> None:
    clock(30)
    scene = Scene(sites=1)
    visit = scene.at("IN_PROGRESS")
    point = point_of(visit)
    if "photos" in sent:
        sent = sent | {"photos": picture("scan.exe")}

    page = text(as_user(scene.lead).post(url("point", visit, point.public_id), {"version": 1, **sent}))

    assert sentence in page
    point.refresh_from_db()
    assert point.result == ""


# --- report and follow-up ---------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-VAL-13")
def test_the_report_is_written_reviewed_sent_answered_and_followed_up(clock: Clock) -> None:
    scene = Scene()
    visit = scene.at("RECORDED", failed=True)
    lead, reviewer, trader = as_user(scene.lead), as_user(scene.reviewer), as_user(scene.trader)

    clock(31)
    assert lead.post(url("end", visit)).url == url("report", visit)
    lead.post(url("report", visit), {"conclusion": "In good order.", "version": 0})
    lead.post(url("to_review", visit))
    assert "You may not review this report." in text(lead.get(url("review", visit)))
    reviewer.post(url("review", visit), {"outcome": "send"})
    clock(36)
    page = text(trader.get(url("visit", visit)))
    assert "Keep the key box locked." in page
    assert "In good order." in page
    trader.post(url("reply", visit), {"agrees": "yes"})
    action = scene.action(visit)
    trader.post(url("action", visit, action.public_id), {"text": "New box.", "papers": [picture()]})
    assert "Being checked" in text(trader.get(url("visit", visit)))
    lead = as_user(scene.lead)  # five days later the session has ended
    assert "neither accepted nor handed on" in text(lead.get(url("actions", visit)))
    lead.post(url("judge", visit, action.public_id), {"verdict": "accept"})

    assert "neither accepted nor handed on" not in text(lead.get(url("actions", visit)))
    services.close(validation=visit, actor=scene.lead, now=later(40))
    assert "The visit is closed." in text(trader.get(url("visit", visit)))


# --- queries ----------------------------------------------------------------------------------------------------------


def counted(client: Client, route: str) -> int:
    client.get(route)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(route).status_code == 200
    return len(queries)


def test_the_checklist_takes_as_many_queries_for_2_sites_as_for_20(clock: Clock) -> None:
    clock(30)
    few = Scene(sites=2)
    small = few.at("RECORDED", failed=True)
    before = counted(as_user(few.lead), url("checklist", small)), counted(as_user(few.lead), url("report", small))
    for number in range(20):
        make_site(few.operator, 100 + number)
    services.enlarge(
        validation=small,
        sites=list(few.operator.sites.filter(name__gte="Yard 100")),
        reason="More.",
        actor=few.lead,
        now=later(30),
    )
    few.record_all(small)

    after = counted(as_user(few.lead), url("checklist", small)), counted(as_user(few.lead), url("report", small))

    assert before == after


def test_the_list_takes_as_many_queries_for_2_visits_as_for_20(clock: Clock) -> None:
    clock(0)
    scene = Scene(sites=2)
    route = reverse("validations:list")
    client = as_user(scene.lead)

    def plan_and_cancel(times: int) -> None:
        for _ in range(times):
            visit = scene.plan()
            services.cancel(validation=visit, reason="Again.", actor=scene.case_officer, now=later(0))

    plan_and_cancel(2)
    two = counted(client, f"{route}?show=ended")
    plan_and_cancel(18)

    assert counted(client, f"{route}?show=ended") == two


def test_the_trader_s_page_takes_as_many_queries_for_2_findings_as_for_20(clock: Clock) -> None:
    clock(36)
    scene = Scene(sites=1)
    visit = scene.at("RECORDED")
    points = list(visit.points.select_related("criterion", "site", "validation")[:20])

    def find(rows: list[Any]) -> None:
        for point in rows:
            services.add_finding(
                point=point,
                grade="REQUIRED_ACTION",
                text="Do it.",
                due_on=TODAY + timedelta(days=60),
                actor=scene.lead,
                now=later(30),
            )

    find(points[:2])
    services.end_visit(validation=visit, actor=scene.lead, now=later(31))
    client = as_user(scene.trader)

    def sent() -> int:
        with transaction.atomic():
            scene.send_for_review(visit)
            services.review_and_send(validation=visit, note="", actor=scene.reviewer, now=later(35))
            number = counted(client, url("visit", visit))
            transaction.set_rollback(True)
        return number

    two = sent()
    find(points[2:])

    assert sent() == two
