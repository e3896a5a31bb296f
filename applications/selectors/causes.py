"""Causes that an officer records: which the configuration knows and no act of the portal brings, and which stand now."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from applications.models import Application, RecordedCause
from applications.rules import has_own_act
from applications.states import ApplicationStatus
from foundation.clock.models import Limit
from foundation.clock.selectors import limits_of
from foundation.clock.states import OPEN_STATUSES
from programme.models import Configuration, LimitCause
from programme.selectors import cause_in_words, causes, configuration_numbered, time_limit
from programme.states import Cause, CauseEffect, TimeLimitCode

# While a file waits for one of these, its own stop goes on whatever recorded cause ends.
WAITING = {
    ApplicationStatus.INFORMATION_REQUESTED: Cause.INFORMATION,
    ApplicationStatus.PAUSED_FOR_IMPROVEMENT: Cause.PAUSE,
}
OF_FILE = (TimeLimitCode.ACCEPTANCE, TimeLimitCode.DECISION)


@dataclass(frozen=True, slots=True)
class Recordable:
    """One line an officer may choose: a limit that is open on the file, and what a cause does to it."""

    limit: Limit
    terms: LimitCause
    configuration: Configuration
    words: str

    @property
    def key(self) -> str:
        return f"{self.limit.kind}|{self.terms.cause}|{self.terms.effect}"


def recordable_causes(application: Application, on: date | None = None) -> list[Recordable]:
    """What may be recorded on the open limits of a file, in the order of their kinds; on a day nothing on those that
    have ended by then."""
    found = []
    for limit in open_limits(application):
        if on and limit.due_on and limit.due_on < on:
            continue
        version = configuration_of(limit, application)
        terms = time_limit(limit.kind, version)
        for row in causes(limit.kind, version):
            if has_own_act(code=row.code, cause=row.cause, effect=row.effect, by_itself=row.by_itself):
                continue
            label = str(TimeLimitCode(limit.kind).label)
            words = _("{limit}: {what}").format(limit=label[:1].upper() + label[1:], what=cause_in_words(row, terms))
            found.append(Recordable(limit, row, version, words))
    return found


def open_limits(application: Application) -> list[Limit]:
    """The limits of a file that run or stand still."""
    rows = [row for row in limits_of(application.public_id) if row.status in OPEN_STATUSES]
    return [row for row in rows if row.kind in TimeLimitCode.values]


def configuration_of(limit: Limit, application: Application) -> Configuration:
    """The version a limit started with."""
    own = application.configuration
    return own if own.number == limit.configuration_version else configuration_numbered(limit.configuration_version)


def recorded_causes(application: Application) -> QuerySet[RecordedCause]:
    """What was recorded on a file, newest first."""
    return RecordedCause.objects.filter(application=application)


def standing_causes(application: Application) -> QuerySet[RecordedCause]:
    """The recorded causes that let a limit of the file stand still now."""
    return recorded_causes(application).filter(effect=CauseEffect.STOP, ended_on__isnull=True)


def causes_to_end(on: date) -> list[int]:
    """Causes whose last day has come and that nobody ended."""
    rows = RecordedCause.objects.filter(effect=CauseEffect.STOP, ended_on__isnull=True, until__lte=on)
    return list(rows.order_by("until", "id").values_list("pk", flat=True))


def is_held(application: Application, kind: str) -> bool:
    """Whether something still lets a limit of the file stand still: another recorded cause, or what the file waits for."""
    if standing_causes(application).filter(limit_kind=kind).exists():
        return True
    waits_for = WAITING.get(ApplicationStatus(application.status))
    if waits_for is None or kind not in OF_FILE:
        return False
    return any(row.effect == CauseEffect.STOP for row in causes(kind, application.configuration, cause=waits_for))
