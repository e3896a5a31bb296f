"""The homes of people who come seldom: each says what waits, or why nothing does."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format

from foundation.audit.services import acting, record, verify_file
from foundation.clock.services import now, today
from foundation.identity.services import grant_guest
from foundation.identity.states import StaffRole
from programme import selectors as programme_selectors
from programme import services as programme
from programme.states import Act
from tests.support import applications as stages
from tests.support import validations
from tests.support.identity import make_officer, sign_in
from tests.support.programme import HOUSE
from validations import selectors as visits
from workbench import selectors
from workbench.selectors.events import read_words

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("stage", "day", "words"),
    [
        ("NOTIFIED", 2, "The trader confirms Wednesday 14 October 2026 or offers other days."),
        ("CONFIRMED", 31, "The day of the visit has come."),
        ("IN_PROGRESS", 31, "points are left."),
        ("REPORT_DRAFT", 32, "Write the report and send it to review."),
        ("WITH_TRADER", 36, "The trader settles 1 required action."),
    ],
)
def test_a_validator_reads_at_home_what_comes_next_at_each_visit(
    client: Client, stage: str, day: int, words: str
) -> None:
    scene = validations.Scene(sites=1)
    visit = scene.at(stage, failed=stage == "WITH_TRADER")
    with time_machine.travel(validations.later(day), tick=False):
        sign_in(client, scene.lead)
        assert words in page(client, "workbench:home")
        assert words in page(client, "validations:list")
        assert words in page(client, "validations:checklist", visit.public_id)


def test_a_colleague_has_the_report_to_review_and_the_team_has_not(client: Client) -> None:
    scene = validations.Scene(sites=1)
    visit = scene.at("REPORT_REVIEW")
    way = reverse("validations:review", args=[visit.public_id])
    with time_machine.travel(validations.later(34), tick=False):
        sign_in(client, scene.reviewer)
        assert way in page(client, "workbench:home")
        sign_in(client, scene.lead)
        assert way not in page(client, "workbench:home")


def test_what_comes_next_costs_the_same_for_one_visit_and_for_two() -> None:
    first = validations.Scene(sites=1).at("IN_PROGRESS")
    second = validations.Scene(sites=1, name="Velin Motors Ltd", tin="XA3318840").at("IN_PROGRESS")
    counts = []
    for rows in ([first], [first, second]):
        with CaptureQueriesContext(connection) as captured:
            steps = visits.next_steps(rows, date(2026, 10, 15))
        counts.append(len(captured))
        assert len(steps) == len(rows)
    assert counts[0] == counts[1]


def test_who_leads_the_programme_sees_what_is_in_work_late_and_with_traders(client: Client) -> None:
    stages.under_vetting(stages.Company("Brenna Ltd"))
    asked = stages.information_requested(stages.Company("Velin Ltd"))
    on = date(2099, 1, 4)
    figures = selectors.programme_figures(on)
    assert [row.files for row in figures.steps] == [1, 1]
    assert sum(row.trader for row in figures.offices) == 1
    assert sum(row.late for row in figures.offices) == 1  # the other one stands still while the trader answers
    assert figures.headline[0]["value"] == 2
    assert asked.status == "INFORMATION_REQUESTED"
    sign_in(client, make_officer(StaffRole.EXECUTIVE))
    assert "files in work, of all offices" in page(client, "workbench:home")


def test_a_guest_reads_first_which_file_for_which_act_and_until_when(client: Client) -> None:
    file = stages.under_vetting(stages.Company("Brenna Ltd"))
    guest = make_officer(StaffRole.GUEST_OFFICER)
    day = today() + timedelta(days=10)
    grant_guest(
        user=guest, file_id=file.public_id, act=Act.VET, valid_from=today(), valid_until=day, reason="Help", actor=HOUSE,
        now=now(),
    )  # fmt: skip
    sign_in(client, guest)
    seen = page(client, "workbench:home")
    assert f"You help with: vet, until {date_format(day, 'j F Y')}" in seen
    assert seen.index("Files you were asked to help with") < seen.index("Desk checks</h2>")


def test_an_administrator_reads_whether_a_draft_waits_for_this_person(client: Client) -> None:
    stages.Company("Reference Ltd")
    author, other = make_officer(StaffRole.PROGRAMME_ADMIN), make_officer(StaffRole.PROGRAMME_ADMIN)
    day = today() + timedelta(days=30)
    current = programme_selectors.configuration(today())
    programme.prepare_configuration(like=current, valid_from=day, reason="Why", actor=author, now=now())
    sign_in(client, author)
    assert "You prepared it. Somebody else puts it in force" in page(client, "workbench:home")
    client.logout()
    sign_in(client, other)
    assert "Look at it, then put it in force or drop it." in page(client, "workbench:home")
    draft = page(client, "programme:draft")
    assert f'It is in force from <time datetime="{day}">' in draft
    assert "All lines prepared here are thrown away." in draft


def test_a_question_about_a_criterion_waits_no_longer_once_it_is_answered(client: Client) -> None:
    stages.Company("Reference Ltd")
    central, officer = make_officer(StaffRole.PROGRAMME_ADMIN), make_officer(StaffRole.CASE_OFFICER)
    asked = programme.ask_central_unit(code="B-06", question="One count a year?", office=None, actor=officer, now=now())
    sign_in(client, central)
    assert "Question about criterion B-06" in page(client, "workbench:home")
    programme.answer_question(
        interpretation=asked, question="One?", answer="Yes.", is_precedent=False, is_public=False, actor=central, now=now()
    )  # fmt: skip
    assert "Question about criterion B-06" not in page(client, "workbench:home")


def test_a_guest_without_a_file_reads_how_one_comes(client: Client) -> None:
    stages.Company("Reference Ltd")
    sign_in(client, make_officer(StaffRole.GUEST_OFFICER))
    assert "No office asks for your help now." in page(client, "workbench:home")


@pytest.mark.requirement("R-APP-16")
def test_an_auditor_reads_which_letter_and_which_act_and_that_the_record_is_whole(client: Client) -> None:
    file = stages.under_vetting(stages.Company("Brenna Ltd"))
    with acting(actor=HOUSE, at=stages.NOW):
        record("letter.sent", subject=file, file_id=file.public_id, data={"subject": "It has arrived"})
        record("vetting.check_recorded", subject=file, file_id=file.public_id, data={"check": "TAX_RECORD"})
    sign_in(client, make_officer(StaffRole.AUDITOR))
    seen = page(client, "workbench:history", file.public_id)
    assert "Is this record whole?" in seen
    assert "entries stand as they were written." in seen
    assert "Letter sent: It has arrived" in seen
    assert "Desk check recorded: Tax record" in seen
    assert "History, Brenna Ltd" in seen
    assert verify_file(file.public_id).holds
    page(client, "workbench:dossier", file.public_id)
    assert "Overview</td>" in page(client, "workbench:reads", file.public_id)
    client.logout()
    sign_in(client, make_officer(StaffRole.CASE_OFFICER))
    assert "Is this record whole?" not in page(client, "workbench:history", file.public_id)


def test_what_was_looked_at_is_told_in_words() -> None:
    assert read_words("vetting TAX_RECORD") == "Desk check: Tax record"
    assert read_words("visit report") == "The report of the visit"
    assert read_words("paper:0192") == "A paper"
