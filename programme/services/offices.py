"""Offices and which of them is competent, delegations of decisions, and days on which an office is closed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, locked, move, record
from foundation.clock.services import local_date
from foundation.identity.models import Office, User
from programme.adapters.holidays import public_holidays
from programme.models import BusinessCalendar, Closure, ClosureProposal, CompetenceRule, Delegation
from programme.states import CLOSURE_TABLE, CompetenceCriterion

LONGEST_CLOSURE = timedelta(days=60)


def delegate(
    *,
    number: str,
    holder: User,
    act: str,
    valid_from: date,
    valid_until: date | None = None,
    kind: str = "",
    office: Office | None = None,
    small_firms_only: bool = False,
    deputy: User | None = None,
    actor: Actor,
    now: datetime,
) -> Delegation:
    """Give a person the power to take one kind of decision."""
    with acting(actor=actor, at=now):
        if deputy == holder:
            raise Refused(_("Choose somebody else as deputy."))
        if actor.actor_id is not None and actor.actor_id in (holder.pk, deputy.pk if deputy else None):
            raise Refused(_("Nobody gives a power to themselves. A colleague enters this."))
        if Delegation.objects.filter(number=number).exists():
            raise Refused(_("There is already a delegation {number}.").format(number=number))
        row = Delegation.objects.create(
            number=number,
            holder=holder,
            deputy=deputy,
            act=act,
            kind=kind,
            office=office,
            small_firms_only=small_firms_only,
            valid_from=valid_from,
            valid_until=valid_until,
        )
        record("delegation.given", subject=row, data={"number": number, "holder": holder.actor_label, "act": act})
        return row


def end_delegation(*, delegation: Delegation, last_day: date, actor: Actor, now: datetime) -> Delegation:
    """End a delegation; `last_day` is the last day it holds."""
    with acting(actor=actor, at=now):
        row = locked(delegation)
        if last_day < row.valid_from:
            raise Refused(_("The last day can’t lie before the first."))
        row.valid_until = last_day
        row.save(update_fields=["valid_until"])
        record("delegation.ended", subject=row, data={"number": row.number, "last_day": last_day})
        return row


def add_closure(
    *, calendar: BusinessCalendar, on: date, name: str, office: Office | None = None, actor: Actor, now: datetime
) -> Closure:
    """Close an office, or all that use a calendar, for a day. Limits that end that day are moved by whoever previewed them."""
    with acting(actor=actor, at=now, reason=name):
        row, created = Closure.objects.get_or_create(
            calendar=calendar, office=office, on=on, defaults={"name": name, "entered_at": now}
        )
        if created:
            record("calendar.closed", subject=row, data={"on": on, "office": office.code if office else ""})
        return row


def list_holidays(*, calendar: BusinessCalendar, first_year: int, last_year: int, actor: Actor, now: datetime) -> int:
    """Write the public holidays of the calendar's country into it, year by year, and say how many are new.

    They stand as rows, so that a newer edition of the library never moves a date that somebody was told.
    """
    with acting(actor=actor, at=now, reason="public holidays"):
        known = set(Closure.objects.filter(calendar=calendar, office=None).values_list("on", flat=True))
        days = public_holidays(calendar.country, first_year, last_year)
        new = [
            Closure(calendar=calendar, on=on, name=name[:120], entered_at=now)
            for on, name in sorted(days.items())
            if on not in known
        ]
        Closure.objects.bulk_create(new)
        record("calendar.holidays_listed", subject=calendar, data={"count": len(new), "to": last_year})
        return len(new)


def propose_closure(
    *,
    calendar: BusinessCalendar,
    office: Office | None,
    first_day: date,
    last_day: date,
    name: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> ClosureProposal:
    """Enter days of closure for another person to confirm. Nothing moves yet."""
    with acting(actor=actor, at=now, reason=reason):
        if last_day < first_day:
            raise Refused(_("The last day can’t lie before the first."))
        if last_day - first_day > LONGEST_CLOSURE:
            raise Refused(_("Enter at most 60 days at once."))
        if first_day < local_date(now) - LONGEST_CLOSURE:
            raise Refused(_("A day so long ago can’t be closed any more."))
        if office and office.calendar != calendar.code:
            raise Refused(_("This office works by another calendar."))
        row = ClosureProposal.objects.create(
            calendar=calendar,
            office=office,
            first_day=first_day,
            last_day=last_day,
            name=name,
            reason=reason,
            author_id=actor.actor_id,
            author_label=actor.actor_label,
            proposed_at=now,
        )
        record("calendar.closure_proposed", subject=row, data={"from": first_day, "to": last_day, "name": name})
        return row


def confirm_closure_days(*, proposal: ClosureProposal, limits_moved: int, actor: Actor, now: datetime) -> list[Closure]:
    """Close the days of a locked proposal; `lifecycle` moves the limits in the same act."""
    if proposal.author_id is not None and proposal.author_id == actor.actor_id:
        raise Refused(_("You entered this closure. Somebody else must confirm it."))
    days = closure_days(proposal)
    known = set(
        Closure.objects.filter(calendar=proposal.calendar, office=proposal.office, on__in=days).values_list(
            "on", flat=True
        )
    )
    new = Closure.objects.bulk_create(
        Closure(calendar=proposal.calendar, office=proposal.office, on=day, name=proposal.name, entered_at=now)
        for day in days
        if day not in known
    )
    also = {
        "confirmed_by_id": actor.actor_id,
        "confirmed_by_label": actor.actor_label,
        "confirmed_at": now,
        "limits_moved": limits_moved,
    }
    data = {"days": [str(day) for day in days], "limits_moved": limits_moved}
    move(proposal, "confirm", table=CLOSURE_TABLE, event="calendar.closure_confirmed", data=data, also=also)
    return new


def closure_days(proposal: ClosureProposal) -> list[date]:
    """Every day of a proposal."""
    length = (proposal.last_day - proposal.first_day).days
    return [proposal.first_day + timedelta(days=n) for n in range(length + 1)]


def drop_closure(*, proposal: ClosureProposal, actor: Actor, now: datetime) -> ClosureProposal:
    """Throw a closure away that nobody confirmed."""
    with acting(actor=actor, at=now):
        row = locked(proposal)
        move(row, "drop", table=CLOSURE_TABLE, event="calendar.closure_dropped")
        return row


def withdraw_closure(*, closure: Closure, reason: str, actor: Actor, now: datetime) -> None:
    """A day is worked after all. Limits that were moved for it keep their later day: none gets shorter."""
    with acting(actor=actor, at=now, reason=reason):
        row = locked(closure)
        if row.on <= local_date(now):
            raise Refused(_("This day has come. It stays in the calendar."))
        if not reason.strip():
            raise Refused(_("Write the reason."))
        record("calendar.closure_withdrawn", subject=row, data={"on": row.on, "name": row.name})
        row.delete()


def add_calendar(*, code: str, weekend: Sequence[int], country: str, actor: Actor, now: datetime) -> BusinessCalendar:
    """A calendar with its weekend; offices choose it. The weekend of a calendar never changes: take another calendar."""
    with acting(actor=actor, at=now):
        if not set(weekend) < set(range(7)):
            raise Refused(_("A calendar needs at least one working weekday."))
        if BusinessCalendar.objects.filter(code=code).exists():
            raise Refused(_("There is already a calendar of this name."))
        row = BusinessCalendar.objects.create(code=code, weekend=sorted(set(weekend)), country=country.upper())
        record("calendar.added", subject=row, data={"code": code, "weekend": row.weekend, "country": row.country})
        return row


def save_office(
    *,
    office: Office | None,
    code: str,
    name: str,
    kind: str,
    parent: Office | None,
    calendar: BusinessCalendar,
    address: str,
    phone: str,
    actor: Actor,
    now: datetime,
) -> Office:
    """Add an office or change one. Its code stays; files and roles hang on it."""
    with acting(actor=actor, at=now):
        if office is None and Office.objects.filter(code=code).exists():
            raise Refused(_("There is already an office with the code {code}.").format(code=code))
        row = locked(office) if office else Office(code=code, time_zone=settings.ADMINISTRATION_TIME_ZONE)
        if parent and row.pk and _above(parent, row):
            raise Refused(_("An office can’t lie below itself."))
        if kind != "HEADQUARTERS" and parent is None:
            raise Refused(_("Choose the office above this one."))
        before = {"name": row.name, "calendar": row.calendar} if row.pk else {}
        row.name, row.kind, row.parent, row.calendar = name, kind, parent, calendar.code
        row.address, row.phone = address, phone
        row.save()
        event = "office.changed" if office else "office.added"
        record(event, subject=row, data={"code": row.code, "before": before, "name": name, "calendar": calendar.code})
        return row


def _above(parent: Office, row: Office) -> bool:
    """Whether the chosen parent is the office itself or lies below it."""
    tree = {one.pk: one.parent_id for one in Office.objects.all()}
    current: int | None = parent.pk
    while current is not None:
        if current == row.pk:
            return True
        current = tree.get(current)
    return False


def set_competence(*, lines: Sequence[tuple[str, str, Office]], actor: Actor, now: datetime) -> list[CompetenceRule]:
    """Replace the rules of competence: criterion, value, office, in the order in which they are tried. Files that run stay."""
    with acting(actor=actor, at=now):
        list(CompetenceRule.objects.select_for_update())
        if not lines or lines[-1][0] != CompetenceCriterion.ELSE:
            raise Refused(_("The last rule must name the office for every other file."))
        if any(criterion == CompetenceCriterion.ELSE for criterion, _value, _office in lines[:-1]):
            raise Refused(_("Only the last rule can stand for every other file: nothing after it would be tried."))
        if any(not value for criterion, value, _office in lines if criterion != CompetenceCriterion.ELSE):
            raise Refused(_("Write for which value the rule holds."))
        CompetenceRule.objects.all().delete()
        rows = CompetenceRule.objects.bulk_create(
            CompetenceRule(
                position=place,
                criterion=criterion,
                value="" if criterion == CompetenceCriterion.ELSE else value,
                office=office,
            )
            for place, (criterion, value, office) in enumerate(lines, start=1)
        )
        data = {"rules": [[criterion, value, office.code] for criterion, value, office in lines]}
        record("competence.changed", subject=rows[-1], data=data)
        return rows
