"""How long files take, step by step, against the period before: for those who answer for the programme."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.selectors import OUR_TURN, OURS, THEIRS, WHOLE, StepTime, step_times
from applications.states import ApplicationStatus
from foundation.clock.models import add_months

PERIODS = (3, 6, 12, 24)
FEW = 5  # a median of fewer files says little

# A wait begins with a company's message that follows none of its own, and ends with the next one of Customs.
_ANSWERS = """
WITH talk AS (
    SELECT thread_id, side, at, lag(side) OVER said AS before,
           min(at) FILTER (WHERE side = 'CUSTOMS') OVER (
               PARTITION BY thread_id ORDER BY at, id ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS answered
    FROM correspondence_message WINDOW said AS (PARTITION BY thread_id ORDER BY at, id)
), waits AS (
    SELECT answered, greatest(0, floor(extract(epoch FROM answered - at) / 86400))::int AS days
    FROM talk WHERE side = 'TRADER' AND before IS DISTINCT FROM 'TRADER' AND answered IS NOT NULL
)
SELECT count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY days), percentile_disc(0.9) WITHIN GROUP (ORDER BY days)
FROM waits WHERE answered >= %(first)s AND answered < %(end)s
"""


@dataclass(frozen=True, slots=True)
class DurationLine:
    """A step with its time in the period, and in the one of the same length before."""

    step: str
    turn: str
    now: StepTime | None
    before: StepTime | None

    @property
    def is_thin(self) -> bool:
        return self.now is not None and self.now.files < FEW

    @property
    def change(self) -> str:
        """“3 days faster than before”; nothing where one of both is missing."""
        if not self.now or not self.before:
            return ""
        gained = self.before.half - self.now.half
        if not gained:
            return _("as before")
        if gained > 0:
            return ngettext("{n} day faster", "{n} days faster", gained).format(n=gained)
        return ngettext("{n} day slower", "{n} days slower", -gained).format(n=-gained)


@dataclass(frozen=True, slots=True)
class Period:
    """From a day until before another."""

    first: date
    end: date

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)


def periods(on: date, months: int) -> tuple[Period, Period]:
    """The months up to a day, that day included, and as many before."""
    end = on + timedelta(days=1)
    first = add_months(end, -months)
    return Period(first, end), Period(add_months(first, -months), first)


def duration_lines(now: Period, before: Period, *, small: bool | None = None) -> list[DurationLine]:
    """Every step in the order of a file, the file in all, and how soon Customs answers a message; four queries.

    Messages belong to companies of every size, so that line is left out where only some files are asked for.
    """
    latest, earlier = (step_times(first=row.first, end=row.end, small=small) for row in (now, before))
    customs, trader = _("Customs"), _("Trader")
    steps: list[tuple[str, str, str]] = [(state, str(ApplicationStatus(state).label), customs) for state in OURS]
    steps += [(state, str(ApplicationStatus(state).label), trader) for state in THEIRS]
    steps += [(WHOLE, _("From sending to the decision"), _("both")), (OUR_TURN, _("Of that, our turn"), customs)]
    lines = [DurationLine(text, turn, latest.get(key), earlier.get(key)) for key, text, turn in steps]
    if small is None:
        lines.append(DurationLine(_("Answer to a message"), customs, _answers(now), _answers(before)))
    return lines


def _answers(period: Period) -> StepTime | None:
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS, {"first": period.first, "end": period.end})
        row = cursor.fetchone()
    return StepTime(*row) if row and row[0] else None
