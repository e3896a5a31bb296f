"""Compares one name with one list name word by word and explains the score as a sum of parts.

All points are whole hundredths inside, so the parts always add up to the score that is shown.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from math import floor
from typing import NamedTuple

from rapidfuzz.distance import OSA

from vetting.adapters.names import NameKey, sound_of

RULE_VERSION = "1"
_FORM_LETTERS = 4
_FORM_LIKENESS = 0.7


class PartCode(StrEnum):
    """Why a part of the score is there; the pages hold one sentence for each."""

    FAMILY_SAME = "FAMILY_SAME"
    FAMILY_SOUNDS = "FAMILY_SOUNDS"
    FAMILY_ALIKE = "FAMILY_ALIKE"
    FAMILY_INITIAL = "FAMILY_INITIAL"
    GIVEN_SAME = "GIVEN_SAME"
    GIVEN_SOUNDS = "GIVEN_SOUNDS"
    GIVEN_ALIKE = "GIVEN_ALIKE"
    GIVEN_INITIAL = "GIVEN_INITIAL"
    WORD_SAME = "WORD_SAME"
    WORD_SOUNDS = "WORD_SOUNDS"
    WORD_ALIKE = "WORD_ALIKE"
    WORD_INITIAL = "WORD_INITIAL"
    JOINED_SAME = "JOINED_SAME"
    JOINED_ALIKE = "JOINED_ALIKE"
    ONLY_OURS = "ONLY_OURS"
    ONLY_THEIRS = "ONLY_THEIRS"
    OTHER_ORDER = "OTHER_ORDER"
    LEGAL_FORM_DIFFERS = "LEGAL_FORM_DIFFERS"
    STRONG_ALIAS = "STRONG_ALIAS"
    WEAK_ALIAS = "WEAK_ALIAS"
    KIND_SAME = "KIND_SAME"
    KIND_DIFFERS = "KIND_DIFFERS"
    BIRTH_SAME = "BIRTH_SAME"
    BIRTH_NEAR = "BIRTH_NEAR"
    BIRTH_DIFFERS = "BIRTH_DIFFERS"
    COUNTRY_SAME = "COUNTRY_SAME"
    COUNTRY_DIFFERS = "COUNTRY_DIFFERS"
    LIMIT = "LIMIT"


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the sum. `ours` and `theirs` are the words compared, as the code needs them."""

    code: PartCode
    ours: str
    theirs: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class MatchingParameters:
    """What an administration may tune; the defaults belong to `RULE_VERSION` and were chosen on measured sets.

    Points are shares of 1. `word_floor` is the likeness (0 to 1) under which two words count as different.
    """

    threshold: Decimal = Decimal("0.70")
    candidates: int = 50
    candidate_likeness: float = 0.20
    rough_likeness: float = 70.0
    name_points: Decimal = Decimal("0.96")
    word_floor: float = 0.65
    sound_likeness: float = 0.92
    initial_likeness: float = 0.50
    joined_floor: float = 0.80
    joined_letters: int = 6
    our_extra_word_share: Decimal = Decimal("0.60")
    list_extra_word_share: Decimal = Decimal("0.50")
    other_order: Decimal = Decimal("-0.02")
    weak_alias: Decimal = Decimal("-0.08")
    kind_same: Decimal = Decimal("0.04")
    kind_differs: Decimal = Decimal("-0.10")
    birth_same: Decimal = Decimal("0.05")
    birth_near_years: int = 2
    birth_differs: Decimal = Decimal("-0.12")
    country_same: Decimal = Decimal("0.03")
    country_differs: Decimal = Decimal("-0.06")

    def __post_init__(self) -> None:
        """A setting outside its meaning stops here, with its name."""
        signed = {"other_order", "weak_alias", "kind_differs", "birth_differs", "country_differs"}
        counted = {"candidates", "birth_near_years", "joined_letters", "rough_likeness"}
        for entry in fields(self):
            value = getattr(self, entry.name)
            low, high = (-1, 0) if entry.name in signed else (0, 1_000 if entry.name in counted else 1)
            if not low <= value <= high:
                raise ValueError(f"{entry.name} is {value}; {low} to {high} is expected.")


class _Pair(NamedTuple):
    ours: int
    theirs: int
    likeness: float
    how: str


class _Line(NamedTuple):
    """A part before rounding, in hundredths."""

    code: PartCode
    ours: str
    theirs: str
    points: float


def hundredths(points: Decimal) -> int:
    """Points or a score as a whole number of hundredths."""
    return int(points.scaleb(2).to_integral_value())


def _likeness(ours: str, theirs: str, parameters: MatchingParameters) -> tuple[float, str]:
    """How alike two different words are, and in what way; 0 when they count as different."""
    if len(ours) == 1 or len(theirs) == 1:
        return (parameters.initial_likeness, "INITIAL") if ours[0] == theirs[0] else (0.0, "")
    if sound_of(ours) == sound_of(theirs):
        return parameters.sound_likeness, "SOUNDS"
    return OSA.normalized_similarity(ours, theirs, score_cutoff=parameters.word_floor), "ALIKE"


def _same_words(ours: tuple[str, ...], theirs: tuple[str, ...]) -> Iterator[_Pair]:
    places: dict[str, list[int]] = {}
    for place in reversed(range(len(theirs))):
        places.setdefault(theirs[place], []).append(place)
    for place, word in enumerate(ours):
        if waiting := places.get(word):
            yield _Pair(place, waiting.pop(), 1.0, "SAME")


def _pairs(ours: tuple[str, ...], theirs: tuple[str, ...], parameters: MatchingParameters) -> list[_Pair]:
    """Each word meets at most one other: same words first, then the most alike; ties go to the earlier words."""
    pairs = list(_same_words(ours, theirs))
    left = set(range(len(ours))).difference(pair.ours for pair in pairs)
    right = set(range(len(theirs))).difference(pair.theirs for pair in pairs)
    alike = [
        _Pair(one, other, *found)
        for one in sorted(left)
        for other in sorted(right)
        if (found := _likeness(ours[one], theirs[other], parameters))[0] > 0
    ]
    for pair in sorted(alike, key=lambda pair: (-pair.likeness, pair.ours, pair.theirs)):
        if pair.ours in left and pair.theirs in right:
            left.remove(pair.ours)
            right.remove(pair.theirs)
            pairs.append(pair)
    return sorted(pairs)


def _misspelt_form(word: str, forms: tuple[str, ...]) -> bool:
    """“Comapny” beside a listed “Company” is no word of the name."""
    if len(word) < _FORM_LETTERS:
        return False
    return any(OSA.normalized_similarity(word, form) >= _FORM_LIKENESS for form in forms)


def _role(place: int, theirs: NameKey) -> str:
    if not theirs.family:
        return "WORD"
    return "FAMILY" if place < len(theirs.family) else "GIVEN"


class WordScorer:
    """Scores names with the word weights of one list: a rare word says more than a common one."""

    def __init__(self, weight: Callable[[str], float], parameters: MatchingParameters) -> None:
        self._weight = weight
        self._parameters = parameters
        self._full = 100 * float(parameters.name_points)

    def lines(self, ours: NameKey, theirs: NameKey) -> list[tuple[PartCode, str, str, int]]:
        """The name lines of the sum in whole hundredths."""
        by_word = self._by_word(ours, theirs)
        joined = self._joined(ours, theirs)
        if joined and joined.points > sum(line.points for line in by_word):
            return list(_rounded([joined]))
        return list(_rounded(by_word))

    def _by_word(self, ours: NameKey, theirs: NameKey) -> list[_Line]:
        pairs = _pairs(ours.tokens, theirs.tokens, self._parameters)
        met_ours, met_theirs = {pair.ours for pair in pairs}, {pair.theirs for pair in pairs}
        only_ours = [
            word
            for place, word in enumerate(ours.tokens)
            if place not in met_ours and not _misspelt_form(word, theirs.legal_forms)
        ]
        weights = [self._weight(theirs.tokens[pair.theirs]) for pair in pairs]
        unmet = float(self._parameters.our_extra_word_share) * sum(map(self._weight, only_ours))
        whole = (sum(weights) + unmet) or 1.0
        lines = [
            _Line(
                PartCode(f"{_role(pair.theirs, theirs)}_{pair.how}"),
                ours.tokens[pair.ours],
                theirs.tokens[pair.theirs],
                self._full * weight / whole * pair.likeness,
            )
            for pair, weight in zip(pairs, weights, strict=True)
        ]
        lines += [_Line(PartCode.ONLY_OURS, word, "", 0.0) for word in only_ours]
        lines += self._only_theirs(theirs, met_theirs)
        return lines + self._order(pairs, theirs)

    def _only_theirs(self, theirs: NameKey, met: set[int]) -> Iterable[_Line]:
        missing = [word for place, word in enumerate(theirs.tokens) if place not in met]
        if not missing:
            return ()
        whole = sum(map(self._weight, theirs.tokens))
        price = self._full * float(self._parameters.list_extra_word_share)
        return [_Line(PartCode.ONLY_THEIRS, "", word, -price * self._weight(word) / whole) for word in missing]

    def _order(self, pairs: list[_Pair], theirs: NameKey) -> list[_Line]:
        """“FAMILY, Given” and “Given Family” are both natural; any other order costs a little."""
        places = [pair.theirs for pair in pairs]
        turned = [(place - len(theirs.family)) % len(theirs.tokens) for place in places]
        if places == sorted(places) or turned == sorted(turned):
            return []
        return [_Line(PartCode.OTHER_ORDER, "", "", float(hundredths(self._parameters.other_order)))]

    def _joined(self, ours: NameKey, theirs: NameKey) -> _Line | None:
        """“Alpha Star” against “Alphastar”: words alone cannot see it, the letters in a row can."""
        same_count = len(ours.tokens) == len(theirs.tokens) and ours.squeezed_with_forms == ours.squeezed
        if len(ours.squeezed) < self._parameters.joined_letters or (same_count and not theirs.legal_forms):
            return None
        written = (
            (ours.squeezed, theirs.squeezed),
            (ours.squeezed, theirs.squeezed_other_order),
            # “Shippingcompany” hides a legal form that the other side has lost.
            (ours.squeezed_with_forms, theirs.squeezed_with_forms),
        )
        floor_ = self._parameters.joined_floor
        likeness = max(OSA.normalized_similarity(*pair, score_cutoff=floor_) for pair in written)
        code = PartCode.JOINED_SAME if likeness == 1 else PartCode.JOINED_ALIKE
        points = self._full * (1 - 2 * (1 - likeness))
        return _Line(code, " ".join(ours.tokens), " ".join(theirs.tokens), points) if likeness else None


def _rounded(lines: list[_Line]) -> Iterator[tuple[PartCode, str, str, int]]:
    """Whole hundredths that add up to the rounded total: the largest remainders are rounded up."""
    floors = [floor(line.points + 1e-9) for line in lines]
    short = round(sum(line.points for line in lines)) - sum(floors)
    by_remainder = sorted(range(len(lines)), key=lambda place: (floors[place] - lines[place].points, place))
    raised = set(by_remainder[: max(short, 0)])
    for place, line in enumerate(lines):
        yield line.code, line.ours, line.theirs, floors[place] + (place in raised)
