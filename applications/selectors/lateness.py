"""A limit of Customs that has passed: since when, why, what the law gives the trader now, who is working on it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from applications.models import Application
from programme.selectors import time_limit
from programme.states import EndAction, TimeLimitCode

from .improvements import delay_note
from .standing import PASSED, Standing, counted_kind, long_day


@dataclass(frozen=True, slots=True)
class Lateness:
    """What both sides read; `why` is empty while no officer has written it."""

    title: str
    why: str
    law: str
    legal_basis: str
    who: str
    phone: str


def lateness(application: Application, now_at: Standing, on: date) -> Lateness | None:
    """None while no limit of Customs has passed. One query."""
    clock, kind = now_at.clock, counted_kind(application)
    if clock is None or clock.phase not in PASSED or not kind:
        return None
    note, terms = delay_note(application, kind), time_limit(kind, application.configuration)
    officer, office = application.case_officer, application.office
    due = long_day(clock.due_on)
    title = {
        TimeLimitCode.ACCEPTANCE: _("We should have told you by {day} whether anything is missing, and are late."),
        TimeLimitCode.DECISION: _("We should have decided by {day} and are late."),
    }[TimeLimitCode(kind)]
    return Lateness(
        title=title.format(day=due),
        why=note.text if note else "",
        law=_law(terms.at_end),
        legal_basis=terms.legal_basis,
        who=officer.full_name if officer else str(office or ""),
        phone=(officer.phone if officer else "") or (office.phone if office else ""),
    )


def _law(at_end: str) -> str:
    """What follows from the configuration of the limit."""
    return {
        EndAction.DEEM_ACCEPTED: _("The law counts your application as accepted."),
        EndAction.DEEM_REFUSED: _("The law treats our silence as a refusal. You can appeal against it now."),
    }.get(EndAction(at_end), _("You can appeal against the delay. It costs you nothing and changes nothing else."))
