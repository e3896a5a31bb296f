"""Turns a name as somebody wrote it into the keys by which names are compared, once for each name.

Case, marks, scripts, punctuation, legal forms and the order of words are settled here and nowhere else.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from vetting.adapters.legal_forms import EDGE_ONLY, LEGAL_FORM_PHRASES, LEGAL_FORM_WORDS, LONGEST_PHRASE

NAME_LIMIT = 400
PERSON = "person"

_APOSTROPHES = re.compile(r"(?<=[a-z0-9])['`]+(?=[a-z0-9])")
# “S.A.” and “A. B. Lund” hold single letters; their full stops join, all others part.
_DOTTED_LETTERS = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?")
_NOT_A_SIGN = re.compile(r"[^a-z0-9]+")
_REPEATED = re.compile(r"(.)\1+")
# Letters of other alphabets that look Latin; only used in words that mix alphabets, where they are a disguise.
_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανρ",
    "ABESIJKMHOPCTYXaesijopcyxhdqwABEZHIKMNOPTYXoavp",
)
_SOUNDS = (
    ("shch", "s"), ("tsch", "c"), ("tch", "c"), ("sch", "s"), ("dzh", "j"), ("ph", "f"), ("kh", "h"), ("gh", "g"),
    ("ck", "k"), ("ch", "c"), ("sh", "s"), ("zh", "j"), ("th", "t"), ("dj", "j"), ("ts", "s"), ("tz", "s"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ie", "i"), ("ei", "i"), ("ey", "i"), ("ai", "i"), ("ay", "i"), ("iy", "i"),
    ("yo", "o"), ("ya", "a"), ("yu", "u"), ("ia", "a"), ("io", "o"), ("iu", "u"),
    ("x", "ks"), ("q", "k"), ("c", "k"), ("w", "v"), ("y", "i"), ("z", "s"), ("j", "i"), ("e", "i"), ("o", "u"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NameKey:
    """One name ready for comparison; all parts are plain ASCII, lower case.

    `tokens` keep the written order without legal forms; `family` are those before the comma of “FAMILY, Given”.
    """

    tokens: tuple[str, ...]
    family: tuple[str, ...]
    legal_forms: tuple[str, ...]
    sorted_key: str
    squeezed: str
    squeezed_other_order: str
    squeezed_with_forms: str

    @property
    def empty(self) -> bool:
        """Nothing comparable was left, for example of “???”."""
        return not self.tokens


def _alphabets(word: str) -> set[str]:
    return {unicodedata.name(sign, "?").split(" ", 1)[0] for sign in word if sign.isalpha()}


def _unmask(text: str) -> str:
    """Undo look-alike letters in words that mix Latin with Cyrillic or Greek."""
    words = text.split(" ")
    return " ".join(
        word.translate(_LOOKALIKES) if len(_alphabets(word) & {"LATIN", "CYRILLIC", "GREEK"}) > 1 else word
        for word in words
    )


def plain_text(text: str) -> str:
    """Casefolded ASCII without marks, invisible signs or spare spaces; commas stay, they carry the name order."""
    text = text[:NAME_LIMIT]
    if not text.isascii():
        compatible = unicodedata.normalize("NFKC", text)
        visible = "".join(sign for sign in compatible if unicodedata.category(sign) not in {"Cf", "Mn"})
        text = anyascii(_unmask(visible))
    lowered = _APOSTROPHES.sub("", text.casefold())
    return _DOTTED_LETTERS.sub(lambda found: found[0].replace(".", ""), lowered)


def _words(text: str) -> list[str]:
    return _NOT_A_SIGN.sub(" ", text).split()


def _phrase_at(words: list[str], start: int) -> int:
    """How many words a legal form takes at `start`; 0 when none begins there."""
    for length in range(min(LONGEST_PHRASE, len(words) - start), 1, -1):
        if tuple(words[start : start + length]) in LEGAL_FORM_PHRASES:
            return length
    word = words[start]
    if word not in LEGAL_FORM_WORDS:
        return 0
    at_edge = start == 0 or all(other in LEGAL_FORM_WORDS for other in words[start:])
    return 1 if at_edge or word not in EDGE_ONLY else 0


def _without_legal_forms(words: list[str]) -> tuple[list[str], tuple[str, ...]]:
    kept: list[str] = []
    forms: list[str] = []
    position = 0
    while position < len(words):
        length = _phrase_at(words, position)
        (forms if length else kept).extend(words[position : position + max(length, 1)])
        position += max(length, 1)
    # “SA” or “Company Limited” alone is a name, however odd.
    return (kept, tuple(forms)) if kept else (words, ())


def name_key(name: str, kind: str | None = None) -> NameKey:
    """The key of a name. Persons keep every word; other kinds (and unknown ones) lose their legal form."""
    text = plain_text(name)
    head, comma, tail = text.partition(",")
    family = _words(head) if kind == PERSON and comma else []
    words = family + _words(tail) if family else _words(text)
    tokens, forms = (words, ()) if kind == PERSON else _without_legal_forms(words)
    turned = tokens[len(family) :] + family if family else tokens
    return NameKey(
        tokens=tuple(tokens),
        family=tuple(family),
        legal_forms=forms,
        sorted_key=" ".join(sorted(tokens)),
        squeezed="".join(tokens),
        squeezed_other_order="".join(turned),
        squeezed_with_forms="".join(words),
    )


@lru_cache(maxsize=65_536)
def sound_of(word: str) -> str:
    """A rough sound of one plain word: spellings that transliteration or dictation mix up fall together."""
    sound = word
    for written, heard in _SOUNDS:
        sound = sound.replace(written, heard)
    return _REPEATED.sub(r"\1", sound)
