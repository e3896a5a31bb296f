"""Offices, roles at Customs, deputies, absences and guests. Who may change these is asked by the pages' permission."""

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, locked, record
from foundation.identity.models import Absence, Deputy, GuestGrant, Office, RoleGrant, User
from foundation.identity.states import StaffRole

Row = TypeVar("Row", RoleGrant, Deputy, GuestGrant)


def create_office(
    *, code: str, name: str, kind: str, parent: Office | None = None, actor: Actor, now: datetime, **details: Any
) -> Office:
    """An office of Customs, or the same one brought up to date. `details`: time_zone, calendar, languages, address, phone."""
    with acting(actor=actor, at=now):
        office, made = Office.objects.update_or_create(
            code=code, defaults={"name": name, "kind": kind, "parent": parent, **details}
        )
        if made:
            record("office.created", subject=office, data={"code": code})
        return office


def grant_role(
    *,
    user: User,
    role: str,
    office: Office | None,
    valid_from: date,
    valid_until: date | None = None,
    actor: Actor,
    now: datetime,
) -> RoleGrant:
    """Give a person of Customs a role for an office and those below it; no office means everywhere."""
    with acting(actor=actor, at=now):
        if not user.is_staff:
            raise Refused(_("%(name)s does not work for Customs.") % {"name": user.full_name})
        _refuse_own(user, actor)
        if role not in StaffRole.values:
            raise Refused(_("“%(value)s” is not a known choice.") % {"value": role})
        held = RoleGrant.objects.filter(user=user, role=role, office=office, valid_until__isnull=True).first()
        if held is not None:
            return held
        period = _period(valid_from, valid_until)
        grant = RoleGrant.objects.create(user=user, role=role, office=office, **period)
        record("role.granted", subject=grant, data={"user_id": user.pk, "role": role, "office_id": grant.office_id})
        return grant


def end_role(*, grant: RoleGrant, last_day: date, actor: Actor, now: datetime) -> RoleGrant:
    """End a role with a last day, which still counts; the day before today ends it at once."""
    with acting(actor=actor, at=now):
        row = locked(grant)
        record("role.ended", subject=row, data={"user_id": row.user_id, "role": row.role, "last_day": last_day})
        return _ended(row, last_day)


def name_deputy(
    *, principal: User, deputy: User, valid_from: date, valid_until: date | None = None, actor: Actor, now: datetime
) -> Deputy:
    """Name who stands in for a person, from a day until a day."""
    with acting(actor=actor, at=now):
        if principal.pk == deputy.pk:
            raise Refused(_("Choose somebody else: nobody stands in for themselves."))
        if not (deputy.is_active and deputy.is_staff and principal.is_staff):
            raise Refused(_("Choose a colleague of Customs who is at work."))
        row = Deputy.objects.create(principal=principal, deputy=deputy, **_period(valid_from, valid_until))
        record("deputy.named", subject=row, data={"principal_id": principal.pk, "deputy_id": deputy.pk})
        return row


def end_deputy(*, deputy: Deputy, last_day: date, actor: Actor, now: datetime) -> Deputy:
    """End standing in with a last day, which still counts."""
    with acting(actor=actor, at=now):
        row = locked(deputy)
        record("deputy.ended", subject=row, data={"principal_id": row.principal_id, "last_day": last_day})
        return _ended(row, last_day)


def record_absence(*, user: User, starts_on: date, ends_on: date, actor: Actor, now: datetime) -> Absence:
    """Record the days on which a person is away; both days count. Two absences of one person may not overlap."""
    with acting(actor=actor, at=now):
        if ends_on < starts_on:
            raise Refused(_("The last day lies before the first."))
        locked(user)
        if Absence.objects.filter(user=user, starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
            raise Refused(_("An absence on these days is already recorded."))
        days = {"starts_on": starts_on, "ends_on": ends_on}
        row = Absence.objects.create(user=user, recorded_by_id=actor.actor_id, **days)
        record("absence.recorded", subject=row, data={"user_id": user.pk, "from": starts_on, "until": ends_on})
        return row


def withdraw_absence(*, absence: Absence, actor: Actor, now: datetime) -> None:
    """Take an absence back; the row history keeps it."""
    with acting(actor=actor, at=now):
        row = locked(absence)
        record("absence.withdrawn", subject=row, data={"user_id": row.user_id, "from": row.starts_on})
        row.delete()


def grant_guest(
    *,
    user: User,
    file_id: UUID,
    act: str,
    valid_from: date,
    valid_until: date,
    reason: str,
    actor: Actor,
    now: datetime,
) -> GuestGrant:
    """Give a guest officer one file and one act until a date."""
    with acting(actor=actor, at=now, reason=reason):
        if not reason.strip():
            raise Refused(_("Write the reason."))
        if not user.is_staff:
            raise Refused(_("%(name)s does not work for Customs.") % {"name": user.full_name})
        _refuse_own(user, actor)
        period = _period(valid_from, valid_until)
        grant = GuestGrant.objects.create(user=user, file_id=file_id, act=act, reason=reason, **period)
        record("guest.granted", subject=grant, file_id=file_id, data={"user_id": user.pk, "act": act})
        return grant


def end_guest(*, grant: GuestGrant, last_day: date, actor: Actor, now: datetime) -> GuestGrant:
    """End a guest's right with a last day, which still counts; the day before today ends it at once."""
    with acting(actor=actor, at=now):
        row = locked(grant)
        data = {"user_id": row.user_id, "act": row.act, "last_day": last_day}
        record("guest.ended", subject=row, file_id=row.file_id, data=data)
        return _ended(row, last_day)


def _refuse_own(user: User, actor: Actor) -> None:
    if actor.actor_id == user.pk:
        raise Refused(_("Nobody gives a power to themselves. A colleague enters this."))


def _period(valid_from: date, valid_until: date | None) -> dict[str, Any]:
    if valid_until is not None and valid_until < valid_from:
        raise Refused(_("The last day lies before the first."))
    return {"valid_from": valid_from, "valid_until": valid_until}


def _ended(row: Row, last_day: date) -> Row:
    """Set the last day, never a later one than stands there; a period that would end before it began never held, so its
    row goes."""
    last_day = min(last_day, row.valid_until or last_day)
    if last_day < row.valid_from:
        row.delete()
    else:
        row.valid_until = last_day
        row.save(update_fields=["valid_until"])
    return row
