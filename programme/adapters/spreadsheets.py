"""Tables people hand in or take away: CSV and XLSX, with the limits that keep a hostile file from doing harm.
A workbook is read and written with the standard library alone: one sheet of texts needs no more."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 200
MOST_ROWS = 10_000
MOST_COLUMNS = 200
LONGEST_CELL = 32_767  # what a spreadsheet program takes

Table = list[tuple[int, list[str]]]
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FORMULA = re.compile(r"[=+\-@\t\r]")
# A workbook knows no other packing; another one fails in its own ways and may ask for much memory.
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, OSError, ValueError)
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Unreadable(Exception):
    """The file is no table we take. `reason` is one of: size, rows, columns, text, workbook, bomb, cell."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read(content: bytes) -> Table:
    """The filled lines of a CSV file or of the first sheet of a workbook, with the numbers people see."""
    if len(content) > MOST_BYTES:
        raise Unreadable("size")
    table = _read_workbook(content) if content[:2] == b"PK" else _read_csv(content)
    return [(number, [_plain(cell) for cell in cells]) for number, cells in table if any(map(str.strip, cells))]


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with the mark spreadsheet programs look for; what would start a formula gets an apostrophe."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(rows: Iterable[Sequence[str]], *, sheet: str) -> bytes:
    """A workbook of one sheet. Every cell is a text, so that none is ever a formula."""
    lines = [
        f'<row r="{number}">{"".join(_cell(number, place, text) for place, text in enumerate(row))}</row>'
        for number, row in enumerate(rows, start=1)
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in _parts(sheet).items():
            book.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)
        book.writestr(
            zipfile.ZipInfo("xl/worksheets/sheet1.xml", (1980, 1, 1, 0, 0, 0)),
            f'{_HEAD}<worksheet xmlns="{_MAIN[1:-1]}"><sheetData>{"".join(lines)}</sheetData></worksheet>',
            zipfile.ZIP_DEFLATED,
        )
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _plain(cell: str) -> str:
    """The apostrophe we set on the way out falls away on the way in."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell[1:]) else cell


def _read_csv(content: bytes) -> Table:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("text") from error
    if "\x00" in text:
        raise Unreadable("text")
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return list(_limited((number, cells) for number, cells in _numbered(reader)))
    except csv.Error as error:
        raise Unreadable("cell" if "limit" in str(error) else "text") from error


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Rows as a spreadsheet program counts them; a cell of several lines is one row."""
    yield from enumerate(reader, start=1)


def _limited(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    for count, (number, cells) in enumerate(rows, start=1):
        if count > MOST_ROWS + 1:
            raise Unreadable("rows")
        if len(cells) > MOST_COLUMNS:
            raise Unreadable("columns")
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise Unreadable("cell")
        yield number, cells


def _read_workbook(content: bytes) -> Table:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = book.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Unreadable("bomb")
            if any(part.compress_type not in _PACKINGS for part in parts):
                raise Unreadable("workbook")
            sheet = _part(book, _first_sheet(book))
            names = {part.filename for part in parts}
            shared = _part(book, "xl/sharedStrings.xml") if "xl/sharedStrings.xml" in names else None
    except (*_DAMAGED, ParseError, DefusedXmlException) as error:
        raise Unreadable("workbook") from error
    texts = [_text(item) for item in shared.iter(f"{_MAIN}si")] if shared is not None else []
    return list(_limited(_rows(sheet, texts)))


def _part(book: zipfile.ZipFile, name: str) -> Element:
    """One part, read no further than the limit whatever its head says about its size."""
    with book.open(name) as file:
        content = file.read(MOST_UNPACKED + 1)
    if len(content) > MOST_UNPACKED:
        raise Unreadable("bomb")
    root: Element = fromstring(content, forbid_dtd=True)
    return root


def _first_sheet(book: zipfile.ZipFile) -> str:
    first = next(_part(book, "xl/workbook.xml").iter(f"{_MAIN}sheet"), None)
    if first is None:
        raise KeyError("sheet")
    for relation in _part(book, "xl/_rels/workbook.xml.rels").iter(f"{_PACKAGE}Relationship"):
        if relation.get("Id") == first.get(_RELATION):
            target = relation.get("Target", "")
            return target[1:] if target.startswith("/") else f"xl/{target}"
    raise KeyError("relation")


def _rows(sheet: Element, texts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    for count, row in enumerate(sheet.iter(f"{_MAIN}row"), start=1):
        cells: dict[int, str] = {}
        for place, cell in enumerate(row.iter(f"{_MAIN}c")):
            column = _column(cell.get("r", ""), place)
            if column >= MOST_COLUMNS:
                raise Unreadable("columns")
            cells[column] = _value(cell, texts)
        given = row.get("r", "")
        number = int(given) if given.isdecimal() and len(given) < 8 else count
        yield number, [cells.get(place, "") for place in range(max(cells, default=-1) + 1)]


def _column(reference: str, place: int) -> int:
    letters = reference.rstrip("0123456789").upper()
    if not letters or len(letters) > 3 or not letters.isascii() or not letters.isalpha():
        return place
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: Element, texts: Sequence[str]) -> str:
    kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v", "")
    if kind == "inlineStr":
        return _text(cell)
    if kind == "s":
        place = int(value) if value.isdecimal() and len(value) < 8 else -1
        return texts[place] if 0 <= place < len(texts) else ""
    return value


def _text(item: Element) -> str:
    return "".join(part.text or "" for part in item.iter(f"{_MAIN}t"))


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def _cell(row: int, place: int, text: str) -> str:
    clean = escape(_NOT_XML.sub("", text)[:LONGEST_CELL])
    name, rest = "", place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(ord("A") + digit) + name
    return f'<c r="{name}{row}" t="inlineStr"><is><t xml:space="preserve">{clean}</t></is></c>'


def _parts(sheet: str) -> dict[str, str]:
    """The four small files every workbook has."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    title = escape(re.sub(r"[\[\]:*?/\\]", " ", sheet)[:31], {'"': "&quot;"})
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE[1:-1]}"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN[1:-1]}" xmlns:r="{office}"><sheets>'
        f'<sheet name="{title}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE[1:-1]}"><Relationship Id="rId1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    }
