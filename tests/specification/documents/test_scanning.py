"""Nothing is served before a clean scan, and a scanner without an answer never lets a file through."""

from contextlib import closing
from typing import Any

import pytest

from foundation.audit.services import Refused
from foundation.documents import services, tasks
from foundation.documents.models import Document
from foundation.documents.states import DocumentStatus
from foundation.identity.models import Organisation
from tests.support import documents as files
from tests.support.documents import EICAR, make_document, scanner
from tests.support.identity import make_company, moment

pytestmark = pytest.mark.django_db
HARMFUL = files.pdf() + EICAR


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Any) -> None:
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": store}


@pytest.fixture
def company() -> Organisation:
    return make_company()


def test_a_waiting_file_is_not_served_until_the_scanner_passed_it(company: Organisation, settings: Any) -> None:
    with scanner() as settings.CLAMD_URL:
        # given a new file
        document = make_document(company, None)
        assert document.status == DocumentStatus.WAITING
        with pytest.raises(Refused, match="not checked yet"):
            services.serve(document)
        with pytest.raises(Refused, match="not checked yet"):
            services.page_image(document, 1)
        # when the scanner passed it
        assert tasks.scan_waiting() == 1
    # then it is served
    document.refresh_from_db()
    assert document.status == DocumentStatus.CLEAN
    with closing(services.serve(document)) as served:
        assert served.status_code == 200


def test_a_harmful_file_is_refused_for_good_and_not_taken_a_second_time(company: Organisation, settings: Any) -> None:
    with scanner() as settings.CLAMD_URL:
        document = make_document(company, None, "bad.pdf", HARMFUL)
        assert tasks.scan(document_id=document.pk) == DocumentStatus.INFECTED
        document.refresh_from_db()
        with pytest.raises(Refused):
            services.serve(document)
        with pytest.raises(Refused, match="our virus check refused this file before"):
            make_document(make_company("Velin Motors Ltd"), None, "again.pdf", HARMFUL)


@pytest.mark.parametrize("answer", [b"", b"stream: OK", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OKAY\0"])
def test_an_unclear_answer_leaves_the_file_waiting(company: Organisation, settings: Any, answer: bytes) -> None:
    with scanner(lambda content: answer) as settings.CLAMD_URL:
        document = make_document(company, None)
        services.scan_waiting(now=moment())
    document.refresh_from_db()
    expected = DocumentStatus.CLEAN if answer == b"stream: OK" else DocumentStatus.WAITING
    assert document.status == expected


def test_with_the_scanner_down_every_file_waits(company: Organisation, settings: Any) -> None:
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    for number in range(3):
        make_document(company, None, f"{number}.pdf", files.pdf(text=str(number)))
    assert services.scan_waiting(now=moment()) == 0
    assert set(Document.objects.values_list("status", flat=True)) == {DocumentStatus.WAITING}


def test_one_file_without_a_verdict_does_not_hold_up_the_others(company: Organisation, settings: Any) -> None:
    def answer(content: bytes) -> bytes:
        return b"stream: limit exceeded ERROR\0" if EICAR in content else b"stream: OK\0"

    with scanner(answer) as settings.CLAMD_URL:
        make_document(company, None, "large.pdf", HARMFUL)
        clean = make_document(company, None)
        assert services.scan_waiting(now=moment()) == 1
    clean.refresh_from_db()
    assert clean.status == DocumentStatus.CLEAN


def test_scanning_twice_changes_nothing(company: Organisation, settings: Any) -> None:
    with scanner() as settings.CLAMD_URL:
        document = make_document(company, None)
        assert {services.scan(document_id=document.pk, now=moment()) for _ in range(2)} == {DocumentStatus.CLEAN}
