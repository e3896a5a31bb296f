"""The periodic sweeps. Each finds ids for a day and handles every one in a transaction of its own, so that one bad case
does not stop the rest. No sweep takes an adverse decision: it opens a proposal with a due date and tells the people."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import structlog
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications.models import Application, Improvement, InformationRequest
from applications.states import ApplicationStatus, ImprovementStatus, RequestStatus
from certificates import selectors as certificates
from certificates import services as certificate_services
from certificates.models import Certificate, Measure
from certificates.states import MeasureKind
from foundation.audit.services import SYSTEM, acting
from foundation.clock.models import Limit
from foundation.clock.selectors import due_for_reminder, overdue_on
from foundation.clock.services import local_date
from foundation.correspondence import services as correspondence
from foundation.correspondence.models import Letter, Notice
from foundation.correspondence.selectors import RECEIVING_ROLES
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import User
from foundation.identity.selectors import staff_in_role
from foundation.identity.states import StaffRole
from lifecycle.models import SweepRun
from programme import selectors as programme
from programme.models import TimeLimit
from programme.states import EndAction, TimeLimitCode

from .appeals import end_appeal_period
from .certificates import expire_certificate, start_certificate
from .changes import change_takes_effect, find_changes
from .deemed import deem_refused, ends_of, find_refused
from .filing import deem_accepted
from .reminders import find_drafts, find_proofs, remind_of_draft, remind_of_proof

# Limits that the trader keeps: the company is reminded of them too.
OF_TRADERS = (TimeLimitCode.INFORMATION, TimeLimitCode.IMPROVEMENT, TimeLimitCode.HEARING, TimeLimitCode.REPORT_REPLY)
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


def _find_reminders(on: date) -> Sequence[int]:
    due = {reminder_key(limit): limit.pk for limit in due_for_reminder(on)}
    told = set(Notice.objects.filter(once_key__in=due).values_list("once_key", flat=True))
    return [pk for key, pk in due.items() if key not in told]


def reminder_key(limit: Limit) -> str:
    """One reminder per due date: a limit that was extended is reminded of again."""
    return f"reminder:{limit.pk}:{limit.due_on}"


def _remind(pk: int, on: date, now: datetime) -> None:
    limit = Limit.objects.get(pk=pk)
    application = _application_of(limit)
    if limit.kind == TimeLimitCode.APPEAL:
        _remind_of_appeal(limit, now)
    if application is None or limit.due_on is None:
        return
    with acting(actor=SYSTEM, at=now):
        if limit.kind in OF_TRADERS:
            _remind_company(application, limit, now)
        correspondence.notify(
            recipients=_people_of(application, on),
            kind=NoticeKind.ACTION,
            title=lambda: _("{company}: {limit} is due soon").format(
                company=application.operator.legal_name, limit=_limit_name(limit)
            ),
            url=reverse("workbench:dossier", args=[application.public_id]),
            due_on=limit.due_on,
            file_id=application.public_id,
            once_key=reminder_key(limit),
            actor=SYSTEM,
            now=now,
        )


def _remind_of_appeal(limit: Limit, now: datetime) -> None:
    """The company's own time: it is told before the time to appeal ends."""
    letter = Letter.objects.select_related("organisation").get(public_id=limit.file_id)
    with acting(actor=SYSTEM, at=now):
        correspondence.notify_company(
            organisation=letter.organisation,
            roles=RECEIVING_ROLES,
            kind=NoticeKind.INFORMATION,
            title=lambda: _("Your time to appeal ends on {day}: {letter}").format(
                day=_day(limit.due_on), letter=letter.subject
            ),
            url=reverse("correspondence:letter", args=[letter.public_id]),
            once_key=reminder_key(limit),
            actor=SYSTEM,
            now=now,
        )


def _find_appeal_periods_over(on: date) -> Sequence[int]:
    return list(overdue_on(on).filter(kind=TimeLimitCode.APPEAL).values_list("pk", flat=True))


def _end_appeal_period(pk: int, on: date, now: datetime) -> None:
    end_appeal_period(limit=Limit.objects.get(pk=pk), on=on, now=now)


def _remind_company(application: Application, limit: Limit, now: datetime) -> None:
    """The limit is the trader’s own: what is asked of it ends soon."""
    correspondence.notify_company(
        organisation=application.operator.organisation,
        roles=("ADMINISTRATOR", "SIGNATORY", "PREPARER"),
        kind=NoticeKind.ACTION,
        title=lambda: _("{number}: {limit}, due soon").format(number=application.number, limit=_limit_name(limit)),
        url=reverse("applications:status", args=[application.public_id]),
        due_on=limit.due_on,
        file_id=application.public_id,
        once_key=f"company-{reminder_key(limit)}",
        actor=SYSTEM,
        now=now,
    )


def _find_late(on: date) -> Sequence[int]:
    kinds = (TimeLimitCode.ACCEPTANCE, TimeLimitCode.DECISION)
    late = list(overdue_on(on).filter(kind__in=kinds))
    ends = ends_of(late)
    late = [limit for limit in late if ends[limit.pk] == EndAction.ESCALATE]
    proposed = _proposed((MeasureKind.LIMIT_PASSED,))
    files = dict(
        Application.objects.filter(public_id__in=[limit.file_id for limit in late]).values_list("public_id", "pk")
    )
    return [limit.pk for limit in late if limit.due_on and not _since(proposed, files.get(limit.file_id), limit.due_on)]


def _propose_late(pk: int, on: date, now: datetime) -> None:
    limit = Limit.objects.get(pk=pk)
    application = _application_of(limit)
    if application is None or limit.due_on is None:
        return

    def cause() -> str:
        return _("{limit} was due on {day}.").format(limit=_limit_name(limit), day=_day(limit.due_on))

    _open_measure(MeasureKind.LIMIT_PASSED, application, cause, on, now)


def _find_unanswered(on: date) -> Sequence[int]:
    rows = InformationRequest.objects.filter(status=RequestStatus.OPEN, due_on__lt=on).order_by("due_on", "id")
    proposed = _proposed((MeasureKind.NOT_ACCEPTED, MeasureKind.DECIDE_ON_FILE))
    return [row.pk for row in rows if not _since(proposed, row.application_id, row.due_on)]


def _proposed(kinds: Iterable[str]) -> dict[int, date]:
    """The day of the last proposal of some kinds for each application, open or closed: what a person dropped is not
    proposed a second time for the same cause."""
    rows = Measure.objects.filter(kind__in=kinds, application__isnull=False).order_by("opened_at", "id")
    return {pk: local_date(at) for pk, at in rows.values_list("application", "opened_at")}


def _since(proposed: dict[int, date], application: int | None, day: date) -> bool:
    """Whether something was proposed for an application after a day; a file we do not know needs no proposal."""
    return application is None or (application in proposed and proposed[application] > day)


def _propose_unanswered(pk: int, on: date, now: datetime) -> None:
    request = InformationRequest.objects.select_related("application__operator", "application__office").get(pk=pk)
    kind = MeasureKind.NOT_ACCEPTED if request.before_acceptance else MeasureKind.DECIDE_ON_FILE

    def cause() -> str:
        text = _("The trader has not answered the questions of {asked}, due on {day}.")
        return text.format(asked=_day(local_date(request.asked_at)), day=_day(request.due_on))

    _open_measure(kind, request.application, cause, on, now)


def _find_after_pauses(on: date) -> Sequence[int]:
    rows = Improvement.objects.filter(status=ImprovementStatus.RUNNING, until__lt=on).order_by("until", "id")
    proposed = _proposed((MeasureKind.DECIDE_ON_FILE,))
    return [row.pk for row in rows if not _since(proposed, row.application_id, row.until)]


def _propose_after_pause(pk: int, on: date, now: datetime) -> None:
    """The agreed time has passed: a person resumes, gives the one extension or goes on with what is there."""
    row = Improvement.objects.select_related("application__operator", "application__office").get(pk=pk)

    def cause() -> str:
        words = _("The time agreed for an improvement ended on {day}, and the trader has not said that it is done.")
        return words.format(day=_day(row.until))

    _open_measure(MeasureKind.DECIDE_ON_FILE, row.application, cause, on, now)


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
        return words.format(day=_day(certificate.revalidation_due_on), number=version.number)

    _open_measure_on_certificate(
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
    _open_measure_on_certificate(
        MeasureKind.SUSPENSION_OVER,
        certificate,
        cause=lambda: _("The suspension was to last until {day}. Lift it, or take the next step.").format(
            day=_day(ended)
        ),
        title=lambda: _("{company}: the time of the suspension has passed").format(company=company),
        url=reverse("certificates:certificate", args=[certificate.public_id]),
        on=on,
        now=now,
    )


def _certificate(pk: int) -> Certificate:
    return Certificate.objects.select_related("operator__office", "application__criteria_set").get(pk=pk)


def _open_measure_on_certificate(
    kind: str,
    certificate: Certificate,
    *,
    cause: Callable[[], str],
    title: Callable[[], str],
    url: str,
    on: date,
    now: datetime,
) -> None:
    with acting(actor=SYSTEM, at=now):
        measure, created = certificate_services.open_measure(
            kind=kind,
            certificate=certificate,
            cause=cause(),
            due_on=_measure_due(certificate.application, on),
            actor=SYSTEM,
            now=now,
        )
        if created:
            correspondence.notify(
                recipients=staff_in_role(StaffRole.TEAM_LEADER, on, certificate.operator.office),
                kind=NoticeKind.ACTION,
                title=title,
                url=url,
                due_on=measure.due_on,
                file_id=certificate.public_id,
                once_key=f"measure:{measure.pk}",
                actor=SYSTEM,
                now=now,
            )


def _open_measure(kind: str, application: Application, cause: Callable[[], str], on: date, now: datetime) -> None:
    with acting(actor=SYSTEM, at=now):
        measure, created = certificate_services.open_measure(
            kind=kind,
            application=application,
            cause=cause(),
            due_on=_measure_due(application, on),
            actor=SYSTEM,
            now=now,
        )
        if created:
            correspondence.notify(
                recipients=_people_of(application, on),
                kind=NoticeKind.ACTION,
                title=lambda: _("{company}: {cause}").format(company=application.operator.legal_name, cause=cause()),
                url=reverse("workbench:dossier", args=[application.public_id]),
                due_on=measure.due_on,
                file_id=application.public_id,
                once_key=f"measure:{measure.pk}",
                actor=SYSTEM,
                now=now,
            )


def _measure_due(application: Application, on: date) -> date:
    limit = programme.time_limit(TimeLimitCode.ADVERSE_PROPOSAL, application.configuration)
    calendar = programme.calendar(application.office, years_around=on)
    return calendar.add_business_days(on, limit.amount)


def _application_of(limit: Limit) -> Application | None:
    return (
        Application.objects.filter(public_id=limit.file_id).select_related("operator", "office", "case_officer").first()
    )


def _people_of(application: Application, on: date) -> Iterable[User]:
    """The officer of the file and the team leaders of its office."""
    leaders = list(staff_in_role(StaffRole.TEAM_LEADER, on, application.office))
    return [*leaders, *([application.case_officer] if application.case_officer else [])]


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _limit_name(limit: Limit) -> str:
    return str(TimeLimitCode(limit.kind).label) if limit.kind in TimeLimitCode.values else limit.kind


SWEEPS: dict[str, Sweep] = {
    sweep.name: sweep
    for sweep in (
        Sweep("take_effect", certificates.to_take_effect, _start),
        Sweep("expire_certificates", certificates.to_expire, _expire),
        Sweep("apply_changes", find_changes, change_takes_effect),
        Sweep("deem_accepted", _find_deemed, _deem_accepted),
        Sweep("deem_refused", find_refused, deem_refused),
        Sweep("remind_limits", _find_reminders, _remind),
        Sweep("remind_drafts", find_drafts, remind_of_draft),
        Sweep("remind_proofs", find_proofs, remind_of_proof),
        Sweep("propose_late", _find_late, _propose_late),
        Sweep("propose_unanswered", _find_unanswered, _propose_unanswered),
        Sweep("propose_after_suspension", _find_suspensions_over, _propose_after_suspension),
        Sweep("end_appeal_periods", _find_appeal_periods_over, _end_appeal_period),
        Sweep("propose_after_pauses", _find_after_pauses, _propose_after_pause),
        Sweep("propose_revalidations", _find_revalidations, _propose_revalidation),
    )
}
