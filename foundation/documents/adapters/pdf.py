"""Reads a PDF with pikepdf: refuses what is encrypted or acts by itself, and counts the pages."""

from typing import Any, BinaryIO

import pikepdf

from foundation.documents.rules import Fault, FileRefused, Limits

MAX_OBJECTS = 200_000
_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition"})


def page_count(file: BinaryIO, limits: Limits) -> int:
    """The number of pages. Raises FileRefused for a password, for scripts and launches, and for broken files."""
    file.seek(0)
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
