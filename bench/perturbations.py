"""Seeded distortions of listed names and invented names that must stay silent, for the screening benchmark and tests.

The same seed gives the same set in every process, so two figures can be compared.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SUFFIXES = ("Ltd", "LLC", "GmbH", "S.A.", "JSC", "Co., Ltd.", "OOO", "Inc", "S.r.l.", "PLC")
_SOUND_SWAPS = (
    ("ph", "f"),
    ("ck", "k"),
    ("c", "k"),
    ("k", "c"),
    ("w", "v"),
    ("v", "w"),
    ("y", "i"),
    ("i", "y"),
    ("ou", "u"),
    ("kh", "h"),
)
_SHORT = 3


class Positive(NamedTuple):
    """A distorted name and the entry that must be found."""

    perturbation: str
    name: str
    kind: str
    entry_key: str


def _words(name: str) -> list[str]:
    return name.replace(",", " ").split()


def _typo(word: str, random: Random) -> str:
    place = random.randrange(len(word))
    kind = random.choice(("replace", "drop", "insert", "transpose"))
    letter = random.choice(_LETTERS)
    if kind == "replace":
        return word[:place] + letter + word[place + 1 :]
    if kind == "drop" and len(word) > _SHORT:
        return word[:place] + word[place + 1 :]
    if kind == "transpose" and place + 1 < len(word):
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + letter + word[place:]


def _typo_in(words: list[str], random: Random, count: int) -> list[str]:
    long = [place for place, word in enumerate(words) if len(word) > _SHORT] or list(range(len(words)))
    for place in random.sample(long, min(count, len(long))):
        words[place] = _typo(words[place], random)
    return words


def _drop(words: list[str], random: Random) -> list[str]:
    words.pop(random.randrange(len(words)))
    return words


def _order(words: list[str], random: Random) -> list[str]:
    before = list(words)
    while words == before and len(set(words)) > 1:
        random.shuffle(words)
    return words


def _join(words: list[str], random: Random) -> list[str]:
    place = random.randrange(len(words) - 1)
    return [*words[:place], words[place] + words[place + 1], *words[place + 2 :]]


def _sound(words: list[str], _random: Random) -> list[str]:
    text = " ".join(words).casefold()
    written, heard = next(((a, b) for a, b in _SOUND_SWAPS if a in text), ("", ""))
    return (text.replace(written, heard, 1) if written else text).split()


def _swap(words: list[str], random: Random) -> list[str]:
    """Two neighbouring letters inside one word change places."""
    place = max(range(len(words)), key=lambda at: (len(words[at]), at))
    word = words[place]
    at = random.randrange(1, max(len(word) - 1, 2))
    words[place] = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    return words


def _extra(words: list[str], random: Random) -> list[str]:
    """A middle name that the list does not know."""
    place = random.randrange(1, len(words))
    return [*words[:place], _invented_word(random).upper(), *words[place:]]


def _suffix(words: list[str], random: Random) -> list[str]:
    return [*words, random.choice(_SUFFIXES)]


PERTURBATIONS: dict[str, Callable[[list[str], Random], list[str]]] = {
    "typo": lambda words, random: _typo_in(words, random, 1),
    "two_typos": lambda words, random: _typo_in(words, random, 2),
    "typo_in_every_word": lambda words, random: _typo_in(words, random, len(words)),
    "drop": _drop,
    "order": _order,
    "join": _join,
    "swap": _swap,
    "suffix": _suffix,
    "sound": _sound,
    "extra_name": _extra,
}


def _fits(perturbation: str, words: Sequence[str], kind: str) -> bool:
    if perturbation == "drop":
        return len(words) >= 3  # of two words one is left, and one word names nobody
    if perturbation == "suffix":
        return kind == "organisation"
    if perturbation == "extra_name":
        return kind == "person" and len(words) > 1
    return len(words) > 1


def positives(names: Sequence[tuple[str, str, str]], count: int, seed: int) -> list[Positive]:
    """`count` distorted names from (entry key, name, kind) rows, the perturbations in turn."""
    random = Random(seed)
    made: list[Positive] = []
    kinds = list(PERTURBATIONS)
    while len(made) < count:
        entry_key, name, kind = random.choice(names)
        perturbation = kinds[len(made) % len(kinds)]
        words = _words(name)
        if kind in {"person", "organisation"} and _fits(perturbation, words, kind):
            made.append(Positive(perturbation, " ".join(PERTURBATIONS[perturbation](words, random)), kind, entry_key))
    return made


_STARTS = [
    "b",
    "br",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "vl",
    "z",
]
_MIDDLES = ["a", "e", "i", "o", "u", "ae", "ei", "ou"]
_ENDS = ["l", "n", "r", "s", "t", "k", "m", "nd", "rt", "sk", ""]
_GIVEN = [
    "Anna",
    "Peter",
    "Maria",
    "Ivan",
    "Ahmed",
    "Fatima",
    "Wei",
    "Li",
    "Carlos",
    "Rosa",
    "John",
    "Emma",
    "Viktor",
    "Olga",
    "Hassan",
    "Amina",
    "Jose",
    "Kim",
    "Juan",
    "Sara",
]
_BUSINESS = [
    "Trading",
    "Textiles",
    "Foods",
    "Logistics",
    "Shipping",
    "Steel",
    "Pharma",
    "Motors",
    "Transport",
    "Timber",
    "Electronics",
    "Import",
    "Export",
]


def _invented_word(random: Random) -> str:
    return "".join(
        random.choice(_STARTS) + random.choice(_MIDDLES) + random.choice(_ENDS) for _ in range(random.choice((2, 2, 3)))
    ).title()


def negatives(count: int, seed: int) -> list[tuple[str, str]]:
    """Invented (name, kind) pairs: real given names and business words around words that nobody bears."""
    random = Random(seed)
    made = []
    for number in range(count):
        if number % 4 == 1:
            made.append((f"{random.choice(_GIVEN)} {random.choice(_GIVEN)} {_invented_word(random)}", "person"))
        elif number % 4 == 3:
            made.append((f"{random.choice(_GIVEN)} {_invented_word(random)}", "person"))
        else:
            made.append(
                (f"{_invented_word(random)} {random.choice(_BUSINESS)} {random.choice(_SUFFIXES)}", "organisation")
            )
    return made


def recombined(names: Sequence[tuple[str, str, str]], count: int, seed: int) -> list[tuple[str, str]]:
    """The hardest silence: family name of one listed person, given names of another."""
    random = Random(seed)
    listed = {name for _, name, _ in names}
    people = [name.split(",", 1) for _, name, kind in names if kind == "person" and "," in name]
    made: list[tuple[str, str]] = []
    while len(made) < count:
        name = f"{random.choice(people)[0]},{random.choice(people)[1]}"
        if name not in listed:
            made.append((name, "person"))
    return made
