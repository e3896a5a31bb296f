"""Reading a CSV file of places. Every line that is wrong is named; nothing of a file with a wrong line is taken."""

import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

COLUMNS = ("name", "address", "town", "region", "activity", "records", "group")
NEEDED = COLUMNS[:5]
_LIMITS = {"name": 200, "address": 300, "town": 120, "activity": 200, "group": 200}
_YES, _NO = frozenset({"yes", "y", "1", "true", "oui"}), frozenset({"no", "n", "0", "false", "non", ""})
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class LineError:
    """What is wrong in a line; line 1 is the head."""

    line: int
    text: str


def decoded(content: bytes) -> str | None:
    """The text of a file in UTF-8; None when it is something else."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def read_sites(text: str, regions: Mapping[str, str]) -> tuple[list[dict[str, Any]], list[LineError]]:
    """The places of a file and everything that is wrong with it. `regions`: code by lower-case code and name."""
    try:
        rows = list(csv.DictReader(io.StringIO(text), strict=True))
    except csv.Error:
        return [], [LineError(1, _("This is not a CSV file. Save the table as CSV, with commas and in UTF-8."))]
    missing = [name for name in NEEDED if not rows or name not in rows[0]]
    if missing:
        said = _("Columns are missing: %(names)s. The first line names the columns.") % {"names": ", ".join(missing)}
        return [], [LineError(1, said)]
    if len(rows) > MOST_LINES:
        return [], [LineError(1, _("The file has more than %(most)s places. Split it.") % {"most": MOST_LINES})]
    found: list[dict[str, Any]] = []
    errors: list[LineError] = []
    names: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        site, wrong = _site(row, regions)
        key = str(site["name"]).casefold()
        if key and key in names:
            wrong.append(_("the name stands in line %(line)s already") % {"line": names[key]})
        names.setdefault(key, number)
        errors += [LineError(number, text) for text in wrong]
        found.append(site)
    return found, errors


def _site(row: Mapping[str | None, Any], regions: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    cells = {name: str(row.get(name) or "").strip() for name in COLUMNS}
    wrong = [_("“%(column)s” is empty") % {"column": name} for name in NEEDED if not cells[name]]
    wrong += [
        _("“%(column)s” is longer than %(most)s letters") % {"column": name, "most": most}
        for name, most in _LIMITS.items()
        if len(cells[name]) > most
    ]
    region = regions.get(cells["region"].casefold(), "")
    if cells["region"] and not region:
        wrong.append(_("there is no region “%(name)s”") % {"name": cells["region"][:60]})
    records = cells["records"].casefold()
    if records not in _YES | _NO:
        wrong.append(_("“records” must be yes or no"))
    if None in row:
        wrong.append(_("the line has more cells than the head"))
    place = {key: cells[key] for key in ("name", "address", "activity", "group")}
    return {**place, "city": cells["town"], "region": region, "keeps_records": records in _YES}, wrong


def taken_errors(lines: Collection[Mapping[str, Any]], known: Collection[str]) -> list[LineError]:
    """Places whose name stands in the company record already."""
    names = {name.casefold() for name in known}
    said = _("a place with this name is in your record already")
    return [LineError(number, said) for number, row in enumerate(lines, start=2) if row["name"].casefold() in names]
