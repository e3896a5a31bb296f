"""How long each step of a file takes, measured on the record of its moves: half of the files, nine of ten files.
One statement whatever the number of files; days are whole days of the administration's calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from applications.states import ApplicationStatus
from foundation.clock.models import add_months
from programme.selectors import configuration, figure
from programme.states import FigureCode

S = ApplicationStatus
# The steps of a file in their order, by whose turn it is.
OURS = (S.SUBMITTED, S.ACCEPTED, S.UNDER_VETTING, S.UNDER_VALIDATION, S.FOR_DECISION)
THEIRS = (S.INFORMATION_REQUESTED, S.PAUSED_FOR_IMPROVEMENT, S.HEARING)
WHOLE, OUR_TURN = "WHOLE", "OUR_TURN"
HALF_A_DAY = 12 * 60 * 60

# A file stands in a state from the event that brought it there until the next one.
_STAYS = """
WITH stay AS (
    SELECT a.id AS file, a.submitted_at, e.data->>'to' AS state, e.at AS since,
           lead(e.at) OVER moves AS until, lead(e.data->>'to') OVER moves AS next
    FROM applications_application a
    JOIN audit_event e ON e.file_id = a.public_id AND e.subject = 'applications.application:' || a.id AND e.data ? 'to'
    WHERE a.submitted_at IS NOT NULL AND (a.ended_on IS NULL OR a.ended_on >= %(first)s)
      AND (%(small)s::boolean IS NULL OR a.small_firm = %(small)s)
    WINDOW moves AS (PARTITION BY a.id ORDER BY e.id)
), days AS (
    SELECT file, state, next, (until AT TIME ZONE %(zone)s)::date AS ended_on,
           (until AT TIME ZONE %(zone)s)::date - (since AT TIME ZONE %(zone)s)::date AS days,
           (until AT TIME ZONE %(zone)s)::date - (submitted_at AT TIME ZONE %(zone)s)::date AS in_all,
           sum(CASE WHEN state = ANY(%(ours)s)
               THEN (until AT TIME ZONE %(zone)s)::date - (since AT TIME ZONE %(zone)s)::date ELSE 0 END)
               OVER (PARTITION BY file) AS ours
    FROM stay WHERE until IS NOT NULL
), counted AS (
    SELECT state, days, ended_on FROM days WHERE state <> 'DRAFT'
    UNION ALL SELECT 'WHOLE', in_all, ended_on FROM days WHERE next = 'DECIDED'
    UNION ALL SELECT 'OUR_TURN', ours, ended_on FROM days WHERE next = 'DECIDED'
)
SELECT state, count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY days),
       percentile_disc(0.9) WITHIN GROUP (ORDER BY days)
FROM counted WHERE ended_on >= %(first)s AND ended_on < %(end)s GROUP BY state
"""


@dataclass(frozen=True, slots=True)
class StepTime:
    """How long a step took: of how many files, days within which half and nine of ten of them left it."""

    files: int
    half: int
    nine_of_ten: int


def step_times(*, first: date, end: date, small: bool | None = None) -> dict[str, StepTime]:
    """By state, the files that left it from `first` until before `end`; also from sending to the decision (`WHOLE`), and
    how much of that it was the turn of Customs (`OUR_TURN`). A file that comes to a step twice counts twice."""
    given = {
        "first": first,
        "end": end,
        "small": small,
        "zone": settings.ADMINISTRATION_TIME_ZONE,
        "ours": [str(state) for state in OURS],
    }
    with connection.cursor() as cursor:
        cursor.execute(_STAYS, given)
        return {state: StepTime(files, half, int(nine)) for state, files, half, nine in cursor.fetchall()}


def usual_step(status: str, on: date) -> StepTime | None:
    """How long the step usually takes, once as many files have left it as the programme wants for a published time.

    Counted anew twice a day, since it stands on a page that every applicant opens.
    """
    if status not in (*OURS, *THEIRS):
        return None
    current = configuration(on)
    months = figure(FigureCode.LOOK_BACK_MONTHS, current)
    key = f"applications.usual_steps:{on}:{months}"
    found = cache.get(key)
    if found is None:
        found = step_times(first=add_months(on, -months), end=on + timedelta(days=1))
        cache.set(key, found, HALF_A_DAY)
    step: StepTime | None = found.get(status)
    return step if step and step.files >= figure(FigureCode.LEAST_DECISIONS, current) else None
