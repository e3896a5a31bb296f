"""The sealed chain: what it links, what it waits for, and what the verifier finds when somebody meddles."""

import json
import threading
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction

from foundation.audit import services, tasks
from foundation.audit.models import Event, Read, Seal
from foundation.clock.models import uuid7
from tests.support.database import as_owner
from tests.support.identity import TEST, make_company, moment

# Seconds. The sealer waits for every running transaction of the server, those of other test databases included, and
# one of these may be the seeding of the demonstration on a busy machine.
PATIENCE = 600
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("R-INT-04")]


@pytest.fixture(autouse=True)
def checkpoint_file(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.AUDIT_CHECKPOINT_FILE = tmp_path / "checkpoints.jsonl"
    return settings.AUDIT_CHECKPOINT_FILE


def acts(count: int) -> None:
    for number in range(count):
        make_company(f"Company {number}")


def seal_all(seconds: float = PATIENCE) -> int:
    """Seal until nothing waits: transactions of other databases on this server hold the sealer back, too."""
    total, deadline = 0, time.monotonic() + seconds
    while time.monotonic() < deadline:
        total += services.seal(moment()).count
        if not services.verify(moment()).unsealed:
            break
        time.sleep(0.1)
    return total


def until_sealed(limit: int) -> int:
    """The first run that finds something to seal."""
    for _turn in range(PATIENCE * 10):
        if count := services.seal(moment(), limit).count:
            return count
        time.sleep(0.1)
    raise AssertionError("Some transaction on this server stays open: nothing could be sealed.")


def tampered(statement: str, *values: Any) -> None:
    """What somebody with the owner's rights can do: switch the guard off, change a row, switch it on again."""
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        for table in ("audit_event", "audit_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(statement, values)
        for table in ("audit_event", "audit_seal"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_every_committed_event_gets_its_place_once() -> None:
    # given
    acts(7)
    # when
    runs = []
    while sum(runs) < 7:
        runs.append(until_sealed(5))
    # then
    assert max(runs) <= 5
    assert list(Seal.objects.values_list("seq", flat=True)) == list(range(1, 8))
    assert set(Seal.objects.values_list("event_id", flat=True)) == set(Event.objects.values_list("id", flat=True))
    assert services.verify(moment()).holds


def test_a_file_tells_which_of_its_events_was_changed() -> None:
    # given an event of a file, sealed among others
    file = uuid7()
    acts(2)
    with services.acting(actor=TEST, at=moment()):
        company = make_company("Of a file")
        services.record("file.noted", subject=company, file_id=file)
        services.record("file.noted_again", subject=company, file_id=file)
    seal_all()
    whole = services.verify_file(file)
    # when somebody changes what the first one says
    tampered("UPDATE audit_event SET reason = 'other' WHERE name = 'file.noted'")
    # then
    assert (whole.events, whole.sealed, whole.waiting, whole.holds) == (2, 2, 0, True)
    assert [event.name for event in services.verify_file(file).broken] == ["file.noted"]


def test_an_event_of_an_open_transaction_holds_back_what_came_later() -> None:
    # given
    early, done = threading.Event(), threading.Event()

    def slow_act() -> None:
        with services.acting(actor=TEST, at=moment()):
            make_company("Slow")
            early.set()
            done.wait(10)
        connections.close_all()

    thread = threading.Thread(target=slow_act)
    thread.start()
    early.wait(10)
    # when
    acts(2)
    during = services.seal(moment()).count
    done.set()
    thread.join()
    after = seal_all()
    # then
    assert (during, after) == (0, 3)
    assert services.verify(moment()).holds


def test_acts_at_the_same_time_and_sealers_at_the_same_time_link_nothing_twice() -> None:
    # given
    def work() -> None:
        try:
            acts(10)
        finally:
            connections.close_all()

    def sealer() -> None:
        try:
            for _turn in range(10):
                tasks.seal()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=target) for target in (work, work, work, sealer, sealer, sealer)]
    # when
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_all()
    # then
    assert Seal.objects.count() == Event.objects.count() == 30
    assert services.verify(moment()).holds


@pytest.mark.parametrize("model", [Event, Seal, Read])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_application_may_only_add_to_the_record(model: Any, statement: str) -> None:
    # given
    column = model._meta.pk.column
    # when
    with pytest.raises(DatabaseError, match="permission denied") as refusal, connection.cursor() as cursor:
        cursor.execute(statement.format(model._meta.db_table, column, column))
    # then
    assert "permission denied" in str(refusal.value)


@pytest.mark.parametrize("model", [Event, Seal])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_triggers_are_the_second_lock(model: Any, statement: str) -> None:
    # given
    acts(1)
    seal_all()
    column = model._meta.pk.column
    # then
    with as_owner(), pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(statement.format(model._meta.db_table, column, column))


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE audit_event SET reason = 'nicer' WHERE id = (SELECT min(id) FROM audit_event)", "digest"),
        ("UPDATE audit_event SET at = at - interval '1 day' WHERE id = (SELECT min(id) FROM audit_event)", "digest"),
        ("UPDATE audit_event SET data = '{}' WHERE data <> '{}'", "digest"),
        ("UPDATE audit_seal SET hash = repeat('a', 64) WHERE seq = 2", "link"),
        ("DELETE FROM audit_seal WHERE seq = 2", "link"),
        ("DELETE FROM audit_seal WHERE seq = 3", "checkpoint"),
    ],
)
def test_a_changed_row_is_found_and_named(statement: str, kind: str) -> None:
    # given
    with services.acting(actor=TEST, at=moment()):
        services.record("test.happened", subject=make_company(), data={"sum": "12.50"})
    acts(1)
    seal_all()
    assert services.verify(moment()).holds
    # when
    tampered(statement)
    # then
    report = services.verify(moment())
    assert kind in report.problems


def test_a_deleted_event_is_missed() -> None:
    # given
    acts(3)
    seal_all()
    victim = Seal.objects.get(seq=2).event_id
    # when
    _delete_without_foreign_key(victim)
    # then
    assert str(victim) in services.verify(moment()).problems["digest"]


def _delete_without_foreign_key(victim: int) -> None:
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = 'audit_seal'::regclass AND contype = 'f'")
        name = cursor.fetchone()[0]
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute(f"ALTER TABLE audit_seal DROP CONSTRAINT {name}")
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [victim])
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")
        cursor.execute(
            f"ALTER TABLE audit_seal ADD CONSTRAINT {name} FOREIGN KEY (event_id) REFERENCES audit_event (id)"
            " DEFERRABLE INITIALLY DEFERRED NOT VALID"
        )


def test_a_chain_forged_from_its_start_contradicts_the_checkpoints(settings: Any, checkpoint_file: Path) -> None:
    # given
    acts(3)
    seal_all()
    tampered("UPDATE audit_event SET actor_label = 'Nobody'")
    # when somebody computes every digest and link anew
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE audit_seal DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM audit_seal")
        for event in Event.objects.all():
            digest = services.verifying.expected_digest(event)
            cursor.execute("UPDATE audit_event SET digest = %s WHERE id = %s", [digest, event.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE audit_seal ENABLE TRIGGER USER")
    settings.AUDIT_CHECKPOINT_FILE = checkpoint_file.with_name("elsewhere.jsonl")
    seal_all()
    settings.AUDIT_CHECKPOINT_FILE = checkpoint_file
    # then
    assert set(services.verify(moment()).problems) == {"checkpoint"}


@pytest.mark.parametrize("line", ["nonsense\n", "{}\n", "[]\n", '{"seq": 1, "hash": "x", "signature": "y"}\n'])
def test_a_checkpoint_that_is_torn_or_wrongly_signed_is_named(line: str, checkpoint_file: Path) -> None:
    # given
    acts(1)
    seal_all()
    # when
    checkpoint_file.write_text(checkpoint_file.read_text() + line)
    # then
    assert "Line 2" in services.verify(moment()).problems["checkpoint"]


def test_a_checkpoint_names_the_last_seal_and_belongs_to_its_owner_alone(checkpoint_file: Path) -> None:
    # when
    acts(2)
    seal_all()
    services.seal(moment())
    # then
    lines = checkpoint_file.read_text().splitlines()
    assert [json.loads(line)["seq"] for line in lines] == [2]
    assert checkpoint_file.stat().st_mode & 0o777 == 0o600


def test_a_guard_that_is_switched_off_or_gone_is_named() -> None:
    # given
    model, trigger = next(row for row in pgtrigger.registered() if row[0] is Event)
    name = trigger.get_pgid(model)
    # when, then
    try:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE audit_event DISABLE TRIGGER {name}")
        assert "switched off" in services.verify(moment()).problems["trigger"]
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE audit_event ENABLE TRIGGER {name}")
    assert services.verify(moment()).holds


def test_the_age_of_the_unsealed_tail_is_told() -> None:
    # given
    acts(1)
    # when
    report = services.verify(moment())
    # then
    assert report.unsealed == 1
    assert report.tail_age is not None
    assert report.holds


def test_events_that_sort_before_the_end_of_the_chain_are_named_and_sealed_by_all() -> None:
    # given a database restored from a dump: transaction numbers start anew
    acts(1)
    seal_all()
    tampered("UPDATE audit_seal SET transaction_id = transaction_id + 1000000")
    acts(2)
    # when
    report = services.verify(moment())
    usual = services.seal(moment()).count
    while services.verify(moment()).unsealed:
        services.seal(moment(), everything=True)
    # then
    assert "--all" in report.problems["order"]
    assert usual == 0
    assert services.verify(moment()).holds


def test_the_commands_print_counts_and_end_with_1_when_the_record_does_not_hold() -> None:
    # given
    acts(2)
    until_sealed(1)
    out, err = StringIO(), StringIO()
    seal_all()
    acts(1)
    while services.verify(moment()).unsealed:
        out = StringIO()
        # when
        call_command("seal_audit", stdout=out, stderr=err, chunk=1)
    call_command("verify_audit", stdout=out, stderr=err)
    # then
    assert out.getvalue().splitlines()[:3] == ["1", "events 3", "sealed 3"]
    # when
    tampered("UPDATE audit_event SET reason = 'nicer'")
    with pytest.raises(CommandError) as failure:
        call_command("verify_audit", stdout=out, stderr=err)
    # then
    assert failure.value.returncode == 1
    assert "does not match its digest" in err.getvalue()
