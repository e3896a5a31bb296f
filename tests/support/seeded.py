"""The demonstration country as a database, seeded once for an unchanged tree and copied for whoever walks through it.

Everything in it happened relative to one fixed day, and who uses it stays on that day, so that no test ages.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from aeo_portal.servers import Place
from tests.support import database

ON = date(2026, 9, 16)
MORNING = datetime(2026, 9, 16, 9, 30, tzinfo=UTC)
# What the seeding goes through. Views, forms and templates are not in it: editing a page seeds nothing anew.
CODE = {"services", "adapters", "selectors", "rules", "states", "models", "migrations", "management"}
DATA = {"reference", "demonstration"}


@contextlib.contextmanager
def demonstration(variables: dict[str, str]) -> Iterator[str]:
    """The seeded country on its own day, with the files that belong to it; what is changed in it goes with it.

    `SEEDED=name` takes a template that is there already, for work on pages while services change beside it.
    """
    name = os.environ.get("SEEDED") or f"seeded_{_digest()}"
    with files(name), time_machine.travel(MORNING, tick=True), database.seeded_database(variables, name, _seed) as own:
        yield own


@contextlib.contextmanager
def files(name: str) -> Iterator[None]:
    """The store of the seeded evidence, kept beside the template."""
    place = Place.of_tests().state / "media" / name
    default = settings.STORAGES["default"]
    changed = {**default, "OPTIONS": {**default.get("OPTIONS", {}), "location": place}}
    with override_settings(STORAGES={**settings.STORAGES, "default": changed}, MEDIA_ROOT=place):
        yield


def _seed() -> None:
    quiet: dict[str, Any] = {"stdout": _Nothing(), "stderr": _Nothing()}
    call_command("seed_reference", **quiet)
    call_command("import_watchlist", "--demonstration", **quiet)
    call_command("seed_demo", "--on", ON.isoformat(), **quiet)


class _Nothing:
    """Where a command's progress goes."""

    def write(self, text: str) -> None:
        """Nobody reads it."""

    def flush(self) -> None:
        """Nothing to do."""


@cache
def _digest() -> str:
    return database.digest_of(str(ON), [path for path in database.sources() if _shapes(path)])


def _shapes(path: Path) -> bool:
    places = {path.stem, *path.parts}
    return bool(places & {".py": CODE, ".csv": DATA}.get(path.suffix, set())) or path.name == "requirements.txt"
