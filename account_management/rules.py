"""Who becomes the account manager: pure points on plain facts."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible account manager. `conflict` is the reason that rules the person out, empty when there is none."""

    user_id: int
    label: str
    took_part: bool
    sector: bool
    load: int
    absent: bool = False
    conflict: str = ""


def points(candidate: Candidate, *, clients_at_most: int) -> int:
    """ACM-R01 (R-ACM-34, R-ACM-11, R-ACM-12): 40 for having taken part in the visit, 20 for knowing the sector,
    up to 40 for free capacity; an absence takes 10."""
    free = max(clients_at_most - candidate.load, 0)
    capacity = 40 * free // max(clients_at_most, 1)
    return 40 * candidate.took_part + 20 * candidate.sector + capacity - 10 * candidate.absent


def best(candidates: Sequence[Candidate], *, clients_at_most: int) -> Candidate | None:
    """ACM-R02: the candidate with most points, free of conflict and with room; None when nobody is left.

    Equal points go to the smaller load, then to the older account, so that the answer is always the same."""
    able = [c for c in candidates if not c.conflict and c.load < clients_at_most]
    return min(able, key=lambda c: (-points(c, clients_at_most=clients_at_most), c.load, c.user_id), default=None)
