"""The private store of evidence: bytes under a random key, in files or in S3 as the settings say."""

import contextlib
import secrets
from typing import BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage


def save(file: BinaryIO) -> str:
    """Stream the file into the store and return its key, which tells nothing about it."""
    token = secrets.token_hex(24)
    file.seek(0)
    return default_storage.save(f"evidence/{token[:2]}/{token}", File(file))


def opened(key: str) -> BinaryIO:
    """The stored bytes, to be closed by the caller."""
    return cast(BinaryIO, default_storage.open(key, "rb"))


def remove(key: str) -> None:
    """Take bytes away that no row names; one that is gone already is no fault."""
    with contextlib.suppress(FileNotFoundError):
        default_storage.delete(key)
