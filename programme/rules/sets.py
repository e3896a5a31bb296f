"""A whole set of criteria: what is wrong in a table somebody hands in, what differs between two sets, which sections
a family lacks. Nothing here knows rows, settings, languages or the time."""

import re
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

from programme.states import AnsweredBy, HoldersFrom, Kind, RecordFact, Scope, Stage, Weight

# The texts of a criterion, in the order in which people read them. Each has its own words in each language.
WORDS = ("title", "plain_question", "requirement", "evidence", "good_evidence_example", "sme_evidence")
OPTIONAL = frozenset({"sme_evidence", "applies_when", "same_answer_group", "record_fact"})
LISTS = {"operator_types": "families", "certificate_kinds": "kinds", "applies_when": "applies_when"}
COLUMNS = (
    "code",
    "section",
    "title",
    "plain_question",
    "requirement",
    "evidence",
    "good_evidence_example",
    "weight",
    "operator_types",
    "certificate_kinds",
    "applies_when",
    "stage",
    "answered_by",
    "scope",
    "sme_evidence",
    "origin",
    "same_answer_group",
    "record_fact",
)
CHOICES: dict[str, tuple[str, ...]] = {
    "weight": tuple(Weight.values),
    "stage": tuple(Stage.values),
    "answered_by": tuple(AnsweredBy.values),
    "scope": tuple(Scope.values),
    "record_fact": tuple(RecordFact.values),
}
LONGEST = {"code": 10, "section": 200, "title": 200, "origin": 80, "same_answer_group": 60}
LONGEST_TEXT = 4_000
_CODE = re.compile(r"[A-Z]{1,3}-[0-9]{2,3}[a-z]?")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")


class Problem(StrEnum):
    """What is wrong with a cell; `Fault.allowed` says what would be right."""

    EMPTY = "EMPTY"
    TOO_LONG = "TOO_LONG"
    UNKNOWN = "UNKNOWN"
    UNREADABLE = "UNREADABLE"
    NO_CODE = "NO_CODE"
    TWICE = "TWICE"
    OTHER_TITLE = "OTHER_TITLE"
    NO_LETTER = "NO_LETTER"
    NO_KEY = "NO_KEY"
    NAMED_TWICE = "NAMED_TWICE"
    NO_COLUMN = "NO_COLUMN"
    STRANGE_COLUMN = "STRANGE_COLUMN"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one line. `line` counts from 1 as the table shows it, its head included."""

    line: int
    column: str
    problem: Problem
    value: str = ""
    allowed: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What a table may speak of: families of operator types, keys of start questions, further languages."""

    families: frozenset[str]
    questions: frozenset[str]
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line that holds: the values of a criterion, its section by letter and title."""

    letter: str
    section: str
    values: dict[str, object]
    translations: dict[str, dict[str, str]] = field(default_factory=dict)


def translated_columns(languages: Iterable[str]) -> tuple[str, ...]:
    """“title:fr” and so on: the words of further languages stand in columns of their own."""
    return tuple(f"{name}:{language}" for language in languages for name in WORDS)


def head_faults(head: Sequence[str], known: Known) -> list[Fault]:
    """PRG-R20 (issue, import): a table names every column once; what it names more is a slip of the pen."""
    may = {*COLUMNS, *translated_columns(known.languages)}
    absent = [name for name in COLUMNS if name not in head and name != "record_fact"]
    strange = [name for name in head if name not in may or head.count(name) > 1]
    return [
        *(Fault(1, name, Problem.NO_COLUMN) for name in absent),
        *(Fault(1, name, Problem.STRANGE_COLUMN, name) for name in dict.fromkeys(strange)),
    ]


def table_faults(lines: Iterable[tuple[int, Mapping[str, str]]], known: Known) -> list[Fault]:
    """PRG-R20 (issue, import): every fault of every line, so that one reading is enough to put the table right."""
    found: list[Fault] = []
    first: dict[str, int] = {}
    titles: dict[str, str] = {}
    for number, cells in lines:
        found += [fault for name in cells for fault in _cell_faults(number, name, cells[name], known)]
        code = cells.get("code", "").strip()
        if code in first:
            found.append(Fault(number, "code", Problem.TWICE, code, str(first[code])))
        first.setdefault(code, number)
        section = cells.get("section", "").strip()
        title = titles.setdefault(letter_of(code), section)
        if section and _CODE.fullmatch(code) and title != section:
            found.append(Fault(number, "section", Problem.OTHER_TITLE, section, title))
    return found


def _cell_faults(line: int, column: str, cell: str, known: Known) -> list[Fault]:
    value, name = cell.strip(), column.partition(":")[0]
    if CONTROL.search(value):
        return [Fault(line, column, Problem.UNREADABLE)]
    if not value:
        return [] if name in OPTIONAL or ":" in column else [Fault(line, column, Problem.EMPTY)]
    longest = LONGEST.get(name, LONGEST_TEXT)
    if len(value) > longest:
        return [Fault(line, column, Problem.TOO_LONG, allowed=str(longest))]
    if name == "code" and not _CODE.fullmatch(value):
        return [Fault(line, column, Problem.NO_CODE, value)]
    allowed = _allowed(name, known)
    if allowed is None:
        return []
    given = listed(value) if name in LISTS else [value]
    return [
        Fault(line, column, Problem.UNKNOWN, one[:60], ", ".join(sorted(filter(None, allowed))))
        for one in given
        if one not in allowed
    ]


def _allowed(name: str, known: Known) -> Collection[str] | None:
    sources: dict[str, Collection[str]] = {
        "operator_types": known.families,
        "certificate_kinds": Kind.values,
        "applies_when": known.questions,
        **CHOICES,
    }
    return sources.get(name)


def listed(cell: str) -> list[str]:
    """The values of a cell that holds a list joined by semicolons, each once."""
    return list(dict.fromkeys(value.strip() for value in cell.split(";") if value.strip()))


def letter_of(code: str) -> str:
    """The section a code belongs to: “B” of “B-06”."""
    return code.partition("-")[0]


def parsed(cells: Mapping[str, str]) -> Line:
    """A line without faults as the values of a criterion."""
    values: dict[str, object] = {
        LISTS.get(name, name): listed(cells.get(name, "")) if name in LISTS else cells.get(name, "").strip()
        for name in COLUMNS
        if name != "section"
    }
    translations: dict[str, dict[str, str]] = {}
    for column, cell in cells.items():
        name, _colon, language = column.partition(":")
        if language and cell.strip():
            translations.setdefault(language, {})[name] = cell.strip()
    code = str(values["code"])
    return Line(letter_of(code), cells["section"].strip(), values, translations)


# --- two sets beside each other -------------------------------------------------------------------------------------


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stands in both texts, or in one of them."""

    text: str
    changed: bool


def word_changes(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """PRG-R21 (picture 18): both texts in runs of words, those that differ marked; joined again they give the texts."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    mine: list[Piece] = []
    theirs: list[Piece] = []
    for tag, start, end, other, until in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        _add(mine, "".join(before[start:end]), changed=tag != "equal")
        _add(theirs, "".join(after[other:until]), changed=tag != "equal")
    return mine, theirs


def _add(runs: list[Piece], text: str, *, changed: bool) -> None:
    """Append a run. A blank between two runs that differ belongs to them: three words in a row are one run."""
    if not text:
        return
    if changed and len(runs) > 1 and runs[-1].text.isspace() and runs[-2].changed:
        blank, first = runs.pop().text, runs.pop().text
        text = first + blank + text
    runs.append(Piece(text, changed))


def sets_compared(
    old: Mapping[str, Mapping[str, str]], new: Mapping[str, Mapping[str, str]]
) -> list[tuple[str, Change, tuple[str, ...]]]:
    """PRG-R21: code → what happened to it and which fields differ; codes in the order of the new set, gone ones last."""
    order = [*new, *(code for code in old if code not in new)]
    return [(code, *_compared(old.get(code), new.get(code))) for code in order]


def _compared(old: Mapping[str, str] | None, new: Mapping[str, str] | None) -> tuple[Change, tuple[str, ...]]:
    if old is None or new is None:
        present = new or old or {}
        return (Change.ADDED if old is None else Change.REMOVED), tuple(present)
    differing = tuple(name for name in new if old.get(name, "") != new[name])
    return (Change.CHANGED if differing else Change.SAME), differing


# --- opening a type -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """A section of a set: who needs nothing of it, and whom its criteria are asked of at application."""

    letter: str
    not_needed_by: frozenset[str]
    families: frozenset[str]


def missing_sections(sections: Iterable[SectionFacts], family: str) -> list[str]:
    """PRG-R22 (CRITERIA.md): a type may be opened only when its family has a criterion in each section it needs.

    A set without sections lacks everything: an empty letter says so.
    """
    known = list(sections)
    lacking = [row.letter for row in known if family not in row.families and family not in row.not_needed_by]
    return lacking if known else [""]


def stage_days(first_on: date, months_between: int, stages: int) -> list[date]:
    """PRG-R23 (PIL-06): the first day of each stage, months apart; the last day of a shorter month stands for a later one."""
    return [_months_later(first_on, months_between * stage) for stage in range(stages)]


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, monthrange(day.year + years, month + 1)[1]))


def holder_meets_on(
    *, holders_from: str, valid_from: date, holders_on: date | None, revalidation_due_on: date, in_force_since: date
) -> date:
    """PRG-R24 (issue, criteria): the day from which the holder of a certificate is measured against a version.

    At the next revalidation, at the next yearly return (the anniversary of the certificate) or from a date; never
    before the version itself is in force.
    """
    if holders_from == HoldersFrom.DATE and holders_on:
        return max(holders_on, valid_from)
    if holders_from == HoldersFrom.YEARLY_RETURN:
        years = max(valid_from.year - in_force_since.year, 1)
        day = _months_later(in_force_since, 12 * years)
        return day if day >= valid_from else _months_later(in_force_since, 12 * (years + 1))
    return max(revalidation_due_on, valid_from)
