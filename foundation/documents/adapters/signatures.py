"""Tells what a file is by its first bytes. Our own table: no system library, and nothing guessed from the name."""

from typing import BinaryIO

from foundation.documents.rules import Family

HEAD = 16
_TABLE: list[tuple[bytes, Family]] = [
    (b"%PDF-", Family.PDF),
    (b"\x89PNG\r\n\x1a\n", Family.PNG),
    (b"\xff\xd8\xff", Family.JPEG),
    (b"GIF87a", Family.GIF),
    (b"GIF89a", Family.GIF),
    (b"II*\x00", Family.TIFF),
    (b"MM\x00*", Family.TIFF),
    (b"PK\x03\x04", Family.ZIP),
    # Programs: Windows, Linux, macOS (four byte orders), Java and universal binaries, scripts, shortcuts.
    (b"MZ", Family.PROGRAM),
    (b"\x7fELF", Family.PROGRAM),
    (b"\xfe\xed\xfa\xce", Family.PROGRAM),
    (b"\xfe\xed\xfa\xcf", Family.PROGRAM),
    (b"\xce\xfa\xed\xfe", Family.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Family.PROGRAM),
    (b"\xca\xfe\xba\xbe", Family.PROGRAM),
    (b"#!", Family.PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", Family.PROGRAM),
]


def family_of(file: BinaryIO) -> Family:
    """The family of a seekable file; reads its first bytes and goes back to the start."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Family.WEBP
    return next((family for signature, family in _TABLE if head.startswith(signature)), Family.UNKNOWN)
