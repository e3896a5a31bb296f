"""A screening hit as the officer reads it: field by field beside the list, and the score as a sum of sentences."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.dateformat import format as in_words
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vetting.models import ScreeningHit
from vetting.states import EntityType

from .wording import part_sentence

SHOWN = 8
_SCRIPTS = {
    "ARABIC": "und-Arab",
    "ARMENIAN": "und-Armn",
    "BENGALI": "und-Beng",
    "CJK": "und-Hani",
    "CYRILLIC": "und-Cyrl",
    "DEVANAGARI": "und-Deva",
    "GEORGIAN": "und-Geor",
    "GREEK": "und-Grek",
    "HANGUL": "und-Hang",
    "HEBREW": "und-Hebr",
    "HIRAGANA": "und-Hira",
    "KATAKANA": "und-Kana",
    "THAI": "und-Thai",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A value with the script it is written in, for `lang`; empty for Latin letters."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One field: ours, theirs, the word of likeness with its colour, and what more there is to say."""

    label: str
    ours: tuple[Written, ...]
    theirs: tuple[Written, ...]
    word: str
    colour: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sum."""

    text: str
    points: str


def comparison(hit: ScreeningHit) -> list[Row]:
    """The rows of the table, from what is loaded with the hit; no query."""
    return [
        _name_row(hit),
        _other_names_row(hit),
        _kind_row(hit),
        *_birth_rows(hit),
        _country_row(hit),
        _plain_row(_("Address"), _our_address(hit), _addresses(hit)),
        _plain_row(_("Role"), _our_role(hit), [hit.entry.facts.get("title", ""), hit.entry.programme], judge=True),
    ]


def score_lines(hit: ScreeningHit) -> list[Line]:
    """The sum, line by line, the family name first; the points add up to the score."""
    alias = _found_by_alias(hit)
    parts = sorted(hit.parts, key=lambda part: not part["code"].startswith("FAMILY"))
    return [Line(part_sentence(part, alias=alias), signed(Decimal(part["points"]))) for part in parts]


def signed(points: Decimal) -> str:
    """“+ 0.55”, “− 0.12”; a line that does not count is “0.00”."""
    if not points:
        return "0.00"
    return f"{'+' if points > 0 else '−'}\u00a0{abs(points):.2f}"


def script_of(text: str) -> str:
    """The `lang` of a value that is not written in Latin letters, by its first letter."""
    letter = next((sign for sign in text if sign.isalpha()), "a")
    return _SCRIPTS.get(unicodedata.name(letter, "?").split(" ", 1)[0].split("-", 1)[0], "")


def _found_by_alias(hit: ScreeningHit) -> bool:
    return bool(_codes(hit) & {"STRONG_ALIAS", "WEAK_ALIAS"})


def _codes(hit: ScreeningHit) -> set[str]:
    return {part["code"] for part in hit.parts}


def _written(values: Iterable[Any], empty: str) -> tuple[Written, ...]:
    known = [str(value) for value in values if value]
    shown = [Written(text, script_of(text)) for text in known[:SHOWN]]
    if len(known) > SHOWN:
        more = len(known) - SHOWN
        shown.append(Written(ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}))
    return tuple(shown) or (Written(empty),)


def _likeness_of_words(hit: ScreeningHit) -> tuple[str, str, str]:
    """The word, its colour and what differs, from the lines that compare words."""
    whole = [code for code in _codes(hit) if code.split("_")[0] in {"FAMILY", "GIVEN", "WORD", "JOINED"}]
    alone = [part for part in hit.parts if part["code"] in ("ONLY_OURS", "ONLY_THEIRS")]
    notes = "; ".join(part_sentence(part, alias=False) for part in alone)
    if all(code.endswith("_SAME") for code in whole) and not alone:
        return _("Same"), "orange", ""
    return _("Near"), "yellow", notes


def _name_row(hit: ScreeningHit) -> Row:
    theirs = _written([hit.entry.name], "–")
    if _found_by_alias(hit):
        return Row(_("Name"), _written([hit.our_name], "–"), theirs, _("Differs"), "blue", _("the alias is alike"))
    word, colour, note = _likeness_of_words(hit)
    return Row(_("Name"), _written([hit.our_name], "–"), theirs, word, colour, note)


def _other_names_row(hit: ScreeningHit) -> Row:
    own = [] if hit.person_id else [hit.operator.legal_name, *hit.operator.trading_names]
    ours = _written([name for name in own if name != hit.our_name], _("none known"))
    aliases = sorted((alias["name"] for alias in hit.entry.aliases), key=lambda name: name != hit.matched_name)
    theirs = _written(aliases, _("none listed"))
    if not _found_by_alias(hit):
        return Row(_("Other names"), ours, theirs, _("Unknown"), "grey")
    word, colour, note = _likeness_of_words(hit)
    said = _("alias ‘%(name)s’") % {"name": hit.matched_name}
    return Row(_("Other names"), ours, theirs, word, colour, f"{said}; {note}" if note else said)


def _kind_row(hit: ScreeningHit) -> Row:
    ours = EntityType.PERSON if hit.person_id else EntityType.ORGANISATION
    same = ours == hit.entry.entity_type
    theirs = str(EntityType(hit.entry.entity_type).label)
    word, colour = (_("Same"), "orange") if same else (_("Differs"), "blue")
    return Row(_("Kind"), (Written(str(ours.label)),), (Written(theirs),), word, colour)


def _birth_rows(hit: ScreeningHit) -> list[Row]:
    if hit.person is None:
        return []
    born = hit.person.date_of_birth
    ours = (Written(in_words(born, "j F Y") if born else _("not known")),)
    theirs = _written(hit.entry.facts.get("dates_of_birth", ()), _("not listed"))
    word, colour, note = _birth_likeness(hit, born)
    return [Row(_("Born"), ours, theirs, word, colour, note)]


def _birth_likeness(hit: ScreeningHit, born: date | None) -> tuple[str, str, str]:
    found = {part["code"]: part for part in hit.parts if part["code"].startswith("BIRTH")}
    if "BIRTH_SAME" in found:
        return _("Same"), "orange", _("the year")
    if not found:
        return _("Unknown"), "grey", ""
    part = next(iter(found.values()))
    apart = abs(int(part["ours"]) - int(part["theirs"]))
    note = ngettext("%(count)s year apart", "%(count)s years apart", apart) % {"count": apart}
    return (_("Near"), "yellow", note) if "BIRTH_NEAR" in found else (_("Differs"), "blue", note)


def _country_row(hit: ScreeningHit) -> Row:
    ours = hit.person.nationality if hit.person else hit.operator.country
    listed = [*hit.entry.facts.get("nationalities", ()), *(a["country"] for a in hit.entry.facts.get("addresses", ()))]
    codes = _codes(hit)
    word, colour = _("Unknown"), "grey"
    if "COUNTRY_SAME" in codes:
        word, colour = _("Same"), "orange"
    elif "COUNTRY_DIFFERS" in codes:
        word, colour = _("Differs"), "blue"
    return Row(
        _("Country"),
        _written([ours], _("not known")),
        _written(dict.fromkeys(listed), _("not listed")),
        word,
        colour,
    )


def _plain_row(label: str, ours: list[str], theirs: list[str], *, judge: bool = False) -> Row:
    note = _("for you to judge") if judge else ""
    return Row(label, _written(ours, _("not known")), _written(theirs, _("not listed")), _("Unknown"), "grey", note)


def _our_address(hit: ScreeningHit) -> list[str]:
    return [f"{hit.operator.address}, {hit.operator.city}"]


def _addresses(hit: ScreeningHit) -> list[str]:
    rows = hit.entry.facts.get("addresses", ())
    return [", ".join(filter(None, (row["street"], row["city"], row["country"]))) for row in rows]


def _our_role(hit: ScreeningHit) -> list[str]:
    if hit.person is None:
        return [f"{hit.operator.legal_form}, {hit.operator.sector}"]
    return [f"{hit.person.get_role_display()}, {hit.operator.legal_name}"]  # type: ignore[attr-defined]
