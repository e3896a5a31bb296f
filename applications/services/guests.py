"""Guest officers of a file: somebody from elsewhere for one act until a date, given and ended by a leader."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application
from applications.selectors.guests import without_delegation
from applications.states import TERMINAL
from foundation.audit.services import Refused, acting, locked
from foundation.clock.services import local_date
from foundation.correspondence.services import notify
from foundation.correspondence.states import NoticeKind
from foundation.identity import services as identity
from foundation.identity.models import GuestGrant, User, in_force
from foundation.identity.selectors import staff_in_role
from foundation.identity.states import StaffRole
from operators.selectors import free_of_interest
from operators.services import demand_independence
from programme.selectors import breaches
from programme.states import Act

DAY = timedelta(days=1)


def give_guest(
    *, application: Application, officer: User, act: str, valid_until: date, reason: str, actor: User, now: datetime
) -> GuestGrant:
    """Give an officer this file and one act until a day; the same right that runs already is prolonged to that day.

    Refused for a declared interest on either side, for somebody whom an earlier act on the file shuts out, for a day that
    has passed and for a file that has ended.
    """
    on = local_date(now)
    with acting(actor=actor, at=now, reason=reason):
        row = locked(application)
        demand_independence(actor=actor, operator=row.operator, on=on)
        found = _why_not(row, officer, act, valid_until, on)
        if found:
            raise Refused(found[0], tuple(found))
        running = GuestGrant.objects.filter(in_force(on), user=officer, file_id=row.public_id, act=act).first()
        if running is not None:
            identity.end_guest(grant=running, last_day=on - DAY, actor=actor, now=now)
        grant = identity.grant_guest(
            user=officer,
            file_id=row.public_id,
            act=act,
            valid_from=on,
            valid_until=valid_until,
            reason=reason.strip(),
            actor=actor,
            now=now,
        )
        if act == Act.DECIDE and without_delegation(row, officer, on):
            _ask_for_delegation(row, officer, actor, now)
        return grant


def _ask_for_delegation(row: Application, officer: User, actor: User, now: datetime) -> None:
    """A right to the file is no power to decide: the administrators are asked to delegate it."""
    administrators = staff_in_role(StaffRole.PROGRAMME_ADMIN, local_date(now)).exclude(pk__in=(actor.pk, officer.pk))
    notify(
        recipients=list(administrators),
        kind=NoticeKind.INFORMATION,
        title=lambda: _("{name} needs a delegation to decide {number}").format(
            name=officer.full_name, number=row.number
        ),
        url=f"{reverse('programme:add_delegation')}?holder={officer.pk}",
        actor=actor,
        now=now,
    )


def _why_not(row: Application, officer: User, act: str, valid_until: date, on: date) -> list[str]:
    found = [_("This file has ended.")] if row.status in TERMINAL else []
    if valid_until < on:
        found.append(_("The last day can’t lie in the past."))
    if not free_of_interest(officer, row.operator, on):
        sentence = _("%(name)s declared an interest in %(company)s and can’t be a guest on its file.")
        found.append(sentence % {"name": officer.full_name, "company": row.operator.legal_name})
    shut_out = breaches(file_id=row.public_id, act=act, user=officer, on=on)
    if shut_out:
        found.append(_("%(name)s took an act on this file that shuts this one out.") % {"name": officer.full_name})
    return found


def end_guest(*, application: Application, grant: GuestGrant, actor: User, now: datetime) -> GuestGrant:
    """Take the right back with this click. What the guest has done stays."""
    with acting(actor=actor, at=now):
        demand_independence(actor=actor, operator=application.operator, on=local_date(now))
        if grant.file_id != application.public_id:
            raise Refused(_("This right belongs to another file."))
        return identity.end_guest(grant=grant, last_day=local_date(now) - DAY, actor=actor, now=now)
