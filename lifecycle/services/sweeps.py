"""The periodic sweeps. Each finds ids for a day and handles every one in a transaction of its own, so that one bad case
does not stop the rest. No sweep takes an adverse decision: it opens a proposal with a due date and tells the people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import structlog
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from applications import selectors as applications
from applications.models import Application, Improvement, InformationRequest, RecordedCause
from applications.services import end_cause_on_its_day
from applications.states import ApplicationStatus, ImprovementStatus, RequestStatus
from certificates import selectors as certificates
from certificates.models import Certificate
from certificates.states import MeasureKind
from foundation.clock.models import Limit
from foundation.clock.selectors import overdue_on
from foundation.clock.services import local_date
from foundation.clock.states import LimitStatus
from lifecycle.models import SweepRun
from programme import selectors as programme
from programme.models import TimeLimit
from programme.states import EndAction, TimeLimitCode

from .appeals import end_appeal_period
from .certificates import expire_certificate, start_certificate
from .changes import change_takes_effect, find_changes
from .deemed import deem_refused, find_refused
from .ends import (
    escalate_late,
    find_due_soon,
    find_late_to_escalate,
    find_late_to_remind,
    find_measures_to_remind,
    remind_of_late,
    remind_of_limit,
    remind_of_measure,
)
from .filing import deem_accepted
from .measures import long_day, open_on_application, open_on_certificate, proposed_days, proposed_since
from .reminders import find_drafts, find_proofs, remind_of_draft, remind_of_proof

log = structlog.get_logger("sweep")


@dataclass(frozen=True, slots=True)
class Sweep:
    """`find` gives the ids that a day concerns; `handle` deals with one and may run twice without harm."""

    name: str
    find: Callable[[date], Sequence[int]]
    handle: Callable[[int, date, datetime], None]


@dataclass(frozen=True, slots=True)
class SweepResult:
    """What a run found and did; `failed` are the ids left for the next run."""

    found: tuple[int, ...]
    done: tuple[int, ...]
    failed: tuple[int, ...]


def run_sweep(sweep: Sweep, *, on: date, now: datetime, dry_run: bool = False) -> SweepResult:
    """Run one sweep for a business day. A dry run only finds."""
    found = tuple(sweep.find(on))
    if dry_run:
        return SweepResult(found, (), ())
    done: list[int] = []
    failed: list[int] = []
    for pk in found:
        try:
            sweep.handle(pk, on, now)
            done.append(pk)
        except Exception:  # one bad case must not stop the rest; it is logged and found again next time
            log.exception("sweep.case_failed", sweep=sweep.name, pk=pk)
            failed.append(pk)
    SweepRun.objects.create(
        name=sweep.name, on=on, started_at=now, found=len(found), done=len(done), failed=len(failed)
    )
    return SweepResult(found, tuple(done), tuple(failed))


# --- what the law does by itself ---------------------------------------------------------------------------------------


def _start(pk: int, on: date, now: datetime) -> None:
    start_certificate(certificate=Certificate.objects.get(pk=pk), on=on, now=now)


def _expire(pk: int, on: date, now: datetime) -> None:
    expire_certificate(certificate=Certificate.objects.get(pk=pk), on=on, now=now)


def _find_deemed(on: date) -> Sequence[int]:
    """Files whose acceptance limit ran out and whose configuration then counts them as accepted."""
    late = overdue_on(on).filter(kind=TimeLimitCode.ACCEPTANCE).values("file_id")
    rows = Application.objects.filter(public_id__in=late, status=ApplicationStatus.SUBMITTED)
    deems = {"code": TimeLimitCode.ACCEPTANCE, "at_end": EndAction.DEEM_ACCEPTED}
    terms = TimeLimit.objects.filter(**deems).values("configuration")
    return list(rows.filter(configuration__in=terms).order_by("id").values_list("pk", flat=True))


def _deem_accepted(pk: int, on: date, now: datetime) -> None:
    deem_accepted(application=Application.objects.get(pk=pk), now=now)


# --- what a person is asked to do --------------------------------------------------------------------------------------


def _find_appeal_periods_over(on: date) -> Sequence[int]:
    return list(overdue_on(on).filter(kind=TimeLimitCode.APPEAL).values_list("pk", flat=True))


def _end_appeal_period(pk: int, on: date, now: datetime) -> None:
    end_appeal_period(limit=Limit.objects.get(pk=pk), on=on, now=now)


def _standing_still(kind: str) -> QuerySet[Limit, UUID]:
    """The files on which a limit stands still: its day is not over."""
    return Limit.objects.filter(kind=kind, status=LimitStatus.STOPPED).values_list("file_id", flat=True)


def _find_unanswered(on: date) -> Sequence[int]:
    rows = InformationRequest.objects.filter(status=RequestStatus.OPEN, due_on__lt=on).order_by("due_on", "id")
    rows = rows.exclude(application__public_id__in=_standing_still(TimeLimitCode.INFORMATION))
    proposed = proposed_days((MeasureKind.NOT_ACCEPTED, MeasureKind.DECIDE_ON_FILE))
    return [row.pk for row in rows if not proposed_since(proposed, row.application_id, row.due_on)]


def _propose_unanswered(pk: int, on: date, now: datetime) -> None:
    request = InformationRequest.objects.select_related("application__operator", "application__office").get(pk=pk)
    kind = MeasureKind.NOT_ACCEPTED if request.before_acceptance else MeasureKind.DECIDE_ON_FILE

    def cause() -> str:
        text = _("The trader has not answered the questions of {asked}, due on {day}.")
        return text.format(asked=long_day(local_date(request.asked_at)), day=long_day(request.due_on))

    open_on_application(kind, request.application, cause, on, now)


def _find_after_pauses(on: date) -> Sequence[int]:
    rows = Improvement.objects.filter(status=ImprovementStatus.RUNNING, until__lt=on).order_by("until", "id")
    rows = rows.exclude(application__public_id__in=_standing_still(TimeLimitCode.IMPROVEMENT))
    proposed = proposed_days((MeasureKind.DECIDE_ON_FILE,))
    return [row.pk for row in rows if not proposed_since(proposed, row.application_id, row.until)]


def _propose_after_pause(pk: int, on: date, now: datetime) -> None:
    """The agreed time has passed: a person resumes, gives the one extension or goes on with what is there."""
    row = Improvement.objects.select_related("application__operator", "application__office").get(pk=pk)

    def cause() -> str:
        words = _("The time agreed for an improvement ended on {day}, and the trader has not said that it is done.")
        return words.format(day=long_day(row.until))

    open_on_application(MeasureKind.DECIDE_ON_FILE, row.application, cause, on, now)


def _end_cause(pk: int, on: date, now: datetime) -> None:
    end_cause_on_its_day(recorded=RecordedCause.objects.get(pk=pk), now=now)


def _find_revalidations(on: date) -> Sequence[int]:
    return list(certificates.revalidation_due(on).values_list("pk", flat=True))


def _propose_revalidation(pk: int, on: date, now: datetime) -> None:
    certificate = _certificate(pk)
    company = certificate.operator.legal_name
    version = programme.criteria_set_for_holder(
        certificate.application.criteria_set,
        revalidation_due_on=certificate.revalidation_due_on,
        in_force_since=certificate.effective_from,
        on=on,
    )

    def cause() -> str:
        words = _("The revalidation was due on {day}. Version {number} of the criteria applies.")
        return words.format(day=long_day(certificate.revalidation_due_on), number=version.number)

    open_on_certificate(
        MeasureKind.REVALIDATE,
        certificate,
        cause=cause,
        title=lambda: _("Plan the revalidation of {company}").format(company=company),
        url=reverse("operators:operator", args=[certificate.operator.public_id]),
        on=on,
        now=now,
    )


def _find_suspensions_over(on: date) -> Sequence[int]:
    return list(certificates.suspension_over(on).values_list("pk", flat=True))


def _propose_after_suspension(pk: int, on: date, now: datetime) -> None:
    """The suspension stands until a person lifts it or takes the next step; a sweep does neither."""
    certificate = _certificate(pk)
    company, ended = certificate.operator.legal_name, certificate.suspended_until
    open_on_certificate(
        MeasureKind.SUSPENSION_OVER,
        certificate,
        cause=lambda: _("The suspension was to last until {day}. Lift it, or take the next step.").format(
            day=long_day(ended)
        ),
        title=lambda: _("{company}: the time of the suspension has passed").format(company=company),
        url=reverse("certificates:certificate", args=[certificate.public_id]),
        on=on,
        now=now,
    )


def _certificate(pk: int) -> Certificate:
    return Certificate.objects.select_related("operator__office", "application__criteria_set").get(pk=pk)


SWEEPS: dict[str, Sweep] = {
    sweep.name: sweep
    for sweep in (
        Sweep("take_effect", certificates.to_take_effect, _start),
        Sweep("expire_certificates", certificates.to_expire, _expire),
        Sweep("apply_changes", find_changes, change_takes_effect),
        Sweep("deem_accepted", _find_deemed, _deem_accepted),
        Sweep("deem_refused", find_refused, deem_refused),
        Sweep("end_causes", applications.causes_to_end, _end_cause),
        Sweep("remind_limits", find_due_soon, remind_of_limit),
        Sweep("remind_late", find_late_to_remind, remind_of_late),
        Sweep("remind_measures", find_measures_to_remind, remind_of_measure),
        Sweep("remind_drafts", find_drafts, remind_of_draft),
        Sweep("remind_proofs", find_proofs, remind_of_proof),
        Sweep("propose_late", find_late_to_escalate, escalate_late),
        Sweep("propose_unanswered", _find_unanswered, _propose_unanswered),
        Sweep("propose_after_suspension", _find_suspensions_over, _propose_after_suspension),
        Sweep("end_appeal_periods", _find_appeal_periods_over, _end_appeal_period),
        Sweep("propose_after_pauses", _find_after_pauses, _propose_after_pause),
        Sweep("propose_revalidations", _find_revalidations, _propose_revalidation),
    )
}
