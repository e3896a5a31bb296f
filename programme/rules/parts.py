"""Sections and start questions handed in as a table: what is wrong in it, line by line. Nothing here knows rows of the
database, settings, languages or the time."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .sets import CONTROL, LONGEST_TEXT, Fault, Problem, listed


@dataclass(frozen=True, slots=True)
class PartTable:
    """The columns of one sort of part. The first names the part; `words` have columns for each further language."""

    columns: tuple[str, ...]
    words: tuple[str, ...]
    name: re.Pattern[str]
    misnamed: Problem
    optional: frozenset[str]
    families: frozenset[str] = frozenset()
    longest: Mapping[str, int] = field(default_factory=dict)

    def translated(self, languages: Iterable[str]) -> tuple[str, ...]:
        return tuple(f"{word}:{language}" for language in languages for word in self.words)


SECTIONS = PartTable(
    columns=("letter", "title", "not_needed_by"),
    words=("title",),
    name=re.compile(r"[A-Z]{1,3}"),
    misnamed=Problem.NO_LETTER,
    optional=frozenset({"not_needed_by"}),
    families=frozenset({"not_needed_by"}),
    longest={"title": 200},
)
QUESTIONS = PartTable(
    columns=("key", "plain_question", "help"),
    words=("plain_question", "help"),
    name=re.compile(r"[A-Za-z0-9_-]{1,60}"),
    misnamed=Problem.NO_KEY,
    optional=frozenset({"help"}),
    longest={"plain_question": 400},
)


def part_head_faults(head: Sequence[str], table: PartTable, languages: Iterable[str]) -> list[Fault]:
    """PRG-R26 (issue, import): a table of parts names every column once and no other."""
    may = {*table.columns, *table.translated(languages)}
    absent = [name for name in table.columns if name not in head]
    strange = [name for name in head if name not in may or head.count(name) > 1]
    return [
        *(Fault(1, name, Problem.NO_COLUMN) for name in absent),
        *(Fault(1, name, Problem.STRANGE_COLUMN, name) for name in dict.fromkeys(strange)),
    ]


def part_faults(
    lines: Iterable[tuple[int, Mapping[str, str]]], table: PartTable, families: frozenset[str]
) -> list[Fault]:
    """PRG-R26 (issue, import): every fault of every line of a table of parts."""
    found: list[Fault] = []
    first: dict[str, int] = {}
    key = table.columns[0]
    for number, cells in lines:
        for column, cell in cells.items():
            found += _cell_faults(number, column, cell.strip(), table, families)
        name = cells.get(key, "").strip()
        if name in first:
            found.append(Fault(number, key, Problem.NAMED_TWICE, name, str(first[name])))
        first.setdefault(name, number)
    return found


def _cell_faults(line: int, column: str, value: str, table: PartTable, families: frozenset[str]) -> list[Fault]:
    word = column.partition(":")[0]
    if CONTROL.search(value):
        return [Fault(line, column, Problem.UNREADABLE)]
    if not value:
        return [] if word in table.optional or ":" in column else [Fault(line, column, Problem.EMPTY)]
    longest = table.longest.get(word, LONGEST_TEXT)
    if len(value) > longest:
        return [Fault(line, column, Problem.TOO_LONG, allowed=str(longest))]
    if column == table.columns[0] and not table.name.fullmatch(value):
        return [Fault(line, column, table.misnamed, value[:60])]
    given = listed(value) if word in table.families else []
    return [
        Fault(line, column, Problem.UNKNOWN, one[:60], ", ".join(sorted(families)))
        for one in given
        if one not in families
    ]


def part_values(cells: Mapping[str, str], table: PartTable) -> tuple[str, dict[str, object]]:
    """A line without faults: the part’s name and its values, translations included."""
    values: dict[str, object] = {
        column: listed(cells.get(column, "")) if column in table.families else cells.get(column, "").strip()
        for column in table.columns[1:]
    }
    translations: dict[str, dict[str, str]] = {}
    for column, cell in cells.items():
        word, _colon, language = column.partition(":")
        if language and cell.strip():
            translations.setdefault(language, {})[word] = cell.strip()
    return cells[table.columns[0]].strip(), {**values, "translations": translations}
