"""A change the trader told is answered: accepted it changes the register in the same act, or on its own day where that
lies ahead; refused the record stays."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from applications import selectors as applications_read
from applications import services as applications
from applications.models import ChangeNotice
from applications.states import ChangeStatus, ChangeSubject
from foundation.audit.services import SYSTEM, Actor, Refused, acting, locked
from foundation.clock.services import local_date
from foundation.correspondence import services as correspondence
from foundation.correspondence.selectors import Concerns, language_of
from foundation.identity.models import User
from operators import services as operators
from programme import selectors as programme
from programme.states import FigureCode, LetterCode

from .projection import refresh_projection


def accept_change(
    *, notice: ChangeNotice, answer: str = "", although_stale: bool = False, actor: User, now: datetime
) -> ChangeNotice:
    """Accept: the new values stand in the register from now on, or from the day the trader named where that lies ahead.
    Where the record changed since it was told, the officer must have seen that (`although_stale`)."""
    with acting(actor=actor, at=now):
        row = locked(notice)
        if row.status not in (ChangeStatus.SENT, ChangeStatus.ASKED):
            raise Refused(_("This change was answered already."))
        if applications_read.stale_fields_of(row) and not although_stale:
            raise Refused(_("The record changed since this was told. Look at both values before you accept."))
        ahead = row.since > local_date(now)
        if not ahead:
            _write(row, local_date(now), actor, now)
        done = applications.close_change(notice=row, answer=answer, ahead=ahead, actor=actor, now=now)
        refresh_projection(operators=[row.operator], now=now)
        _send_letter(done, lambda: _accepted(row, answer, ahead=ahead), actor, now)
        return done


def _accepted(row: ChangeNotice, answer: str, *, ahead: bool) -> str:
    """The officer’s own words, and always from which day an announced change counts."""
    if not ahead:
        return answer or _("We accepted it. Your record says so now.")
    day = date_format(row.since, "j F Y")
    return " ".join([_("We accepted it. Your record says so from {day}.").format(day=day), answer]).strip()


def find_changes(on: date) -> Sequence[int]:
    """The sweep: accepted changes whose day has come."""
    return applications_read.changes_to_take_effect(on)


def change_takes_effect(pk: int, on: date, now: datetime) -> None:
    """Write one accepted change into the register on its day. What can no longer be written, because the place or person
    is gone or somebody wrote something newer meanwhile, goes back to the officers with the reason; the register stays. Twice is once."""
    notice = ChangeNotice.objects.get(pk=pk)
    try:
        with acting(actor=SYSTEM, at=now):
            row = locked(notice)
            if row.status != ChangeStatus.WAITING or row.since > on:
                return
            if applications_read.written_since_answer(row):
                raise Refused(_("The record changed since this was accepted. Look at both values before you accept."))
            _write(row, on, SYSTEM, now)
            applications.change_took_effect(notice=row, actor=SYSTEM, now=now)
            refresh_projection(operators=[row.operator], now=now)
    except Refused as refused:
        applications.change_came_back(notice=notice, reason=str(refused), actor=SYSTEM, now=now)


def refuse_change(*, notice: ChangeNotice, reason: str, actor: User, now: datetime) -> ChangeNotice:
    """Refuse with a reason that the trader reads in a letter; the record stays."""
    with acting(actor=actor, at=now):
        done = applications.refuse_change(notice=notice, reason=reason, actor=actor, now=now)
        _send_letter(done, lambda: _refusal().format(reason=reason.strip()), actor, now)
        return done


def _refusal() -> str:
    return _("We did not accept it. Your record stays as it was. The reason is: {reason}")


def _write(row: ChangeNotice, today: date, actor: Actor, now: datetime) -> None:
    """What the notice says, written by the services of the operator's own room."""
    values = _values({line.field: line.new for line in row.lines.all()})
    operator, on = row.operator, min(row.since, today)
    by: dict[str, Any] = {"actor": actor, "now": now}
    match row.subject:
        case ChangeSubject.COMPANY:
            operators.edit_operator(operator=operator, changes=values, version=operator.version, shown=True, **by)
        case ChangeSubject.SITE:
            operators.edit_site(site=_there(row.site), changes=values, **by)
        case ChangeSubject.NEW_SITE:
            operators.add_site(operator=operator, **values, **by)
        case ChangeSubject.CLOSED_SITE:
            operators.close_site(site=_there(row.site), on=on, **by)
        case ChangeSubject.PERSON:
            operators.edit_person(person=_there(row.person), changes=values, **by)
        case ChangeSubject.NEW_PERSON:
            operators.add_person(operator=operator, send_link=bool(values.get("email")), **values, **by)
        case ChangeSubject.LEFT_PERSON:
            operators.person_left(person=_there(row.person), on=on, **by)


def _there(found: Any) -> Any:
    if found is None:
        raise Refused(_("What this change is about is no longer there."))
    return found


def _values(told: Mapping[str, str]) -> dict[str, Any]:
    """The plain texts of a notice as the values the services take."""
    found: dict[str, Any] = dict(told)
    if "employees" in found:
        found["employees"] = int(found["employees"])
    if "keeps_records" in found:
        found["keeps_records"] = found["keeps_records"] == "yes"
    if "date_of_birth" in found:
        found["date_of_birth"] = date.fromisoformat(found["date_of_birth"]) if found["date_of_birth"] else None
    return found


def _send_letter(row: ChangeNotice, answer: Callable[[], str], actor: Actor, now: datetime) -> None:
    to, on = row.operator.organisation, local_date(now)
    language = language_of(to, on)
    with override(language):
        lines = [f"{field.label}: {field.old} → {field.new}" for field in applications_read.fields_of(row)]
        told = "\n".join([applications_read.change_title(row), *lines])
        facts = {"company": row.operator.legal_name, "change": told, "answer": answer()}
        content = programme.letter(LetterCode.CHANGE_ANSWERED, language=language, context=facts)
    correspondence.send_letter(
        organisation=to,
        file_id=row.application.public_id if row.application else row.operator.public_id,
        content=content,
        deemed_after_days=programme.figure(FigureCode.DEEMED_RECEIVED_DAYS, programme.configuration(on)),
        url=applications_read.change_url(row),
        concerns=Concerns(sites=(row.site.public_id,) if row.site else ()),
        actor=actor,
        now=now,
    )
