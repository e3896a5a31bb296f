"""Reads the sanctions list files of OFAC (SDN, ALT and ADD, comma-separated) into plain list entries.

A file that does not fit is refused as a whole, with the file, line and field at fault and what would be right:
half a sanctions list is worse than yesterday's.
"""

import csv
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import BinaryIO, Literal

from vetting.adapters.remarks import Facts, Identifier, read_remarks

FILE_LIMIT_BYTES = 64 * 1024 * 1024
ERROR_LIMIT = 100
_NULL = "-0-"
_END_OF_FILE = "\x1a"
_CONTROL_SIGNS = frozenset(map(chr, range(32))) - {"\t", "\r", "\n", _END_OF_FILE}
_NAME_LIMIT = 350
_ID_DIGITS = 10

FileName = Literal["SDN", "ALT", "ADD"]
AliasQuality = Literal["strong", "weak"]


class EntityType(StrEnum):
    """What kind of thing an entry is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"


_COLUMNS: dict[FileName, tuple[str, ...]] = {
    "SDN": (
        "ent_num", "SDN_Name", "SDN_Type", "Program", "Title", "Call_Sign",
        "Vess_type", "Tonnage", "GRT", "Vess_flag", "Vess_owner", "Remarks",
    ),
    "ALT": ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks"),
    "ADD": ("ent_num", "Add_num", "Address", "City/State/Postal", "Country", "Add_remarks"),
}  # fmt: skip
_FILE_BY_WIDTH = {len(columns): name for name, columns in _COLUMNS.items()}
_ENTITY_TYPES = {
    "": EntityType.ORGANISATION,
    "entity": EntityType.ORGANISATION,
    "individual": EntityType.PERSON,
    "vessel": EntityType.VESSEL,
    "aircraft": EntityType.AIRCRAFT,
}
_ALIAS_TYPES = frozenset({"aka", "fka", "nka"})


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of an entry; the publisher calls some too common to alert on their own: `weak`."""

    name: str
    quality: AliasQuality


@dataclass(frozen=True, slots=True)
class Address:
    """An address as printed; any part may be empty."""

    street: str
    city: str
    country: str


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One listed person, organisation, vessel or aircraft with everything the three files say about it."""

    source_id: str
    name: str
    entity_type: EntityType
    programme: str
    title: str = ""
    dates_of_birth: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    remarks: str = ""
    aliases: tuple[Alias, ...] = ()
    addresses: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class WatchListFile:
    """A whole list as published, with the digest that names this very version."""

    entries: tuple[ListEntry, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class LineError:
    """One fault. `line` counts from 1; 0 means the file as a whole."""

    line: int
    field: str
    message: str
    file: FileName = "SDN"

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}, {self.field}: {self.message}" if self.field else f"{where}: {self.message}"


class ListFileRefused(Exception):
    """The files were not taken; `errors` says why, at most `ERROR_LIMIT` of them."""

    def __init__(self, errors: list[LineError]) -> None:
        self.errors = errors
        super().__init__("\n".join(map(str, errors)))


@dataclass(slots=True)
class _Reading:
    """The faults found so far, shared by the three files."""

    errors: list[LineError] = field(default_factory=list)

    def fault(self, file: FileName, line: int, name: str, message: str) -> None:
        self.errors.append(LineError(line, name, message, file))
        if len(self.errors) >= ERROR_LIMIT:
            raise ListFileRefused(self.errors)

    def stop(self, file: FileName, line: int, name: str, message: str) -> ListFileRefused:
        return ListFileRefused([*self.errors, LineError(line, name, message, file)])


@dataclass(slots=True)
class _Growing:
    """An entry while its aliases and addresses are still coming in."""

    entry: ListEntry
    weak_aliases: tuple[str, ...] = ()
    strong_aliases: list[str] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)

    def done(self) -> ListEntry:
        strong = [Alias(name, "strong") for name in dict.fromkeys(self.strong_aliases)]
        weak = [Alias(name, "weak") for name in self.weak_aliases if name not in self.strong_aliases]
        return replace(self.entry, aliases=(*strong, *weak), addresses=tuple(dict.fromkeys(self.addresses)))


def _text(raw: bytes) -> str:
    """The files are ASCII in most weeks; when not, UTF-8 or Latin-1."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _bounded(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """Lines up to one byte over the limit, so that a file without line ends cannot fill the memory."""
    left = limit + 1
    while left > 0 and (raw := stream.readline(left)):
        left -= len(raw)
        yield raw


def _lines(
    file: FileName, stream: BinaryIO, hasher: "hashlib._Hash", reading: _Reading, limit: int
) -> Iterator[tuple[int, str]]:
    """Numbered lines with content, hashed as they pass; refuses what is too large or not text."""
    size = 0
    for number, raw in enumerate(_bounded(stream, limit), start=1):
        size += len(raw)
        if size > limit:
            raise reading.stop(file, 0, "", f"The file is larger than {limit:,} bytes. Upload the list as published.")
        hasher.update(raw)
        text = _text(raw)
        if not _CONTROL_SIGNS.isdisjoint(text):
            message = "This is not a text file. Upload the comma-separated file, not a spreadsheet or an archive."
            raise reading.stop(file, number, "", message)
        if content := text.strip().strip(_END_OF_FILE).strip():
            yield number, content


def _cells(content: str) -> list[str]:
    row = next(csv.reader([content], strict=True))
    return ["" if (cell := value.strip()) == _NULL else cell for value in row]


def _wrong_file(file: FileName, cells: list[str]) -> str | None:
    other = _FILE_BY_WIDTH.get(len(cells))
    if other is None or other == file:
        return None
    expected = f"Upload the {file} file here ({len(_COLUMNS[file])} columns)."
    return f"This is the {other} file ({len(cells)} columns). {expected}"


def _width_fault(file: FileName, cells: list[str]) -> str:
    return f"{len(cells)} columns found, {len(_COLUMNS[file])} expected: {', '.join(_COLUMNS[file])}."


def _rows(
    file: FileName, stream: BinaryIO, hasher: "hashlib._Hash", reading: _Reading, limit: int
) -> Iterator[tuple[int, list[str]]]:
    """Rows of the right width. The wrong file is refused on its first row, not once a line."""
    seen = False
    for number, content in _lines(file, stream, hasher, reading, limit):
        try:
            cells = _cells(content)
        except csv.Error:
            message = "A quotation mark is opened and not closed, or stands inside a field without being doubled."
            reading.fault(file, number, "", message)
            continue
        if not seen and (wrong := _wrong_file(file, cells)):
            raise reading.stop(file, number, "", wrong)
        seen = True
        if len(cells) == len(_COLUMNS[file]):
            yield number, cells
        else:
            reading.fault(file, number, "", _width_fault(file, cells))
    if not seen:
        raise reading.stop(file, 0, "", f"The file is empty. The {file} file has one line for each record.")


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= _ID_DIGITS


def _number_fault(value: str) -> str:
    return f"‘{value}’ is not a number. A whole number of up to {_ID_DIGITS} digits is expected."


def _name_fault(value: str) -> str | None:
    if not value:
        return "The name is missing."
    if len(value) > _NAME_LIMIT:
        return f"The name has {len(value)} characters, at most {_NAME_LIMIT} are allowed."
    return None


def _entry(cells: list[str], facts: Facts) -> ListEntry:
    number, name, kind, programme, title, call_sign, *_, flag, _owner, remarks = cells
    called = (Identifier("vessel", "Call sign", call_sign, flag),) if call_sign else ()
    return ListEntry(
        source_id=number,
        name=name,
        entity_type=_ENTITY_TYPES.get(kind.casefold(), EntityType.ORGANISATION),
        programme=programme,
        title=title,
        dates_of_birth=facts.dates_of_birth,
        places=facts.places,
        nationalities=(*facts.nationalities, flag) if flag else facts.nationalities,
        identifiers=facts.identifiers + called,
        remarks=remarks,
    )


def _number_is_right(entries: dict[str, _Growing], line: int, value: str, reading: _Reading) -> bool:
    if not _is_number(value):
        reading.fault("SDN", line, "ent_num", _number_fault(value))
        return False
    if value in entries:
        reading.fault("SDN", line, "ent_num", f"Number {value} stands on an earlier line too. Each may stand once.")
        return False
    return True


def _take_entry(entries: dict[str, _Growing], line: int, cells: list[str], reading: _Reading) -> None:
    """A faulty entry with a good number is kept for now, so that its aliases are not blamed as well."""
    if message := _name_fault(cells[1]):
        reading.fault("SDN", line, "SDN_Name", message)
    if cells[2].casefold() not in _ENTITY_TYPES:
        expected = "‘individual’, ‘vessel’, ‘aircraft’ or -0- (an organisation) is expected."
        reading.fault("SDN", line, "SDN_Type", f"‘{cells[2]}’ is not known. {expected}")
    if _number_is_right(entries, line, cells[0], reading):
        facts = read_remarks(cells[11])
        entries[cells[0]] = _Growing(_entry(cells, facts), facts.weak_aliases)


@dataclass(slots=True)
class _Numbers:
    """Checks the two numbers that every ALT and ADD record starts with."""

    file: FileName
    entries: dict[str, _Growing]
    reading: _Reading
    seen: set[str] = field(default_factory=set)

    def owner(self, line: int, cells: list[str]) -> _Growing | None:
        own_column = _COLUMNS[self.file][1]
        if not _is_number(cells[1]):
            self.reading.fault(self.file, line, own_column, _number_fault(cells[1]))
        elif cells[1] in self.seen:
            message = f"Number {cells[1]} stands on an earlier line too. Each may stand once."
            self.reading.fault(self.file, line, own_column, message)
        self.seen.add(cells[1])
        if not _is_number(cells[0]):
            self.reading.fault(self.file, line, "ent_num", _number_fault(cells[0]))
        elif cells[0] not in self.entries:
            message = f"The SDN file has no entry {cells[0]}. Upload SDN, ALT and ADD of the same day."
            self.reading.fault(self.file, line, "ent_num", message)
        return self.entries.get(cells[0])


def _take_alias(owner: _Growing | None, number: int, cells: list[str], reading: _Reading) -> None:
    if cells[2].casefold() not in _ALIAS_TYPES:
        reading.fault("ALT", number, "alt_type", f"‘{cells[2]}’ is not known. ‘aka’, ‘fka’ or ‘nka’ is expected.")
    if message := _name_fault(cells[3]):
        reading.fault("ALT", number, "alt_name", message)
    elif owner:
        owner.strong_aliases.append(cells[3])


def _take_address(owner: _Growing | None, _number: int, cells: list[str], _reading: _Reading) -> None:
    if owner and any(cells[2:5]):
        owner.addresses.append(Address(*cells[2:5]))


_TAKERS: dict[FileName, Callable[[_Growing | None, int, list[str], _Reading], None]] = {
    "ALT": _take_alias,
    "ADD": _take_address,
}


def read_ofac(
    sdn: BinaryIO, alt: BinaryIO | None = None, add: BinaryIO | None = None, *, limit_bytes: int = FILE_LIMIT_BYTES
) -> WatchListFile:
    """Read a list as OFAC publishes it; raises `ListFileRefused` with every fault when any line does not fit.

    The digest covers the bytes of all files in the order SDN, ALT, ADD; a missing file counts as empty.
    """
    reading, digest = _Reading(), hashlib.sha256()
    entries: dict[str, _Growing] = {}
    hasher = hashlib.sha256()
    for number, cells in _rows("SDN", sdn, hasher, reading, limit_bytes):
        _take_entry(entries, number, cells, reading)
    digest.update(hasher.digest())
    companions: tuple[tuple[FileName, BinaryIO | None], ...] = (("ALT", alt), ("ADD", add))
    for file, stream in companions:
        hasher = hashlib.sha256()
        if stream is not None:
            _read_companion(file, stream, hasher, entries, reading, limit_bytes)
        digest.update(hasher.digest())
    if reading.errors:
        raise ListFileRefused(reading.errors)
    return WatchListFile(tuple(growing.done() for growing in entries.values()), digest.hexdigest())


def _read_companion(
    file: FileName,
    stream: BinaryIO,
    hasher: "hashlib._Hash",
    entries: dict[str, _Growing],
    reading: _Reading,
    limit: int,
) -> None:
    numbers = _Numbers(file, entries, reading)
    for number, cells in _rows(file, stream, hasher, reading, limit):
        _TAKERS[file](numbers.owner(number, cells), number, cells, reading)
