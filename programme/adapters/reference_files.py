"""Reads the reference files beside this app: CSV tables and letters with a short head."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "reference"
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class LetterFile:
    """One letter as it stands in its file."""

    code: str
    language: str
    subject: str
    legal_basis: str
    body: str


def rows(name: str) -> list[Row]:
    """The rows of `reference/<name>.csv`."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def letters() -> Iterator[LetterFile]:
    """Every letter, by language and name of the file: `letters/<language>/<code>.txt`."""
    for path in sorted((FOLDER / "letters").glob("*/*.txt")):
        yield _letter(path)


def _letter(path: Path) -> LetterFile:
    head, body = path.read_text(encoding="utf-8").split("\n\n", 1)
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return LetterFile(path.stem, path.parent.name, fields["Subject"], fields.get("Legal basis", ""), body.strip())


def terms(language: str) -> str:
    """The text of the declaration's terms."""
    return (FOLDER / "terms" / f"{language}.txt").read_text(encoding="utf-8").strip()
