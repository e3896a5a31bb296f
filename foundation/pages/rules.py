"""Rules of the pages on plain values: contrast of a tenant's colours, digits, references of faults, the clock bar.
Nothing here knows Django, a database or the time."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

WHITE = "#ffffff"
TEXT_CONTRAST = 4.5
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# Without I, L, O, U: nobody mistakes a letter for a digit on the telephone.
_REFERENCE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def contrast(first: str, second: str) -> float:
    """The ratio of WCAG 2.2 between two colours written `#rrggbb`, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


class ColourBreach(StrEnum):
    """Why a tenant's colour is refused."""

    NOT_A_COLOUR = "NOT_A_COLOUR"
    TOO_LIGHT = "TOO_LIGHT"


def colour_breach(colour: str) -> ColourBreach | None:
    """PAG-R01 (WCAG 2.2, 1.4.3): white text stands on the tenant's colours, so each has at least 4.5 : 1 against white."""
    if not _COLOUR.fullmatch(colour):
        return ColourBreach.NOT_A_COLOUR
    return ColourBreach.TOO_LIGHT if contrast(colour, WHITE) < TEXT_CONTRAST else None


def reference(request_id: str) -> str:
    """PAG-R02 (design, pages "Errors"): what a person reads out when something failed, like 7F3K-20A1.

    Made from the request's id, so that whoever has the log finds the request by either.
    """
    number = int.from_bytes(hashlib.sha256(request_id.encode()).digest()[:5])
    letters = [_REFERENCE_ALPHABET[number >> (5 * place) & 31] for place in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def in_digits(text: str, digits: str) -> str:
    """PAG-R03 (design, pages "Dates and times"): figures in the digits of the tenant; `digits` holds ten, or none."""
    return text.translate(str.maketrans("0123456789", digits)) if digits else text


@dataclass(frozen=True)
class Segment:
    """A stretch of the clock bar. `kind` is used, stopped, extended, late or left."""

    days: int
    kind: str
    text: str = ""


@dataclass(frozen=True)
class Stretch:
    """A stretch placed on the bar; positions are percent with a point, ready for SVG."""

    start: str
    width: str
    middle: str
    kind: str
    text: str


def clock_stretches(segments: Sequence[Segment], *, mirrored: bool) -> list[Stretch]:
    """PAG-R04 (design, pages "Dossier"): the bar in proportion to the days; right-to-left pages start at the right."""
    total = sum(segment.days for segment in segments) or 1
    placed, passed = [], 0
    for segment in segments:
        width = 100 * segment.days / total
        start = 100 * passed / total
        left = 100 - start - width if mirrored else start
        placed.append(Stretch(_percent(left), _percent(width), _percent(left + width / 2), segment.kind, segment.text))
        passed += segment.days
    return placed


def clock_position(day: int, total: int, *, mirrored: bool) -> tuple[str, str]:
    """Where a mark stands on the bar, and how its words are anchored so that they stay inside."""
    share = 100 * min(max(day, 0), total) / (total or 1)
    anchor = "start" if share < 15 else "end" if share > 80 else "middle"
    return _percent(100 - share if mirrored else share), anchor


def clock_crowded(day: int, total: int) -> bool:
    """Whether a mark stands so near the start that its words would run into those of the first day on a phone."""
    return 100 * day < 30 * total


def _percent(value: float) -> str:
    return f"{value:.2f}%"
