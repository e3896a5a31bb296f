"""Looks into a Word or Excel file: members, ratio and unpacked size stay within limits, nothing is locked, no macros."""

import zipfile
import zlib
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from foundation.documents.rules import Archive, Fault, FileRefused, FileType, Limits, archive_fault

CHUNK = 256 * 1024
ENCRYPTED = 0x1
# Office files know no other packing; what is packed in another way fails in its own ways and may ask for much memory.
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# A password-protected Office file is no zip at all but an OLE container with one stream of this name.
_LOCKED_IN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_NAME = "EncryptedPackage".encode("utf-16-le")
# What Word and Excel fetch and run by themselves when it lies elsewhere: a template with macros, an object, a part.
_FETCHED = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument")
MOST_RELATIONS = 1024 * 1024
_MACROS = ("vbaproject.bin", "vbadata.xml")


def check(file: BinaryIO, kind: FileType, limits: Limits) -> None:
    """Raises FileRefused when the archive is a bomb, is locked, holds macros or is no file of this kind."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_directory(archive, kind, limits)
            _check_contents(archive, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise FileRefused(Fault.UNREADABLE) from error
    except (ParseError, DefusedXmlException) as error:
        raise FileRefused(Fault.UNREADABLE) from error
    finally:
        file.seek(0)


def is_locked(file: BinaryIO) -> bool:
    """Whether a file is a Word or Excel file behind a password."""
    file.seek(0)
    content = file.read()
    file.seek(0)
    return content.startswith(_LOCKED_IN) and _LOCKED_NAME in content


def _check_directory(archive: zipfile.ZipFile, kind: FileType, limits: Limits) -> None:
    """What the archive says about itself, before anything is unpacked."""
    members = archive.infolist()
    facts = Archive(len(members), sum(m.compress_size for m in members), sum(m.file_size for m in members))
    if fault := archive_fault(facts, limits):
        raise FileRefused(fault)
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise FileRefused(Fault.PROTECTED)
    if any(member.compress_type not in _PACKINGS for member in members):
        raise FileRefused(Fault.UNREADABLE)
    names = {member.filename for member in members}
    if not {"[Content_Types].xml", kind.main_part} <= names:
        raise FileRefused(Fault.OTHER_CONTENT)
    if any(name.lower().endswith(_MACROS) for name in names):
        raise FileRefused(Fault.ACTIVE)


def _check_contents(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Unpack into nothing and count: the directory may lie."""
    unpacked = 0
    for member in archive.infolist():
        if member.filename.lower().endswith(".rels"):
            _check_relations(archive, member)
        with archive.open(member) as content:
            while chunk := content.read(CHUNK):
                unpacked += len(chunk)
                if fault := archive_fault(Archive(0, limits.unpacked, unpacked), limits):
                    raise FileRefused(fault)


def _check_relations(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """A file without macros may still name a template with macros elsewhere, and opening it fetches that."""
    with archive.open(member) as file:
        content = file.read(MOST_RELATIONS + 1)
    if len(content) > MOST_RELATIONS:
        raise FileRefused(Fault.UNPACKS_TOO_LARGE)
    for relation in fromstring(content, forbid_dtd=True).iter():
        outside = relation.get("TargetMode", "").lower() == "external"
        if outside and relation.get("Type", "").endswith(_FETCHED):
            raise FileRefused(Fault.ACTIVE)
