"""How an event is digested and linked. Pure, so that the independent verifier and the writer cannot differ."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

GENESIS = "0" * 64


def canonical(value: Mapping[str, Any]) -> bytes:
    """AUD-R01 (house: event chain): one byte string per content: sorted keys, no spaces, UTF-8, dates as ISO text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain).encode()


def plain(value: Mapping[str, Any]) -> dict[str, Any]:
    """The same content as it will come back out of a JSON column."""
    result: dict[str, Any] = json.loads(canonical(value))
    return result


def digest(value: Mapping[str, Any]) -> str:
    """AUD-R02: SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def link(*, seq: int, previous: str, event_digest: str) -> str:
    """AUD-R03: the hash of a seal binds its place, the seal before it and the event it seals."""
    return hashlib.sha256(f"{seq}:{previous}:{event_digest}".encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)
