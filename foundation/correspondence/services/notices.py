"""Notices: what people must do or should know. Written once, shown to several, each told by an e-mail that says “log in”."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.audit.services import SYSTEM, Actor, acting
from foundation.clock.services import local_date
from foundation.correspondence import selectors
from foundation.correspondence.models import Email, Letter, Notice, NoticeRecipient, OutboxItem
from foundation.correspondence.selectors import Concerns
from foundation.correspondence.services.outbox import enqueue_many
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import Office, Organisation, User
from foundation.identity.permissions import Permission
from foundation.identity.selectors import members
from foundation.identity.states import CompanyRole

_silent: ContextVar[bool] = ContextVar("without_email", default=False)


# Finished words, or what makes them: then they are made once for each language of the house, and every recipient reads
# the own one whoever wrote the notice.
Words = str | Callable[[], str]


class About(TypedDict, total=False):
    """What a notice may name beside its title. `office` is told when an e-mail fails and nobody of Customs sent it.
    `concerns` says which people of a company it reaches, by mandate and limits."""

    body: Words
    due_on: date | None
    file_id: UUID | None
    letter: Letter | None
    once_key: str | None
    office: Office | None
    concerns: Concerns


@contextmanager
def without_email() -> Iterator[None]:
    """Notices written inside send no e-mail: for demonstration data, and for notices about failed e-mails."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def notify(
    *,
    recipients: Iterable[User],
    kind: str,
    title: Words,
    url: str,
    organisation: Organisation | None = None,
    actor: Actor,
    now: datetime,
    **about: Unpack[About],
) -> Notice:
    """Write one notice for several people and their e-mails into the outbox.

    The same `once_key` a second time gives the notice that is there and tells nobody again, also when both are
    written at once.
    """
    office, concerns = about.pop("office", None), about.pop("concerns", Concerns())
    said = _in_each_language(title, about.pop("body", ""))
    with acting(actor=actor, at=now):
        notice, created = _write_once(
            kind=kind,
            **said.pop(settings.LANGUAGE_CODE),
            words=said,
            url=url,
            organisation=organisation,
            sender_label=sender_of(actor),
            created_at=now,
            kinds=sorted(concerns.kinds),
            sites=sorted(concerns.sites),
            needs=sorted(concerns.needs),
            **about,
        )
        if created:
            people = list({user.pk: user for user in recipients if user.is_active}.values())
            rows = NoticeRecipient.objects.bulk_create(NoticeRecipient(notice=notice, user=user) for user in people)
            if not _silent.get():
                _queue_emails(rows, actor, office, now)
        return notice


def notify_company(
    *,
    organisation: Organisation,
    roles: Iterable[str] = (),
    kind: str,
    title: Words,
    url: str,
    actor: Actor,
    now: datetime,
    **about: Unpack[About],
) -> Notice:
    """The same for the people of a company, all or those who hold one of `roles` today, as far as mandate and limits reach
    what it concerns. What belongs to a file needs the right to read applications, unless `concerns` says otherwise."""
    concerns = about.get("concerns", Concerns())
    if not concerns.needs and about.get("file_id"):
        concerns = replace(concerns, needs=(Permission.APPLICATION_READ,))
    about["concerns"] = concerns
    return notify(
        recipients=selectors.told(organisation, local_date(now), roles, concerns),
        organisation=organisation,
        kind=kind,
        title=title,
        url=url,
        actor=actor,
        now=now,
        **about,
    )


def tell_of_refused_documents(*, now: datetime, limit: int = 100) -> int:
    """Tell whoever sent a file that the scanner refused it later; for a personal link, the company's administrators."""
    documents = selectors.refused_documents_not_told(limit)
    on = local_date(now)
    for document in documents:
        administrators = members(document.organisation, on, [CompanyRole.ADMINISTRATOR])
        notify(
            recipients=[document.uploaded_by] if document.uploaded_by else administrators,
            organisation=document.organisation,
            kind=NoticeKind.ACTION,
            title=lambda: _("A file was refused by the virus check"),
            body=lambda name=document.file_name: (
                _(  # type: ignore[misc]
                    "We could not accept ‘%(name)s’: the virus check refused it. Check the device it comes from, and "
                    "add a clean file in its place."
                )
                % {"name": name}
            ),
            url=reverse("documents:library"),
            once_key=f"{selectors.REFUSED_KEY}{document.pk}",
            concerns=Concerns(needs=(Permission.DOCUMENT_READ,)),
            actor=SYSTEM,
            now=now,
        )
    return len(documents)


def sender_of(actor: Actor) -> str:
    """Who a notice or letter comes from, as the reader reads it: a person, else the administration."""
    name = actor.actor_label if actor.actor_id is not None else str(settings.BRAND["administration"])
    return name[:200]


def settle_notices(*, file_id: UUID, url: str | None = None, now: datetime) -> int:
    """What a file asked for is done: its open notices (all, or those that lead to `url`) no longer wait for anybody."""
    rows = Notice.objects.filter(file_id=file_id, settled_at__isnull=True)
    if url is not None:
        rows = rows.filter(url=url)
    return rows.update(settled_at=now)


def settle_page(*, url: str, now: datetime) -> int:
    """What a page that belongs to no file asked for is done: its open notices no longer wait for anybody."""
    return Notice.objects.filter(url=url, file_id__isnull=True, settled_at__isnull=True).update(settled_at=now)


def redate_notices(*, letter: Letter, due_on: date | None) -> None:
    """The limit that a letter starts has its day now: what still waits because of the letter names the same one."""
    Notice.objects.filter(letter=letter, settled_at__isnull=True, due_on__isnull=False).update(due_on=due_on)


def settle(*, notice: Notice, now: datetime) -> None:
    """One notice is done."""
    Notice.objects.filter(pk=notice.pk, settled_at__isnull=True).update(settled_at=now)


def mark_read(*, notice: Notice, reader: User, now: datetime) -> None:
    """Note when a recipient first read a notice; nothing for others."""
    NoticeRecipient.objects.filter(notice=notice, user=reader, read_at__isnull=True).update(read_at=now)


def _in_each_language(title: Words, body: Words) -> dict[str, dict[str, str]]:
    """Title and body by language. Words that are finished are the same in all, so they are kept once."""
    made = callable(title) or callable(body)
    languages = [code for code, _name in settings.LANGUAGES] if made else []
    said = {}
    for language in {settings.LANGUAGE_CODE, *languages}:
        with override(language):
            said[language] = {"title": _words(title)[:200], "body": _words(body)}
    return said


def _words(words: Words) -> str:
    return words() if callable(words) else words


def _write_once(**row: Any) -> tuple[Notice, bool]:
    notice = Notice(**row)
    if notice.once_key is None:
        notice.save()
        return notice, True
    # Two acts at once: the second waits here for the first to commit and then finds its row.
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    kept = Notice.objects.get(once_key=notice.once_key)
    return kept, kept.public_id == notice.public_id


def _queue_emails(rows: list[NoticeRecipient], actor: Actor, office: Office | None, now: datetime) -> None:
    sender = actor.pk if isinstance(actor, User) and actor.is_staff else None
    emails = Email.objects.bulk_create(Email(recipient=row) for row in rows)
    enqueue_many(
        OutboxItem(
            topic=settings.EMAIL_TASK,
            payload={"email_id": email.pk, "sender_id": sender, "office_id": office.pk if office else None},
            once_key=f"email:{email.pk}",
            created_at=now,
            not_before=now,
        )
        for email in emails
    )
