"""Checkpoints: signed lines in a file outside the database, each naming the last seal of its moment.
Whoever rewrites the chain inside the database can't rewrite what stands here, nor sign it again."""

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One line of the file. `problem` says why a line cannot be trusted; empty when it can."""

    line: int
    seq: int
    hash: str
    problem: str = ""


def append(*, seq: int, seal_hash: str, at: datetime) -> None:
    """Write the line of one sealing run, and wait until it is on the disk."""
    content = {"seq": seq, "hash": seal_hash, "at": at.isoformat()}
    line = json.dumps({**content, "signature": _signature(content)}, sort_keys=True) + "\n"
    path = Path(settings.AUDIT_CHECKPOINT_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def read() -> Iterator[Checkpoint]:
    """Every line in order; a line that is torn, unsigned or wrongly signed comes with its problem."""
    path = Path(settings.AUDIT_CHECKPOINT_FILE)
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            yield _parsed(number, line)


def _parsed(number: int, line: str) -> Checkpoint:
    try:
        content: dict[str, Any] = json.loads(line)
        signature = str(content.pop("signature"))
        seq, seal_hash = int(content["seq"]), str(content["hash"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return Checkpoint(number, 0, "", "cannot be read")
    if not hmac.compare_digest(signature.encode(), _signature(content).encode()):
        return Checkpoint(number, seq, seal_hash, "has a wrong signature")
    return Checkpoint(number, seq, seal_hash)


def _signature(content: dict[str, Any]) -> str:
    message = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
    return hmac.new(settings.AUDIT_KEY.encode(), message, hashlib.sha256).hexdigest()
