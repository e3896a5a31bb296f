"""Makes the picture of one page, so that a browser never opens an original. PDF by pypdfium2, pictures by Pillow."""

from io import BytesIO
from threading import Lock
from typing import BinaryIO

import pypdfium2
from PIL import Image, ImageOps

WIDTH = 1_240
HEIGHT = 3_000
# pdfium keeps state outside its documents: one thread at a time.
_PDFIUM = Lock()


class NoSuchPage(LookupError):
    """The document has fewer pages, or none that can be shown."""


def pdf_page(file: BinaryIO, page: int) -> bytes:
    """Page `page` (from 1) of a PDF as PNG."""
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(file.read())
        except pypdfium2.PdfiumError as error:
            raise NoSuchPage(page) from error
        try:
            if not 1 <= page <= len(document):
                raise NoSuchPage(page)
            leaf = document[page - 1]
            width, height = leaf.get_size()
            scale = min(WIDTH / max(width, 1), HEIGHT / max(height, 1), 4)
            return _png(leaf.render(scale=scale).to_pil())
        finally:
            document.close()


def picture_page(file: BinaryIO, page: int) -> bytes:
    """Frame `page` (from 1) of a picture as PNG, upright and without what the camera wrote into it."""
    with Image.open(file) as picture:
        try:
            picture.seek(page - 1)
            upright = ImageOps.exif_transpose(picture).convert("RGB")
        except (EOFError, OSError, ValueError) as error:  # a later page may be damaged where the first is whole
            raise NoSuchPage(page) from error
        upright.thumbnail((WIDTH, HEIGHT))
        return _png(upright)


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
