"""Delegations of decisions, and days on which an office is closed."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, locked, record
from foundation.identity.models import Office, User
from programme.adapters.holidays import public_holidays
from programme.models import BusinessCalendar, Closure, Delegation


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
