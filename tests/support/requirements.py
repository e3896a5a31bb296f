"""Which requirement is covered by which test file, read from the markers in the tests' source.

`./test --requirements` writes `docs/requirements.md`; a test of the architecture says when the file is out of date.
"""

import ast
import csv
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CLONE = Path(__file__).resolve().parents[2]
CATALOGUE = Path(__file__).with_name("requirements_catalogue.csv")
REPORT = CLONE / "docs" / "requirements.md"

HEAD = """# Requirements and the tests that show them

Written by `./test --requirements` from the markers in `tests/`; do not edit by hand. A requirement counts as covered
when at least one test names it. Weights: *core* is a function or rule the application carries, *supporting* is data,
text, report or configuration that helps, *context* is background without a function of its own.
"""


@dataclass(frozen=True)
class Requirement:
    """One row of the catalogue."""

    id: str
    text: str
    weight: str

    @property
    def area(self) -> str:
        return self.id.split("-")[1]


@cache
def catalogue() -> dict[str, Requirement]:
    """Every requirement by its id, in the catalogue's order."""
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        return {row["id"]: Requirement(**row) for row in csv.DictReader(file)}


def covering_files() -> dict[str, list[str]]:
    """For each requirement the test files that name it."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((CLONE / "tests").glob("**/test_*.py")):
        for requirement in named_in(path.read_text(encoding="utf-8")):
            found[requirement].add(str(path.relative_to(CLONE)))
    return {requirement: sorted(files) for requirement, files in found.items()}


def named_in(source: str) -> set[str]:
    """The ids in every `…mark.requirement("…")` of a module, wherever it stands."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    marks = (call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "requirement")
    arguments = (argument for mark in marks for argument in mark.args if isinstance(argument, ast.Constant))
    return {str(argument.value) for argument in arguments}


def report() -> str:
    """The whole of `docs/requirements.md`."""
    covered = covering_files()
    lines = [HEAD, "| Weight | Requirements | Covered |", "|---|---:|---:|"]
    totals = Counter(row.weight for row in catalogue().values())
    reached = Counter(row.weight for row in catalogue().values() if row.id in covered)
    lines += [f"| {weight} | {totals[weight]} | {reached[weight]} |" for weight in sorted(totals)]
    area = ""
    for row in catalogue().values():
        if row.area != area:
            area = row.area
            lines += ["", f"## {area}", "", "| ID | Requirement | Weight | Tests |", "|---|---|---|---|"]
        files = "<br>".join(f"`{file.removeprefix('tests/')}`" for file in covered.get(row.id, ())) or "not covered"
        lines.append(f"| {row.id} | {row.text} | {row.weight} | {files} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(report(), encoding="utf-8")
    sys.stderr.write(f"Wrote {REPORT.relative_to(CLONE)}.\n")
