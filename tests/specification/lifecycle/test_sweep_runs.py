"""How sweeps run: as commands with a day and a rehearsal, as tasks of the schedule, two at once."""

import threading
from io import StringIO
from unittest import mock

import pytest
from celery import current_app
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from certificates.models import Certificate
from foundation.audit.models import Event
from lifecycle import services, tasks
from lifecycle.services import SWEEPS
from tests.specification.lifecycle.test_sweeps import DAY, START, everything, house, sweep
from tests.support.lifecycle import House, at, granted, make_operator

__all__ = ["house"]

pytestmark = pytest.mark.django_db


# --- commands and schedule --------------------------------------------------------------------------------------------


def run(name: str, *arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(name, *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.parametrize("name", SWEEPS)
def test_each_sweep_is_a_command_with_a_day_and_a_rehearsal(name: str, house: House) -> None:
    granted(house, make_operator(), decided_on=START)
    before = everything()

    out, err = run(name, "--on", "2026-03-07", "--dry-run")

    assert everything() == before
    expected = [str(pk) for pk in Certificate.objects.values_list("pk", flat=True)] if name == "take_effect" else []
    assert out.split() == expected
    assert f"{name} on 2026-03-07" in err


def test_a_command_prints_ids_on_stdout_and_fails_when_a_case_failed(house: House) -> None:
    (certificate,) = granted(house, make_operator(), decided_on=START)

    with (
        mock.patch("lifecycle.services.sweeps.start_certificate", side_effect=RuntimeError("bad")),
        pytest.raises(CommandError, match="1 failed"),
    ):
        run("take_effect", "--on", "2026-03-07")

    assert run("take_effect", "--on", "2026-03-07")[0].split() == [str(certificate.pk)]


def test_every_entry_of_the_schedule_names_a_task_that_takes_its_arguments() -> None:
    current_app.loader.import_default_modules()
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        task = current_app.tasks.get(entry["task"])
        assert task is not None, f"{name}: {entry['task']} does not import"
        task.__header__(*entry.get("args", ()), **entry.get("kwargs", {}))
    scheduled = {entry["args"][0] for entry in settings.CELERY_BEAT_SCHEDULE.values() if "args" in entry}
    assert scheduled == set(SWEEPS)


def test_a_sweep_runs_as_a_task(house: House) -> None:
    granted(house, make_operator(), decided_on=START)

    assert tasks.sweep("take_effect") == {"found": 1, "done": 1, "failed": 0}


def test_the_topics_that_lower_rooms_name_are_tasks_of_this_room() -> None:
    current_app.loader.import_default_modules()
    topics = {
        "lifecycle.tasks.screen_operator",
        "lifecycle.tasks.leave_group",
        "lifecycle.tasks.make_certificate_paper",
        settings.LETTER_RECEIVED_TASK,
        settings.EMAIL_TASK,
    }
    assert topics <= current_app.tasks.keys()


# --- at once ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_do_no_harm() -> None:
    house = House(at(START))
    certificates = [granted(house, make_operator(f"Company {n}"), decided_on=START)[0] for n in range(4)]
    results: list[services.SweepResult] = []
    both = threading.Barrier(2)

    def work() -> None:
        try:
            both.wait()
            results.append(sweep("take_effect", START + 5 * DAY))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [result.failed for result in results] == [(), ()]
    for certificate in certificates:
        assert list(certificate.changes.values_list("status", flat=True)) == ["ISSUED", "ACTIVE"]
        assert Event.objects.filter(name="certificate.take_effect", file_id=certificate.public_id).count() == 1
