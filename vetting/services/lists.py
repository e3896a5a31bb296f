"""Imports watch lists: a whole file or nothing, each import a version, changes found entry by entry.
Unchanged files make no version; what changed is screened by a worker after the import has committed."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.audit.services import Actor, Refused, acting, locked, record
from foundation.correspondence.services import enqueue
from vetting.adapters import ofac
from vetting.adapters.download import DownloadFailed, address_fault, fetch_list
from vetting.models import ListEntry, WatchList, WatchListVersion
from vetting.rules import loses_too_much

BATCH = 2_000
PROGRAMME_LIMIT = 200
DEMONSTRATION_LIST = Path(__file__).resolve().parents[1] / "reference" / "demonstration_list"
WRITTEN = ["entity_type", "name", "programme", "aliases", "facts", "digest", "changed_in", "removed_in"]
Fetch = Callable[[str], Mapping[ofac.FileName, BinaryIO]]


class ListRefused(Refused):
    """A list that was not taken; `breaches` names file, line and field of every fault. Nothing has changed."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What an import does to a list."""

    added: list[ofac.ListEntry]
    changed: list[ofac.ListEntry]
    removed: list[int]
    digests: dict[str, str]


def import_list(
    *,
    code: str,
    title: str,
    sdn: BinaryIO,
    alt: BinaryIO,
    add: BinaryIO,
    demonstration: bool = False,
    accept_losses: bool = False,
    actor: Actor,
    now: datetime,
) -> WatchListVersion:
    """Take a list as published. The same bytes again give the version that is there; raises ListRefused.

    `accept_losses` takes a file in which more than a fifth of the entries is missing.
    """
    if demonstration and not settings.DEMONSTRATION_ALLOWED:
        raise ListRefused(_("Demonstration lists are not taken here."))
    file = _read(sdn, alt, add)
    with acting(actor=actor, at=now):
        watch_list = _list_of(code, title, demonstration=demonstration)
        current = watch_list.versions.order_by("-number").first()
        if current is not None and current.digest == file.digest:
            return current
        change = _compare(watch_list, file.entries)
        if current is not None and not accept_losses:
            _refuse_losses(current.entries, len(change.removed))
        return _write(watch_list, current, file, change, actor, now)


def import_demonstration_list(*, actor: Actor, now: datetime) -> WatchListVersion:
    """Take the invented list that ships with the product."""
    with (
        (DEMONSTRATION_LIST / "sdn.csv").open("rb") as sdn,
        (DEMONSTRATION_LIST / "alt.csv").open("rb") as alt,
        (DEMONSTRATION_LIST / "add.csv").open("rb") as add,
    ):
        return import_list(
            code="demonstration",
            title=_("Demonstration list"),
            sdn=sdn,
            alt=alt,
            add=add,
            demonstration=True,
            actor=actor,
            now=now,
        )


def configure_list(
    *, code: str, title: str, address: str, stale_after_days: int, actor: Actor, now: datetime
) -> WatchList:
    """Say where a list is fetched from and when it counts as old. An empty address means no download."""
    if address and (fault := address_fault(address)):
        raise Refused(fault)
    with acting(actor=actor, at=now):
        watch_list = _list_of(code, title, demonstration=False)
        watch_list.title, watch_list.address = title, address
        watch_list.stale_after_days = stale_after_days
        watch_list.save()
        record("watch_list.configured", subject=watch_list, data={"address": address, "days": stale_after_days})
        return watch_list


def download_list(
    *, watch_list: WatchList, actor: Actor, now: datetime, fetch: Fetch = fetch_list
) -> WatchListVersion | None:
    """Fetch a list from its publisher and take it. A failure is written down for the officers, and changes nothing."""
    if not watch_list.address:
        return None
    try:
        files = fetch(watch_list.address)
        return import_list(
            code=watch_list.code,
            title=watch_list.title,
            sdn=files["SDN"],
            alt=files["ALT"],
            add=files["ADD"],
            demonstration=watch_list.demonstration,
            actor=actor,
            now=now,
        )
    except (DownloadFailed, ListRefused) as error:
        with acting(actor=actor, at=now, reason=_failure(error)):
            record("watch_list.download_failed", subject=watch_list)
        return None


def _failure(error: Exception) -> str:
    breaches = getattr(error, "breaches", ())
    return " ".join([str(error), *breaches[:3]])


def _read(sdn: BinaryIO, alt: BinaryIO, add: BinaryIO) -> ofac.WatchListFile:
    try:
        return ofac.read_ofac(sdn, alt, add)
    except ofac.ListFileRefused as refusal:
        lines = tuple(map(str, refusal.errors))
        text = ngettext(
            "The list was not taken: %(count)s line does not fit. Nothing has changed.",
            "The list was not taken: %(count)s lines do not fit. Nothing has changed.",
            len(lines),
        )
        raise ListRefused(text % {"count": len(lines)}, lines) from refusal


def _list_of(code: str, title: str, *, demonstration: bool) -> WatchList:
    """The list under a row lock: two imports of one list come after each other."""
    defaults = {"title": title, "demonstration": demonstration}
    watch_list, _created = WatchList.objects.get_or_create(code=code, defaults=defaults)
    return locked(watch_list)


def _compare(watch_list: WatchList, entries: tuple[ofac.ListEntry, ...]) -> _Change:
    """One query for what is known; an entry that comes back after it was removed counts as added."""
    rows = ListEntry.objects.filter(watch_list=watch_list).values_list("source_id", "pk", "digest", "removed_in_id")
    known = {source: (pk, digest, removed) for source, pk, digest, removed in rows}
    digests = {entry.source_id: _digest(entry) for entry in entries}
    listed = {source for source, (_pk, _old, removed) in known.items() if removed is None}
    added = [entry for entry in entries if entry.source_id not in listed]
    changed = [
        entry
        for entry in entries
        if entry.source_id in listed and known[entry.source_id][1] != digests[entry.source_id]
    ]
    removed = [known[source][0] for source in listed if source not in digests]
    return _Change(added, changed, removed, digests)


def _refuse_losses(before: int, removed: int) -> None:
    if loses_too_much(before=before, removed=removed):
        raise ListRefused(
            _(
                "%(removed)s of %(before)s entries are missing in this file. Is it whole? "
                "If it is, import it again and confirm that they are gone. Nothing has changed."
            )
            % {"removed": removed, "before": before}
        )


def _write(
    watch_list: WatchList,
    current: WatchListVersion | None,
    file: ofac.WatchListFile,
    change: _Change,
    actor: Actor,
    now: datetime,
) -> WatchListVersion:
    version = WatchListVersion.objects.create(
        watch_list=watch_list,
        number=current.number + 1 if current else 1,
        digest=file.digest,
        imported_at=now,
        imported_by_label=actor.actor_label,
        entries=len(file.entries),
        added=len(change.added),
        changed=len(change.changed),
        removed=len(change.removed),
    )
    ListEntry.objects.bulk_create(
        (_row(entry, version, change.digests) for entry in [*change.added, *change.changed]),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["watch_list", "source_id"],
        update_fields=WRITTEN,
    )
    ListEntry.objects.filter(pk__in=change.removed).update(removed_in=version)
    counts = {"added": version.added, "changed": version.changed, "removed": version.removed}
    record("watch_list.imported", subject=version, data={"list": watch_list.code, "number": version.number, **counts})
    payload = {"version": version.pk}
    enqueue("vetting.tasks.rescreen_delta", payload, now=now, once_key=f"vetting.rescreen:{version.pk}")
    return version


def _row(entry: ofac.ListEntry, version: WatchListVersion, digests: dict[str, str]) -> ListEntry:
    return ListEntry(
        watch_list_id=version.watch_list_id,
        source_id=entry.source_id,
        entity_type=entry.entity_type.value,
        name=entry.name,
        programme=entry.programme[:PROGRAMME_LIMIT],
        aliases=[asdict(alias) for alias in entry.aliases],
        facts=_facts(entry),
        digest=digests[entry.source_id],
        added_in=version,
        changed_in=version,
    )


def _facts(entry: ofac.ListEntry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "dates_of_birth": list(entry.dates_of_birth),
        "places": list(entry.places),
        "nationalities": list(entry.nationalities),
        "identifiers": [asdict(identifier) for identifier in entry.identifiers],
        "addresses": [asdict(address) for address in entry.addresses],
        "remarks": entry.remarks,
    }


def _digest(entry: ofac.ListEntry) -> str:
    """Names what the publisher says about one entry, whatever place it has in the file."""
    text = json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
