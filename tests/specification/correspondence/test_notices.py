"""Notices reach several people once, e-mails say “log in” and nothing else, and a failed e-mail becomes a task."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from foundation.audit.services import Refused
from foundation.clock.models import uuid7
from foundation.correspondence import selectors, services
from foundation.correspondence.adapters.mail import MailFailed
from foundation.correspondence.models import Email, Notice, NoticeRecipient
from foundation.correspondence.states import EmailStatus, NoticeKind
from foundation.documents.tasks import scan_waiting
from foundation.identity.selectors import whole
from programme.selectors import email_words
from programme.services import publish_letter, write_letter
from tests.support import documents as files
from tests.support.correspondence import (
    SECRET,
    broker,
    drain_and_work,
    failing_mail,
    make_letter,
    tell,
    waiting,
    work,
)
from tests.support.documents import make_document, scanner
from tests.support.identity import make_company, make_member, make_office, make_officer, make_user, moment, sign_in
from tests.support.programme import reference_data

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.PUBLIC_URL = "https://aeo.example"


def test_every_member_is_told_once_and_former_members_are_not() -> None:
    company = make_company()
    both = make_member(company, "ADMINISTRATOR", "SIGNATORY")
    preparer = make_member(company, "PREPARER")
    make_member(company, "PREPARER", until=moment().date() - timedelta(days=2))
    notice = services.notify_company(
        organisation=company, kind=NoticeKind.INFORMATION, title="Visit", url="/home/", actor=both, now=moment()
    )
    assert set(notice.recipients.values_list("user", flat=True)) == {both.pk, preparer.pk}
    only = services.notify_company(
        organisation=company,
        roles=("SIGNATORY",),
        kind=NoticeKind.INFORMATION,
        title="Sign",
        url="/home/",
        actor=both,
        now=moment(),
    )
    assert [row.user for row in only.recipients.all()] == [both]


def test_an_email_says_log_in_and_nothing_of_the_matter() -> None:
    company = make_company()
    reader = make_member(company, "ADMINISTRATOR", user=make_user("Mira Tesk", language="fr"))
    make_letter(company, subject=f"About {SECRET}")
    assert drain_and_work() == 1
    [sent] = mail.outbox
    whole = f"{sent.subject}\n{sent.body}\n{sent.message().as_string()}"
    assert sent.to == [reader.email]
    assert "https://aeo.example/" in sent.body
    for secret in (SECRET, company.name, "Mira", "/letters/", "About"):
        assert secret not in whole
    assert Email.objects.get().status == EmailStatus.SENT


@pytest.mark.requirement("R-APP-20")
def test_an_email_is_in_the_words_that_were_published_and_in_the_houses_own_where_none_were() -> None:
    reference_data()
    reader = make_user("Mira Tesk", language="fr")
    sofia, henrik = make_officer("PROGRAMME_ADMIN"), make_officer("PROGRAMME_ADMIN")
    words = {"code": "notice.email", "language": "fr", "subject": "{programme} : du nouveau", "legal_basis": ""}
    with pytest.raises(Refused) as refusal:
        write_letter(**words, body="Bonjour {company}\n{link}", edition=0, actor=sofia, now=moment())
    assert "{company} is not known here" in refusal.value.breaches[0]
    draft = write_letter(**words, body="Venez ici :\n{link}", edition=0, actor=sofia, now=moment())

    def told() -> str:
        tell(reader)
        drain_and_work()
        return str(mail.outbox[-1].body)

    assert "Connectez-vous" in told()
    publish_letter(template=draft, edition=draft.edition, actor=henrik, now=moment())
    assert told() == "Venez ici :\nhttps://aeo.example/"
    assert email_words("pt") == services.own_email("pt")


def test_an_email_goes_out_once_even_when_its_task_runs_twice() -> None:
    tell(make_user())
    with broker() as taken:
        services.drain(now=moment())
    for name, arguments in [*taken, *taken]:
        services.send_email(email_id=arguments["email_id"], now=moment())
        assert name == "lifecycle.tasks.send_email"
    assert len(mail.outbox) == 1


def test_a_wrong_address_gives_the_sending_officer_a_task_without_another_email() -> None:
    company = make_company()
    reader = make_member(company, "SIGNATORY")
    officer = make_officer("CASE_OFFICER")
    make_letter(company, actor=officer)
    with failing_mail(permanent=True):
        drain_and_work()
    assert Email.objects.get().status == EmailStatus.FAILED
    [task] = selectors.action_notices(officer, None)
    assert task.title == f"An e-mail to {reader.full_name} failed"
    assert "Call, or send it on paper" in task.body
    assert reader.email not in task.body + Email.objects.get().error
    assert waiting() == []


def test_without_a_sending_officer_the_team_leaders_of_the_office_get_the_task() -> None:
    head = make_office("HQ")
    north, south = make_office("N", parent=head), make_office("S", parent=head)
    leader = make_officer("TEAM_LEADER", office=north)
    other = make_officer("TEAM_LEADER", office=south)
    tell(make_user(), office=north)
    with failing_mail(permanent=True):
        drain_and_work()
    assert selectors.action_notices(leader, None).count() == 1
    assert selectors.action_notices(other, None).count() == 0


def test_a_mail_server_that_hangs_up_is_asked_again_before_the_email_fails() -> None:
    leader = make_officer("TEAM_LEADER")
    tell(make_user())
    for attempt in range(1, 11):
        with broker() as taken:
            assert services.drain(now=moment() + timedelta(days=attempt)) == 1
        with failing_mail(permanent=False), nullcontext() if attempt == 10 else pytest.raises(MailFailed):
            work(taken)
        assert Email.objects.get().status == (EmailStatus.FAILED if attempt == 10 else EmailStatus.QUEUED)
    assert selectors.action_notices(leader, None).count() == 1
    assert waiting() == []


@pytest.mark.requirement("R-APP-03")
@pytest.mark.django_db(transaction=True)
def test_ten_equal_notices_at_once_make_one() -> None:
    readers = [make_user(), make_user()]

    def send(_number: int) -> int:
        try:
            return tell(*readers, once_key="submitted:7").pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        keys = set(pool.map(send, range(10)))
    assert len(keys) == Notice.objects.count() == 1
    assert NoticeRecipient.objects.count() == Email.objects.count() == len(waiting()) == 2


def test_demonstration_data_sends_no_email() -> None:
    with services.without_email():
        tell(make_user())
    assert Notice.objects.count() == 1
    assert waiting() == []


def test_notices_of_a_file_are_settled_all_or_by_where_they_lead() -> None:
    reader, file_id = make_user(), uuid7()
    tell(reader, kind="ACTION", file_id=file_id, url="/a/")
    tell(reader, kind="ACTION", file_id=file_id, url="/b/")
    tell(reader, kind="ACTION", file_id=uuid7(), url="/a/")
    assert services.settle_notices(file_id=file_id, url="/a/", now=moment()) == 1
    assert services.settle_notices(file_id=file_id, now=moment()) == 1
    assert selectors.action_notices(reader, None).count() == 1


def test_what_needs_action_stands_soonest_first_and_what_has_no_day_last() -> None:
    reader = make_user()
    today = moment().date()
    for title, due in (("third", None), ("second", today + timedelta(days=9)), ("first", today)):
        tell(reader, kind="ACTION", title=title, due_on=due)
    tell(reader, kind="INFORMATION", title="no action")
    assert [notice.title for notice in selectors.action_notices(reader, None)] == ["first", "second", "third"]


def test_the_badge_counts_what_this_person_has_not_read_for_this_company() -> None:
    company, other = make_company(), make_company("Velin Motors Ltd")
    reader, colleague = make_member(company, "PREPARER"), make_member(company, "PREPARER")
    notice = tell(reader, colleague, organisation=company)
    tell(reader, organisation=other)
    assert selectors.unread_count(reader, [whole(company)]) == 1
    services.mark_read(notice=notice, reader=colleague, now=moment())
    assert selectors.unread_count(reader, [whole(company)]) == 1
    services.mark_read(notice=notice, reader=reader, now=moment())
    assert selectors.unread_count(reader, [whole(company)]) == 0
    [shown] = selectors.latest_notices(reader, [whole(company)], 5)
    assert shown.first_reader == colleague.full_name  # type: ignore[attr-defined]


def test_telling_twenty_people_costs_as_many_questions_as_telling_two() -> None:
    people = [make_user() for _ in range(22)]

    def questions(*readers: Any) -> int:
        with CaptureQueriesContext(connection) as asked:
            tell(*readers)
        return len(asked)

    assert questions(*people[:2]) == questions(*people[2:])


def test_whoever_sent_a_file_is_told_once_that_the_scanner_refused_it(settings: Any, tmp_path: Any) -> None:
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": store}
    company = make_company()
    preparer, administrator = make_member(company, "PREPARER"), make_member(company, "ADMINISTRATOR")
    with scanner() as settings.CLAMD_URL:
        make_document(company, preparer, "bad.pdf", files.pdf() + files.EICAR)
        make_document(company, None, "worse.pdf", files.pdf(2) + files.EICAR)
        scan_waiting()
    assert [services.tell_of_refused_documents(now=moment()) for _ in range(2)] == [2, 0]
    assert "‘bad.pdf’" in selectors.action_notices(preparer, [whole(company)]).get().body
    assert "‘worse.pdf’" in selectors.action_notices(administrator, [whole(company)]).get().body


def test_every_recipient_reads_a_notice_in_the_own_language_whoever_wrote_it() -> None:
    company = make_company()
    english = make_member(company, "ADMINISTRATOR", user=make_user("Tomas Brenn", language="en"))
    french = make_member(company, "SIGNATORY", user=make_user("Mira Tesk", language="fr"))
    with translation.override("fr"):  # the officer who acts reads French
        services.notify_company(
            organisation=company,
            kind=NoticeKind.ACTION,
            title=lambda: translation.gettext("Certificates"),
            url="/home/",
            actor=english,
            now=moment(),
        )

    told = {}
    for reader in (english, french):
        with translation.override(reader.language):
            page = sign_in(Client(), reader).get(reverse("correspondence:inbox"), HTTP_ACCEPT_LANGUAGE=reader.language)
        told[reader.language] = page.content.decode()

    assert "Certificates" in told["en"]
    assert "Certificats" in told["fr"]
    assert "Certificates" not in told["fr"]
