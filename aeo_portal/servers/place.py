"""Where one set of servers keeps its state: what it made secret for itself, and what of it is running."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

CLONE = Path(__file__).resolve().parents[2]
OWNER, APP = "aeo_owner", "aeo_app"


class ServersFailed(RuntimeError):
    """A server did not start; the text says which, why and where its log is."""


@dataclass(frozen=True)
class Place:
    """Where one set of servers keeps its state: `state` is ours, `home` belongs to the user who runs the servers."""

    state: Path
    durable: bool = True

    @classmethod
    def of_clone(cls) -> Place:
        return cls(Path(os.environ.get("AEO_DATA_DIR") or CLONE / ".local").resolve())

    @classmethod
    def of_tests(cls) -> Place:
        return cls(CLONE / ".local" / "test", durable=False)

    @property
    def run_file(self) -> Path:
        return self.state / "run.json"


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(path)


def own_secrets(place: Place) -> dict[str, str]:
    """The passwords and keys of this place, made once."""
    path = place.state / "secrets.json"
    names = ("postgres", OWNER, APP, "valkey", "django", "place")
    place.state.mkdir(parents=True, exist_ok=True, mode=0o700)
    found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    if missing := [name for name in names if name not in found]:
        found |= {name: secrets.token_urlsafe(48) for name in missing}
        write_private(path, json.dumps(found, indent=2))
    return found


def running_servers(place: Place) -> dict[str, Any]:
    """What `run.json` names and is really running: the same number and the same start time."""
    with contextlib.suppress(OSError, ValueError):
        entries = json.loads(place.run_file.read_text())
        return {name: entry for name, entry in entries.items() if alive(entry["pid"], entry["started"])}
    return {}


def alive(pid: int, started: float, *, tolerance: float = 1) -> bool:
    """Whether the process of this number is the one that started then."""
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and abs(process.create_time() - started) <= tolerance
    return False


def started_at(pid: int) -> float:
    """When a process started."""
    return float(psutil.Process(pid).create_time())
