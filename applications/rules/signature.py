"""The digest of what was signed, so that anybody can show later that the answers are the same."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def digest(snapshot: Mapping[str, Any]) -> str:
    """APP-R08 (R-LEG-05): SHA-256 over sorted keys, no spaces, UTF-8; 64 hexadecimal digits."""
    text = json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
