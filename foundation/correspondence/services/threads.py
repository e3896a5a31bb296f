"""Conversations between a company and Customs. Messages are never changed and never taken back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, locked, record
from foundation.clock.services import local_date
from foundation.correspondence import selectors
from foundation.correspondence.models import Message, Thread
from foundation.correspondence.services.notices import notify
from foundation.correspondence.states import NoticeKind, Side
from foundation.documents.models import Document
from foundation.documents.services import take_in
from foundation.identity.models import Office, Organisation, User
from foundation.identity.permissions import Permission
from foundation.identity.selectors import acting_in

MAX_BODY = 10_000
NEEDS = (Permission.MESSAGE_READ,)  # a mandate without messages is not told of them
WHOLE_COMPANY = selectors.Concerns()


def open_thread(
    *,
    organisation: Organisation,
    subject: str,
    office: Office | None = None,
    addressed_to: User | None = None,
    about: selectors.Concerns = WHOLE_COMPANY,
    actor: Actor,
    now: datetime,
) -> Thread:
    """Begin a conversation with an office or one officer. The file it belongs to holds the key to it. What somebody
    limited to kinds or places begins is about these."""
    about = _within_limits(about, organisation, actor, local_date(now))
    with acting(actor=actor, at=now):
        thread = Thread.objects.create(
            organisation=organisation,
            subject=subject.strip()[:200],
            kinds=sorted(about.kinds),
            sites=sorted(about.sites),
            office=office,
            addressed_to=addressed_to,
            created_at=now,
        )
        record("thread.opened", subject=thread, organisation_id=organisation.pk, disclosed=True)
        return thread


def post_message(
    *,
    thread: Thread,
    side: str,
    author: User | None,
    body: str,
    documents: Iterable[Document] = (),
    tell: Iterable[User] | None = None,
    actor: Actor,
    now: datetime,
) -> Message:
    """Add a message and tell the other side: `tell`, or by default the company's people, or the officers who wrote here
    before (nobody yet: the team leaders of the office)."""
    attached = list(documents)
    _check(thread, body, attached)
    with acting(actor=actor, at=now):
        row = locked(thread)
        message = Message.objects.create(
            thread=row, side=side, author=author, author_label=actor.actor_label[:200], body=body.strip(), at=now
        )
        message.documents.set(attached)
        row.last_message_at = now
        row.save(update_fields=["last_message_at"])
        record("message.posted", subject=message, organisation_id=row.organisation_id, disclosed=True)
        _tell_other_side(row, side, tell, actor, now)
        return message


def start_conversation(
    *,
    organisation: Organisation,
    subject: str,
    office: Office,
    addressed_to: User | None,
    body: str,
    files: Iterable["UploadedFile[Any]"],
    about: selectors.Concerns = WHOLE_COMPANY,
    author: User,
    now: datetime,
) -> Thread:
    """A company writes to an office, or to one officer there, about something new. When a file is refused nothing is sent."""
    if not subject.strip():
        raise Refused(_("Write what it is about."))
    with acting(actor=author, at=now):
        thread = open_thread(
            organisation=organisation,
            subject=subject,
            office=office,
            addressed_to=addressed_to,
            about=about,
            actor=author,
            now=now,
        )
        post_with_files(thread=thread, side=Side.TRADER, author=author, body=body, files=files, now=now)
        return thread


def address(*, thread: Thread, officer: User, actor: Actor, now: datetime) -> Thread:
    """From now on a conversation is with this officer."""
    with acting(actor=actor, at=now):
        thread = locked(thread)
        if thread.addressed_to_id != officer.pk:
            thread.addressed_to = officer
            thread.save(update_fields=["addressed_to"])
            record("thread.addressed", subject=thread, organisation_id=thread.organisation_id)
        return thread


def post_with_files(
    *, thread: Thread, side: str, author: User, body: str, files: Iterable["UploadedFile[Any]"], now: datetime
) -> Message:
    """Add a message with new files. When a file is refused nothing is posted, and `breaches` names each such file; the
    files that were accepted stay in the company's library."""
    _check(thread, body, [])
    taken, refusals = take_in(
        organisation=thread.organisation, files=[(file, "") for file in files], uploader=author, now=now
    )
    if refusals:
        raise Refused(refusals[0], tuple(refusals))
    return post_message(thread=thread, side=side, author=author, body=body, documents=taken, actor=author, now=now)


def _within_limits(about: selectors.Concerns, organisation: Organisation, actor: Actor, on: date) -> selectors.Concerns:
    person = acting_in(actor, organisation, on) if isinstance(actor, User) and not actor.is_staff else None
    if person is None:
        return about
    kinds, sites = set(about.kinds), set(about.sites)
    return replace(
        about,
        kinds=tuple((kinds & person.kinds or person.kinds) if person.kinds else kinds),
        sites=tuple((sites & person.sites or person.sites) if person.sites else sites),
    )


def _check(thread: Thread, body: str, documents: list[Document]) -> None:
    if not body.strip():
        raise Refused(_("Write your message."))
    if len(body) > MAX_BODY:
        raise Refused(_("Your message is too long. Use at most %(most)s characters.") % {"most": MAX_BODY})
    if any(document.organisation_id != thread.organisation_id for document in documents):
        raise Refused(_("One of the documents belongs to somebody else. Choose again."))


def _tell_other_side(thread: Thread, side: str, tell: Iterable[User] | None, actor: Actor, now: datetime) -> None:
    on = local_date(now)
    about = selectors.Concerns(tuple(thread.kinds), tuple(thread.sites), NEEDS)
    if tell is None:
        readers = selectors.told(thread.organisation, on, (), about)
        tell = readers if side == Side.CUSTOMS else selectors.officers_of(thread, on)
    others = [user for user in tell if user.pk != actor.actor_id]
    if not others:
        return
    notify(
        recipients=others,
        organisation=thread.organisation,
        kind=NoticeKind.INFORMATION,
        title=lambda: _("New message: %(subject)s") % {"subject": thread.subject},
        url=reverse("correspondence:thread", args=[thread.public_id]),
        office=thread.office,
        concerns=about if side == Side.CUSTOMS else WHOLE_COMPANY,
        actor=actor,
        now=now,
    )
