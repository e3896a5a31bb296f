"""What is taken in, and the sentence that each bad file gets."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connections

from foundation.audit.models import Event
from foundation.audit.services import Refused
from foundation.documents import services
from foundation.documents.models import Document
from foundation.documents.states import Confidentiality, DocumentStatus
from foundation.identity.models import Organisation, User
from tests.support import documents as files
from tests.support.documents import make_document, sent
from tests.support.identity import make_company, make_member, moment

pytestmark = pytest.mark.django_db
SEND = "Send PDF, Word, Excel or pictures up to 25 MB."


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Any) -> None:
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": store}
    settings.CLAMD_URL = ""


@pytest.fixture
def company() -> Organisation:
    return make_company()


@pytest.fixture
def preparer(company: Organisation) -> User:
    return make_member(company, "PREPARER")


def _many_members() -> bytes:
    return files.archive({"[Content_Types].xml": b"x", "word/document.xml": b"x"} | {f"m{n}": b"" for n in range(2100)})


BAD: list[tuple[str, Any, str]] = [
    ("empty.pdf", b"", "‘empty.pdf’ is empty."),
    ("scan.exe", b"MZ\x90\x00", f"We could not accept ‘scan.exe’: programs are not allowed. {SEND}"),
    ("scan.pdf", b"MZ\x90\x00 renamed", "We could not accept ‘scan.pdf’: programs are not allowed."),
    ("run.pdf", b"#!/bin/sh\nrm", "programs are not allowed"),
    ("page.html", b"<html>", f"We could not accept ‘page.html’: files of this type are not allowed. {SEND}"),
    ("drawing.svg", b"<svg>", "files of this type are not allowed"),
    ("photo.pdf", files.picture(), "The content of ‘photo.pdf’ is not what its name says."),
    ("letter.docx", files.pdf(), "The content of ‘letter.docx’ is not what its name says."),
    ("sheet.xlsx", files.docx(), "The content of ‘sheet.xlsx’ is not what its name says."),
    (
        "Mill Street count.pdf",
        files.protected_pdf(),
        "‘Mill Street count.pdf’ is protected by a password. Save it without one and add it again.",
    ),
    ("form.pdf", files.scripted_pdf(), "‘form.pdf’ contains scripts or macros."),
    ("link.pdf", files.launching_pdf(), "‘link.pdf’ contains scripts or macros."),
    ("torn.pdf", b"%PDF-1.7\nnothing follows", "We can’t read ‘torn.pdf’."),
    ("bomb.pdf", files.packed_pdf(300_000_000), "‘bomb.pdf’ is too large when it is opened."),
    ("twice.pdf", files.packed_pdf(1_000_000, times=2), "‘twice.pdf’ is too large when it is opened."),
    ("scan.tif", files.scan_without_width(), "We can’t read ‘scan.tif’."),
    ("large.tif", files.scans(100, 8000), "‘large.tif’ has too many pixels."),
    ("other.docx", files.packed_otherwise(), "We can’t read ‘other.docx’."),
    ("torn.png", files.picture()[:60], "We can’t read ‘torn.png’."),
    ("torn.docx", files.docx()[:80], "We can’t read ‘torn.docx’."),
    ("macro.docx", files.docx(**{"word/vbaProject.bin": b"x"}), "‘macro.docx’ contains scripts or macros."),
    ("remote.docx", files.remote_template(), "‘remote.docx’ contains scripts or macros."),
    ("bomb.docx", files.docx(bomb=bytes(30_000_000)), "‘bomb.docx’ is too large when it is opened."),
    ("members.docx", _many_members(), "‘members.docx’ is too large when it is opened."),
]


@pytest.mark.parametrize(("name", "content", "sentence"), BAD, ids=[name for name, _content, _sentence in BAD])
def test_a_bad_file_is_refused_with_a_sentence_and_leaves_nothing(
    company: Organisation, preparer: User, tmp_path: Any, name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        make_document(company, preparer, name, content) if content else services.upload(
            organisation=company, upload=sent(name, content), uploader=preparer, now=moment()
        )
    assert sentence in refused.value.message
    assert not Document.objects.exists()
    assert not [path for path in tmp_path.glob("**/*") if path.is_file()]


def test_a_lying_archive_directory_is_found_out(company: Organisation, preparer: User) -> None:
    # given a bomb whose directory claims that it unpacks to a few bytes
    content = bytearray(files.docx(bomb=bytes(5_000_000)))
    true_size = (5_000_000).to_bytes(4, "little")
    while (place := content.find(true_size)) >= 0:
        content[place : place + 4] = (50).to_bytes(4, "little")
    # when it is sent, then it is not taken in
    with pytest.raises(Refused):
        make_document(company, preparer, "bomb.docx", bytes(content))


def test_the_bytes_are_counted_and_not_the_claim(company: Organisation, preparer: User, settings: Any) -> None:
    settings.DOCUMENT_MAX_BYTES = 1024 * 1024
    upload = sent("count.pdf", files.pdf() + b" " * 1024 * 1024)
    upload.size = 10
    with pytest.raises(Refused, match="is larger than 1 MB"):
        services.upload(organisation=company, upload=upload, uploader=preparer, now=moment())


def test_a_huge_claim_about_a_small_file_is_ignored(company: Organisation, preparer: User) -> None:
    upload = sent("count.pdf", files.pdf())
    upload.size = 10**15
    document = services.upload(organisation=company, upload=upload, uploader=preparer, now=moment())
    assert document.size == len(files.pdf()) or document.size < 10_000


def test_a_picture_with_too_many_pixels_is_refused(company: Organisation, preparer: User) -> None:
    with pytest.raises(Refused, match="has too many pixels"):
        make_document(company, preparer, "map.png", files.picture(10_000, 5_001))


@pytest.mark.parametrize(
    ("name", "content", "content_type", "pages"),
    [
        ("a.pdf", files.pdf(3), "application/pdf", 3),
        ("packed.pdf", files.packed_pdf(1_000_000), "application/pdf", 1),
        ("a.docx", files.docx(), files.WORD, None),
        ("a.PNG", files.picture(), "image/png", 1),
        ("a.jpg", files.picture(form="JPEG"), "image/jpeg", 1),
        ("a.tiff", files.picture(form="TIFF"), "image/tiff", 1),
        ("a.webp", files.picture(form="WEBP"), "image/webp", 1),
    ],
)
def test_a_good_file_is_kept_under_a_key_that_tells_nothing(
    company: Organisation, preparer: User, name: str, content: bytes, content_type: str, pages: int | None
) -> None:
    document = make_document(company, preparer, name, content)
    assert (document.content_type, document.page_count, document.status) == (content_type, pages, DocumentStatus.CLEAN)
    assert name.rpartition(".")[0] not in document.storage_key.rpartition("/")[2].split(".")
    with default_storage.open(document.storage_key) as kept:
        assert kept.read() == content
    assert Event.objects.get(name="document.added").organisation_id == company.pk


def test_the_same_file_again_is_the_document_that_is_there(company: Organisation, preparer: User) -> None:
    content = files.pdf()
    first = make_document(company, preparer, "count.pdf", content)
    assert make_document(company, preparer, "another name.pdf", content) == first
    # but other readers, another company, and a file that was taken out, make a new one
    closed = make_document(company, preparer, "count.pdf", content, confidentiality=Confidentiality.SIGNATORIES)
    other = make_document(make_company("Velin Motors Ltd"), preparer, "count.pdf", content)
    services.withdraw(document=first, actor=preparer, now=moment())
    again = make_document(company, preparer, "count.pdf", content)
    assert len({first.pk, closed.pk, other.pk, again.pk}) == 4


@pytest.mark.django_db(transaction=True)
def test_ten_equal_uploads_at_once_make_one_document(tmp_path: Any) -> None:
    company = make_company()
    preparer, content = make_member(company, "PREPARER"), files.pdf()

    def send(_number: int) -> int:
        try:
            return make_document(company, preparer, "count.pdf", content).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        keys = set(pool.map(send, range(10)))
    assert len(keys) == Document.objects.count() == 1
    assert len([path for path in tmp_path.glob("**/*") if path.is_file()]) == 1


def test_a_paper_about_a_person_has_a_retention_of_its_own(company: Organisation) -> None:
    person = company.public_id
    paper = make_document(
        company, None, "passport.png", files.picture(), about_person=person, confidentiality=Confidentiality.OFFICERS
    )
    assert paper.retain_until is not None
    assert (paper.uploaded_by, paper.uploaded_by_label) == (None, "Jonas Halvek")
    assert paper.retain_until.year == paper.uploaded_at.year + 5


def test_a_file_made_by_the_portal_needs_no_scanner(company: Organisation, preparer: User, settings: Any) -> None:
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    document = services.store_generated(
        organisation=company,
        title="Certificate",
        file_name="AEO-2026-000123.pdf",
        content=files.pdf(2),
        content_type="application/pdf",
        actor=preparer,
        now=moment(),
    )
    assert (document.status, document.page_count) == (DocumentStatus.CLEAN, 2)
