"""The outbox loses nothing and does nothing twice, with the broker up or down."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction

from foundation.correspondence import rules, selectors, services, tasks
from foundation.correspondence.models import OutboxItem
from foundation.correspondence.services import outbox_task
from foundation.documents import tasks as documents
from tests.support.correspondence import broker, work
from tests.support.identity import moment

pytestmark = pytest.mark.django_db
done: list[int] = []
TOPIC = "tests.count_up"


@outbox_task(TOPIC)
def count_up(*, number: int, now: Any) -> None:
    done.append(number)
    if number < 0:
        raise ValueError("below zero")


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()


def test_work_of_a_rolled_back_act_is_never_sent() -> None:
    with transaction.atomic():
        services.enqueue(TOPIC, {"number": 1}, now=moment())
        transaction.set_rollback(True)
    with broker() as taken:
        assert services.drain(now=moment()) == 0
    assert taken == []


def test_a_row_is_sent_once_and_done_once() -> None:
    item = services.enqueue(TOPIC, {"number": 1}, now=moment())
    with broker() as taken:
        assert services.drain(now=moment()) == 1
        assert services.drain(now=moment()) == 0
    assert taken == [(TOPIC, {"number": 1, "outbox_id": item.pk})]
    # the broker hands it out twice
    work(taken + taken)
    item.refresh_from_db()
    assert done == [1]
    assert item.done_at is not None


def test_the_same_key_leaves_one_row() -> None:
    first = services.enqueue(TOPIC, {"number": 1}, now=moment(), once_key="paper:7")
    assert services.enqueue(TOPIC, {"number": 2}, now=moment(), once_key="paper:7").pk == first.pk
    assert OutboxItem.objects.get().payload == {"number": 1}


def test_a_row_waits_for_its_time() -> None:
    start = moment()
    services.enqueue(TOPIC, {"number": 1}, now=start, not_before=start + timedelta(hours=1))
    with broker():
        assert services.drain(now=start) == 0
        assert services.drain(now=start + timedelta(hours=1)) == 1


def test_with_the_broker_down_rows_stay_and_no_attempt_is_lost() -> None:
    start = moment()
    for number in range(3):
        services.enqueue(TOPIC, {"number": number}, now=start)
    with broker(down=True):
        for _ in range(30):
            assert services.drain(now=start) == 0
    rows = OutboxItem.objects.all()
    assert {(row.attempts, row.sent_at, row.done_at) for row in rows} == {(0, None, None)}
    assert "111" in rows[0].last_error
    with broker() as taken:
        assert services.drain(now=start) == 3
    work(taken)
    assert done == [0, 1, 2]


def test_a_row_whose_worker_died_comes_up_again() -> None:
    start = moment()
    services.enqueue(TOPIC, {"number": 1}, now=start)
    with broker():
        services.drain(now=start)
        assert services.drain(now=start + rules.LOST_AFTER - timedelta(seconds=1)) == 0
        assert services.drain(now=start + rules.LOST_AFTER) == 1


@pytest.mark.django_db(transaction=True)
def test_failed_work_is_rolled_back_tried_again_and_given_up_after_twenty_attempts() -> None:
    item = services.enqueue(TOPIC, {"number": -1}, now=moment())
    for attempt in range(rules.MAX_ATTEMPTS):
        with broker() as taken:
            assert services.drain(now=moment() + timedelta(days=1)) == 1
        with pytest.raises(ValueError, match="below zero"):
            work(taken)
        item.refresh_from_db()
        assert (item.attempts, item.done_at) == (attempt + 1, None)
    # now it is dead, health says so, and a person gives it a fresh start
    with broker():
        assert services.drain(now=moment() + timedelta(days=9)) == 0
    assert selectors.outbox_health().dead == 1
    assert item.last_error == "ValueError: below zero"
    assert services.revive_dead(now=moment()) == 1
    assert selectors.outbox_health().dead == 0


@pytest.mark.django_db(transaction=True)
def test_many_drains_at_once_send_each_row_once() -> None:
    for number in range(40):
        services.enqueue(TOPIC, {"number": number}, now=moment())

    def drain(_number: int) -> int:
        try:
            return services.drain(now=moment())
        finally:
            connections.close_all()

    with broker() as taken, ThreadPoolExecutor(5) as pool:
        counts = list(pool.map(drain, range(5)))
    assert sum(counts) == 40
    assert sorted(arguments["number"] for _name, arguments in taken) == list(range(40))


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_row_do_it_once() -> None:
    item = services.enqueue(TOPIC, {"number": 5}, now=moment())

    def run(_number: int) -> bool:
        try:
            return bool(count_up(number=5, outbox_id=item.pk))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        ran = list(pool.map(run, range(4)))
    assert (ran.count(True), done) == (1, [5])


def test_the_command_shows_and_drains() -> None:
    services.enqueue(TOPIC, {"number": 1}, now=moment())
    shown, drained = StringIO(), StringIO()
    with broker() as taken:
        call_command("drain_outbox", "--dry-run", stdout=shown, stderr=StringIO())
        assert taken == []
        call_command("drain_outbox", stdout=drained, stderr=StringIO())
    assert shown.getvalue().splitlines()[0] == "id,topic,attempts,not_before"
    assert TOPIC in shown.getvalue()
    assert drained.getvalue() == "1\n"


def test_every_scheduled_task_of_documents_and_correspondence_exists() -> None:
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    ours = {name for name in names if name.split(".")[0] in ("documents", "correspondence")}
    expected = (
        documents.scan_waiting,
        tasks.drain_outbox,
        tasks.purge_outbox,
        tasks.deem_letters,
        tasks.tell_of_refused_documents,
    )
    assert ours == {task.name for task in expected}
    assert all(name in current_app.tasks for name in ours)
