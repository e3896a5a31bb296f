"""Who becomes the account manager and why; the clients' pages; the conversation."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from account_management import rules, selectors, services
from account_management.models import Choice, Client
from account_management.rules import Candidate
from foundation.audit.services import Refused, acting
from foundation.correspondence.models import Notice
from foundation.correspondence.services import post_message
from foundation.correspondence.states import Side
from foundation.identity.models import Absence, Deputy, User
from foundation.identity.states import StaffRole
from operators import services as operators
from operators.selectors import current_officer
from operators.states import AssignmentRole
from tests.support import identity
from tests.support.certificates import NOW, Scene, later
from tests.support.programme import HOUSE
from validations.models import TeamMember


def candidate(user_id: int, **facts: object) -> Candidate:
    given = {"took_part": False, "sector": False, "load": 0, **facts}
    return Candidate(user_id=user_id, label=str(user_id), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([], None),
        ([candidate(1, load=9), candidate(2, took_part=True, load=9)], 2),
        ([candidate(1, load=9), candidate(2, sector=True, load=9)], 2),
        ([candidate(1, load=5), candidate(2, load=1)], 2),
        ([candidate(1, took_part=True, conflict="declared an interest"), candidate(2)], 2),
        ([candidate(1, took_part=True, load=10), candidate(2)], 2),  # no room left
        ([candidate(1, absent=True), candidate(2)], 2),
        ([candidate(2), candidate(1)], 1),  # equal points: always the same answer
        ([candidate(1, conflict="x")], None),
    ],
)
@pytest.mark.requirement("R-ACM-11", "R-ACM-12", "R-ACM-34")
def test_the_best_candidate_is_free_of_conflict_and_has_room(candidates, expected):
    chosen = rules.best(candidates, clients_at_most=10)

    assert (chosen.user_id if chosen else None) == expected


@pytest.fixture
def scene(db) -> Scene:
    return Scene(kinds=("security",))


def manager(scene: Scene, name: str = "Karim Adeni") -> User:
    return scene.officer(name, StaffRole.ACCOUNT_MANAGER)


def appointed(scene: Scene) -> User | None:
    return current_officer(scene.operator, AssignmentRole.ACCOUNT_MANAGER)


@pytest.mark.requirement("R-ACM-34")
def test_who_took_part_in_the_visit_is_appointed_and_the_reasons_are_kept(scene):
    _other, visitor = manager(scene, "Ilse Maro"), manager(scene)
    with acting(actor=HOUSE, at=NOW):
        TeamMember.objects.create(validation=scene.validation, user=visitor, role="MEMBER")

    scene.granted()

    assert appointed(scene) == visitor
    listed = {row["label"]: row for row in Choice.objects.get().candidates}
    assert listed["Karim Adeni"]["points"] == listed["Ilse Maro"]["points"] + 40


@pytest.mark.requirement("R-ACM-11")
def test_who_knows_the_sector_is_preferred(scene):
    _other, knows = manager(scene, "Ilse Maro"), manager(scene)
    first = Scene("First Carrier Ltd")
    operators.assign_officer(
        operator=first.operator, officer=knows, role=AssignmentRole.ACCOUNT_MANAGER, reason="r", actor=HOUSE, now=NOW
    )

    scene.granted()

    assert appointed(scene) == knows


@pytest.mark.requirement("R-ACM-01", "R-SUS-05")
def test_an_officer_with_a_declared_interest_is_never_assigned_case_48(scene):
    interested = manager(scene)
    leader = scene.officer("Tomas Irel", StaffRole.TEAM_LEADER)
    operators.declare_interest(officer=interested, operator=scene.operator, nature="shares", now=NOW)

    scene.granted()

    assert appointed(scene) is None
    assert leader.notices.filter(notice__title__startswith="No account manager is free").exists()
    with pytest.raises(Refused, match="declared an interest"):
        operators.assign_officer(
            operator=scene.operator, officer=interested, role=AssignmentRole.ACCOUNT_MANAGER, reason="r", actor=HOUSE,
            now=NOW,
        )  # fmt: skip


def test_a_company_keeps_the_manager_it_has(scene):
    first = manager(scene)
    scene.granted()
    manager(scene, "Ilse Maro")

    again = services.appoint(operator=scene.operator, application=scene.application, actor=HOUSE, now=later(1))

    assert again is not None
    assert again.officer == first
    assert Client.objects.count() == 1


@pytest.mark.requirement("R-ACM-01")
def test_both_are_told_and_a_thread_is_open(scene):
    officer = manager(scene)
    scene.granted()

    assert Notice.objects.get(recipients__user=officer).title == f"You are the account manager of {scene.operator}"
    assert Notice.objects.filter(recipients__user=scene.trader, title="Karim Adeni is your account manager").exists()
    client = selectors.client_of(scene.company)
    assert client is not None
    assert client.thread.organisation == scene.company


# --- pages -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def _now():
    with time_machine.travel(later(1), tick=False):
        yield


def get(user: User, url: str) -> str:
    html = identity.sign_in(Browser(), user).get(url).content.decode()
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def client_url(scene: Scene) -> str:
    return reverse("account_management:client", args=[Client.objects.get(operator=scene.operator).public_id])


@pytest.mark.usefixtures("_now")
@pytest.mark.requirement("R-ACM-03")
def test_the_clients_page_lists_what_waits_and_the_last_contact(scene):
    officer = manager(scene)
    scene.granted()
    client = Client.objects.get()
    empty = get(officer, reverse("account_management:clients"))
    assert "Nothing waits for you. Longest without contact: Brenna Pass Carriers Ltd, 14 September 2026" in empty

    post_message(
        thread=client.thread, side=Side.TRADER, author=scene.trader, body="Which code for cables?", actor=scene.trader,
        now=later(1),
    )  # fmt: skip

    page = get(officer, reverse("account_management:clients"))
    assert "A message waits for your answer Which code for cables?" in page
    assert "Your clients (1)" in page
    assert "15 Sep 2026" in page
    assert "1 of 40 clients." in page


@pytest.mark.usefixtures("_now")
@pytest.mark.requirement("R-ACM-02", "R-APP-01")
def test_an_answer_counts_as_contact_and_settles_what_waited(scene):
    officer = manager(scene)
    scene.granted()
    browser = identity.sign_in(Browser(), officer)

    assert browser.post(client_url(scene), {"body": ""}).status_code == 422
    assert browser.post(client_url(scene), {"body": "Use 8544 42."}).status_code == 302

    client = Client.objects.get()
    assert client.last_contact_on == date(2026, 9, 15)
    assert selectors.unanswered([client]) == {}
    assert "Use 8544 42." in get(officer, client_url(scene))
    assert scene.trader.notices.filter(notice__title__startswith="New message").exists()


@pytest.mark.usefixtures("_now")
def test_only_who_looks_after_the_client_writes(scene):
    manager(scene)
    scene.granted()
    leader = scene.officer("Tomas Irel", StaffRole.TEAM_LEADER)

    assert "Only the account manager of this company" in get(leader, client_url(scene))
    browser = identity.sign_in(Browser(), leader)
    assert browser.post(client_url(scene), {"body": "Hello"}).status_code == 422
    assert not Client.objects.get().thread.messages.exists()


@pytest.mark.usefixtures("_now")
def test_foreign_clients_are_not_found(scene):
    manager(scene)
    scene.granted()
    other = identity.make_officer(StaffRole.ACCOUNT_MANAGER, office=scene.office, full_name="Ilse Maro")
    south = Scene("Southern Ltd", office="SOU").officer("Sefa South", StaffRole.TEAM_LEADER)

    for user in (other, south):
        assert identity.sign_in(Browser(), user).get(client_url(scene)).status_code == 404
    assert identity.sign_in(Browser(), scene.trader).get(client_url(scene)).status_code in (403, 404)


@pytest.mark.usefixtures("_now")
@pytest.mark.requirement("R-ACM-29")
def test_a_deputy_sees_and_answers_the_clients_of_the_absent(scene):
    officer, deputy = manager(scene), identity.make_officer(StaffRole.ACCOUNT_MANAGER, full_name="Ilse Maro")
    scene.granted()
    with acting(actor=HOUSE, at=NOW):
        Deputy.objects.create(principal=officer, deputy=deputy, valid_from=date(2020, 1, 1))
        assert identity.sign_in(Browser(), deputy).get(client_url(scene)).status_code == 404
        Absence.objects.create(user=officer, starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 30))

    browser = identity.sign_in(Browser(), deputy)
    assert browser.post(client_url(scene), {"body": "I stand in for Karim."}).status_code == 302


@pytest.mark.usefixtures("_now")
def test_the_clients_page_asks_the_same_for_20_as_for_2(scene):
    officer = manager(scene)
    scene.granted()
    counts = []
    for more in (1, 18):
        for number in range(more):
            Scene(f"Client {more} {number}", kinds=("security",)).granted()
        browser = identity.sign_in(Browser(), officer)
        browser.get(reverse("account_management:clients"))
        with CaptureQueriesContext(connection) as asked:
            browser.get(reverse("account_management:clients"))
        counts.append(len(asked))

    assert "Your clients (20)" in get(officer, reverse("account_management:clients"))
    assert counts[0] == counts[1]
