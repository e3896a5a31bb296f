"""Each role's home, the queue and the dossier: what waits, whose turn it is, who may read what."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application
from foundation.audit.services import acting, record
from foundation.clock.services import now
from foundation.identity.permissions import Permission
from foundation.identity.states import StaffRole
from tests.support import applications as stages
from tests.support.identity import make_officer, sign_in
from tests.support.programme import HOUSE
from vetting.services import open_vetting
from workbench import selectors
from workbench.selectors.standings import standings

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 10)


@pytest.fixture
def officer(client: Client):
    stages.Company("Reference Ltd")  # loads the reference data
    return sign_in(client, make_officer(StaffRole.CASE_OFFICER))


def get(client: Client, name: str, *args: object, **query: object) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.mark.requirement("R-APP-15")
@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (stages.begun, "It is your turn."),
        (stages.submitted, "We check"),
        (stages.under_vetting, "Desk checks are going on."),
        (stages.information_requested, "Answer"),
    ],
)
def test_the_trader_reads_whose_turn_it_is(client: Client, stage: Callable[..., Application], words: str) -> None:
    # given
    company = stages.Company()
    stage(company, now=now())
    # when
    sign_in(client, company.preparer)
    # then
    assert words in get(client, "workbench:home")


def test_a_company_without_a_file_is_asked_to_begin_one(client: Client) -> None:
    company = stages.Company()
    sign_in(client, company.preparer)
    page = get(client, "workbench:home")
    assert reverse("lifecycle:begin") in page
    assert "Nothing waits for you today." in page


def test_somebody_without_a_company_registers_one(client: Client) -> None:
    stages.Company()
    sign_in(client, stages.make_person("Nora New"))
    assert client.get(reverse("workbench:home")).headers["Location"] == reverse("operators:register")


def test_every_role_at_customs_has_a_home(client: Client) -> None:
    stages.submitted(stages.Company())
    for role in StaffRole.values:
        client.logout()
        sign_in(client, make_officer(role))
        assert "What waits for you" in get(client, "workbench:home"), role


def test_the_queue_filters_combine_and_stay_in_the_address(client: Client, officer: Client) -> None:
    # given a file that waits for Customs and one that waits for its trader
    mine = stages.under_vetting(stages.Company("Brenna Ltd"))
    theirs = stages.information_requested(stages.Company("Velin Ltd"))
    # when
    customs = get(officer, "workbench:queue", ball="CUSTOMS")
    trader = get(officer, "workbench:queue", ball="TRADER")
    none = get(officer, "workbench:queue", ball="TRADER", state="UNDER_VETTING")
    # then
    assert mine.number in customs
    assert theirs.number not in customs
    assert theirs.number in trader
    assert "No file fits these filters." in none


def test_the_queue_drops_words_it_does_not_know(officer: Client) -> None:
    assert "0 files" in get(officer, "workbench:queue", view="x", state="NO", owner="me", due="soon", page="99")


@pytest.mark.parametrize("name", ["workbench:queue", "workbench:home"])
def test_a_page_costs_the_same_for_two_files_and_for_many(officer: Client, name: str) -> None:
    counts = []
    for size in (2, 6):
        while Application.objects.count() < size:
            stages.under_vetting(stages.Company(f"Company {Application.objects.count()}"))
        get(officer, name)  # warm
        with CaptureQueriesContext(connection) as captured:
            get(officer, name)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_visit_that_waits_for_the_trader_turns_the_ball(officer: Client) -> None:
    file = stages.under_validation(stages.Company())
    assert standings([file], ON)[file.pk].ball == "CUSTOMS"
    visit_of(file, "NOTIFIED")
    assert standings([file], ON)[file.pk].ball == "TRADER"


def visit_of(file: Application, status: str) -> None:
    """A visit in a state, as the database lets it come about."""
    with acting(actor=HOUSE, at=stages.NOW):
        visit = file.validations.create(
            operator=file.operator, office=file.office, sample_seed=1, sample_reason="", planned_at=stages.NOW
        )
        visit.status = status
        visit.save(update_fields=["status"])


@pytest.mark.requirement("R-APP-17")
def test_the_history_tells_of_desk_checks_only_to_who_may_enter_them() -> None:
    # given a file with an event of vetting and one of its own
    file = stages.accepted(stages.Company())
    open_vetting(application=file, actor=HOUSE, now=stages.NOW)
    with acting(actor=HOUSE, at=stages.NOW, reason="canary-reason"):
        record("vetting.check_recorded", subject=file, file_id=file.public_id)
    # when
    inside = selectors.history(file, frozenset({Permission.VETTING_READ}))
    outside = selectors.history(file, frozenset({Permission.FILE_READ}))
    # then
    assert any(event.name.startswith("vetting.") for event in inside)
    assert outside.exists()
    assert not any(event.name.startswith(("vetting.", "screening.")) for event in outside)


def test_the_dossier_names_what_is_missing_and_hides_closed_rooms(client: Client) -> None:
    # given a file and a duty officer, who may not enter the desk checks
    file = stages.under_vetting(stages.Company())
    sign_in(client, make_officer(StaffRole.DUTY_OFFICER))
    # when
    page = get(client, "workbench:dossier", file.public_id)
    # then
    assert "What is missing for a decision" in page
    assert reverse("vetting:file", args=[file.public_id]) not in page


def test_a_trader_finds_no_page_of_officers(client: Client) -> None:
    company = stages.Company()
    file = stages.under_vetting(company)
    sign_in(client, company.preparer)
    for name in ("dossier", "messages", "papers", "history", "reads"):
        assert client.get(reverse(f"workbench:{name}", args=[file.public_id])).status_code == 404
    assert client.get(reverse("workbench:queue")).status_code == 404


def test_an_officer_without_the_right_to_files_sees_none_even_by_address(client: Client) -> None:
    file = stages.under_vetting(stages.Company())
    sign_in(client, make_officer(StaffRole.BORDER_OFFICER))
    assert client.get(reverse("workbench:dossier", args=[file.public_id])).status_code == 404


def test_search_finds_a_company_by_a_name_typed_nearly_right(officer: Client) -> None:
    stages.under_vetting(stages.Company("Solvane Foods Ltd"))
    assert "Solvane Foods Ltd" in get(officer, "workbench:search", q="solvan")
    assert "at least 3 letters" in get(officer, "workbench:search", q="so")
    assert "No company matches" in get(officer, "workbench:search", q="zzzzzz")
