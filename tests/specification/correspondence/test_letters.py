"""The record of a letter's service: sent, made available, first opened, counts as received, by which rule."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from foundation.audit.models import Event
from foundation.audit.services import Refused
from foundation.clock.services import local_date
from foundation.correspondence import services
from foundation.correspondence.models import Letter, OutboxItem
from foundation.correspondence.states import ReceiptRule
from foundation.identity.models import Organisation, User
from foundation.identity.states import MandateScope
from tests.support.correspondence import SECRET, make_letter
from tests.support.identity import TEST, make_company, make_member, moment, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Organisation:
    return make_company()


@pytest.fixture
def signatory(company: Organisation) -> User:
    return make_member(company, "SIGNATORY")


def _client(user: User) -> Client:
    return sign_in(Client(), user)


def _url(letter: Letter) -> str:
    return reverse("correspondence:letter", args=[letter.public_id])


def test_the_first_opening_by_a_signatory_is_the_receipt_and_later_ones_change_nothing(
    company: Organisation, signatory: User
) -> None:
    letter = make_letter(company)
    opened = services.open_letter(letter=letter, reader=signatory, now=moment())
    assert (opened.first_opened_by, opened.received_rule) == (signatory, ReceiptRule.OPENED)
    assert opened.received_on == local_date(moment())
    again = services.open_letter(
        letter=letter, reader=make_member(company, "ADMINISTRATOR"), now=moment() + timedelta(days=1)
    )
    assert (again.first_opened_by, again.received_on) == (signatory, opened.received_on)
    events = Event.objects.filter(file_id=letter.file_id).values_list("name", "disclosed")
    assert list(events) == [("letter.sent", True), ("letter.opened", True), ("letter.received", True)]


def test_the_day_of_receipt_is_the_day_in_the_administrations_zone(
    company: Organisation, signatory: User, settings: Any
) -> None:
    settings.ADMINISTRATION_TIME_ZONE = "Africa/Nairobi"
    late_evening_utc = moment().replace(hour=22, minute=30)
    letter = make_letter(company, at=late_evening_utc)
    opened = services.open_letter(letter=letter, reader=signatory, now=late_evening_utc)
    assert opened.received_on == late_evening_utc.date() + timedelta(days=1)


def test_a_preparer_cannot_receive_a_letter_for_the_company(company: Organisation) -> None:
    letter = make_letter(company)
    with pytest.raises(Refused, match="administrator or signatory"):
        services.open_letter(letter=letter, reader=make_member(company, "PREPARER"), now=moment())


def test_an_unopened_letter_counts_as_received_on_its_day_and_a_late_opening_keeps_that_day(
    company: Organisation, signatory: User
) -> None:
    sent = moment() - timedelta(days=10)
    swept, unswept = make_letter(company, at=sent), make_letter(company, at=sent)
    fresh = make_letter(company)
    assert services.deem_letters(on=swept.deemed_on - timedelta(days=1), now=moment()) == 0
    opened = services.open_letter(letter=unswept, reader=signatory, now=moment())
    assert (opened.received_on, opened.received_rule) == (local_date(sent) + timedelta(days=5), ReceiptRule.DEEMED)
    assert services.deem_letters(on=local_date(moment()), now=moment()) == 1
    assert services.deem_letters(on=local_date(moment()), now=moment()) == 0
    swept.refresh_from_db()
    fresh.refresh_from_db()
    assert (swept.received_on, swept.received_rule) == (swept.deemed_on, ReceiptRule.DEEMED)
    assert fresh.received_on is None


def test_where_paper_was_asked_for_only_its_day_counts(company: Organisation, signatory: User) -> None:
    letter = make_letter(company, at=moment() - timedelta(days=10), paper_asked=True)
    services.open_letter(letter=letter, reader=signatory, now=moment())
    assert services.deem_letters(on=local_date(moment()), now=moment()) == 0
    arrived = local_date(moment()) - timedelta(days=1)
    written = services.record_paper_delivery(letter=letter, delivered_on=arrived, actor=TEST, now=moment())
    assert (written.received_on, written.received_rule) == (arrived, ReceiptRule.PAPER)
    with pytest.raises(Refused):
        services.record_paper_delivery(letter=letter, delivered_on=arrived, actor=TEST, now=moment())


def test_a_room_that_wants_to_know_is_told_once_of_the_receipt(
    company: Organisation, signatory: User, settings: Any
) -> None:
    settings.LETTER_RECEIVED_TASK = "lifecycle.tasks.letter_received"
    letter = make_letter(company)
    for _ in range(2):
        services.open_letter(letter=letter, reader=signatory, now=moment())
    told = OutboxItem.objects.get(topic="lifecycle.tasks.letter_received")
    assert told.payload == {"letter_id": letter.pk}


def test_the_sweep_is_also_a_command_that_can_be_rehearsed(company: Organisation) -> None:
    letter = make_letter(company, at=moment() - timedelta(days=10))
    out = StringIO()
    call_command("deem_letters", "--on", local_date(moment()).isoformat(), "--dry-run", stdout=out, stderr=StringIO())
    letter.refresh_from_db()
    assert letter.received_on is None
    assert out.getvalue().splitlines() == [
        "letter,file,made_available_on,deemed_on",
        f"{letter.public_id},{letter.file_id},{local_date(letter.sent_at)},{letter.deemed_on}",
    ]
    call_command("deem_letters", "--on", local_date(moment()).isoformat(), stdout=out, stderr=StringIO())
    letter.refresh_from_db()
    assert letter.received_on is not None


def test_looking_at_the_page_is_no_opening_and_the_button_is(company: Organisation, signatory: User) -> None:
    letter, client = make_letter(company), _client(signatory)
    before = client.get(_url(letter)).content.decode()
    letter.refresh_from_db()
    assert letter.first_opened_at is None
    assert SECRET not in before
    assert "it counts as received today" in before
    after = client.post(_url(letter), follow=True).content.decode()
    assert SECRET in after
    assert signatory.full_name in after
    assert "A letter counts as received on the day it is first opened." in after
    printed = client.get(reverse("correspondence:letter_print", args=[letter.public_id])).content.decode()
    assert SECRET in printed


def test_a_preparer_reads_it_after_it_was_received_and_not_before(company: Organisation, signatory: User) -> None:
    letter, client = make_letter(company), _client(make_member(company, "PREPARER"))
    assert SECRET not in client.get(_url(letter)).content.decode()
    client.post(_url(letter))
    letter.refresh_from_db()
    assert letter.first_opened_at is None
    services.open_letter(letter=letter, reader=signatory, now=moment())
    assert SECRET in client.get(_url(letter)).content.decode()


def test_a_consultant_sees_letters_only_with_a_mandate_for_them(company: Organisation) -> None:
    letter = make_letter(company)
    without = make_member(company, "CONSULTANT", scope=(MandateScope.APPLICATIONS, MandateScope.DOCUMENTS))
    mandated = make_member(company, "CONSULTANT", scope=(MandateScope.LETTERS,))
    assert _client(without).get(_url(letter)).status_code in (403, 404)
    assert _client(without).post(_url(letter)).status_code in (403, 404)
    assert _client(mandated).get(_url(letter)).status_code == 200
    assert services.open_letter(letter=letter, reader=mandated, now=moment()).first_opened_by == mandated


def test_another_company_finds_404(company: Organisation) -> None:
    letter = make_letter(company)
    stranger = _client(make_member(make_company("Velin Motors Ltd"), "ADMINISTRATOR", "SIGNATORY"))
    assert stranger.get(_url(letter)).status_code == 404
    assert stranger.post(_url(letter)).status_code == 404
    assert stranger.get(reverse("correspondence:letter_print", args=[letter.public_id])).status_code == 404
    assert letter.subject not in stranger.get(reverse("correspondence:inbox") + "?show=letters").content.decode()
