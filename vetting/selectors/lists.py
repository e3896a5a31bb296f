"""Watch lists: the version in force of each, how old it is, what is indexed of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from foundation.audit.models import Event
from foundation.clock.services import local_date
from vetting.models import ListEntry, WatchList, WatchListVersion
from vetting.rules import list_is_stale

VERSIONS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class ListStanding:
    """One list as officers see it. `days` counts since the last import; `failure` is newer than that import."""

    watch_list: WatchList
    current: WatchListVersion | None
    versions: tuple[WatchListVersion, ...]
    days: int
    stale: bool
    failure: str
    failed_at: datetime | None

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return "yellow" if self.stale else "green"


def current_versions() -> QuerySet[WatchListVersion]:
    """The newest version of every list."""
    return (
        WatchListVersion.objects.order_by("watch_list_id", "-number")
        .distinct("watch_list_id")
        .select_related("watch_list")
    )


def lists(on: date) -> list[ListStanding]:
    """Every list with its versions, newest first, in three queries."""
    rows = WatchList.objects.prefetch_related(
        Prefetch("versions", WatchListVersion.objects.order_by("-number"), to_attr="newest_first")
    )
    failures = {
        event.subject: event for event in Event.objects.filter(name="watch_list.download_failed").order_by("id")
    }
    return [_standing(row, failures.get(f"vetting.watchlist:{row.pk}"), on) for row in rows.order_by("code")]


def stale_lists(on: date) -> list[ListStanding]:
    """The lists that are older than their configuration allows; results may be incomplete."""
    return [standing for standing in lists(on) if standing.stale]


def _standing(row: WatchList, failed: Event | None, on: date) -> ListStanding:
    versions: list[WatchListVersion] = row.newest_first  # type: ignore[attr-defined]
    current = versions[0] if versions else None
    imported_on = local_date(current.imported_at) if current else date.min
    newer = failed if failed and (current is None or failed.at > current.imported_at) else None
    return ListStanding(
        watch_list=row,
        current=current,
        versions=tuple(versions[:VERSIONS_SHOWN]),
        days=(on - imported_on).days if current else 0,
        stale=current is None or list_is_stale(imported_on=imported_on, stale_after_days=row.stale_after_days, on=on),
        failure=newer.reason if newer else "",
        failed_at=newer.at if newer else None,
    )


def listed_entries(version: WatchListVersion) -> QuerySet[ListEntry]:
    """The entries of a list that are still on it: what an index is made of."""
    return ListEntry.objects.filter(watch_list=version.watch_list_id, removed_in__isnull=True).order_by("id")


def touched_entries(version: WatchListVersion) -> tuple[list[int], list[int]]:
    """What an import did: the keys of the entries it added or changed, and of those it removed."""
    came = ListEntry.objects.filter(changed_in=version, removed_in__isnull=True).values_list("pk", flat=True)
    went = ListEntry.objects.filter(watch_list=version.watch_list_id, removed_in=version).values_list("pk", flat=True)
    return list(came), list(went)


def version_number(code: str) -> int:
    """The number of a list's newest version; 0 for a list not known yet."""
    found = WatchListVersion.objects.filter(watch_list__code=code).order_by("-number").values_list("number", flat=True)
    return found.first() or 0
