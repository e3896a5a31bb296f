"""The index of each list, built once per process and list version. Screening asks it; an import makes the next one."""

from dataclasses import dataclass
from threading import Lock
from typing import Any

from vetting.adapters.countries import country_key
from vetting.adapters.matching import IndexRow, NameIndex
from vetting.adapters.remarks import birth_years
from vetting.models import WatchListVersion
from vetting.selectors import current_versions, listed_entries


@dataclass(frozen=True, slots=True)
class ListIndex:
    """All names of one list version; `digests` tells by key what an entry said when it was indexed."""

    version: WatchListVersion
    names: NameIndex
    digests: dict[int, str]


_built: dict[int, ListIndex] = {}
_building = Lock()


def current_indexes() -> list[ListIndex]:
    """The index of every list in its version of now. The first caller after an import waits about a second."""
    return [index_of(version) for version in current_versions()]


def index_of(version: WatchListVersion) -> ListIndex:
    """The index of one version; an older one of the same list is let go."""
    with _building:
        known = _built.get(version.watch_list_id)
        if known is None or known.version.pk != version.pk:
            known = _build(version)
            _built[version.watch_list_id] = known
        return known


def _build(version: WatchListVersion) -> ListIndex:
    entries = list(listed_entries(version).values_list("pk", "name", "entity_type", "aliases", "facts", "digest"))
    rows = [row for pk, name, kind, aliases, facts, _ in entries for row in _rows(pk, name, kind, aliases, facts)]
    return ListIndex(version, NameIndex(rows), {pk: digest for pk, *_, digest in entries})


def _rows(pk: int, name: str, kind: str, aliases: list[dict[str, str]], facts: dict[str, Any]) -> list[IndexRow]:
    """The rows of a stored entry, as `rows_of` makes them of a published one."""
    years = birth_years(tuple(facts.get("dates_of_birth", ())))
    named = [*facts.get("nationalities", ()), *(address.get("country", "") for address in facts.get("addresses", ()))]
    countries = frozenset(key for country in named if (key := country_key(country)))
    first = IndexRow(str(pk), name, kind, None, years, countries)
    return [first] + [
        IndexRow(str(pk), alias["name"], kind, alias["quality"], years, countries)  # type: ignore[arg-type]
        for alias in aliases
    ]
