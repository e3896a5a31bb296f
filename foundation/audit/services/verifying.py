"""The verifier: reads the record again from the start and names the first place where it does not hold.
It trusts nothing that the sealer stored: every digest and link is computed anew."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from foundation.audit import rules, selectors
from foundation.audit.adapters import checkpoints
from foundation.audit.models import Event, Seal

CHUNK = 2_000


@dataclass(slots=True)
class Report:
    """What the verifier found. `problems` holds the first fault of each kind, in words; empty means that all holds."""

    events: int = 0
    seals: int = 0
    checkpoints: int = 0
    unsealed: int = 0
    tail_age: timedelta | None = None
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        return not self.problems

    def fault(self, kind: str, text: str) -> None:
        """Keep the first fault of a kind; the ones behind it often follow from it."""
        self.problems.setdefault(kind, text)


@dataclass(frozen=True, slots=True)
class FileReport:
    """Whether the events of one file still say what they said, and how many of them the chain holds already."""

    events: int
    sealed: int
    broken: tuple[Event, ...]

    @property
    def holds(self) -> bool:
        return not self.broken

    @property
    def waiting(self) -> int:
        return self.events - self.sealed


def verify_file(file_id: UUID) -> FileReport:
    """Check the digest and the link of every event of one file, and that the next link of the chain builds on it. The
    whole chain is `verify`'s work; two queries."""
    events = list(Event.objects.filter(file_id=file_id).select_related("seal").order_by("id"))
    seals = {event.pk: event.seal for event in events if hasattr(event, "seal")}
    after = Seal.objects.filter(seq__in=[seal.seq + 1 for seal in seals.values()])
    nexts = dict(after.values_list("seq", "previous_hash"))
    broken = tuple(event for event in events if not _stands(event, seals.get(event.pk), nexts))
    return FileReport(len(events), len(seals), broken)


def _stands(event: Event, seal: Seal | None, nexts: dict[int, str]) -> bool:
    digest = expected_digest(event)
    if digest != event.digest:
        return False
    if seal is None:
        return True
    own = rules.link(seq=seal.seq, previous=seal.previous_hash, event_digest=digest)
    return seal.hash == own and nexts.get(seal.seq + 1, own) == own


def verify(now: datetime) -> Report:
    """Check every digest, link, checkpoint and trigger of the record."""
    report = Report()
    marks = _checkpoints(report)
    _check_chain(report, marks)
    _check_tail(report, now)
    for problem in selectors.trigger_faults():
        report.fault("trigger", problem)
    return report


def expected_digest(event: Event) -> str:
    """The digest that an event's row should carry, from what it says today."""
    return rules.digest(
        {
            "name": event.name,
            "at": event.at.astimezone(UTC),
            "actor_id": event.actor_id,
            "actor_label": event.actor_label,
            "reason": event.reason,
            "request_id": event.request_id,
            "subject": event.subject,
            "file_id": event.file_id,
            "organisation_id": event.organisation_id,
            "disclosed": event.disclosed,
            "data": event.data,
        }
    )


def _checkpoints(report: Report) -> dict[int, str]:
    """The hash that each checkpointed place must carry. A line that cannot be trusted is a fault and says nothing."""
    marks: dict[int, str] = {}
    for checkpoint in checkpoints.read():
        report.checkpoints += 1
        if checkpoint.problem:
            report.fault("checkpoint", f"Line {checkpoint.line} of the checkpoint file {checkpoint.problem}.")
        elif marks.setdefault(checkpoint.seq, checkpoint.hash) != checkpoint.hash:
            report.fault("checkpoint", f"Two checkpoints name different hashes for place {checkpoint.seq}.")
    return marks


def _check_chain(report: Report, marks: dict[int, str]) -> None:
    seq, previous = 0, rules.GENESIS
    for seals in _chunks():
        events = Event.objects.in_bulk([seal.event_id for seal in seals])
        for seal in seals:
            report.seals += 1
            if seal.seq != seq + 1:
                report.fault("link", f"Place {seq + 1} of the chain is missing.")
            _check_seal(report, seal, previous, events.get(seal.event_id))
            expected = marks.pop(seal.seq, seal.hash)
            if expected != seal.hash:
                report.fault("checkpoint", f"Place {seal.seq} does not carry the hash of its checkpoint.")
            seq, previous = seal.seq, seal.hash
    for missing in sorted(marks):
        report.fault("checkpoint", f"The chain ends at place {seq}, but a checkpoint names place {missing}.")


def _check_seal(report: Report, seal: Seal, previous: str, event: Event | None) -> None:
    if event is None:
        report.fault("digest", f"Event {seal.event_id}, sealed at place {seal.seq}, is missing.")
        return
    report.events += 1
    digest = expected_digest(event)
    if digest != event.digest:
        report.fault("digest", f"Event {event.pk} ({event.name}) does not match its digest.")
    own = rules.link(seq=seal.seq, previous=previous, event_digest=digest)
    if seal.previous_hash != previous or seal.hash != own:
        report.fault("link", f"The link at place {seal.seq} (event {event.pk}) does not hold.")


def _chunks() -> Iterator[list[Seal]]:
    rows = Seal.objects.order_by("seq").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _check_tail(report: Report, now: datetime) -> None:
    """Events that no seal covers yet: their digests are checked, and how long the oldest waits is told."""
    unsealed = Event.objects.filter(~Exists(Seal.objects.filter(event=OuterRef("pk")))).order_by("id")
    oldest: Any = None
    last = Seal.objects.order_by("-seq").first()
    for event in unsealed.iterator(chunk_size=CHUNK):
        report.events += 1
        report.unsealed += 1
        oldest = event.at if oldest is None else min(oldest, event.at)
        if expected_digest(event) != event.digest:
            report.fault("digest", f"Event {event.pk} ({event.name}) does not match its digest.")
        if last and (event.transaction_id, event.pk) < (last.transaction_id, last.event_id):
            report.fault(
                "order", f"Event {event.pk} sorts before the end of the chain. After a restore: seal_audit --all."
            )
    report.tail_age = now - oldest if oldest else None
