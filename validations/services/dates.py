"""Agreeing the day: Customs notifies with the notice the law gives, the trader confirms or offers other days."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, locked
from foundation.clock.services import local_date
from foundation.identity.models import User
from programme.states import LetterCode
from validations import rules
from validations.models import Validation
from validations.selectors import confirm_by, earliest_start, notice_words
from validations.states import ValidationStatus

from .shared import (
    day,
    demand_independent,
    demand_status,
    lead_of,
    move_visit,
    note,
    send,
    settle,
    staff_url,
    tell_company,
    tell_staff,
    trader_url,
)

MOST_OFFERS = 5


def notify(*, validation: Validation, starts_on: date, ends_on: date, actor: Actor, now: datetime) -> Validation:
    """Propose the days of the visit by letter, with the configured notice. Raises Refused when the notice is too short."""
    on = local_date(now)
    with acting(actor=actor, at=now):
        validation = locked(validation)
        _demand_days(validation, starts_on, ends_on, on)
        move_visit(
            validation,
            "notify",
            event="notified",
            disclosed=True,
            also={"starts_on": starts_on, "ends_on": ends_on, "notified_on": on},
            data={"starts_on": starts_on, "ends_on": ends_on},
        )
        _ask(validation, actor, now)
        return validation


def set_dates(*, validation: Validation, starts_on: date, ends_on: date, actor: Actor, now: datetime) -> Validation:
    """Answer the days the trader offered, or move the visit. A day the trader offered is fixed at once; any other needs
    the notice again and a new letter."""
    on = local_date(now)
    with acting(actor=actor, at=now):
        validation = locked(validation)
        demand_status(validation, ValidationStatus.NOTIFIED)
        demand_independent(validation)
        _demand_days(validation, starts_on, ends_on, on)
        offered = starts_on in validation.offered_dates
        validation.starts_on, validation.ends_on = starts_on, ends_on
        validation.offered_dates, validation.offered_note = [], ""
        validation.date_confirmed_at = now if offered else None
        validation.save(update_fields=["starts_on", "ends_on", "offered_dates", "offered_note", "date_confirmed_at"])
        settle(validation, trader_url(validation), staff_url(validation, "notice"), now=now)
        if offered:
            note(validation, "date_confirmed", disclosed=True, data={"starts_on": starts_on, "ends_on": ends_on})
            tell_company(
                validation, lambda: _("We visit you on {day}").format(day=day(starts_on)), actor=actor, now=now
            )
        else:
            note(validation, "notified", disclosed=True, data={"starts_on": starts_on, "ends_on": ends_on})
            _ask(validation, actor, now)
        return validation


def confirm_date(*, validation: Validation, user: User, now: datetime) -> Validation:
    """The trader agrees to the proposed days. Twice is once."""
    with acting(actor=user, at=now):
        validation = locked(validation)
        demand_status(validation, ValidationStatus.NOTIFIED)
        if validation.date_confirmed_at is None:
            validation.date_confirmed_at, validation.offered_dates, validation.offered_note = now, [], ""
            validation.save(update_fields=["date_confirmed_at", "offered_dates", "offered_note"])
            note(validation, "date_confirmed", disclosed=True, data={"starts_on": validation.starts_on})
            settle(validation, trader_url(validation), now=now)
            tell_staff(
                validation, [lead_of(validation)], lambda: _("The day of the visit is fixed"), actor=user, now=now
            )
        return validation


def offer_dates(
    *, validation: Validation, dates: Sequence[date], remark: str = "", user: User, now: datetime
) -> Validation:
    """The trader offers other days; Customs answers with `set_dates`."""
    with acting(actor=user, at=now):
        validation = locked(validation)
        demand_status(validation, ValidationStatus.NOTIFIED)
        offered = sorted(set(dates))
        if not offered or any(offer <= local_date(now) for offer in offered):
            raise Refused(_("Offer at least one day after today."))
        if len(offered) > MOST_OFFERS:
            raise Refused(_("Offer at most {n} days.").format(n=MOST_OFFERS))
        validation.offered_dates, validation.offered_note, validation.date_confirmed_at = offered, remark.strip(), None
        validation.save(update_fields=["offered_dates", "offered_note", "date_confirmed_at"])
        note(validation, "dates_offered", data={"dates": [offer.isoformat() for offer in offered]})
        settle(validation, trader_url(validation), now=now)
        tell_staff(
            validation,
            [lead_of(validation)],
            lambda: _("The trader offers other days"),
            page="notice",
            action=True,
            actor=user,
            now=now,
        )
        return validation


def _demand_days(validation: Validation, starts_on: date, ends_on: date, on: date) -> None:
    if ends_on < starts_on:
        raise Refused(_("The last day of the visit can’t be before the first."))
    earliest = earliest_start(validation, on)
    if starts_on <= on or not rules.notice_kept(
        starts_on=starts_on, earliest_on=earliest, offered=validation.offered_dates
    ):
        raise Refused(
            _("A visit needs a notice of {notice}. The first possible day is {day}.").format(
                notice=notice_words(on), day=day(earliest)
            )
        )


def _ask(validation: Validation, actor: Actor, now: datetime) -> None:
    """The letter that asks the trader to confirm; it names the days, the places and until when to answer."""
    on = local_date(now)
    if validation.starts_on is None or validation.ends_on is None:
        raise Refused(_("Choose the days of the visit."))
    due = confirm_by(validation, starts_on=validation.starts_on, on=on)
    starts_on, ends_on = validation.starts_on, validation.ends_on

    def context() -> dict[str, str]:
        return {"starts_on": day(starts_on), "ends_on": day(ends_on), "confirm_by": day(due)}

    letter = send(validation, LetterCode.VISIT_NOTICE, context, due_on=due, on=on, actor=actor, now=now)
    validation.notice_letter, validation.confirm_by = letter, due
    validation.save(update_fields=["notice_letter", "confirm_by"])
