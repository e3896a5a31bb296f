"""Reads a PDF with pikepdf: refuses what is encrypted or acts by itself, and counts the pages."""

import re
import zlib
from typing import Any, BinaryIO

import pikepdf

from foundation.documents.rules import Fault, FileRefused, Limits

MAX_OBJECTS = 200_000
CHUNK = 1024 * 1024
_STREAM = re.compile(rb"(?<!end)stream\s{0,8}")
_TWICE_PACKED = re.compile(rb"/(?:Fl|FlateDecode|LZW|LZWDecode)\s*/(?:Fl|FlateDecode|LZW|LZWDecode)\b")
_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition"})


def page_count(file: BinaryIO, limits: Limits) -> int:
    """The number of pages. Raises FileRefused for a password, for scripts and launches, and for broken files."""
    _check_packing(file, limits)
    try:
        with pikepdf.open(file) as pdf:
            if pdf.is_encrypted:
                raise FileRefused(Fault.PROTECTED)
            pages = len(pdf.pages)
            if not 0 < pages <= limits.pages or len(pdf.objects) > MAX_OBJECTS:
                raise FileRefused(Fault.UNREADABLE)
            if any(_is_active(found) for found in pdf.objects):
                raise FileRefused(Fault.ACTIVE)
            return pages
    except pikepdf.PasswordError as error:
        raise FileRefused(Fault.PROTECTED) from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError) as error:
        raise FileRefused(Fault.UNREADABLE) from error
    finally:
        file.seek(0)


def _check_packing(file: BinaryIO, limits: Limits) -> None:
    """Unpack every stream into nothing and count, before a library unpacks it into memory. The file is taken as bytes:
    what a bomb says about itself counts for nothing."""
    file.seek(0)
    content = file.read()
    file.seek(0)
    if _TWICE_PACKED.search(content):
        raise FileRefused(Fault.UNPACKS_TOO_LARGE)
    unpacked = 0
    for start in (match.end() for match in _STREAM.finditer(content)):
        size = _unpacked_size(memoryview(content)[start:], limits.pdf_stream)
        unpacked += size
        if size > limits.pdf_stream or unpacked > limits.pdf_unpacked:
            raise FileRefused(Fault.UNPACKS_TOO_LARGE)


def _unpacked_size(packed: memoryview, most: int) -> int:
    """How many bytes a stream unpacks to, or the first number above `most`; 0 for what is not packed by zlib."""
    engine, size, place = zlib.decompressobj(), 0, 0
    try:
        while size <= most and not engine.eof and (engine.unconsumed_tail or place < len(packed)):
            waiting: bytes | memoryview = engine.unconsumed_tail
            if not waiting:
                waiting = packed[place : place + CHUNK]
                place += CHUNK
            size += len(engine.decompress(waiting, CHUNK))
    except zlib.error:
        return size
    return size


def _is_active(found: Any) -> bool:
    """Whether an object, or a dictionary written inside it, runs something when the file is opened or clicked."""
    waiting, looked_at = [found], 0
    while waiting and looked_at < MAX_OBJECTS:
        value = waiting.pop()
        looked_at += 1
        if isinstance(value, pikepdf.Array):
            waiting += [item for item in value if _is_inline(item)]  # type: ignore[attr-defined]
        elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            if "/JS" in value or str(value.get("/S", "")) in _ACTIONS or "/RichMediaContent" in value:
                return True
            waiting += [item for item in value.values() if _is_inline(item)]  # type: ignore[attr-defined]
    return False


def _is_inline(item: Any) -> bool:
    """Indirect objects come by themselves in the list of all objects; following them would run in circles."""
    return isinstance(item, pikepdf.Object) and not item.is_indirect
