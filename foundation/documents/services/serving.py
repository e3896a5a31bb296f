"""Hands evidence out: originals as attachments that no browser runs, pages as pictures made here."""

from django.http import FileResponse
from django.utils.translation import gettext as _

from foundation.audit.services import Refused
from foundation.documents.adapters import render, store
from foundation.documents.models import Document
from foundation.documents.states import DocumentStatus


class NoSuchPage(Refused):
    """A page that the document does not have, or a document whose pages cannot be shown."""


def serve(document: Document) -> FileResponse:
    """The original as an attachment under its own name. Whoever calls has asked its own permissions before.

    Raises Refused unless the document is checked: nothing is handed out before a clean scan.
    """
    _demand_clean(document)
    response = FileResponse(
        store.opened(document.storage_key),
        as_attachment=True,
        filename=document.file_name,
        content_type=document.content_type,
    )
    response["Content-Length"] = str(document.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def page_image(document: Document, page: int) -> bytes:
    """One page (from 1) as PNG. Raises Refused unless checked, and NoSuchPage."""
    _demand_clean(document)
    if not document.page_count or not 1 <= page <= document.page_count:
        raise NoSuchPage(_("This document has no such page."))
    draw = render.pdf_page if document.content_type == "application/pdf" else render.picture_page
    try:
        with store.opened(document.storage_key) as file:
            return draw(file, page)
    except render.NoSuchPage as missing:
        raise NoSuchPage(_("This document has no such page.")) from missing


def _demand_clean(document: Document) -> None:
    if document.status != DocumentStatus.CLEAN:
        raise Refused(_("This document is not checked yet. Try again in a few minutes."))
