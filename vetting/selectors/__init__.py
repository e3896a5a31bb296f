"""Reads of vetting: checks and obstacles of a file, hits side by side, lists and their age, what an index is made of."""

from .comparison import comparison, score_lines
from .desk import DeskRow, desk, open_vettings
from .files import (
    check_facts,
    checks_of,
    decision_obstacles,
    determination_obstacles,
    expired_checks,
    hit_count,
    our_facts,
    vetting_of,
)
from .hits import (
    earlier_findings,
    file_id_of,
    file_of_operator,
    hits_of_operator,
    hits_visible_to,
    open_hits,
    place_among_open,
    waiting_hits,
)
from .lists import ListStanding, current_versions, listed_entries, lists, stale_lists, touched_entries, version_number
from .subjects import Subject, subjects

__all__ = [
    "DeskRow",
    "ListStanding",
    "Subject",
    "check_facts",
    "checks_of",
    "comparison",
    "current_versions",
    "decision_obstacles",
    "desk",
    "determination_obstacles",
    "earlier_findings",
    "expired_checks",
    "file_id_of",
    "file_of_operator",
    "hit_count",
    "hits_of_operator",
    "hits_visible_to",
    "listed_entries",
    "lists",
    "open_hits",
    "open_vettings",
    "our_facts",
    "place_among_open",
    "score_lines",
    "stale_lists",
    "subjects",
    "touched_entries",
    "version_number",
    "vetting_of",
    "waiting_hits",
]
