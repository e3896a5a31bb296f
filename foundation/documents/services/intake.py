"""Takes files in: checks them, gives them a random key and keeps one row per content and circle of readers."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.audit.services import Actor, Refused, System, acting, record
from foundation.clock.services import local_date
from foundation.documents import rules, selectors
from foundation.documents.adapters import archives, pdf, pictures, signatures, store
from foundation.documents.models import Document
from foundation.documents.rules import ACCEPTED, PICTURES, Family, Fault, FileRefused, Limits
from foundation.documents.states import Confidentiality, DocumentStatus
from foundation.identity.models import Organisation, User
from foundation.identity.selectors import acting_in

from .keeping import Reach, widen

CHUNK = 256 * 1024
MEGABYTE = 1024 * 1024
SAME_CONTENT = "document_content_once"

SENTENCES: Mapping[Fault, str | Promise] = {
    Fault.EMPTY: gettext_lazy("‘%(name)s’ is empty. Choose the file again."),
    Fault.TOO_LARGE: gettext_lazy(
        "‘%(name)s’ is larger than %(size)s MB. Make it smaller or split it, and add it again."
    ),
    Fault.PROGRAM: gettext_lazy("We could not accept ‘%(name)s’: programs are not allowed. %(send)s"),
    Fault.NOT_ALLOWED: gettext_lazy("We could not accept ‘%(name)s’: files of this type are not allowed. %(send)s"),
    Fault.OTHER_CONTENT: gettext_lazy(
        "The content of ‘%(name)s’ is not what its name says. Save it again in its own program and add it again."
    ),
    Fault.PROTECTED: gettext_lazy("‘%(name)s’ is protected by a password. Save it without one and add it again."),
    Fault.ACTIVE: gettext_lazy(
        "‘%(name)s’ contains scripts or macros. Save it without them, or print it to PDF, and add it again."
    ),
    Fault.UNREADABLE: gettext_lazy("We can’t read ‘%(name)s’. Open it, save it again and add it again."),
    Fault.UNPACKS_TOO_LARGE: gettext_lazy("‘%(name)s’ is too large when it is opened. Split it, and add the parts."),
    Fault.PICTURE_TOO_LARGE: gettext_lazy("‘%(name)s’ has too many pixels. Save it smaller and add it again."),
    Fault.HARMFUL: gettext_lazy(
        "We could not accept ‘%(name)s’: our virus check refused this file before. Check the device it comes from."
    ),
}


class UploadRefused(Refused):
    """A file was not taken in; forms show the sentence at the field of the file."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """What the checks found out about a file."""

    size: int
    sha256: str
    content_type: str
    page_count: int | None


def limits() -> Limits:
    """The limits of intake as this deployment sets them."""
    return Limits(size=settings.DOCUMENT_MAX_BYTES)


def accepted_list() -> str:
    """The sentence beside every file field and in every refusal."""
    return _("Send PDF, Word, Excel or pictures up to %(size)s MB.") % {"size": limits().size // MEGABYTE}


def upload(
    *,
    organisation: Organisation,
    upload: "UploadedFile[Any]",
    title: str = "",
    confidentiality: str = Confidentiality.COMPANY,
    about_person: UUID | None = None,
    valid_until: date | None = None,
    sites: Iterable[UUID] = (),
    uploader: User | None,
    uploader_label: str = "",
    now: datetime,
) -> Document:
    """Take one file in; raises UploadRefused with the sentence for the person who sent it.

    It is about the places `sites`, none meaning the company; what somebody limited to kinds or places sends is about these.

    The same bytes for the same readers give the document that is there (its `uploaded_at` is then earlier than `now`).
    With a scanner configured a new document waits for it, and is not served before.
    """
    name = rules.clean_name(upload.name or "")
    file = cast(BinaryIO, upload.file)
    try:
        checked = _check(file, rules.extension_of(name))
    except FileRefused as refusal:
        raise UploadRefused(sentence(refusal.fault, name)) from refusal
    return _keep(
        file,
        checked,
        actor=uploader or System(uploader_label),
        at=now,
        organisation=organisation,
        title=(title.strip() or name)[:200],
        file_name=name,
        confidentiality=confidentiality,
        about_person=about_person,
        valid_until=valid_until,
        about=_about(organisation, uploader, frozenset(sites), local_date(now)),
        status=DocumentStatus.WAITING if settings.CLAMD_URL else DocumentStatus.CLEAN,
        uploaded_by=uploader,
    )


def take_in(
    *,
    organisation: Organisation,
    files: Iterable[tuple["UploadedFile[Any]", str]],
    confidentiality: str = Confidentiality.COMPANY,
    valid_until: date | None = None,
    uploader: User,
    now: datetime,
) -> tuple[list[Document], list[str]]:
    """Take several files (each with its title or "") in: the documents, and a sentence for each file that was refused.

    One bad file does not lose the others.
    """
    taken, refusals = [], []
    for file, title in files:
        try:
            taken.append(
                upload(
                    organisation=organisation,
                    upload=file,
                    title=title,
                    confidentiality=confidentiality,
                    valid_until=valid_until,
                    uploader=uploader,
                    now=now,
                )
            )
        except Refused as refusal:
            refusals.append(refusal.message)
    return taken, refusals


def store_generated(
    *,
    organisation: Organisation,
    title: str,
    file_name: str,
    content: bytes,
    content_type: str,
    actor: Actor,
    now: datetime,
    confidentiality: str = Confidentiality.COMPANY,
    kinds: Iterable[str] = (),
) -> Document:
    """Keep a file that the portal made itself: it needs no scan, and its pages can be shown."""
    file = BytesIO(content)
    return _keep(
        file,
        _Checked(len(content), hashlib.sha256(content).hexdigest(), content_type, _pages_of_own(file)),
        actor=actor,
        at=now,
        organisation=organisation,
        title=title[:200],
        file_name=rules.clean_name(file_name),
        confidentiality=confidentiality,
        about_person=None,
        valid_until=None,
        about=Reach(kinds=frozenset(kinds)),
        status=DocumentStatus.CLEAN,
        uploaded_by=actor if isinstance(actor, User) else None,
    )


def sentence(fault: Fault, name: str) -> str:
    """What is wrong with the file and what to do."""
    return str(SENTENCES[fault]) % {"name": name, "size": limits().size // MEGABYTE, "send": accepted_list()}


def _check(file: BinaryIO, extension: str) -> _Checked:
    bounds = limits()
    size, sha256 = _measured(file, bounds)
    if fault := rules.size_fault(size, bounds) or rules.type_fault(extension, signatures.family_of(file)):
        locked = fault is Fault.OTHER_CONTENT and archives.is_locked(file)
        raise FileRefused(Fault.PROTECTED if locked else fault)
    kind = ACCEPTED[extension]
    pages = _look_inside(file, kind, bounds)
    if selectors.was_found_harmful(sha256):
        raise FileRefused(Fault.HARMFUL)
    return _Checked(size, sha256, kind.content_type, pages)


def _measured(file: BinaryIO, bounds: Limits) -> tuple[int, str]:
    """Size and digest of the bytes that came, whatever size was claimed; stops reading just above the limit."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while size <= bounds.size and (chunk := file.read(CHUNK)):
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()


def _look_inside(file: BinaryIO, kind: rules.FileType, bounds: Limits) -> int | None:
    if kind.family is Family.PDF:
        return pdf.page_count(file, bounds)
    if kind.family in PICTURES:
        return pictures.page_count(file, bounds)
    archives.check(file, kind, bounds)
    return None


def _pages_of_own(file: BinaryIO) -> int | None:
    if signatures.family_of(file) is not Family.PDF:
        return None
    try:
        return pdf.page_count(file, limits())
    except FileRefused:
        return None


def _about(organisation: Organisation, uploader: User | None, sites: frozenset[UUID], on: date) -> Reach:
    acting = acting_in(uploader, organisation, on) if uploader is not None and not uploader.is_staff else None
    if acting is None:
        return Reach(sites=sites)
    return Reach(kinds=acting.kinds, sites=(sites & acting.sites or acting.sites) if acting.sites else sites)


def _keep(file: BinaryIO, checked: _Checked, *, actor: Actor, at: datetime, about: Reach, **row: Any) -> Document:
    """Store the bytes and write the row, or give the one that is there. Two equal uploads at once make one row."""
    same = {key: row[key] for key in ("organisation", "confidentiality", "about_person")}
    if existing := selectors.same_content(sha256=checked.sha256, **same):
        return widen(document=existing, about=about, actor=actor, now=at)
    row |= {"kinds": sorted(about.kinds), "sites": sorted(about.sites)}
    key = store.save(file)
    try:
        with acting(actor=actor, at=at), transaction.atomic():
            return _write(checked, key, actor, at, row)
    except IntegrityError as error:
        store.remove(key)
        if SAME_CONTENT not in str(error):
            raise
        found = cast(Document, selectors.same_content(sha256=checked.sha256, **same))
        return widen(document=found, about=about, actor=actor, now=at)
    except BaseException:
        store.remove(key)
        raise


def _write(checked: _Checked, key: str, actor: Actor, at: datetime, row: Mapping[str, Any]) -> Document:
    kept_for = settings.DOCUMENT_PERSONAL_RETENTION_YEARS
    document = Document.objects.create(
        size=checked.size,
        sha256=checked.sha256,
        content_type=checked.content_type,
        page_count=checked.page_count,
        storage_key=key,
        retain_until=rules.retain_until(local_date(at), kept_for) if row["about_person"] else None,
        uploaded_at=at,
        uploaded_by_label=actor.actor_label[:200],
        **row,
    )
    told = {"size": document.size, "sha256": document.sha256, "confidentiality": document.confidentiality}
    record("document.added", subject=document, organisation_id=document.organisation_id, data=told)
    return document
