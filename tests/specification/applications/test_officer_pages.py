"""The officers' pages of a file through HTTP: reading it, asking, assigning, and what stays closed to them."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from applications import selectors
from applications.models import Application
from foundation.audit.models import Read
from foundation.identity.models import Office
from foundation.identity.states import StaffRole
from tests.specification.applications.test_pages import client_of, page, question
from tests.support.applications import (
    Company,
    fresh,
    officer,
    submitted,
    under_vetting,
)
from tests.support.programme import make_officer

pytestmark = pytest.mark.django_db


def test_officers_get_404_for_trader_pages_and_for_files_of_other_offices() -> None:
    application = submitted(Company())
    inside = client_of(officer())
    assert inside.get(reverse("applications:tasks", args=[application.public_id])).status_code == 404
    assert page(inside, "file", application.public_id)
    outside = client_of(make_officer("Far Away", StaffRole.CASE_OFFICER, office=_other(application)))
    for name in ("file", "requests", "ask", "assign"):
        assert outside.get(reverse(f"applications:{name}", args=[application.public_id])).status_code == 404


def test_the_officer_sees_answers_papers_and_the_check_list_and_the_look_is_noted() -> None:
    application = submitted(Company())
    client = client_of(officer())
    text = page(client, "file", application.public_id)
    assert "Acceptance check" in text
    assert "We do it every week." in text
    paper = selectors.assessment(application).rows[0].documents[0]
    assert "Save the original" in page(client, "file", application.public_id, query=f"?paper={paper.public_id}&at=A-01")
    page(client, "file", application.public_id, query=f"?paper={uuid4()}", status=404)
    page(client, "file", application.public_id, query="?paper=nonsense", status=404)
    assert Read.objects.filter(file_id=application.public_id, what="application").count() >= 2
    checks = {f"{item.code}-passed": "yes" for item in selectors.acceptance_items(application)}
    client.post(reverse("applications:checks", args=[application.public_id]), checks)
    assert "Accept the application" in page(client, "file", application.public_id)


def test_a_paper_of_another_file_is_not_served_here() -> None:
    application, other = submitted(Company()), submitted(Company("Velin Motors Ltd"))
    paper = selectors.assessment(other).rows[0].documents[0]
    url = reverse("applications:paper", args=[application.public_id, paper.public_id])
    assert client_of(officer()).get(url).status_code == 404


def test_an_officer_asks_and_goes_on_without_answers() -> None:
    company = Company()
    application = under_vetting(company)
    client = client_of(officer())
    row = question(application)
    url = reverse("applications:ask", args=[application.public_id])
    assert row.criterion.code in client.get(f"{url}?criterion={row.criterion.code}").content.decode()
    empty = client.post(url, {})
    assert "Write at least one question." in empty.content.decode()
    asked_now = client.post(url, {"q1-criterion": row.criterion.code, "q1-question": "Which scale?"})
    assert asked_now.status_code == 302
    assert "Which scale?" in page(client, "requests", application.public_id)
    request = selectors.open_request(application)
    assert request is not None
    go_on = reverse("applications:go_on", args=[application.public_id, request.public_id])
    client.post(go_on, {"reason": ""})
    assert fresh(application).status == "INFORMATION_REQUESTED"
    client.post(go_on, {"reason": "The trader is silent."})
    assert fresh(application).status == "UNDER_VETTING"


def test_a_leader_assigns_many_files_from_the_queue() -> None:
    files = [submitted(Company(f"Firm {n} Ltd")) for n in range(2)]
    leader = client_of(make_officer("Team Leader", StaffRole.TEAM_LEADER))
    url = reverse("applications:assign_many")
    chosen = {"file": [str(row.public_id) for row in files], "next": "/staff/queue/"}
    assert "Assign 2 files" in leader.get(url, chosen).content.decode()
    answer = leader.post(url, {**chosen, "officer": str(officer().public_id), "reason": "New team."})
    assert answer.url == "/staff/queue/"
    assert {fresh(row).case_officer for row in files} == {officer()}
    elsewhere = leader.post(url, {**chosen, "officer": str(officer().public_id), "next": "//evil.example/"})
    assert elsewhere.url == reverse("workbench:queue")
    page(leader, "hand_over", files[0].public_id)
    page(leader, "assign", files[0].public_id)


def _other(application: Application) -> Any:
    return Office.objects.filter(kind="REGION").exclude(pk=application.office_id).first()
