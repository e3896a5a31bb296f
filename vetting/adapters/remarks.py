"""Reads the facts that OFAC hides in its free-text remarks: births, nationalities, identifiers, weak aliases.

The remarks are semicolon-separated phrases cut at 1,000 characters, so the last phrase may be incomplete.
"""

import re
from dataclasses import dataclass
from typing import Literal

IdentifierKind = Literal["passport", "national", "tax", "registration", "vessel", "aircraft", "other"]


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number somebody issued; `label` is the publisher's word for it."""

    kind: IdentifierKind
    label: str
    number: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the remarks of one entry say."""

    dates_of_birth: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    weak_aliases: tuple[str, ...] = ()


_LEADING_ALTERNATIVE = re.compile(r"^alt\. ")
_BIRTH = re.compile(r"^DOB (?P<value>.+)$")
_BIRTH_PLACE = re.compile(r"^POB (?P<value>.+)$")
_NATIONALITY = re.compile(r"^(?:nationality|citizen) (?P<value>.+)$")
# A cut-off alias at the end of the remarks has no closing quote; it is still a name.
_ALIAS = re.compile(r"^(?:a|f|n)\.k\.a\. ['\"](?P<value>.+?)['\"]?$")
_NOT_AN_IDENTIFIER = re.compile(r"^(?:Phone|Telephone|Fax|Executive Order|Linked To|Email|Website|\w+ Date|Purchase)\b")
_IDENTIFIER = re.compile(
    r"^(?P<label>(?:[A-Z][\w .'&/()-]*? )?"
    r"(?:No\.?|Number(?: \([A-Z]+\))?|#|ID|IMO|Passport|SSN|MMSI|C\.U\.R\.P\.|R\.F\.C\.|D\.N\.I\.|C\.R\.|NIT|RUC|RIF"
    r"|RTN|\([A-Z]{3,5}\))(?: No\.?| #)?)"
    r" (?P<number>[A-Za-z0-9][\w ./-]*?)"
    r"(?: \((?P<country>[^)]*)\))?(?: (?:issued|expires)\b.*)?$"
)
# First hit decides, so the special words stand before the general ones.
_KINDS: tuple[tuple[IdentifierKind, tuple[str, ...]], ...] = (
    ("passport", ("passport",)),
    ("vessel", ("vessel", "imo", "mmsi", "call sign")),
    ("aircraft", ("aircraft", "msn")),
    ("tax", ("tax", "v.a.t", "nit", "ruc", "rif", "r.f.c", "rtn", "cuit", "fiscal", "ssn")),
    ("registration", ("regist", "matricula", "folio", "company", "c.r.", "enterprise", "license", "d-u-n-s")),
    ("national", ("national", "cedula", "c.u.r.p", "d.n.i", "personal id", "identification", "identidad")),
)
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")


def _identifier_kind(label: str) -> IdentifierKind:
    plain = label.casefold()
    return next((kind for kind, words in _KINDS if any(word in plain for word in words)), "other")


def _identifier(phrase: str) -> Identifier | None:
    found = None if _NOT_AN_IDENTIFIER.match(phrase) else _IDENTIFIER.match(phrase)
    if found is None or not any(sign.isdigit() for sign in found["number"]):
        return None
    return Identifier(_identifier_kind(found["label"]), found["label"], found["number"].strip(), found["country"] or "")


def _values(pattern: re.Pattern[str], phrases: list[str]) -> tuple[str, ...]:
    matches = (pattern.match(phrase) for phrase in phrases)
    return tuple(dict.fromkeys(match["value"].strip() for match in matches if match))


def read_remarks(remarks: str) -> Facts:
    """The facts of one entry's remarks; phrases that say something else are left alone."""
    phrases = [_LEADING_ALTERNATIVE.sub("", part.strip().rstrip(".")) for part in remarks.split(";")]
    return Facts(
        dates_of_birth=_values(_BIRTH, phrases),
        places=_values(_BIRTH_PLACE, phrases),
        nationalities=_values(_NATIONALITY, phrases),
        identifiers=tuple(dict.fromkeys(found for phrase in phrases if (found := _identifier(phrase)))),
        weak_aliases=_values(_ALIAS, phrases),
    )


def birth_years(dates_of_birth: tuple[str, ...]) -> frozenset[int]:
    """Every year a printed date of birth allows: “1958 to 1960” allows three."""
    years: set[int] = set()
    for text in dates_of_birth:
        if named := sorted(int(year) for year in _YEAR.findall(text)):
            years.update(range(named[0], named[-1] + 1))
    return frozenset(years)
