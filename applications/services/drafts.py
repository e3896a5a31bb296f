"""The life of a draft before it is sent: begun once, handed to the signatory, sent back, discarded."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications.models import Application, StartAnswer
from applications.selectors import missing, start_questions
from applications.selectors.files import concerns
from applications.selectors.places import full_for
from applications.states import TERMINAL
from foundation.audit.services import Refused, acting, locked
from foundation.clock.services import local_date
from foundation.correspondence.services import notify_company, settle_notices
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import User
from foundation.identity.states import CompanyRole
from operators.models import Operator
from operators.selectors import bars, holder_breaches
from operators.states import FirmSize
from programme.models import OperatorType
from programme.selectors import competent_office, configuration, criteria_set, open_types
from programme.services import next_number
from programme.states import Kind

from .life import note, refuse_unless_draft, step


class HeldAlready(Refused):
    """The company holds all it asks for of a kind; each sentence says what it can do instead."""


def begin(
    *,
    operator: Operator,
    kinds: Iterable[str],
    type_tokens: Iterable[str],
    starts: Mapping[str, bool] | None = None,
    held: Mapping[str, str] | None = None,
    user: User,
    now: datetime,
) -> Application:
    """Begin a draft, or give back the file that is open already: a double click makes one application.

    The criteria and figures of this day are pinned to the file; `starts` are start answers that a pre-check brought, `held`
    a sentence for each kind of which the company holds all it asks for (`lifecycle` knows).
    Raises Refused for closed types, kinds that are barred or held, and a company that can't be the holder.
    """
    on = local_date(now)
    with acting(actor=user, at=now):
        operator = locked(operator)
        found = Application.objects.filter(operator=operator).exclude(status__in=TERMINAL).first()
        if found is not None:
            return found
        chosen_kinds = _kinds(kinds)
        types = _types(type_tokens, on)
        refuse_full(operator, types, on)
        _refuse_held(chosen_kinds, held or {})
        _refuse_barred(operator, chosen_kinds, on)
        refuse_no_holder(operator, on)
        application = _create(operator, chosen_kinds, types, user, now)
        note(application, "application.begun", number=application.number, kinds=chosen_kinds)
        _take_over(application, starts or {})
        return application


def _take_over(application: Application, starts: Mapping[str, bool]) -> None:
    """Start answers that are known already; those this file does not ask stay behind."""
    asked = {question.key for question in start_questions(application)} & starts.keys()
    rows = [StartAnswer(application=application, key=key, yes=bool(starts[key])) for key in sorted(asked)]
    StartAnswer.objects.bulk_create(rows)


def refuse_no_holder(operator: Operator, on: date) -> None:
    """The holder is one legal entity with customs activity here, or a group where that is configured (OPR-R14)."""
    sentences = {
        "ELSEWHERE": _("Your company is established in another country. Apply to the customs there."),
        "NO_CUSTOMS_ACTIVITY": _(
            "Your company record says that the company itself does not deal with Customs. The company of your group that "
            "does, applies. Change the record if that is wrong. A small firm that supplies exporters can apply once it has "
            "entered enough exports through others."
        ),
        "GROUPS_CLOSED": _("A certificate belongs to one company here. Each company of the group applies by itself."),
        "MEMBER_OPEN": _("Not every company of your group has agreed yet."),
    }
    found = tuple(sentences[breach] for breach in holder_breaches(operator, on))
    if found:
        raise Refused(found[0], found)


def hand_to_signatory(*, application: Application, user: User, now: datetime) -> Application:
    """Tell the signatories that it is ready for them. Refused while something is missing."""
    with acting(actor=user, at=now):
        row = locked(application)
        refuse_unless_draft(row)
        lines = missing(row, local_date(now))
        if lines:
            raise Refused(_("Something is still missing."), tuple(line.text for line in lines))
        row.ready_at, row.remarks = now, ""
        _touch(row, user, now, "ready_at", "remarks")
        note(row, "application.ready_to_sign")
        _notify(row, lambda: _("Ready for you to sign"), (CompanyRole.SIGNATORY,), user, now)
        return row


def send_back(*, application: Application, remarks: str, user: User, now: datetime) -> Application:
    """The signatory does not sign yet and says why."""
    if not remarks.strip():
        raise Refused(_("Write what should be changed."))
    with acting(actor=user, at=now):
        row = locked(application)
        refuse_unless_draft(row)
        row.ready_at, row.remarks = None, remarks.strip()
        _touch(row, user, now, "ready_at", "remarks")
        note(row, "application.sent_back", remarks=row.remarks)
        settle_notices(file_id=row.public_id, now=now)
        _notify(row, lambda: _("Sent back with remarks"), (CompanyRole.PREPARER, CompanyRole.ADMINISTRATOR), user, now)
        return row


def discard(*, application: Application, user: User, now: datetime) -> Application:
    """Give up a draft. Its number is not used again."""
    with acting(actor=user, at=now):
        row = locked(application)
        step(row, "discard", event="application.discarded", also={"ended_on": local_date(now)})
        settle_notices(file_id=row.public_id, now=now)
        return row


def _create(operator: Operator, kinds: list[str], types: list[OperatorType], user: User, now: datetime) -> Application:
    on = local_date(now)
    small = operator.size == FirmSize.SMALL
    application = Application.objects.create(
        number=next_number(series="AEO", now=now),
        operator=operator,
        kinds=kinds,
        criteria_set=criteria_set(on),
        configuration=configuration(on),
        small_firm=small,
        office=competent_office(region=operator.region, size=operator.size, type_tokens=[row.token for row in types]),
        created_at=now,
        created_by_label=user.actor_label,
        saved_at=now,
        saved_by_label=user.actor_label,
    )
    application.operator_types.set(types)
    return application


def _kinds(kinds: Iterable[str]) -> list[str]:
    chosen = [kind for kind in Kind.values if kind in set(kinds)]
    if not chosen:
        raise Refused(_("Choose at least one kind."))
    return chosen


def _types(tokens: Iterable[str], on: date) -> list[OperatorType]:
    wanted = set(tokens)
    if not wanted:
        raise Refused(_("Choose at least one operator type."))
    types = list(open_types(on).filter(token__in=wanted))
    closed = OperatorType.objects.filter(token__in=wanted - {row.token for row in types})
    if len(types) < len(wanted):
        names = ", ".join(row.label for row in closed) or ", ".join(sorted(wanted))
        raise Refused(_("Not open for applications today: %(types)s.") % {"types": names})
    return types


def refuse_full(operator: Operator, types: Sequence[OperatorType], on: date) -> None:
    """While a test group of a type runs, no more companies than it has places apply (PRG-R25)."""
    text = _("{type}: only a test group can apply now, and it is full. Register your interest.")
    later = _("{type}: only a test group can apply now, and it is full. Every company can apply after {day}.")
    found = tuple(
        (later if row.group_until else text).format(
            type=row.label, day=date_format(row.group_until, "j F Y") if row.group_until else ""
        )
        for row in full_for(operator, types, on)
    )
    if found:
        raise Refused(found[0], found)


def _refuse_held(kinds: list[str], held: Mapping[str, str]) -> None:
    found = tuple(held[kind] for kind in kinds if kind in held)
    if found:
        raise HeldAlready(found[0], found)


def _refuse_barred(operator: Operator, kinds: list[str], on: date) -> None:
    for kind in kinds:
        for bar in bars(operator, kind, on):
            raise Refused(barred_sentence(kind, bar.valid_until))


def barred_sentence(kind: str, until: date | None) -> str:
    """Why a kind can't be applied for now."""
    label = str(Kind(kind).label)
    if until is None:
        return _("You cannot apply for this kind now: %(kind)s. A bar stands until further notice.") % {"kind": label}
    day = date_format(until, "j F Y")
    return _("You cannot apply for this kind yet: %(kind)s. A bar stands until the end of %(day)s.") % {
        "kind": label,
        "day": day,
    }


def _touch(row: Application, user: User, now: datetime, *fields: str) -> None:
    row.saved_at, row.saved_by_label = now, user.actor_label
    row.save(update_fields=["saved_at", "saved_by_label", *fields])


def _notify(row: Application, title: Callable[[], str], roles: tuple[str, ...], user: User, now: datetime) -> None:
    notify_company(
        organisation=row.operator.organisation,
        roles=roles,
        kind=NoticeKind.ACTION,
        title=lambda: f"{title()}: {row.number}",
        url=reverse("applications:check", args=[row.public_id]),
        file_id=row.public_id,
        concerns=concerns(row),
        actor=user,
        now=now,
    )
