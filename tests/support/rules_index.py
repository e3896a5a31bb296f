"""Writes `docs/rules.md`: every rule of the law as `rules.py` states it, by id, with its source and where it stands.
`./test --requirements` calls it; nothing is written there by hand."""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.house import CLONE, product_modules

INDEX = CLONE / "docs" / "rules.md"
HEAD = """# Rules

Every rule of the law as the code states it, by room and number. Written by `./test --requirements` from the docstrings of
`rules.py`; change them there.
"""
# `APP-R03 (UCC art. 22): text`, at the start of a line of a docstring, until the next such line, an empty line or the end.
RULE = re.compile(
    r"^(?P<id>[A-Z]{3}-R\d+)(?: \((?P<source>.*?)\))?:? (?P<text>.*?)(?=\n\s*\n|\n[A-Z]{3}-R\d+\b|\Z)", re.M | re.S
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One statement of a rule: the same id may stand at several functions."""

    id: str
    source: str
    text: str
    place: str

    @property
    def key(self) -> tuple[str, int, str]:
        room, number = self.id.split("-R")
        return room, int(number), self.place


def rules() -> list[Rule]:
    """Every rule of every room, in order."""
    return sorted((rule for path in rule_files() for rule in rules_in(path)), key=lambda rule: rule.key)


def rule_files() -> list[Path]:
    """The files of rules of all rooms."""
    paths = {CLONE / path for _app, path in product_modules()}
    return sorted(path for path in paths if path.name == "rules.py" or path.parent.name == "rules")


def rules_in(path: Path) -> Iterator[Rule]:
    """The rules that the docstrings of one file state."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        for found in RULE.finditer(ast.get_docstring(node) or ""):
            place = f"{path.relative_to(CLONE)}: {node.name}"
            yield Rule(found["id"], _one_line(found["source"] or ""), _one_line(found["text"]), place)


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def index() -> str:
    """The whole of `docs/rules.md`."""
    lines, room = [HEAD.rstrip()], ""
    for rule in rules():
        if rule.key[0] != room:
            room = rule.key[0]
            folder = rule.place.split("/rules")[0].replace("/", ".")
            lines += ["", f"## {room} ({folder})", "", "| Rule | What it says | Source | Where |", "|---|---|---|---|"]
        lines.append(f"| {rule.id} | {rule.text} | {rule.source or '–'} | `{rule.place}` |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    INDEX.write_text(index(), encoding="utf-8")
    sys.stderr.write(f"Wrote {INDEX.relative_to(CLONE)}.\n")
