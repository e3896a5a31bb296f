"""Inbox and conversation in the browser, for both sides of the counter."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.correspondence import selectors, services
from foundation.correspondence.models import Message, Notice, Thread
from foundation.correspondence.states import Side
from foundation.documents.models import Document
from foundation.identity.models import Organisation, User
from foundation.identity.selectors import whole
from tests.support import documents as files
from tests.support.correspondence import make_letter, tell
from tests.support.documents import make_document, sent
from tests.support.identity import (
    TEST,
    make_company,
    make_member,
    make_office,
    make_officer,
    make_user,
    moment,
    sign_in,
)

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
    return make_member(company, "PREPARER", user=make_user("Mira Tesk"))


def _client(user: User) -> Client:
    return sign_in(Client(), user)


def _thread(company: Organisation, office: Any = None) -> Thread:
    return services.open_thread(organisation=company, subject="Stock counts", office=office, actor=TEST, now=moment())


def _url(thread: Thread) -> str:
    return reverse("correspondence:thread", args=[thread.public_id])


INBOX = "/messages/"


def test_what_needs_action_stands_apart_from_what_is_for_information(company: Organisation, preparer: User) -> None:
    today = moment().date()
    tell(preparer, organisation=company, kind="ACTION", title="Answer 2 questions", due_on=today + timedelta(days=3))
    tell(
        preparer, organisation=company, kind="ACTION", title="Replace the certificate", due_on=today - timedelta(days=3)
    )
    tell(preparer, organisation=company, kind="INFORMATION", title="Your application is accepted")
    text = _client(preparer).get(INBOX).content.decode()
    action, information = text.split("Messages, newest first")
    assert action.index("Late since") < action.index("Answer 2 questions")
    assert "Your application is accepted" not in action
    assert "For your information" in information


def test_a_notice_is_read_when_it_is_opened_and_leads_on(company: Organisation, preparer: User) -> None:
    client = _client(preparer)
    notice = tell(preparer, organisation=company, body="", url="/help/")
    answer = client.get(reverse("correspondence:notice", args=[notice.public_id]))
    assert (answer.status_code, answer["Location"]) == (302, "/help/")
    assert selectors.unread_count(preparer, [whole(company)]) == 0
    worded = tell(preparer, organisation=company, body="Bring the log book.")
    assert (
        "Bring the log book." in client.get(reverse("correspondence:notice", args=[worded.public_id])).content.decode()
    )


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_a_notice_never_leads_out_of_the_portal(company: Organisation, preparer: User, url: str) -> None:
    notice = tell(preparer, organisation=company, body="", url=url)
    answer = _client(preparer).get(reverse("correspondence:notice", args=[notice.public_id]))
    assert answer.status_code == 200
    assert "evil.example" not in answer.content.decode()


def test_notices_of_others_do_not_exist(company: Organisation, preparer: User) -> None:
    notice = tell(make_member(company, "ADMINISTRATOR"), organisation=company)
    assert _client(preparer).get(reverse("correspondence:notice", args=[notice.public_id])).status_code == 404


def test_an_officer_has_an_inbox_and_marks_a_task_as_done() -> None:
    officer = make_officer("CASE_OFFICER")
    task = tell(officer, kind="ACTION", title="An e-mail failed", url=INBOX)
    client = _client(officer)
    assert "An e-mail failed" in client.get(INBOX).content.decode()
    client.post(reverse("correspondence:settle", args=[task.public_id]))
    assert not selectors.action_notices(officer, None).exists()


def test_a_task_of_a_file_is_settled_by_the_file_alone(company: Organisation, preparer: User) -> None:
    task = tell(preparer, organisation=company, kind="ACTION", file_id=company.public_id)
    assert _client(preparer).post(reverse("correspondence:settle", args=[task.public_id])).status_code == 404


def test_both_sides_write_in_one_conversation_and_each_is_told(company: Organisation, preparer: User) -> None:
    # given a conversation of the northern office
    north = make_office("N", parent=make_office("HQ"))
    leader = make_officer("TEAM_LEADER", office=north)
    officer = make_officer("CASE_OFFICER", office=north, full_name="Dalia Roost")
    thread = _thread(company, north)
    # when the company writes, with a file
    data = {"body": "Here is the count.", "files": [sent("count.pdf", files.pdf())]}
    _client(preparer).post(_url(thread), data)
    # then the leader is told, because nobody wrote yet; the officer answers, and from then on the officer is told
    assert selectors.unread_count(leader, None) == 1
    text = _client(officer).get(_url(thread)).content.decode()
    assert "Here is the count." in text
    assert "count.pdf" in text
    _client(officer).post(_url(thread), {"body": "Thank you."})
    assert selectors.unread_count(preparer, [whole(company)]) == 1
    _client(preparer).post(_url(thread), {"body": "You are welcome."})
    assert selectors.unread_count(officer, None) == 1
    assert selectors.unread_count(leader, None) == 1
    assert list(Message.objects.values_list("side", flat=True)) == [Side.TRADER, Side.CUSTOMS, Side.TRADER]


def test_a_message_with_a_bad_file_is_not_sent_and_the_words_stay(company: Organisation, preparer: User) -> None:
    thread = _thread(company)
    data = {"body": "Here is the count.", "files": [sent("scan.exe", b"MZ"), sent("count.pdf", files.pdf())]}
    answer = _client(preparer).post(_url(thread), data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "We could not accept ‘scan.exe’" in text
    assert "Here is the count." in text
    assert "Error:" in text
    assert not Message.objects.exists()
    assert Document.objects.get().title == "count.pdf"


def test_an_empty_message_is_named(company: Organisation, preparer: User) -> None:
    answer = _client(preparer).post(_url(_thread(company)), {"body": "  "})
    assert "Write your message." in answer.content.decode()


def test_files_of_a_message_open_for_both_sides_and_for_nobody_else(company: Organisation, preparer: User) -> None:
    head = make_office("HQ")
    north, south = make_office("N", parent=head), make_office("S", parent=head)
    thread = _thread(company, north)
    document = make_document(company, preparer)
    services.post_message(
        thread=thread, side=Side.TRADER, author=preparer, body="x", documents=[document], actor=preparer, now=moment()
    )
    other = make_document(company, preparer, "other.pdf", files.pdf(text="other"))
    url = reverse("correspondence:attachment", args=[thread.public_id, document.public_id])
    wrong = reverse("correspondence:attachment", args=[thread.public_id, other.public_id])
    stranger = make_member(make_company("Velin Motors Ltd"), "ADMINISTRATOR")
    here, elsewhere = make_officer("CASE_OFFICER", office=north), make_officer("CASE_OFFICER", office=south)
    border = make_officer("BORDER_OFFICER", office=north)
    statuses = {}
    for name, user in (
        ("own", preparer),
        ("here", here),
        ("stranger", stranger),
        ("south", elsewhere),
        ("border", border),
    ):
        client, found = _client(user), []
        for path in (url, wrong, _url(thread)):
            answer = client.get(path)
            found.append(answer.status_code)
            if answer.streaming:
                assert b"".join(answer.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
        statuses[name] = found
    assert statuses["own"] == statuses["here"] == [200, 404, 200]
    assert statuses["stranger"] == statuses["south"] == [404, 404, 404]
    assert {*statuses["border"]} <= {403, 404}


def test_a_message_takes_no_document_of_another_company(company: Organisation, preparer: User) -> None:
    foreign = make_document(make_company("Velin Motors Ltd"), None)
    with pytest.raises(Exception, match="belongs to somebody else"):
        services.post_message(
            thread=_thread(company),
            side=Side.TRADER,
            author=preparer,
            body="x",
            documents=[foreign],
            actor=preparer,
            now=moment(),
        )


def test_a_message_is_never_changed(company: Organisation, preparer: User) -> None:
    message = services.post_message(
        thread=_thread(company), side=Side.TRADER, author=preparer, body="x", actor=preparer, now=moment()
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(body="y")
    assert not hasattr(Notice, "append_only")


@pytest.mark.parametrize("show", ["messages", "letters", "conversations"])
def test_the_inbox_asks_the_same_number_of_questions_for_2_and_for_20(company: Organisation, show: str) -> None:
    administrator = make_member(company, "ADMINISTRATOR")
    client = _client(administrator)

    def fill(count: int) -> None:
        for _ in range(count):
            make_letter(company)
            thread = _thread(company)
            services.post_message(thread=thread, side=Side.CUSTOMS, author=None, body="x", actor=TEST, now=moment())
            tell(administrator, organisation=company, kind="ACTION", due_on=moment().date())

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{INBOX}?show={show}").status_code == 200
        return len(asked)

    fill(2)
    questions()
    few = questions()
    fill(18)
    assert questions() == few


def test_a_conversation_asks_the_same_number_of_questions_for_2_and_for_20(
    company: Organisation, preparer: User
) -> None:
    thread, client = _thread(company), _client(preparer)

    def fill(start: int, end: int) -> None:
        for number in range(start, end):
            paper = make_document(company, preparer, f"{number}.pdf", files.pdf(text=str(number)))
            services.post_message(
                thread=thread,
                side=Side.TRADER,
                author=preparer,
                body="x",
                documents=[paper],
                actor=preparer,
                now=moment(),
            )

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(_url(thread)).status_code == 200
        return len(asked)

    fill(0, 2)
    questions()
    few = questions()
    fill(2, 20)
    assert questions() == few


def test_a_long_list_has_pages_of_fifty(company: Organisation, preparer: User) -> None:
    with services.without_email():
        for number in range(51):
            tell(preparer, organisation=company, title=f"Number {number}")
    text = _client(preparer).get(INBOX).content.decode()
    assert "Next page" in text
    assert "Showing 1 to 50 of 51" in text
