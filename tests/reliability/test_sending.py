"""A company signs in and sends its application while the broker is down, clicks twice, and loses or doubles nothing."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from unittest import mock

import pytest
from celery import current_app
from celery.app.task import Task
from django.db import connections
from django.http import HttpResponse
from django.test import Client

from applications import services as applications
from applications.models import Application, Declaration
from foundation.audit.services import SYSTEM, Refused, acting
from foundation.clock.services import now
from foundation.correspondence.models import Notice, OutboxItem
from foundation.correspondence.services import drain
from foundation.identity.models import Membership, User
from foundation.identity.states import CompanyRole
from tests.support.identity import PASSWORD, sign_in
from tests.support.matrix import person

READY = "Larch Street Bakery Ltd"


class BrokerTouched(ConnectionRefusedError):
    """Somebody spoke to the broker, which is down."""


@pytest.fixture
def no_broker() -> Iterator[mock.Mock]:
    refusing = mock.Mock(side_effect=BrokerTouched("Error 111 connecting to the broker"))
    with mock.patch.object(current_app, "send_task", refusing), mock.patch.object(Task, "apply_async", refusing):
        yield refusing


def signatory(company: str) -> User:
    rows = Membership.objects.filter(organisation__name=company, role=CompanyRole.SIGNATORY)
    return rows.select_related("user")[0].user


def give_password(user: User) -> User:
    with acting(actor=SYSTEM, at=now(), reason="a password that the test knows"):
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    return user


def at_once(count: int, work: Callable[[], HttpResponse]) -> list[HttpResponse]:
    """The same request many times, all let go at one moment."""
    gate = Barrier(count)

    def run(number: int) -> HttpResponse:
        try:
            gate.wait(20)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def copy_of(client: Client) -> Client:
    """Another tab of the same browser."""
    other = Client()
    other.cookies = client.cookies.copy()  # type: ignore[assignment]
    return other


def test_signing_in_needs_no_broker(demonstration: str, no_broker: mock.Mock) -> None:
    user = give_password(signatory("Velin Motors Ltd"))
    client = Client()

    response = client.post("/account/login/", {"login": user.email, "password": PASSWORD})

    assert response.status_code == 302
    assert client.get("/home/").status_code == 200
    assert not no_broker.called


def test_ten_clicks_without_a_broker_send_one_application_and_the_letters_go_later(
    demonstration: str, no_broker: mock.Mock
) -> None:
    file = Application.objects.get(operator__legal_name=READY)
    numbers = set(Application.objects.exclude(pk=file.pk).values_list("number", flat=True))
    browser = sign_in(Client(), signatory(READY))
    last = OutboxItem.objects.latest("pk").pk

    answers = at_once(10, lambda: copy_of(browser).post(f"/applications/{file.public_id}/submit/", {"agree": "on"}))

    # Everybody is shown the same receipt.
    assert {answer.status_code for answer in answers} == {302}
    assert {answer["Location"] for answer in answers} == {f"/applications/{file.public_id}/receipt/"}
    assert not no_broker.called
    # One application, one declaration, one number, one notice for the office.
    file.refresh_from_db()
    assert file.status == "SUBMITTED"
    assert file.number not in numbers
    assert Declaration.objects.filter(application=file).count() == 1
    assert Notice.objects.filter(file_id=file.public_id, title__startswith="New application").count() == 1
    # What was to be sent waits, is refused by the broker, and goes once when it is back.
    ordered = set(OutboxItem.objects.filter(pk__gt=last).values_list("pk", flat=True))
    assert ordered
    assert drain(now=now()) == 0
    taken: list[dict[str, Any]] = []
    with mock.patch.object(current_app, "send_task", lambda name, *, kwargs, **options: taken.append(kwargs)):
        while drain(now=now() + timedelta(hours=1)):
            pass
    handed = [kwargs["outbox_id"] for kwargs in taken]
    assert ordered <= set(handed)
    assert len(handed) == len(set(handed))


def test_two_clicks_begin_one_application(demonstration: str) -> None:
    company = "Mossbank Plastics Ltd"
    preparer = signatory(company)
    browser = sign_in(Client(), preparer)
    form = {"kinds": ["simplification"], "types": ["importer"]}

    answers = at_once(4, lambda: copy_of(browser).post("/applications/begin/", form))

    assert {answer.status_code for answer in answers} == {302}
    assert Application.objects.filter(operator__legal_name=company).count() == 1


def test_two_clicks_of_the_officer_accept_once(demonstration: str) -> None:
    file = Application.objects.get(operator__legal_name="Nordal Seeds Ltd")
    officer = sign_in(Client(), person("case_officer"))
    url = f"/staff/files/{file.public_id}/accept/"
    form = officer.get(url).context["form"]
    given = {name: form[name].value() for name in form.fields if form[name].value() is not None}

    answers = at_once(4, lambda: copy_of(officer).post(url, given))

    # One is carried out; the others are told that the file has moved on, or that it is done.
    assert {answer.status_code for answer in answers} <= {302, 422}
    assert 302 in {answer.status_code for answer in answers}
    file.refresh_from_db()
    assert file.status == "UNDER_VETTING"
    assert file.vetting.checks.count() == 13


def test_two_clicks_ask_once(demonstration: str) -> None:
    file = Application.objects.get(operator__legal_name="Northline Forwarding Ltd")
    officer = person("case_officer")
    question = applications.NewItem(criterion=None, site=None, question="Which seals do you use?")

    def ask() -> HttpResponse:
        try:
            applications.ask(application=file, items=[question], actor=officer, now=now())
        except Refused as refused:
            return HttpResponse(str(refused), status=422)
        return HttpResponse(status=302)

    answers = at_once(4, ask)

    assert sorted(answer.status_code for answer in answers) == [302, 422, 422, 422]
    assert file.information_requests.filter(status="OPEN").count() == 1
