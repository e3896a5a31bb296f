"""Reads of correspondence: notices of a person, threads and letters of a company or a file, the health of the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from foundation.clock.services import local_date
from foundation.documents.models import Document
from foundation.documents.states import DocumentStatus
from foundation.identity.models import Membership, Organisation, User, in_force
from foundation.identity.permissions import Permission, office_ids
from foundation.identity.selectors import members, staff_in_role
from foundation.identity.states import CompanyRole, MandateScope, StaffRole

from . import rules
from .models import Email, Letter, Message, Notice, NoticeRecipient, OutboxItem, Thread
from .states import NoticeKind, Side

LETTERS = MandateScope.LETTERS  # the part of a consultant's mandate that covers letters; none named covers all
REFUSED_KEY = "document-refused:"
RECEIVING_ROLES = (CompanyRole.ADMINISTRATOR, CompanyRole.SIGNATORY)


# --- notices ---


def notices_of(user: User, organisation: Organisation | None) -> QuerySet[Notice]:
    """The notices of a person, newest first, each with `read_at` of this person and with who read it first.

    For a company: its notices and those of no company. None (an officer): all.
    """
    rows = Notice.objects.filter(recipients__user=user).annotate(read_at=F("recipients__read_at"))
    if organisation is not None:
        rows = rows.filter(Q(organisation=organisation) | Q(organisation__isnull=True))
    readers = NoticeRecipient.objects.filter(notice=OuterRef("pk"), read_at__isnull=False).order_by("read_at", "id")
    first = {
        "first_read_at": Subquery(readers.values("read_at")[:1]),
        "first_reader": Subquery(readers.values("user__full_name")[:1]),
    }
    return rows.annotate(**first).select_related("organisation", "letter").order_by("-created_at", "-id")


def action_notices(user: User, organisation: Organisation | None) -> QuerySet[Notice]:
    """What waits for this person, soonest due first: “Needs your action by …”."""
    waiting = notices_of(user, organisation).filter(kind=NoticeKind.ACTION, settled_at__isnull=True)
    return waiting.order_by(F("due_on").asc(nulls_last=True), "id")


def latest_notices(user: User, organisation: Organisation | None, limit: int) -> list[Notice]:
    """The newest few, for the home page."""
    return list(notices_of(user, organisation)[:limit])


def notice_of(user: User, organisation: Organisation | None, public_id: UUID) -> Notice | None:
    """One notice of this person, or None for strangers."""
    return notices_of(user, organisation).filter(public_id=public_id).first()


def unread_count(user: User, organisation: Organisation | None) -> int:
    """The badge: notices this person has not opened."""
    rows = NoticeRecipient.objects.filter(user=user, read_at__isnull=True)
    if organisation is not None:
        rows = rows.filter(Q(notice__organisation=organisation) | Q(notice__organisation__isnull=True))
    return rows.count()


def refused_documents_not_told(limit: int) -> list[Document]:
    """Documents that the scanner refused and nobody was told of, oldest first."""
    told = Notice.objects.filter(once_key=Concat(Value(REFUSED_KEY), Cast(OuterRef("pk"), CharField())))
    refused = Document.objects.filter(status=DocumentStatus.INFECTED, removed_at__isnull=True)
    rows = refused.filter(~Exists(told)).select_related("organisation", "uploaded_by")
    return list(rows.order_by("pk")[:limit])


# --- threads ---


def threads_of(organisation: Organisation) -> QuerySet[Thread]:
    """The conversations of a company, the latest first; those without a message stand last."""
    rows = Thread.objects.filter(organisation=organisation).select_related("office", "organisation")
    return rows.order_by(F("last_message_at").desc(nulls_last=True), "-id")


def thread_for_company(organisation: Organisation, public_id: UUID) -> Thread | None:
    """One conversation of a company, or None for strangers."""
    return threads_of(organisation).filter(public_id=public_id).first()


def threads_visible_to_staff(user: User, on: date) -> QuerySet[Thread]:
    """The conversations of the offices whose files an officer may see; those of no office only for all offices."""
    rows = Thread.objects.select_related("office", "organisation")
    offices = office_ids(user, on, Permission.FILE_READ, Permission.CLIENT_READ)
    return rows if offices is None else rows.filter(Q(office__in=offices) | Q(addressed_to=user))


def threads_to_answer(user: User, people: Iterable[User], on: date) -> QuerySet[Thread]:
    """Conversations in which the company spoke last, longest waiting first: those addressed to these people and those
    addressed to nobody in the officer's offices."""
    last = Message.objects.filter(thread=OuterRef("pk")).order_by("-at", "-id")
    rows = threads_visible_to_staff(user, on).annotate(last_side=Subquery(last.values("side")[:1]))
    mine = Q(addressed_to__in=list(people)) | Q(addressed_to__isnull=True)
    return rows.filter(mine, last_side=Side.TRADER).order_by("last_message_at", "id")


def thread_for_staff(user: User, on: date, public_id: UUID) -> Thread | None:
    """One conversation that an officer may see, or None."""
    return threads_visible_to_staff(user, on).filter(public_id=public_id).first()


def messages_of(thread: Thread) -> QuerySet[Message]:
    """The messages of a thread, oldest first, with their documents."""
    documents = Prefetch("documents", queryset=Document.objects.order_by("id"))
    return Message.objects.filter(thread=thread).select_related("author").prefetch_related(documents)


def attachment_of(thread: Thread, public_id: UUID) -> Document | None:
    """A document attached to a message of this thread, or None."""
    return Document.objects.filter(messages__thread=thread, public_id=public_id).first()


def officers_of(thread: Thread, on: date) -> list[User]:
    """Who at Customs is told of the company's message: those who wrote here, else the team leaders of the office."""
    wrote = Message.objects.filter(thread=thread, side=Side.CUSTOMS).values("author")
    officers = list(User.objects.filter(pk__in=wrote, is_active=True, is_staff=True))
    if thread.addressed_to is not None and thread.addressed_to not in officers:
        officers.append(thread.addressed_to)
    return officers or list(staff_in_role(StaffRole.TEAM_LEADER, on, thread.office))


# --- letters ---


def letters_of_company(organisation: Organisation) -> QuerySet[Letter]:
    """The letters of a company, newest first. Ask `may_read_letters` first."""
    return Letter.objects.filter(organisation=organisation).select_related("organisation", "first_opened_by")


def letter_for_company(organisation: Organisation, public_id: UUID) -> Letter | None:
    """One letter of a company, or None for strangers."""
    return letters_of_company(organisation).filter(public_id=public_id).first()


def letters_of_file(file_id: UUID) -> QuerySet[Letter]:
    """The letters of a file, newest first, for officers; the service record stands on each row."""
    return Letter.objects.filter(file_id=file_id).select_related("organisation", "first_opened_by").order_by("-id")


def letters_of_files(file_ids: Iterable[UUID]) -> list[Letter]:
    """The letters of some files, newest first; one query."""
    return list(Letter.objects.filter(file_id__in=list(file_ids)).select_related("organisation").order_by("-id"))


def letters_to_deem(on: date) -> list[Letter]:
    """Letters that count as received on or before this day because nobody opened them."""
    rows = Letter.objects.filter(received_on__isnull=True, paper_asked=False, deemed_on__lte=on)
    return list(rows.select_related("organisation").order_by("deemed_on", "id"))


def emails_of_letter(letter: Letter) -> QuerySet[Email]:
    """The e-mails that told people of a letter, with the people."""
    return Email.objects.filter(recipient__notice__letter=letter).select_related("recipient__user").order_by("id")


def service_of(letter: Letter) -> rules.Service:
    """The facts of a letter's service, as the rules take them."""
    return rules.Service(
        available_on=local_date(letter.made_available_at),
        deemed_after_days=letter.deemed_after_days,
        opened_on=local_date(letter.first_opened_at) if letter.first_opened_at else None,
        paper_asked=letter.paper_asked,
        paper_delivered_on=letter.paper_delivered_on,
    )


def may_read_letters(user: User, organisation: Organisation, on: date) -> bool:
    """Whether a person sees the company's letters: everybody in the company, a consultant only with the mandate."""
    return any(
        role != CompanyRole.CONSULTANT or _covers_letters(scope) for role, scope in _held(user, organisation, on)
    )


def may_receive(user: User, organisation: Organisation, on: date) -> bool:
    """Whether an opening by this person counts for the company: administrators, signatories, mandated consultants."""
    return any(
        role in RECEIVING_ROLES or (role == CompanyRole.CONSULTANT and _covers_letters(scope))
        for role, scope in _held(user, organisation, on)
    )


def language_of(organisation: Organisation, on: date) -> str:
    """The language of a company's letters: the one most of those who receive them read in, the first member's on a tie."""
    held = Membership.objects.filter(in_force(on), organisation=organisation, role__in=RECEIVING_ROLES)
    languages = list(held.order_by("valid_from", "id").values_list("user__language", flat=True))
    return max(languages, key=languages.count, default=settings.LANGUAGE_CODE)


def told(organisation: Organisation, on: date, roles: Iterable[str]) -> QuerySet[User]:
    """Who is told of a thing that waits: the people in `roles`, and where preparers are told, the consultants whose
    mandate lets them do it. One limited to a kind is not told, because nothing here knows the kind of the file."""
    wanted = tuple(roles)
    people = members(organisation, on, wanted)
    if CompanyRole.PREPARER not in wanted:
        return people
    covering = Q(mandate_scope=[]) | Q(mandate_scope__overlap=[MandateScope.APPLICATIONS, MandateScope.ANSWERS])
    mandates = Membership.objects.filter(covering, in_force(on), organisation=organisation, kinds=[])
    consultants = mandates.filter(role=CompanyRole.CONSULTANT).values("user")
    return User.objects.filter(Q(pk__in=people.values("pk")) | Q(pk__in=consultants), is_active=True)


def receivers(organisation: Organisation, on: date, roles: Iterable[str]) -> QuerySet[User]:
    """Who is told of a letter: the people in `roles` and the consultants whose mandate covers letters."""
    covering = Q(mandate_scope=[]) | Q(mandate_scope__contains=[LETTERS])
    consultants = Membership.objects.filter(in_force(on), organisation=organisation, role=CompanyRole.CONSULTANT)
    people = members(organisation, on, roles).values("pk")
    mandated = consultants.filter(covering).values("user")
    return User.objects.filter(Q(pk__in=people) | Q(pk__in=mandated), is_active=True)


def _covers_letters(scope: list[str]) -> bool:
    return not scope or LETTERS in scope


def _held(user: User, organisation: Organisation, on: date) -> list[tuple[str, list[str]]]:
    rows = Membership.objects.filter(in_force(on), user=user, organisation=organisation, user__is_active=True)
    return list(rows.values_list("role", "mandate_scope"))


# --- the outbox ---


@dataclass(frozen=True, slots=True)
class OutboxHealth:
    """How the outbox stands: rows not done, rows that nobody tries any more, the age of the oldest."""

    waiting: int
    dead: int
    oldest_created_at: datetime | None


def outbox_health() -> OutboxHealth:
    """For the health page and for alarms: more than zero dead rows need a person."""
    undone = OutboxItem.objects.filter(done_at__isnull=True)
    dead = undone.filter(attempts__gte=rules.MAX_ATTEMPTS).count()
    oldest = undone.aggregate(oldest=Min("created_at"))["oldest"]
    return OutboxHealth(waiting=undone.count() - dead, dead=dead, oldest_created_at=oldest)


def due_items(now: datetime) -> QuerySet[OutboxItem]:
    """What a drain at this moment would send."""
    due = OutboxItem.objects.filter(done_at__isnull=True, not_before__lte=now, attempts__lt=rules.MAX_ATTEMPTS)
    return due.order_by("not_before", "id")
