"""What the rules allow for a pause or an adjustment of a file, and what was agreed so far."""

from datetime import date, timedelta

from django.db.models import QuerySet

from applications import rules
from applications.models import Application, DelayNote, Improvement
from applications.states import OPEN_IMPROVEMENTS, ImprovementStatus, Manner
from foundation.clock.models import DayCount, DayUnit, Limit, due_on
from foundation.clock.selectors import latest_limit
from programme.models import Configuration, LimitCause, TimeLimit
from programme.selectors import amount_in_words, calendar, causes, figure, time_limit
from programme.states import Cause, CauseEffect, FigureCode, TimeLimitCode

OF_CUSTOMS = (TimeLimitCode.ACCEPTANCE, TimeLimitCode.DECISION)
USED = (ImprovementStatus.RUNNING, ImprovementStatus.DONE, ImprovementStatus.LAPSED)


def improvements_of(application: Application) -> QuerySet[Improvement]:
    """Everything proposed or agreed on a file, newest first."""
    return Improvement.objects.filter(application=application)


def open_improvement(application: Application) -> Improvement | None:
    """What is agreed now or waits for an answer, if anything."""
    return improvements_of(application).filter(status__in=OPEN_IMPROVEMENTS).first()


def frame_facts(application: Application, manner: str, until: date, on: date) -> rules.FrameFacts:
    """What the configuration of the file says to a time frame; a version that knows no pauses allows none."""
    terms = _terms(application.configuration)
    return rules.FrameFacts(
        until=until,
        on=on,
        latest=_end(application, on, terms.amount, terms.unit) if terms else on,
        used=improvements_of(application).filter(manner=manner, status__in=USED).count(),
        most=_most(application.configuration) if terms else 0,
    )


def pauses_left(application: Application, manner: str, on: date) -> int:
    """How many more pauses or adjustments the rules allow in this file."""
    facts = frame_facts(application, manner, on + timedelta(days=1), on)
    return max(0, facts.most - facts.used)


def latest_more(improvement: Improvement) -> date | None:
    """The last day of the longer time the rules give; None when they give none or it was given already."""
    application = improvement.application
    limit = latest_limit(file_id=application.public_id, kind=TimeLimitCode.IMPROVEMENT)
    terms = extension(TimeLimitCode.IMPROVEMENT, Cause.TRADER, application.configuration)
    amount = terms.amount or terms.most if terms else None
    if limit is None or terms is None or not amount:
        return None
    if terms.times is not None and limit.events.filter(ground=Cause.TRADER).count() >= terms.times:
        return None
    return _end(application, _nominal_end(limit), amount, terms.unit or limit.unit, roll_forward=False)


def more_amount(configuration: Configuration) -> int | None:
    """What to name when more time to improve is given: nothing where the rules set it, else the most they allow."""
    terms = extension(TimeLimitCode.IMPROVEMENT, Cause.TRADER, configuration)
    return terms.most if terms and terms.amount is None else None


def extension(code: str, cause: str, configuration: Configuration) -> LimitCause | None:
    """How a cause extends a limit, if the configuration says that it does."""
    return next((row for row in causes(code, configuration, cause=cause) if row.effect == CauseEffect.EXTEND), None)


def manners(configuration: Configuration) -> tuple[str, ...]:
    """How a file may give time to improve: an adjustment only where it may make the limit of Customs longer."""
    adjusts = extension(TimeLimitCode.DECISION, Cause.ADJUSTMENT, configuration) is not None
    return (Manner.PAUSE, Manner.ADJUSTMENT) if adjusts else (Manner.PAUSE,)


def _nominal_end(limit: Limit) -> date:
    """The last day by count alone: an extension is added to it, not to the day it rolled to (CLK-R08)."""
    first = limit.events.order_by("seq").values_list("on", flat=True)[0]
    return first + timedelta(days=limit.amount) if limit.unit == DayUnit.CALENDAR_DAYS else limit.due_on or first


def amount_until(application: Application, start: date, until: date) -> int:
    """How many units of the configured limit reach from one day to another: the fewest that do."""
    terms = _terms(application.configuration)
    if terms is None or terms.unit == DayUnit.CALENDAR_DAYS:
        return (until - start).days
    most = range(1, (until - start).days + 1)
    return next((n for n in most if _end(application, start, n, terms.unit) >= until), len(most) or 1)


def delay_note(application: Application, kind: str) -> DelayNote | None:
    """What the trader was told last about a limit that has passed."""
    return DelayNote.objects.filter(application=application, limit_kind=kind).first()


def shorter_limit(application: Application, code: str) -> int | None:
    """The amount of a limit of Customs for a small firm, where the configuration makes it shorter; else None."""
    percent = figure(FigureCode.SME_LIMIT_PERCENT, application.configuration)
    if code not in OF_CUSTOMS or not application.small_firm or percent >= 100:
        return None
    return rules.shortened(time_limit(code, application.configuration).amount, percent)


def investigation_months(configuration: Configuration) -> int:
    """The months an investigation may add at most."""
    return figure(FigureCode.INVESTIGATION_MONTHS, configuration)


def _terms(configuration: Configuration) -> TimeLimit | None:
    rows = configuration.time_limits.all()
    return next((row for row in rows if row.code == TimeLimitCode.IMPROVEMENT), None)


def _most(configuration: Configuration) -> int:
    return figure(FigureCode.PAUSES, configuration)


def _end(application: Application, start: date, amount: int, unit: str, *, roll_forward: bool = True) -> date:
    days = calendar(application.office, years_around=start)
    return due_on(start, amount, DayUnit(unit), days, DayCount(roll_forward=roll_forward))


def more_time_words(application: Application) -> str:
    """How much longer the trader may take to answer: “15 calendar days”."""
    terms = extension(TimeLimitCode.INFORMATION, Cause.TRADER, application.configuration)
    unit = time_limit(TimeLimitCode.INFORMATION, application.configuration).unit
    return amount_in_words(more_days(application), terms.unit or unit) if terms else ""


def more_days(application: Application) -> int:
    """How much longer the trader may take to answer; 0 for none."""
    terms = extension(TimeLimitCode.INFORMATION, Cause.TRADER, application.configuration)
    return (terms.amount or terms.most or 0) if terms else 0


def more_days_are_open(application: Application) -> bool:
    """Whether the rules leave the length of that time to who gives it."""
    terms = extension(TimeLimitCode.INFORMATION, Cause.TRADER, application.configuration)
    return terms is not None and terms.amount is None


def extension_grounds(application: Application) -> list[tuple[str, str]]:
    """Why Customs may take longer on this file, in words: causes that an officer uses, and an investigation. What the
    version says of an investigation as a cause goes before its figure of months."""
    rows = causes(TimeLimitCode.DECISION, application.configuration)
    asked = application.information_requests.exists()
    found = [
        (row.cause, str(row.get_cause_display()))
        for row in rows
        if row.effect == CauseEffect.EXTEND
        and (not row.by_itself or row.cause == Cause.INVESTIGATION)  # nothing brings an investigation but an officer
        and row.cause not in (Cause.ADJUSTMENT, Cause.TRADER)
        and (row.cause != Cause.INFORMATION or asked)
    ]
    known = dict(found)
    if Cause.INVESTIGATION not in known and figure(FigureCode.INVESTIGATION_MONTHS, application.configuration):
        found.append((Cause.INVESTIGATION, str(Cause.INVESTIGATION.label)))
    return found


def is_open_ended(application: Application, ground: str) -> bool:
    """Whether an officer says by how much the decision limit becomes longer for this cause."""
    terms = extension(TimeLimitCode.DECISION, ground, application.configuration)
    return terms is None or terms.amount is None
