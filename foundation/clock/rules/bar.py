"""The bar of the clock panel: the days of a limit cut into stretches, each with its share of the whole width.

The table of events is the content; the bar repeats it for the eye.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from foundation.clock.rules.limits import Event, LimitStanding
from foundation.clock.states import EventKind


class SegmentKind(StrEnum):
    """What happened to the days of a stretch."""

    USED = "USED"
    STOPPED = "STOPPED"
    EXTENDED = "EXTENDED"  # used days beyond the first end, in the stretch an extension opened
    LEFT = "LEFT"
    LATE = "LATE"


@dataclass(frozen=True, slots=True)
class Segment:
    """The stretch from the evening of `start` to the evening of `end`; fractions sum to one over a bar."""

    kind: SegmentKind
    start: date
    end: date
    fraction: float


def segments(events: Sequence[Event], standing: LimitStanding, *, axis_end: date) -> tuple[Segment, ...]:
    """The stretches from the start to `axis_end` (the due date, or today when that is later)."""
    first_end = _first_end(events, standing)
    today = min(standing.ended_on or standing.on, axis_end)
    stops = [(start, min(end, axis_end)) for start, end in _stops(events, today)]
    cuts = {standing.started_on, axis_end, today, *([standing.due_on] if standing.due_on else [])}
    cuts.update(day for stop in stops for day in stop)
    cuts.add(first_end)
    days = sorted(day for day in cuts if standing.started_on <= day <= axis_end)
    whole = (axis_end - standing.started_on).days or 1
    pieces = ((_kind(b, stops, standing, first_end, today), a, b) for a, b in pairwise(days))
    return tuple(Segment(kind, a, b, (b - a).days / whole) for kind, a, b in _joined(pieces))


def fraction_of(day: date, standing: LimitStanding, *, axis_end: date) -> float:
    """Where a day stands on the bar, from 0 to 1."""
    whole = (axis_end - standing.started_on).days or 1
    return min(max((day - standing.started_on).days / whole, 0.0), 1.0)


def _kind(
    end: date, stops: Iterable[tuple[date, date]], standing: LimitStanding, first_end: date, today: date
) -> SegmentKind:
    if any(start < end <= stop for start, stop in stops):
        return SegmentKind.STOPPED
    if standing.due_on and end > standing.due_on:
        return SegmentKind.LATE
    if end > today:
        return SegmentKind.LEFT
    return SegmentKind.EXTENDED if end > first_end else SegmentKind.USED


def _first_end(events: Sequence[Event], standing: LimitStanding) -> date:
    """The due date written before the first extension: where the limit would have ended without one."""
    end = standing.first_due_on
    for event in events:
        if event.kind == EventKind.EXTENDED:
            return end
        end = event.due_on_after or end
    return max(end, standing.due_on or end)


def _stops(events: Iterable[Event], today: date) -> Iterator[tuple[date, date]]:
    since: date | None = None
    for event in events:
        if event.kind == EventKind.STOPPED:
            since = event.on
        elif since is not None and event.kind == EventKind.RESUMED:
            yield since, event.on
            since = None
    if since is not None:
        yield since, max(since, today)


def _joined(pieces: Iterable[tuple[SegmentKind, date, date]]) -> Iterator[tuple[SegmentKind, date, date]]:
    """Neighbours of one kind become one stretch."""
    current: tuple[SegmentKind, date, date] | None = None
    for kind, start, end in pieces:
        if current and current[0] == kind:
            current = (kind, current[1], end)
            continue
        if current:
            yield current
        current = (kind, start, end)
    if current:
        yield current
