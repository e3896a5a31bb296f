"""Calendar arithmetic and the count of a time limit, as pure functions on plain facts.

Nothing here reads a clock, a setting or a row. Other apps reach these names through `foundation.clock.models`.
"""

from foundation.clock.rules.bar import Segment, SegmentKind, fraction_of, segments
from foundation.clock.rules.breaches import NO_TERMS, Breach, ExtensionTerms, event_breaches, extension_breaches
from foundation.clock.rules.calendar import Calendar
from foundation.clock.rules.identifiers import uuid7
from foundation.clock.rules.limits import (
    Event,
    LimitFacts,
    LimitStanding,
    due_on_if_resumed,
    moved_due_on,
    replay,
)
from foundation.clock.rules.periods import DayCount, add_months, due_on

__all__ = [
    "NO_TERMS",
    "Breach",
    "Calendar",
    "DayCount",
    "Event",
    "ExtensionTerms",
    "LimitFacts",
    "LimitStanding",
    "Segment",
    "SegmentKind",
    "add_months",
    "due_on",
    "due_on_if_resumed",
    "event_breaches",
    "extension_breaches",
    "fraction_of",
    "moved_due_on",
    "replay",
    "segments",
    "uuid7",
]
