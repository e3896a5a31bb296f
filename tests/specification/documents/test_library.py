"""The company's library in the browser: what it lists, opens and hides."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from foundation.correspondence import services as correspondence
from foundation.documents.models import Document
from foundation.documents.states import Confidentiality
from foundation.identity.models import Organisation, User
from tests.support import documents as files
from tests.support.documents import make_document, sent
from tests.support.identity import make_company, make_member, make_officer, moment, sign_in

pytestmark = pytest.mark.django_db


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


def _client(user: User) -> Client:
    client = Client()
    sign_in(client, user)
    return client


def _routes(document: Document) -> list[str]:
    return [
        reverse("documents:open", args=[document.public_id]),
        reverse("documents:download", args=[document.public_id]),
        reverse("documents:page", args=[document.public_id, 1]),
    ]


def test_a_file_is_added_by_a_plain_form_and_a_bad_one_beside_it_is_named(
    company: Organisation, preparer: User
) -> None:
    client = _client(preparer)
    data = {
        "files": [sent("good.pdf", files.pdf()), sent("scan.exe", b"MZ")],
        "confidentiality": "COMPANY",
        "title": "",
        "valid_until_day": "31",
        "valid_until_month": "1",
        "valid_until_year": "2027",
    }
    response = client.post(reverse("documents:upload"), data)
    assert response.status_code == 422
    assert "We could not accept ‘scan.exe’: programs are not allowed." in response.content.decode()
    assert Document.objects.get().title == "good.pdf"
    assert Document.objects.get().valid_until == date(2027, 1, 31)
    # and a second time the file is offered as the one that is there
    again = files.picture()
    make_document(company, preparer, "first name.png", again)
    data["files"] = [sent("second name.png", again), sent("new.jpg", files.picture(form="JPEG"))]
    text = client.post(reverse("documents:upload"), data, follow=True).content.decode()
    assert "You have this file already, as ‘first name.png’." in text
    assert "1 file is added." in text
    assert Document.objects.count() == 3


def test_the_form_says_what_is_missing(preparer: User) -> None:
    wrong = {
        "confidentiality": "OFFICERS",
        "valid_until_day": "31",
        "valid_until_month": "2",
        "valid_until_year": "2027",
    }
    response = _client(preparer).post(reverse("documents:upload"), wrong)
    text = response.content.decode()
    assert response.status_code == 422
    assert "Choose at least one file." in text
    assert "Enter a day that exists" in text
    assert "Error:" in text
    assert not Document.objects.exists()


def test_a_document_is_shown_page_by_page_and_served_as_an_attachment(company: Organisation, preparer: User) -> None:
    document = make_document(company, preparer, "Zählung №1.pdf", files.pdf(3))
    client = _client(preparer)
    viewer, download, page = _routes(document)
    text = client.get(f"{viewer}?page=2").content.decode()
    assert "Page 2 of 3" in text
    assert "?page=1" in text
    assert "?page=3" in text
    served = client.get(download)
    assert served["Content-Disposition"].startswith("attachment; filename*=utf-8''Z%C3%A4hlung")
    assert served["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served["Content-Security-Policy"]
    assert served["Cache-Control"] == "private, no-store"
    assert b"".join(served.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    with Image.open(BytesIO(client.get(page).content)) as image:
        assert image.format == "PNG"
    assert client.get(reverse("documents:page", args=[document.public_id, 4])).status_code == 404
    assert client.get(reverse("documents:page", args=[document.public_id, 0])).status_code == 404


def test_another_company_finds_404_everywhere(company: Organisation, preparer: User) -> None:
    document = make_document(company, preparer)
    stranger = _client(make_member(make_company("Velin Motors Ltd"), "ADMINISTRATOR", "SIGNATORY", "PREPARER"))
    assert [stranger.get(url).status_code for url in _routes(document)] == [404, 404, 404]
    assert stranger.post(reverse("documents:withdraw", args=[document.public_id])).status_code == 404
    assert document.title not in stranger.get(reverse("documents:library")).content.decode()


def test_papers_for_officers_are_listed_and_cannot_be_opened(company: Organisation, preparer: User) -> None:
    paper = make_document(
        company,
        None,
        "Police record.pdf",
        confidentiality=Confidentiality.OFFICERS,
        about_person=company.public_id,
    )
    client = _client(preparer)
    text = client.get(reverse("documents:library")).content.decode()
    assert "Personal paper of Jonas Halvek" in text
    assert "Police record" not in text
    assert [client.get(url).status_code for url in _routes(paper)] == [404, 404, 404]
    assert client.post(reverse("documents:withdraw", args=[paper.public_id])).status_code == 404


def test_papers_for_signatories_do_not_exist_for_others(company: Organisation, preparer: User) -> None:
    paper = make_document(company, preparer, "Contract.pdf", confidentiality=Confidentiality.SIGNATORIES)
    signatory = _client(make_member(company, "SIGNATORY"))
    assert "Contract.pdf" not in _client(preparer).get(reverse("documents:library")).content.decode()
    assert _client(preparer).get(_routes(paper)[0]).status_code == 404
    assert signatory.get(_routes(paper)[0]).status_code == 200


def test_a_used_document_stays_and_an_unused_one_is_taken_out(company: Organisation, preparer: User) -> None:
    used, unused = make_document(company, preparer, "used.pdf"), make_document(company, preparer, "unused.pdf")
    thread = correspondence.open_thread(organisation=company, subject="Stock", actor=preparer, now=moment())
    correspondence.post_message(
        thread=thread, side="TRADER", author=preparer, body="See it.", documents=[used], actor=preparer, now=moment()
    )
    client = _client(preparer)
    answer = client.post(reverse("documents:withdraw", args=[used.public_id]), follow=True)
    assert "It stays as it is." in answer.content.decode()
    client.post(reverse("documents:withdraw", args=[unused.public_id]))
    assert list(Document.objects.filter(removed_at__isnull=True)) == [used]
    assert client.get(_routes(unused)[0]).status_code == 404


def test_taking_out_is_no_link(company: Organisation, preparer: User) -> None:
    document = make_document(company, preparer)
    assert _client(preparer).get(reverse("documents:withdraw", args=[document.public_id])).status_code == 405


def test_the_library_asks_the_same_number_of_questions_for_2_and_for_20(company: Organisation, preparer: User) -> None:
    client = _client(preparer)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("documents:library")).status_code == 200
        return len(asked)

    for number in range(2):
        make_document(company, preparer, f"{number}.pdf", files.pdf(text=str(number)))
    questions()
    few = questions()
    for number in range(2, 20):
        make_document(company, preparer, f"{number}.pdf", files.pdf(text=str(number)))
    assert questions() == few


def test_officers_do_not_come_in_by_the_companys_door(company: Organisation, preparer: User) -> None:
    document = make_document(company, preparer)
    officer = make_officer("CASE_OFFICER")
    assert [_client(officer).get(url).status_code for url in _routes(document)] == [404, 404, 404]


def test_a_request_larger_than_any_form_is_refused_before_it_is_read(preparer: User, settings: Any) -> None:
    settings.REQUEST_MAX_BYTES = 1000
    data = {"files": [sent("good.pdf", files.pdf() + b" " * 1000)], "confidentiality": "COMPANY"}
    answer = _client(preparer).post(reverse("documents:upload"), data)
    assert answer.status_code == 413
    assert "Send fewer or smaller files." in answer.content.decode()
    assert not Document.objects.exists()
