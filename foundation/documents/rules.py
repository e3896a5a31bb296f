"""What a file must be like to be taken in, and who may open it. Pure: facts in, verdicts out."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath

from .states import Confidentiality, DocumentStatus

MAX_NAME = 150


class Fault(StrEnum):
    """Why a file is not taken in. The sentences stand in `services`."""

    EMPTY = "EMPTY"
    TOO_LARGE = "TOO_LARGE"
    PROGRAM = "PROGRAM"
    NOT_ALLOWED = "NOT_ALLOWED"
    OTHER_CONTENT = "OTHER_CONTENT"
    PROTECTED = "PROTECTED"
    ACTIVE = "ACTIVE"
    UNREADABLE = "UNREADABLE"
    UNPACKS_TOO_LARGE = "UNPACKS_TOO_LARGE"
    PICTURE_TOO_LARGE = "PICTURE_TOO_LARGE"
    HARMFUL = "HARMFUL"


class FileRefused(Exception):
    """A file that cannot be taken in; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class Family(StrEnum):
    """What the first bytes of a file say it is."""

    PDF = "PDF"
    PNG = "PNG"
    JPEG = "JPEG"
    GIF = "GIF"
    TIFF = "TIFF"
    WEBP = "WEBP"
    ZIP = "ZIP"
    PROGRAM = "PROGRAM"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class FileType:
    """One accepted type: what the bytes must be and what the browser is told."""

    family: Family
    content_type: str
    main_part: str = ""  # Word and Excel: the part that makes the archive this type


_OFFICE = "application/vnd.openxmlformats-officedocument."
ACCEPTED: Mapping[str, FileType] = {
    "pdf": FileType(Family.PDF, "application/pdf"),
    "docx": FileType(Family.ZIP, f"{_OFFICE}wordprocessingml.document", "word/document.xml"),
    "xlsx": FileType(Family.ZIP, f"{_OFFICE}spreadsheetml.sheet", "xl/workbook.xml"),
    "png": FileType(Family.PNG, "image/png"),
    "jpg": FileType(Family.JPEG, "image/jpeg"),
    "jpeg": FileType(Family.JPEG, "image/jpeg"),
    "gif": FileType(Family.GIF, "image/gif"),
    "tif": FileType(Family.TIFF, "image/tiff"),
    "tiff": FileType(Family.TIFF, "image/tiff"),
    "webp": FileType(Family.WEBP, "image/webp"),
}
PICTURES = frozenset({Family.PNG, Family.JPEG, Family.GIF, Family.TIFF, Family.WEBP})
PROGRAM_EXTENSIONS = frozenset(
    [
        *("apk", "app", "bat", "bin", "cmd", "com", "cpl", "dll", "dmg", "elf", "exe", "gadget", "hta", "iso", "jar"),
        *("js", "jse", "lnk", "msi", "msp", "ps1", "py", "scr", "sh", "sys", "vb", "vbe", "vbs", "wsf"),
    ]
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of intake. `size` and `unpacked` in bytes, `ratio` unpacked to packed, `pixels` in one picture."""

    size: int
    members: int = 2_000
    unpacked: int = 200 * 1024 * 1024
    ratio: int = 100
    pixels: int = 50_000_000
    frames: int = 300
    pages: int = 2_000
    pdf_stream: int = 256 * 1024 * 1024
    pdf_unpacked: int = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Archive:
    """What an archive says about itself, or what unpacking it showed."""

    members: int
    packed: int
    unpacked: int


def size_fault(size: int, limits: Limits) -> Fault | None:
    """DOC-R01 (ASVS 5.2.1): a file has at least one byte and at most the set number; both ends are accepted."""
    if size <= 0:
        return Fault.EMPTY
    return Fault.TOO_LARGE if size > limits.size else None


def type_fault(extension: str, family: Family) -> Fault | None:
    """DOC-R02 (ASVS 5.2.2): only the listed extensions, and the content must be what the extension says."""
    if family is Family.PROGRAM or extension in PROGRAM_EXTENSIONS:
        return Fault.PROGRAM
    accepted = ACCEPTED.get(extension)
    if accepted is None:
        return Fault.NOT_ALLOWED
    return None if accepted.family is family else Fault.OTHER_CONTENT


def archive_fault(archive: Archive, limits: Limits) -> Fault | None:
    """DOC-R03 (ASVS 5.2.3): an archive holds a bounded number of members and unpacks to a bounded size and ratio.

    Small archives of repetitive text have a high ratio without harm, so the ratio counts from one megabyte on.
    """
    too_dense = archive.unpacked > 1024 * 1024 and archive.unpacked > limits.ratio * max(archive.packed, 1)
    if archive.members > limits.members or archive.unpacked > limits.unpacked or too_dense:
        return Fault.UNPACKS_TOO_LARGE
    return None


def clean_name(name: str) -> str:
    """DOC-R04 (ASVS 5.3.2): a file name is the last part of what was sent, without control or direction characters.

    It keeps its extension and at most 150 characters; it names the download and never a place in the storage.
    """
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    kept = "".join(" " if char in '<>:"|?*/' else char for char in last if unicodedata.category(char)[0] != "C")
    words = " ".join(kept.split()).strip(". ") or "file"
    stem, dot, extension = words.rpartition(".")
    if len(words) <= MAX_NAME:
        return words
    return f"{stem[: MAX_NAME - len(extension) - 1]}.{extension}" if dot and len(extension) <= 10 else words[:MAX_NAME]


def extension_of(name: str) -> str:
    """The extension in lower case without its dot; empty when there is none."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def retain_until(uploaded_on: date, years: int) -> date:
    """DOC-R05 (privacy notice): papers about a person are kept for a set number of years, until the same day.

    29 February becomes 28 February in a year that has none.
    """
    try:
        return uploaded_on.replace(year=uploaded_on.year + years)
    except ValueError:
        return uploaded_on.replace(year=uploaded_on.year + years, day=28)


def company_may_open(*, confidentiality: str, status: str, removed: bool, signatory: bool) -> bool:
    """DOC-R06 (house: confidentiality): the company opens what is checked and not for officers only.

    What is for signatories only opens for them alone.
    """
    if removed or status != DocumentStatus.CLEAN or confidentiality == Confidentiality.OFFICERS:
        return False
    return signatory or confidentiality == Confidentiality.COMPANY
