"""An officer's home: blocks by permission, each with what waits for this person and for those the person stands in for."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from account_management import selectors as account_management
from applications import selectors as applications
from applications.models import Application
from applications.states import TERMINAL, ApplicationStatus
from certificates import selectors as certificates
from foundation.correspondence.selectors import action_notices, threads_to_answer
from foundation.identity.models import GuestGrant, User
from foundation.identity.permissions import Permission
from foundation.identity.selectors import absent_principals, guest_grants, staff_roles
from foundation.identity.states import StaffRole
from mra import selectors as mra
from operators import selectors as operators
from programme import selectors as programme
from programme.states import Act, ProposalStatus
from vetting.models import Vetting
from vetting.states import VettingStatus

from .blocks import MOST, Block, Line, due_words
from .home_visits import reports_to_review, your_visits
from .standings import standings


def staff_blocks(user: User, permissions: frozenset[Permission], on: date) -> list[Block]:
    """The blocks of this officer's home, in the order of the work. A constant number of queries."""
    people = [user, *absent_principals(user, on)]
    builders: tuple[tuple[Permission | tuple[Permission, ...] | None, Callable[[], Block]], ...] = (
        (None, lambda: _waiting(people, on)),
        ((Permission.FILE_WORK, Permission.CLIENT_MANAGE), lambda: _messages(user, people, on)),
        (Permission.FILE_WORK, lambda: _my_files(user, people, on)),
        (Permission.VALIDATION_VISIT, lambda: your_visits(user, people, on)),
        (Permission.VALIDATION_REVIEW, lambda: reports_to_review(user, people, on)),
        (Permission.FILE_ASSIGN, lambda: _unassigned(user, on)),
        (Permission.VETTING_CHECK, lambda: _my_checks(user, people, on)),
        (Permission.DECISION_TAKE, lambda: _to_decide(user, on)),
        (Permission.OPERATOR_VERIFY, lambda: _claims(user, on)),
        (Permission.OPERATOR_VERIFY, lambda: _changes(user, on)),
        (Permission.CLIENT_MANAGE, lambda: _clients(user, on)),
        (Permission.FILE_ASSIGN, lambda: _measures(user, on)),
        (Permission.AUDIT_READ, lambda: _reviews(user, on)),
        (Permission.MRA_MANAGE, lambda: _arrangements(on)),
        (Permission.PROGRAMME_CONFIGURE, lambda: _configuration(user, on)),
        (
            (Permission.PROGRAMME_CONFIGURE, Permission.CRITERIA_PROPOSE),
            lambda: _criteria_proposals(user, permissions, on),
        ),
    )
    blocks = [build() for needed, build in builders if _holds(permissions, needed)]
    guest = _guest_files(user, on)
    asked = guest.count or StaffRole.GUEST_OFFICER in staff_roles(user, on)
    return [*blocks[:1], guest, *blocks[1:]] if asked else blocks


def _holds(permissions: frozenset[Permission], needed: Permission | tuple[Permission, ...] | None) -> bool:
    """Whether a block belongs to somebody with these permissions: any of those named, or everybody."""
    return needed is None or not permissions.isdisjoint(needed if isinstance(needed, tuple) else (needed,))


def _waiting(people: list[User], on: date) -> Block:
    lines = []
    for person in people:
        for notice in action_notices(person, None)[:MOST]:
            due, tone = due_words(notice.due_on, on)
            hint = notice.sender_label if person == people[0] else _("for {name}").format(name=person.full_name)
            lines.append(Line(notice.told_title, notice.url, hint, due, tone))
    return Block(_("What waits for you"), lines[:MOST], len(lines), empty=_("No notice asks you to act today."))


def _messages(user: User, people: list[User], on: date) -> Block:
    rows = threads_to_answer(user, people, on)
    lines = [
        Line(
            f"{row.organisation.name}: {row.subject}",
            reverse("correspondence:thread", args=[row.public_id]),
            _("since {day}").format(day=date_format(row.last_message_at, "j F")) if row.last_message_at else "",
        )
        for row in rows[:MOST]
    ]
    return Block(_("Messages to answer"), lines, rows.count(), empty=_("Every company has an answer."))


def _my_files(user: User, people: list[User], on: date) -> Block:
    rows = applications.visible_to_staff(user, on).filter(case_officer__in=people).exclude(status__in=TERMINAL)
    return Block(
        _("Your files"),
        file_lines(rows.order_by("submitted_at", "id")[:MOST], on),
        rows.count(),
        empty=_("You hold no file. Take one from the queue."),
        more_url=reverse("workbench:queue") + "?view=mine",
        more_text=_("All your files"),
    )


def _unassigned(user: User, on: date) -> Block:
    rows = (
        applications.visible_to_staff(user, on, Permission.FILE_ASSIGN)
        .filter(case_officer__isnull=True)
        .exclude(status__in=TERMINAL)
    )
    return Block(
        _("Files without an officer"),
        file_lines(rows.order_by("submitted_at", "id")[:MOST], on),
        rows.count(),
        empty=_("Every file has an officer."),
        more_url=reverse("workbench:queue") + "?view=unassigned",
        more_text=_("Assign files"),
    )


def file_lines(rows: Iterable[Application], on: date) -> list[Line]:
    """Files as lines: company, what is waited for, due day; constant queries."""
    files = list(rows)
    found = standings(files, on)
    lines = []
    for file in files:
        standing = found[file.pk]
        due, tone = due_words(standing.due_on, on)
        url = reverse("workbench:dossier", args=[file.public_id])
        lines.append(Line(file.operator.legal_name, url, f"{file.number}, {standing.waits_for}", due, tone))
    return lines


def _my_checks(user: User, people: list[User], on: date) -> Block:
    mine = Q(officer__in=people) | Q(officer__isnull=True)
    files = applications.visible_to_staff(user, on, Permission.VETTING_CHECK)
    rows = (
        Vetting.objects.filter(mine, status=VettingStatus.OPEN, application__in=files)
        .exclude(application__status__in=TERMINAL)
        .select_related("application__operator")
        .annotate(left=Count("checks", filter=Q(checks__result="")))
        .order_by("opened_at", "id")
    )
    lines = [
        Line(
            row.application.operator.legal_name,
            reverse("vetting:file", args=[row.application.public_id]),
            ngettext("{n} check is open", "{n} checks are open", row.left).format(n=row.left),
        )
        for row in rows[:MOST]
    ]
    return Block(_("Desk checks"), lines, rows.count(), empty=_("No desk checks are open."))


def _to_decide(user: User, on: date) -> Block:
    rows = applications.visible_to_staff(user, on, Permission.DECISION_TAKE).filter(
        status__in=(ApplicationStatus.FOR_DECISION, ApplicationStatus.HEARING)
    )
    files = list(rows.order_by("submitted_at", "id")[:MOST])
    lines = [
        Line(line.text, reverse("certificates:decision", args=[file.public_id]), line.hint, line.due, line.tone)
        for file, line in zip(files, file_lines(files, on), strict=True)
    ]
    return Block(_("For decision"), lines, rows.count(), empty=_("No file waits for a decision."))


def _claims(user: User, on: date) -> Block:
    rows = operators.open_claims(user, on)
    lines = [
        Line(row.operator.legal_name, reverse("operators:claims"), date_format(row.opened_at, "j F"))
        for row in rows[:MOST]
    ]
    return Block(
        _("Claims to check"),
        lines,
        rows.count(),
        empty=_("No claim waits."),
        more_url=reverse("operators:claims"),
        more_text=_("All claims"),
    )


def _changes(user: User, on: date) -> Block:
    rows = list(applications.open_changes(user, on)[:MOST])
    lines = [
        Line(
            row.operator.legal_name,
            reverse("applications:staff_change", args=[row.public_id]),
            applications.change_title(row),
        )
        for row in rows
    ]
    return Block(
        _("Changes companies told"),
        lines,
        applications.open_changes(user, on).count(),
        empty=_("No change waits."),
        more_url=reverse("applications:staff_changes"),
        more_text=_("All changes"),
    )


def _clients(user: User, on: date) -> Block:
    rows = account_management.clients_of(user, on)
    lines = [
        Line(
            row.operator.legal_name,
            reverse("account_management:client", args=[row.public_id]),
            _("last contact {day}").format(day=date_format(row.last_contact_on, "j F Y"))
            if row.last_contact_on
            else _("no contact yet"),
        )
        for row in rows[:MOST]
    ]
    return Block(
        _("Your clients"),
        lines,
        rows.count(),
        empty=_("You look after no client yet."),
        more_url=reverse("account_management:clients"),
        more_text=_("All clients"),
    )


def _measures(user: User, on: date) -> Block:
    rows = certificates.open_measures(user, on)
    lines = []
    for row in rows[:MOST]:
        due, tone = due_words(row.due_on, on)
        if row.application:
            url, who = (
                reverse("workbench:dossier", args=[row.application.public_id]),
                row.application.operator.legal_name,
            )
        elif row.certificate:
            url, who = (
                reverse("operators:operator", args=[row.certificate.operator.public_id]),
                row.certificate.operator.legal_name,
            )
        lines.append(Line(f"{who}: {row.get_kind_display()}", url, row.cause, due, tone))
    return Block(_("Proposals that wait for a person"), lines, rows.count(), empty=_("No proposal is open."))


def _reviews(user: User, on: date) -> Block:
    rows = list(programme.acts_to_review(user, on)[:MOST])
    lines = [
        Line(f"{row.user}: {row.get_act_display()}", reverse("programme:review", args=[row.pk]), row.reason)
        for row in rows
    ]
    return Block(_("Doubled acts to review"), lines, len(rows), empty=_("No act waits for your review."))


def _arrangements(on: date) -> Block:
    lines = [
        Line(row.title, reverse("mra:partners"), row.partner.programme_name)
        for row in mra.arrangements_in_force(on)[:MOST]
    ]
    return Block(
        _("Arrangements in force"),
        lines,
        len(lines),
        empty=_("No arrangement is in force."),
        more_url=reverse("mra:partners"),
        more_text=_("All partners"),
    )


def _criteria_proposals(user: User, permissions: frozenset[Permission], on: date) -> Block:
    rows = list(programme.visible_proposals(user, permissions, on).filter(status=ProposalStatus.OPEN)[:MOST])
    lines = [
        Line(
            row.title,
            reverse("programme:proposal", args=[row.public_id]),
            _("{agency}, since {day}").format(agency=row.agency, day=date_format(row.proposed_at, "j F")),
        )
        for row in rows
    ]
    return Block(
        _("Criteria that agencies propose"),
        lines,
        len(lines),
        empty=_("No proposal is open."),
        more_url=reverse("programme:proposals"),
        more_text=_("All proposals"),
    )


def _configuration(user: User, on: date) -> Block:
    current = programme.configuration(on)
    text = _("Version {n} is in force since {day}").format(
        n=current.number, day=date_format(current.valid_from or on, "j F Y")
    )
    waiting = [Line(capfirst(row.text), row.url, _whose_turn(row, user)) for row in programme.waiting_for_second()]
    line = Line(text, reverse("programme:configuration"), current.title)
    return Block(_("Programme"), [*waiting, line][:MOST], len(waiting) + 1)


def _whose_turn(row: programme.Waiting, user: User) -> str:
    if row.author_id == user.pk:
        return _("You prepared it. Somebody else puts it in force or drops it.")
    return _("Prepared by {name}. Look at it, then put it in force or drop it.").format(name=row.author)


def _guest_files(user: User, on: date) -> Block:
    """The files of guest's rights, each with what for and until when."""
    grants = {grant.file_id: grant for grant in guest_grants(user, on)}
    rows = applications.visible_to_staff(user, on).filter(public_id__in=grants)
    files = list(rows.order_by("submitted_at", "id")[:MOST])
    lines = [
        replace(line, hint=_asked_for(grants[file.public_id], line.hint))
        for file, line in zip(files, file_lines(files, on), strict=True)
    ]
    empty = _("No office asks for your help now. When one does, you get a message and its file stands here.")
    return Block(_("Files you were asked to help with"), lines, rows.count(), empty)


def _asked_for(grant: GuestGrant, hint: str) -> str:
    asked = _("{hint}. You help with: {act}, until {day}")
    until = date_format(grant.valid_until, "j F Y") if grant.valid_until else "–"
    return asked.format(hint=hint, act=Act(grant.act).label.lower(), day=until)
