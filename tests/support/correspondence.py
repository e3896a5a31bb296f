"""Letters, threads and notices for tests, a broker that remembers, and a mail server that fails as told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any
from unittest import mock

from celery import current_app

from foundation.audit.services import Actor
from foundation.clock.models import uuid7
from foundation.correspondence import services, tasks
from foundation.correspondence.models import Letter, Notice, OutboxItem
from foundation.correspondence.services import LetterContent
from foundation.identity.models import Organisation, User
from lifecycle.tasks import send_email
from tests.support.identity import TEST, moment

TASKS = {task.name: task for task in (send_email, tasks.drain_outbox, tasks.deem_letters)}
SECRET = "quarantined-grain-canary"


def content(subject: str = "Two questions about your application") -> LetterContent:
    return LetterContent("application.questions", 1, "en", subject, f"Please answer.\n\n{SECRET}", "Regulation 7")


def make_letter(
    organisation: Organisation, *, days: int = 5, at: datetime | None = None, actor: Actor = TEST, **fields: Any
) -> Letter:
    return services.send_letter(
        organisation=organisation,
        file_id=fields.pop("file_id", uuid7()),
        content=content(fields.pop("subject", "Two questions about your application")),
        deemed_after_days=days,
        url="/letters/{letter}/",
        actor=actor,
        now=at or moment(),
        **fields,
    )


def tell(*people: User, actor: Actor = TEST, **fields: Any) -> Notice:
    given = {"kind": "INFORMATION", "title": SECRET, "body": SECRET, "url": "/home/", "now": moment(), **fields}
    return services.notify(recipients=people, actor=actor, **given)


@contextmanager
def broker(*, down: bool = False) -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """A broker that keeps what it was given, or refuses it."""
    taken: list[tuple[str, dict[str, Any]]] = []

    def send(name: str, *, kwargs: dict[str, Any], **options: Any) -> None:
        if down:
            raise ConnectionRefusedError("Error 111 connecting to the broker")
        taken.append((name, kwargs))

    with mock.patch.object(current_app, "send_task", send):
        yield taken


def work(taken: list[tuple[str, dict[str, Any]]]) -> None:
    """What a worker does with what it was given."""
    for name, arguments in taken:
        (TASKS.get(name) or current_app.tasks[name])(**arguments)


def drain_and_work(now: datetime | None = None) -> int:
    """One round of the whole outbox."""
    with broker() as taken:
        services.drain(now=now or moment())
    work(taken)
    return len(taken)


@contextmanager
def failing_mail(*, permanent: bool) -> Iterator[None]:
    """A mail server that refuses the address, or hangs up."""
    refused: Exception = SMTPRecipientsRefused({"nobody@example.org": (550, b"no such user")})
    error = refused if permanent else SMTPServerDisconnected("gone")
    with mock.patch("django.core.mail.backends.locmem.EmailBackend.send_messages", side_effect=error):
        yield


def waiting() -> list[OutboxItem]:
    return list(OutboxItem.objects.filter(done_at__isnull=True))
