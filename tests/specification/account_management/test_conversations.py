"""A company writes to its office or its account manager about something new; who must answer sees it at home."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client as Browser
from django.urls import reverse

from foundation.correspondence.models import Message, OutboxItem, Thread
from foundation.correspondence.services import post_message, purge_outbox
from foundation.correspondence.states import Side
from foundation.identity.states import StaffRole
from tests.support import identity
from tests.support.certificates import NOW, Scene, later

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(later(6), tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    return Scene(kinds=("security",))


def home(user) -> str:
    return identity.sign_in(Browser(), user).get(reverse("workbench:home")).content.decode()


def write(scene: Scene, **given: object):
    data = {"subject": "New warehouse", "body": "We build one in Halvik.", **given}
    return identity.sign_in(Browser(), scene.trader).post(reverse("account_management:write"), data)


@pytest.mark.requirement("R-ACM-03")
def test_a_company_writes_to_its_office_and_the_office_sees_it_until_somebody_answers(scene):
    other = identity.make_officer(StaffRole.CASE_OFFICER, office=None, full_name="Nobody Here")

    answer = write(scene, to="office:NOR")

    thread = Thread.objects.get(subject="New warehouse")
    assert answer.url == reverse("correspondence:thread", args=[thread.public_id])
    assert (thread.office, thread.addressed_to) == (scene.office, None)
    assert f"{scene.company.name}: New warehouse" in home(scene.case_officer)
    post_message(
        thread=thread,
        side=Side.CUSTOMS,
        author=scene.case_officer,
        body="Thank you.",
        actor=scene.case_officer,
        now=later(7),
    )
    assert "New warehouse" not in home(scene.case_officer)
    assert other


def test_what_is_written_to_the_account_manager_waits_for_the_account_manager_alone(scene):
    manager = scene.officer("Karim Adeni", StaffRole.ACCOUNT_MANAGER)
    scene.active()

    assert write(scene, to="manager").status_code == 302

    thread = Thread.objects.get(subject="New warehouse")
    assert thread.addressed_to == manager
    assert "New warehouse" in home(manager)
    assert "New warehouse" not in home(scene.case_officer)


def test_the_form_names_what_is_missing_and_keeps_what_was_typed(scene):
    for given, said in (
        ({"to": "office:NOR", "subject": ""}, "Write what it is about."),
        ({"to": "office:CEN", "body": "Long text kept"}, "Select a valid choice"),
        ({"to": "manager", "body": "Long text kept"}, "Select a valid choice"),
        ({"to": "office:NOR", "files": SimpleUploadedFile("a.exe", b"MZ")}, "a.exe"),
    ):
        answer = write(scene, **given)
        assert answer.status_code == 422, given
        page = answer.content.decode()
        assert said in page
        assert str(given.get("body", "We build one in Halvik.")) in page
    assert not Thread.objects.filter(subject="New warehouse").exists()
    assert not Message.objects.exists()


def test_the_outbox_keeps_what_was_done_for_ninety_days_and_what_was_not_for_ever(capsys):
    on = date(2026, 9, 14)
    for name, done in (("old", NOW - timedelta(days=91)), ("young", NOW - timedelta(days=89)), ("undone", None)):
        OutboxItem.objects.create(topic=name, payload={}, created_at=NOW, not_before=NOW, done_at=done)

    call_command("purge_outbox", "--on", on.isoformat(), "--dry-run")
    assert capsys.readouterr().out == "1\n"
    assert OutboxItem.objects.filter(topic="old").exists()
    assert [purge_outbox(on=on), purge_outbox(on=on)] == [1, 0]
    assert set(OutboxItem.objects.values_list("topic", flat=True)) == {"young", "undone"}
