"""What happens to a kept file: the scanner passes or refuses it, the company takes it away again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from foundation.audit.services import SYSTEM, Actor, Refused, acting, locked, move, record
from foundation.documents import selectors
from foundation.documents.adapters import clamav, store
from foundation.documents.models import Document
from foundation.documents.states import DOCUMENT_TABLE, DocumentStatus

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Reach:
    """Which kinds and places a paper is about; empty means all."""

    kinds: frozenset[str] = frozenset()
    sites: frozenset[UUID] = frozenset()


def widen(*, document: Document, about: Reach, actor: Actor, now: datetime) -> Document:
    """A paper is now about this too, so that who answers there may see it. What is about everything stays so; a paper of
    some places that is used for the company becomes the company's."""
    kinds = sorted({*document.kinds, *about.kinds}) if document.kinds and about.kinds else []
    sites = sorted({*document.sites, *about.sites}) if document.sites and about.sites else []
    if (kinds, sites) == (sorted(document.kinds), sorted(document.sites)):
        return document
    with acting(actor=actor, at=now):
        row = locked(document)
        document.kinds = row.kinds = sorted({*row.kinds, *kinds}) if row.kinds and kinds else []
        document.sites = row.sites = sorted({*row.sites, *sites}) if row.sites and sites else []
        row.save(update_fields=["kinds", "sites"])
    return document


def scan(*, document_id: int, now: datetime) -> str:
    """Ask the scanner about one waiting document and write its answer; returns the status it then has.

    The question is asked outside the transaction, because the answer may take a minute. Without a clear answer the
    document goes on waiting.
    """
    document = Document.objects.get(pk=document_id)
    if document.status != DocumentStatus.WAITING or not settings.CLAMD_URL:
        return document.status
    with store.opened(document.storage_key) as file:
        found = clamav.harmful(file, settings.CLAMD_URL)
    return _write_answer(document, found, now)


def scan_waiting(*, now: datetime, limit: int = 100) -> int:
    """Scan what waits, oldest first; returns how many got an answer. A scanner that is down ends the round."""
    answered = 0
    for document_id in selectors.to_scan(limit) if settings.CLAMD_URL else []:
        try:
            scan(document_id=document_id, now=now)
            answered += 1
        except clamav.NoVerdict as problem:
            log.warning("document.scan_without_verdict", document_id=document_id, problem=str(problem))
        except clamav.ScannerUnavailable as problem:
            log.warning("document.scanner_down", problem=str(problem))
            break
        except OSError as problem:
            log.exception("document.bytes_missing", document_id=document_id, problem=str(problem))
    return answered


def withdraw(*, document: Document, actor: Actor, now: datetime) -> Document:
    """Take a document out of the library. One that an answer or a message uses stays; so do the bytes and the history."""
    with acting(actor=actor, at=now):
        row = locked(document)
        if row.removed_at is not None:
            return row
        if selectors.uses([row])[row.pk]:
            raise Refused(_("This document is used in an answer or a message. It stays as it is."))
        row.removed_at = now
        row.save(update_fields=["removed_at"])
        record("document.withdrawn", subject=row, organisation_id=row.organisation_id)
        return row


def _write_answer(document: Document, found: str, now: datetime) -> str:
    with acting(actor=SYSTEM, at=now):
        row = locked(document)
        if row.status == DocumentStatus.WAITING:
            name, event = ("fail_scan", "document.refused") if found else ("pass_scan", "document.checked")
            move(
                row,
                name,
                table=DOCUMENT_TABLE,
                event=event,
                organisation_id=row.organisation_id,
                data={"found": found} if found else None,
            )
        return row.status
