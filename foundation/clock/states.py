"""The states of a time limit and the events that change them.

One table of transitions feeds the service, the database trigger and the pages. "Late" is not a state:
it is derived from the due date, because nobody acts to make a limit late.
"""

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayUnit(models.TextChoices):
    """What a limit is counted in. Months and years are calendar periods; once stopped they count on in days."""

    CALENDAR_DAYS = "CALENDAR_DAYS", _("calendar days")
    BUSINESS_DAYS = "BUSINESS_DAYS", _("business days")
    MONTHS = "MONTHS", _("months")
    YEARS = "YEARS", _("years")


class LimitStatus(models.TextChoices):
    """What the last event left behind; only this is stored."""

    RUNNING = "RUNNING", _("Runs")
    STOPPED = "STOPPED", _("Stopped")
    MET = "MET", _("Met")
    UNMET = "UNMET", _("Ended, not met")
    CANCELLED = "CANCELLED", _("Cancelled")


class LimitPhase(models.TextChoices):
    """What a reader sees on a given day: the status, with late taken out of running. Never stored."""

    RUNNING = "RUNNING", _("Runs")
    STOPPED = "STOPPED", _("Stopped")
    LATE = "LATE", _("Late")
    MET = "MET", _("Met")
    UNMET = "UNMET", _("Ended, not met")
    CANCELLED = "CANCELLED", _("Cancelled")


class EventKind(models.TextChoices):
    """What can happen to a limit on a day."""

    STARTED = "STARTED", _("Started")
    STOPPED = "STOPPED", _("Stopped")
    RESUMED = "RESUMED", _("Resumed")
    EXTENDED = "EXTENDED", _("Extended")
    MOVED = "MOVED", _("Moved")  # a closure became known after the limit had started
    MET = "MET", _("Met")
    ENDED_UNMET = "ENDED_UNMET", _("Ended, not met")
    CANCELLED = "CANCELLED", _("Cancelled")


OPEN_STATUSES: Final = (LimitStatus.RUNNING, LimitStatus.STOPPED)
INITIAL_STATUS: Final = LimitStatus.RUNNING


@dataclass(frozen=True, slots=True)
class Transition:
    """An event, the statuses it may be written in, and the status it leaves (None: the same one)."""

    name: EventKind
    sources: tuple[LimitStatus, ...]
    target: LimitStatus | None

    def leaves(self, source: LimitStatus) -> LimitStatus:
        return source if self.target is None else self.target


Table: Final = (
    Transition(EventKind.STOPPED, (LimitStatus.RUNNING,), LimitStatus.STOPPED),
    Transition(EventKind.RESUMED, (LimitStatus.STOPPED,), LimitStatus.RUNNING),
    Transition(EventKind.EXTENDED, OPEN_STATUSES, None),
    Transition(EventKind.MOVED, (LimitStatus.RUNNING,), None),
    Transition(EventKind.MET, OPEN_STATUSES, LimitStatus.MET),
    Transition(EventKind.ENDED_UNMET, (LimitStatus.RUNNING,), LimitStatus.UNMET),
    Transition(EventKind.CANCELLED, OPEN_STATUSES, LimitStatus.CANCELLED),
)

TRANSITIONS: Final = {transition.name: transition for transition in Table}
