"""Finds the few list names worth comparing with a name: a trigram index whose rare trigrams weigh most.

Built once for each list version, never changed afterwards, so any number of threads may ask it at once.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vetting.adapters.names import NameKey

Weights = NDArray[np.float32]
Rows = NDArray[np.int32]


def _grams(tokens: tuple[str, ...]) -> frozenset[str]:
    """Trigrams of each word with its edges marked; the order of the words leaves no trace."""
    found: set[str] = set()
    for token in tokens:
        edged = f"^{token}$"
        found.update(edged[start : start + 3] for start in range(len(edged) - 2))
    return frozenset(found)


class TrigramBlock:
    """Cosine likeness of trigram sets, each trigram weighted by its rarity (idf)."""

    def __init__(self, keys: Sequence[NameKey]) -> None:
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for row, key in enumerate(keys):
            for gram in _grams(key.tokens):
                holders[gram].append(row)
        self._size = len(keys)
        self._unseen_weight = float(np.log1p(self._size)) ** 2
        self._weights = {gram: float(np.log1p(self._size / len(rows))) ** 2 for gram, rows in holders.items()}
        self._rows = {gram: np.asarray(rows, dtype=np.int32) for gram, rows in holders.items()}
        self._inverse_norms = self._row_norms()

    def _row_norms(self) -> Weights:
        squares = np.zeros(self._size, dtype=np.float64)
        # Sorted, so that sums of floats come out the same in every process whatever its hash seed.
        for gram in sorted(self._rows):
            squares[self._rows[gram]] += self._weights[gram]
        return (1.0 / np.sqrt(np.maximum(squares, 1e-9))).astype(np.float32)

    def nearest(self, key: NameKey, *, limit: int, above: float) -> Rows:
        """At most `limit` row numbers more alike than `above`, the most alike first."""
        likeness = np.zeros(self._size, dtype=np.float32)
        square = 0.0
        for gram in sorted(_grams(key.tokens)):
            weight = self._weights.get(gram, self._unseen_weight)
            square += weight
            rows = self._rows.get(gram)
            if rows is not None:
                likeness[rows] += weight
        likeness *= self._inverse_norms
        found = np.flatnonzero(likeness > above * float(np.sqrt(square)))
        order = np.argsort(-likeness[found], kind="stable")[:limit]
        return found[order].astype(np.int32)
