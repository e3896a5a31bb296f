"""The sealer: links committed events into the chain, in an order that no late transaction can enter behind it.
Acts insert their events in parallel and know nothing of the chain; one sealer at a time follows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from foundation.audit import rules
from foundation.audit.adapters import checkpoints
from foundation.audit.models import Event, Seal

LOCK = 0x41454F5345414C  # "AEOSEAL"
CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one run did. `busy` means that another sealer was at work and this one left."""

    count: int
    last_seq: int
    busy: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """The end of the chain."""

    seq: int = 0
    hash: str = rules.GENESIS
    transaction_id: int = -1
    event_id: int = -1


@transaction.atomic
def seal(now: datetime, limit: int = 10_000, *, everything: bool = False) -> Sealed:
    """Link up to `limit` committed events and write a checkpoint after the commit.

    Events of transactions that may still be open wait. `everything` also takes events that sort before the end of the
    chain: transaction numbers start anew when a database is restored from a dump.
    """
    if not _locked():
        return Sealed(0, 0, busy=True)
    place = _end_of_chain()
    waiting = _unsealed() if everything else _after(place)
    count = 0
    for rows in _chunks(waiting, limit):
        place = _link(rows, place, now)
        count += len(rows)
    if count:
        transaction.on_commit(lambda: checkpoints.append(seq=place.seq, seal_hash=place.hash, at=now))
    return Sealed(count, place.seq)


def _locked() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _end_of_chain() -> _Place:
    last = Seal.objects.order_by("-seq").first()
    if last is None:
        return _Place()
    return _Place(last.seq, last.hash, last.transaction_id, last.event_id)


def _settled() -> QuerySet[Event]:
    """Events of transactions older than every running one: nothing can appear among them any more."""
    oldest_running: RawSQL = RawSQL(
        "pg_snapshot_xmin(pg_current_snapshot())::text::bigint", (), output_field=models.BigIntegerField()
    )
    return Event.objects.filter(transaction_id__lt=oldest_running).order_by("transaction_id", "id")


def _after(place: _Place) -> QuerySet[Event]:
    """The row comparison lets the index `event_to_seal` start at the end of the chain."""
    return _settled().extra(
        where=["(audit_event.transaction_id, audit_event.id) > (%s, %s)"], params=[place.transaction_id, place.event_id]
    )


def _unsealed() -> QuerySet[Event]:
    return _settled().filter(~Exists(Seal.objects.filter(event=OuterRef("pk"))))


def _chunks(waiting: QuerySet[Event], limit: int) -> Iterator[list[tuple[int, int, str]]]:
    rows = waiting.values_list("id", "transaction_id", "digest")[:limit].iterator(chunk_size=CHUNK)
    chunk: list[tuple[int, int, str]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _link(rows: list[tuple[int, int, str]], place: _Place, now: datetime) -> _Place:
    seals: list[Seal] = []
    for event_id, transaction_id, digest in rows:
        fields: dict[str, Any] = {"event_id": event_id, "transaction_id": transaction_id, "sealed_at": now}
        seq = place.seq + 1
        own = rules.link(seq=seq, previous=place.hash, event_digest=digest)
        seals.append(Seal(seq=seq, previous_hash=place.hash, hash=own, **fields))
        place = _Place(seq, own, transaction_id, event_id)
    Seal.objects.bulk_create(seals)
    return place
