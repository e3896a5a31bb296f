"""Reads of correspondence: notices of a person, threads and letters of a company or a file, the health of the outbox."""

from collections.abc import Iterable, Mapping
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
from foundation.identity.permissions import Acting, Permission, company_permissions, office_ids, permissions_of
from foundation.identity.selectors import acting_in, members_acting, staff_in_role
from foundation.identity.states import CompanyRole, StaffRole

from . import rules
from .models import Letter, Message, Notice, NoticeRecipient, OutboxItem, Thread
from .states import NoticeKind, Side

REFUSED_KEY = "document-refused:"
RECEIVING_ROLES = (CompanyRole.ADMINISTRATOR, CompanyRole.SIGNATORY)


Readers = Iterable[Acting] | None  # the companies somebody acts for; None for officers


@dataclass(frozen=True, slots=True)
class Concerns:
    """What a letter or notice is about, as far as mandates and limits of people ask: kinds of certificate, places (none:
    the company as a whole), and the permissions of which a reader needs one."""

    kinds: tuple[str, ...] = ()
    sites: tuple[UUID, ...] = ()
    needs: tuple[str, ...] = ()


# --- notices ---


def notices_of(user: User, acting: Readers) -> QuerySet[Notice]:
    """The notices of a person, newest first, each with `read_at` of this person and with who read it first.

    For people of companies: those of the companies acted for, as far as mandates and limits reach today, and those of no
    company. None (an officer): all.
    """
    rows = Notice.objects.filter(recipients__user=user).annotate(read_at=F("recipients__read_at"))
    if acting is not None:
        rows = rows.filter(_reached(acting))
    readers = NoticeRecipient.objects.filter(notice=OuterRef("pk"), read_at__isnull=False).order_by("read_at", "id")
    first = {
        "first_read_at": Subquery(readers.values("read_at")[:1]),
        "first_reader": Subquery(readers.values("user__full_name")[:1]),
    }
    return rows.annotate(**first).select_related("organisation", "letter").order_by("-created_at", "-id")


def _reached(every: Iterable[Acting], prefix: str = "") -> Q:
    found = Q(**{f"{prefix}organisation__isnull": True})
    for acting in every:
        open_to_all = Q(**{f"{prefix}needs__len": 0})
        covered = open_to_all | Q(**{f"{prefix}needs__overlap": sorted(permissions_of(acting))})
        limits = acting.limits(kinds=f"{prefix}kinds", sites=f"{prefix}sites")
        found |= Q(**{f"{prefix}organisation": acting.organisation}) & covered & limits
    return found


def action_notices(user: User, acting: Readers) -> QuerySet[Notice]:
    """What waits for this person, soonest due first: “Needs your action by …”."""
    waiting = notices_of(user, acting).filter(kind=NoticeKind.ACTION, settled_at__isnull=True)
    return waiting.order_by(F("due_on").asc(nulls_last=True), "id")


def latest_notices(user: User, acting: Readers, limit: int) -> list[Notice]:
    """The newest few, for the home page."""
    return list(notices_of(user, acting)[:limit])


def notice_of(user: User, acting: Readers, public_id: UUID) -> Notice | None:
    """One notice of this person, or None for strangers."""
    return notices_of(user, acting).filter(public_id=public_id).first()


def unread_count(user: User, acting: Readers) -> int:
    """The badge: notices this person has not opened."""
    rows = NoticeRecipient.objects.filter(user=user, read_at__isnull=True)
    return (rows if acting is None else rows.filter(_reached(acting, "notice__"))).count()


def told(organisation: Organisation, on: date, roles: Iterable[str], about: Concerns) -> list[User]:
    """Who of a company is told of something: the people in `roles` (none named: all) whose mandate and limits reach it.
    Where preparers are told, so are the consultants whose mandate lets them prepare or answer."""
    wanted = set(roles)
    return [
        user
        for user, acting in members_acting(organisation, on)
        if (not wanted or wanted & acting.roles or _prepares_for(acting, wanted)) and _reaches(acting, about)
    ]


def _prepares_for(acting: Acting, wanted: set[str]) -> bool:
    works = {Permission.APPLICATION_PREPARE, Permission.INFORMATION_ANSWER} & permissions_of(acting)
    return CompanyRole.PREPARER in wanted and CompanyRole.CONSULTANT in acting.roles and bool(works)


def _reaches(acting: Acting, about: Concerns) -> bool:
    return (
        acting.may_touch_kinds(about.kinds)
        and acting.may_touch_some_site(about.sites)
        and (not about.needs or bool(permissions_of(acting) & set(about.needs)))
    )


def refused_documents_not_told(limit: int) -> list[Document]:
    """Documents that the scanner refused and nobody was told of, oldest first."""
    told = Notice.objects.filter(once_key=Concat(Value(REFUSED_KEY), Cast(OuterRef("pk"), CharField())))
    refused = Document.objects.filter(status=DocumentStatus.INFECTED, removed_at__isnull=True)
    rows = refused.filter(~Exists(told)).select_related("organisation", "uploaded_by")
    return list(rows.order_by("pk")[:limit])


# --- threads ---


def threads_of(acting: Acting) -> QuerySet[Thread]:
    """The conversations of the company somebody acts for, as far as limits to kinds and places reach, the latest first;
    those without a message stand last."""
    rows = Thread.objects.filter(acting.limits(kinds="kinds", sites="sites"), organisation=acting.organisation)
    rows = rows.select_related("office", "organisation")
    return rows.order_by(F("last_message_at").desc(nulls_last=True), "-id")


def thread_for_company(acting: Acting, public_id: UUID) -> Thread | None:
    """One conversation of the company somebody acts for, or None for strangers and beyond a person's limits."""
    return threads_of(acting).filter(public_id=public_id).first()


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


def letters_of_company(acting: Acting) -> QuerySet[Letter]:
    """The letters of the company acted for, newest first: none for a mandate that does not cover letters, and not those
    about other kinds than a limit names or about any place beyond it."""
    rows = Letter.objects.filter(acting.limits(kinds="kinds", all_sites="sites"), organisation=acting.organisation)
    covered = Permission.LETTER_READ in permissions_of(acting)
    return (rows if covered else rows.none()).select_related("organisation", "first_opened_by")


def letter_for_company(acting: Acting, public_id: UUID) -> Letter | None:
    """One letter of a company, or None for strangers."""
    return letters_of_company(acting).filter(public_id=public_id).first()


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


def service_of(letter: Letter) -> rules.Service:
    """The facts of a letter's service, as the rules take them."""
    return rules.Service(
        available_on=local_date(letter.made_available_at),
        deemed_after_days=letter.deemed_after_days,
        opened_on=local_date(letter.first_opened_at) if letter.first_opened_at else None,
        paper_asked=letter.paper_asked,
        paper_delivered_on=letter.paper_delivered_on,
    )


def may_receive(user: User, letter: Letter, on: date) -> bool:
    """Whether an opening by this person counts for the company: administrators, signatories, and consultants whose
    mandate covers letters, this one's kind and places included."""
    acting = acting_in(user, letter.organisation, on)
    about = Concerns(tuple(letter.kinds), tuple(letter.sites))
    return acting is not None and acting.may_touch_sites(letter.sites) and _receives(acting, about)


def _receives(acting: Acting, about: Concerns) -> bool:
    mandated = CompanyRole.CONSULTANT in acting.roles and Permission.LETTER_READ in company_permissions(
        frozenset({CompanyRole.CONSULTANT}), acting.scope
    )
    return bool(set(RECEIVING_ROLES) & acting.roles or mandated) and _reaches(acting, about)


def language_of(organisation: Organisation, on: date) -> str:
    """The language of a company's letters: the one most of those who receive them read in, the first member's on a tie."""
    held = Membership.objects.filter(in_force(on), organisation=organisation, role__in=RECEIVING_ROLES)
    languages = list(held.order_by("valid_from", "id").values_list("user__language", flat=True))
    return max(languages, key=languages.count, default=settings.LANGUAGE_CODE)


def receivers(organisation: Organisation, on: date, roles: Iterable[str], about: Concerns) -> list[User]:
    """Who is told of a letter: the people in `roles`, and the consultants whose mandate covers what the letter needs."""
    return told(organisation, on, (*roles, CompanyRole.CONSULTANT), about)


# --- the outbox ---


@dataclass(frozen=True, slots=True)
class OutboxHealth:
    """How the outbox stands: rows not done, rows that nobody tries any more, the age of the oldest."""

    waiting: int
    dead: int
    oldest_created_at: datetime | None


def not_told(keys: Mapping[str, int]) -> list[int]:
    """What a sweep still has to tell: the ids under whose key no notice stands."""
    told = set(Notice.objects.filter(once_key__in=keys).values_list("once_key", flat=True))
    return [pk for key, pk in keys.items() if key not in told]


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
