"""Screens names against a watch list held in memory and explains each likeness as a sum of points.

A trigram block picks candidates, quick whole-name comparisons thin them out, a comparison word by word gives the score.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log1p

from rapidfuzz import fuzz, process

from vetting.adapters.blocking import TrigramBlock
from vetting.adapters.countries import country_key
from vetting.adapters.names import NameKey, name_key
from vetting.adapters.ofac import AliasQuality, ListEntry
from vetting.adapters.remarks import birth_years
from vetting.adapters.scoring import RULE_VERSION, MatchingParameters, Part, PartCode, WordScorer, hundredths

__all__ = [
    "RULE_VERSION",
    "IndexRow",
    "Match",
    "MatchingParameters",
    "NameIndex",
    "Part",
    "PartCode",
    "Query",
    "rows_of",
]

_FULL = 100


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One name of a list entry. An entry with aliases has several rows with the same `entry_key`."""

    entry_key: str
    name: str
    kind: str
    alias: AliasQuality | None = None
    birth_years: frozenset[int] = frozenset()
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Query:
    """One of our names with what we know about its bearer."""

    name: str
    kind: str | None = None
    birth_year: int | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A likeness at or above the threshold; `score` is exactly the sum of the points of `parts`."""

    entry_key: str
    matched_name: str
    score: Decimal
    parts: tuple[Part, ...]
    alias: AliasQuality | None = None


_Scored = tuple[PartCode, str, str, int]


def rows_of(entry: ListEntry) -> Iterator[IndexRow]:
    """The index rows of one published entry: its name, then its aliases."""
    years = birth_years(entry.dates_of_birth)
    named = (*entry.nationalities, *(address.country for address in entry.addresses))
    countries = frozenset(key for name in named if (key := country_key(name)))
    kind = entry.entity_type.value
    yield IndexRow(entry.source_id, entry.name, kind, None, years, countries)
    for alias in entry.aliases:
        yield IndexRow(entry.source_id, alias.name, kind, alias.quality, years, countries)


class NameIndex:
    """All names of one list version, ready to be asked. Immutable, so threads may share it."""

    def __init__(self, rows: Iterable[IndexRow], parameters: MatchingParameters | None = None) -> None:
        keyed = ((row, name_key(row.name, row.kind)) for row in rows)
        usable = [(row, key) for row, key in keyed if not key.empty]
        self.parameters = parameters or MatchingParameters()
        self._rows = tuple(row for row, _ in usable)
        self._keys = tuple(key for _, key in usable)
        self._sorted_keys = [key.sorted_key for key in self._keys]
        self._squeezed = [key.squeezed for key in self._keys]
        self._block = TrigramBlock(self._keys)
        counts = Counter(token for key in self._keys for token in set(key.tokens))
        self._weights = {token: log1p(len(self._keys) / count) for token, count in counts.items()}
        self._unseen_weight = log1p(len(self._keys))
        self._scorer = WordScorer(self._weight, self.parameters)

    def __len__(self) -> int:
        return len(self._rows)

    def narrowed(self, entry_keys: Collection[str]) -> "NameIndex":
        """Only these entries, scored with the word weights of the whole list, so that a score means the same in both."""
        part = NameIndex((row for row in self._rows if row.entry_key in entry_keys), self.parameters)
        part._weights, part._unseen_weight = self._weights, self._unseen_weight
        return part

    def _weight(self, token: str) -> float:
        return self._weights.get(token, self._unseen_weight)

    def search(
        self,
        name: str,
        kind: str | None = None,
        *,
        birth_year: int | None = None,
        country: str | None = None,
        threshold: Decimal | None = None,
    ) -> list[Match]:
        """The entries that may be the bearer of this name, the most alike first, each once with its best name."""
        limit = hundredths(self.parameters.threshold if threshold is None else threshold)
        return self._search(Query(name, kind, birth_year, country), limit)

    def search_many(self, queries: Iterable[Query | str], *, threshold: Decimal | None = None) -> list[list[Match]]:
        """The answers in the order of the questions."""
        limit = hundredths(self.parameters.threshold if threshold is None else threshold)
        return [self._search(Query(query) if isinstance(query, str) else query, limit) for query in queries]

    def _search(self, query: Query, limit: int) -> list[Match]:
        key = name_key(query.name, query.kind)
        if key.empty or not self._rows:
            return []
        best: dict[str, tuple[int, int, list[_Scored]]] = {}
        for place in self._candidates(key):
            parts = self._parts(query, key, place)
            score = sum(points for *_, points in parts)
            known = best.get(self._rows[place].entry_key)
            if score >= limit and (known is None or (-score, place) < (-known[0], known[1])):
                best[self._rows[place].entry_key] = (score, place, parts)
        ordered = sorted(best.values(), key=lambda found: (-found[0], self._rows[found[1]].entry_key))
        return [self._match(*found) for found in ordered]

    def _candidates(self, key: NameKey) -> list[int]:
        """Rows that pass one of three whole-name comparisons: words in common, sorted words, letters in a row."""
        wanted = self.parameters
        near = self._block.nearest(key, limit=wanted.candidates, above=wanted.candidate_likeness).tolist()
        if not near:
            return []
        by_words = [self._sorted_keys[place] for place in near]
        by_letters = [self._squeezed[place] for place in near]
        cutoff = wanted.rough_likeness
        rough = process.cdist([key.sorted_key], by_words, scorer=fuzz.token_set_ratio, score_cutoff=cutoff)[0]
        rough += process.cdist([key.squeezed], by_letters, scorer=fuzz.ratio, score_cutoff=cutoff)[0]
        rough += process.cdist([key.sorted_key], by_words, scorer=fuzz.ratio, score_cutoff=cutoff)[0]
        return [place for place, passed in zip(near, rough.tolist(), strict=True) if passed]

    def _parts(self, query: Query, key: NameKey, place: int) -> list[_Scored]:
        row, theirs = self._rows[place], self._keys[place]
        parts = self._scorer.lines(key, theirs)
        parts += _form_part(key, theirs)
        parts += _alias_part(query, row, self.parameters)
        parts += _kind_part(query, row, self.parameters)
        parts += _birth_part(query, row, self.parameters)
        parts += _country_part(query, row, self.parameters)
        total = sum(points for *_, points in parts)
        outside = min(max(total, 0), _FULL) - total
        return [*parts, (PartCode.LIMIT, "", "", outside)] if outside else parts

    def _match(self, score: int, place: int, parts: Sequence[_Scored]) -> Match:
        row = self._rows[place]
        lines = tuple(Part(code, ours, theirs, _decimal(points)) for code, ours, theirs, points in parts)
        return Match(row.entry_key, row.name, _decimal(score), lines, row.alias)


def _decimal(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)


def _form_part(ours: NameKey, theirs: NameKey) -> list[_Scored]:
    if not ours.legal_forms or not theirs.legal_forms or ours.legal_forms == theirs.legal_forms:
        return []
    return [(PartCode.LEGAL_FORM_DIFFERS, " ".join(ours.legal_forms), " ".join(theirs.legal_forms), 0)]


def _alias_part(query: Query, row: IndexRow, parameters: MatchingParameters) -> list[_Scored]:
    if row.alias is None:
        return []
    if row.alias == "strong":
        return [(PartCode.STRONG_ALIAS, query.name, row.name, 0)]
    return [(PartCode.WEAK_ALIAS, query.name, row.name, hundredths(parameters.weak_alias))]


def _kind_part(query: Query, row: IndexRow, parameters: MatchingParameters) -> list[_Scored]:
    if not query.kind:
        return []
    if query.kind == row.kind:
        return [(PartCode.KIND_SAME, query.kind, row.kind, hundredths(parameters.kind_same))]
    return [(PartCode.KIND_DIFFERS, query.kind, row.kind, hundredths(parameters.kind_differs))]


def _birth_part(query: Query, row: IndexRow, parameters: MatchingParameters) -> list[_Scored]:
    """Compared with the nearest year the list allows."""
    ours = query.birth_year
    if ours is None or not row.birth_years:
        return []
    theirs = min(row.birth_years, key=lambda year: (abs(year - ours), year))
    apart = abs(theirs - ours)
    if apart == 0:
        return [(PartCode.BIRTH_SAME, str(ours), str(theirs), hundredths(parameters.birth_same))]
    if apart <= parameters.birth_near_years:
        return [(PartCode.BIRTH_NEAR, str(ours), str(theirs), 0)]
    return [(PartCode.BIRTH_DIFFERS, str(ours), str(theirs), hundredths(parameters.birth_differs))]


def _country_part(query: Query, row: IndexRow, parameters: MatchingParameters) -> list[_Scored]:
    ours = country_key(query.country or "")
    if not ours or not row.countries:
        return []
    if ours in row.countries:
        return [(PartCode.COUNTRY_SAME, ours, ours, hundredths(parameters.country_same))]
    theirs = ", ".join(sorted(row.countries))
    return [(PartCode.COUNTRY_DIFFERS, ours, theirs, hundredths(parameters.country_differs))]
