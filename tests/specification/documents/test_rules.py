"""The rules of intake on plain facts."""

from datetime import date

import pytest

from foundation.documents import rules
from foundation.documents.rules import Archive, Family, Fault, Limits

LIMITS = Limits(size=1000, members=3, unpacked=10_000_000, ratio=100)


@pytest.mark.parametrize(("size", "fault"), [(0, Fault.EMPTY), (1, None), (1000, None), (1001, Fault.TOO_LARGE)])
def test_doc_r01_both_ends_of_the_size_are_accepted(size: int, fault: Fault | None) -> None:
    assert rules.size_fault(size, LIMITS) == fault


@pytest.mark.parametrize(
    ("extension", "family", "fault"),
    [
        ("pdf", Family.PDF, None),
        ("jpeg", Family.JPEG, None),
        ("pdf", Family.PNG, Fault.OTHER_CONTENT),
        ("pdf", Family.UNKNOWN, Fault.OTHER_CONTENT),
        ("pdf", Family.PROGRAM, Fault.PROGRAM),
        ("exe", Family.PDF, Fault.PROGRAM),
        ("zip", Family.ZIP, Fault.NOT_ALLOWED),
        ("docm", Family.ZIP, Fault.NOT_ALLOWED),
        ("", Family.PDF, Fault.NOT_ALLOWED),
    ],
)
def test_doc_r02_the_content_is_what_the_extension_says(extension: str, family: Family, fault: Fault | None) -> None:
    assert rules.type_fault(extension, family) == fault


@pytest.mark.parametrize(
    ("archive", "fault"),
    [
        (Archive(3, 100_000, 10_000_000), None),
        (Archive(4, 10, 10), Fault.UNPACKS_TOO_LARGE),
        (Archive(1, 1_000_000, 10_000_001), Fault.UNPACKS_TOO_LARGE),
        (Archive(1, 20_000, 2_000_001), Fault.UNPACKS_TOO_LARGE),
        (Archive(1, 1, 1_000_000), None),
    ],
)
def test_doc_r03_an_archive_stays_within_members_size_and_ratio(archive: Archive, fault: Fault | None) -> None:
    assert rules.archive_fault(archive, LIMITS) == fault


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Mill Street count.pdf", "Mill Street count.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\mira\\scan.pdf", "scan.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("  .pdf. ", "pdf"),
        ("", "file"),
        ("Zoe\u0308.pdf", "Zoë.pdf"),
        ("x" * 200 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_doc_r04_a_file_name_is_a_name_and_no_path(name: str, kept: str) -> None:
    assert rules.clean_name(name) == kept


def test_doc_r05_a_paper_of_29_february_is_kept_until_28_february() -> None:
    assert rules.retain_until(date(2024, 2, 29), 5) == date(2029, 2, 28)
    assert rules.retain_until(date(2026, 11, 3), 5) == date(2031, 11, 3)


@pytest.mark.parametrize(
    ("confidentiality", "status", "removed", "signatory", "opens"),
    [
        ("COMPANY", "CLEAN", False, False, True),
        ("COMPANY", "WAITING", False, True, False),
        ("COMPANY", "INFECTED", False, True, False),
        ("COMPANY", "CLEAN", True, True, False),
        ("SIGNATORIES", "CLEAN", False, False, False),
        ("SIGNATORIES", "CLEAN", False, True, True),
        ("OFFICERS", "CLEAN", False, True, False),
    ],
)
def test_doc_r06_the_company_opens_what_is_checked_and_meant_for_it(
    confidentiality: str, status: str, removed: bool, signatory: bool, opens: bool
) -> None:
    facts = {"confidentiality": confidentiality, "status": status, "removed": removed, "signatory": signatory}
    assert rules.company_may_open(**facts) is opens
