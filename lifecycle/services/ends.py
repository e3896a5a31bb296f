"""What follows the end of any time limit by the configuration it started with: a reminder before, then either a reminder or
the team leader and a proposal. What the law deems stands in `deemed.py`; no function here decides anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from applications import selectors as applications
from applications.models import Application
from certificates.models import Measure
from certificates.states import MeasureKind, MeasureStatus
from foundation.audit.services import SYSTEM, acting
from foundation.clock.models import Limit
from foundation.clock.selectors import due_for_reminder, overdue_on
from foundation.correspondence import services as correspondence
from foundation.correspondence.models import Letter
from foundation.correspondence.selectors import RECEIVING_ROLES, Concerns, not_told
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import Office, Organisation, User
from foundation.identity.permissions import Permission
from foundation.identity.selectors import staff_in_role
from foundation.identity.states import CompanyRole, StaffRole
from programme import selectors as programme
from programme.states import EndAction, TimeLimitCode
from validations import selectors as validations
from validations.models import Validation

from .deemed import ends_of
from .measures import long_day, open_on_application, people_of, proposed_days, proposed_since

# Limits that the trader keeps: the company is reminded of them too.
OF_TRADERS = (TimeLimitCode.INFORMATION, TimeLimitCode.IMPROVEMENT, TimeLimitCode.HEARING, TimeLimitCode.REPORT_REPLY)
# Their end has a proposal that says more than “a limit has passed”: questions not answered, a pause that ended.
OWN_PROPOSAL = (TimeLimitCode.INFORMATION, TimeLimitCode.IMPROVEMENT)
PREPARE = (CompanyRole.ADMINISTRATOR, CompanyRole.SIGNATORY, CompanyRole.PREPARER)


@dataclass(frozen=True, slots=True)
class Concern:
    """Whom a limit concerns: the company, the people at Customs, and the page of each."""

    organisation: Organisation
    company: str
    name: str
    people: tuple[User, ...]
    leaders: tuple[User, ...]
    staff_url: str
    company_url: str
    reach: Concerns
    application: Application | None = None


def concern_of(limit: Limit, on: date) -> Concern | None:
    """The file a limit runs on: an application, or a visit that no application asked for."""
    files = Application.objects.select_related("operator__organisation", "office", "case_officer")
    application = files.filter(public_id=limit.file_id).first()
    if application is not None:
        return _of_application(application, on)
    visits = Validation.objects.select_related("operator__organisation", "office")
    visit = visits.filter(public_id=limit.file_id).first()
    return _of_visit(visit, on) if visit is not None else None


def _of_application(application: Application, on: date) -> Concern:
    return Concern(
        organisation=application.operator.organisation,
        company=application.operator.legal_name,
        name=application.number,
        people=tuple(people_of(application, on)),
        leaders=_leaders(application.office, on),
        staff_url=reverse("workbench:dossier", args=[application.public_id]),
        company_url=reverse("applications:status", args=[application.public_id]),
        reach=applications.concerns(application),
        application=application,
    )


def _of_visit(visit: Validation, on: date) -> Concern:
    leaders = _leaders(visit.office, on)
    return Concern(
        organisation=visit.operator.organisation,
        company=visit.operator.legal_name,
        name=visit.operator.legal_name,
        people=leaders,
        leaders=leaders,
        staff_url=reverse("validations:checklist", args=[visit.public_id]),
        company_url=reverse("validations:visit", args=[visit.public_id]),
        reach=validations.concerns(visit),
    )


def _leaders(office: Office | None, on: date) -> tuple[User, ...]:
    return tuple(staff_in_role(StaffRole.TEAM_LEADER, on, office))


# --- before the end ---------------------------------------------------------------------------------------------------


def find_due_soon(on: date) -> Sequence[int]:
    """Limits inside their reminder period of which nobody was reminded yet."""
    return not_told({reminder_key(limit): limit.pk for limit in due_for_reminder(on)})


def reminder_key(limit: Limit) -> str:
    """One reminder per due date: a limit that was extended is reminded of again."""
    return f"reminder:{limit.pk}:{limit.due_on}"


def remind_of_limit(pk: int, on: date, now: datetime) -> None:
    """Tell those who keep a limit that it ends soon."""
    limit = Limit.objects.get(pk=pk)
    if limit.kind == TimeLimitCode.APPEAL:
        _remind_of_appeal(limit, now)
    concern = concern_of(limit, on)
    if concern is None or limit.due_on is None:
        return
    with acting(actor=SYSTEM, at=now):
        if limit.kind in OF_TRADERS:
            text = _words_to_company(limit, concern, late=False)
            _tell_company(limit, concern, text, f"company-{reminder_key(limit)}", now)
        _tell_customs(limit, concern, concern.people, reminder_key(limit), now, late=False)


def _remind_of_appeal(limit: Limit, now: datetime) -> None:
    """The company's own time: it is told before the time to appeal ends."""
    letter = Letter.objects.select_related("organisation").get(public_id=limit.file_id)
    with acting(actor=SYSTEM, at=now):
        correspondence.notify_company(
            organisation=letter.organisation,
            roles=RECEIVING_ROLES,
            kind=NoticeKind.INFORMATION,
            title=lambda: _("Your time to appeal ends on {day}: {letter}").format(
                day=long_day(limit.due_on), letter=letter.subject
            ),
            url=reverse("correspondence:letter", args=[letter.public_id]),
            letter=letter,
            concerns=Concerns(tuple(letter.kinds), tuple(letter.sites), (Permission.LETTER_READ,)),
            once_key=reminder_key(limit),
            actor=SYSTEM,
            now=now,
        )


# --- after the end ----------------------------------------------------------------------------------------------------


def find_late_to_remind(on: date) -> Sequence[int]:
    """Limits that ran out and after whose end the configuration only reminds. An appeal not lodged ends by itself."""
    late = _late_with(on, EndAction.REMIND)
    return not_told({_late_key(limit): limit.pk for limit in late})


def _late_with(on: date, end: str) -> list[Limit]:
    late = list(overdue_on(on).exclude(kind=TimeLimitCode.APPEAL))
    ends = ends_of(late)
    return [limit for limit in late if ends[limit.pk] == end]


def _late_key(limit: Limit) -> str:
    return f"late:{limit.pk}:{limit.due_on}"


def remind_of_late(pk: int, on: date, now: datetime) -> None:
    """Tell those who keep a limit, once, that it has passed."""
    limit = Limit.objects.get(pk=pk)
    concern = concern_of(limit, on)
    if concern is None or limit.due_on is None:
        return
    with acting(actor=SYSTEM, at=now):
        _tell_late_company(limit, concern, now)
        _tell_customs(limit, concern, concern.people, _late_key(limit), now, late=True)


def find_late_to_escalate(on: date) -> Sequence[int]:
    """Limits that ran out, where the configuration tells the team leader and opens a proposal."""
    late = [limit for limit in _late_with(on, EndAction.ESCALATE) if limit.kind not in OWN_PROPOSAL]
    proposed = proposed_days((MeasureKind.LIMIT_PASSED,))
    rows = Application.objects.filter(public_id__in=[limit.file_id for limit in late])
    files = dict(rows.values_list("public_id", "pk"))
    others = [limit for limit in late if limit.file_id not in files]
    visits = set(
        Validation.objects.filter(public_id__in=[limit.file_id for limit in others]).values_list("public_id", flat=True)
    )
    of_visits = not_told({_late_key(limit): limit.pk for limit in others if limit.file_id in visits})
    of_files = [
        limit.pk
        for limit in late
        if limit.due_on and not proposed_since(proposed, files.get(limit.file_id), limit.due_on)
    ]
    return sorted({*of_files, *of_visits})


def escalate_late(pk: int, on: date, now: datetime) -> None:
    """Open a proposal on the file and tell the leaders; a visit without an application has only its leaders told."""
    limit = Limit.objects.get(pk=pk)
    concern = concern_of(limit, on)
    if concern is None or limit.due_on is None:
        return
    with acting(actor=SYSTEM, at=now):
        _tell_late_company(limit, concern, now)
        if concern.application is None:
            _tell_customs(limit, concern, concern.leaders, _late_key(limit), now, late=True)
            return

        def cause() -> str:
            return _("{limit} was due on {day}.").format(limit=limit_name(limit), day=long_day(limit.due_on))

        open_on_application(MeasureKind.LIMIT_PASSED, concern.application, cause, on, now)


# --- proposals that wait ----------------------------------------------------------------------------------------------


def find_measures_to_remind(on: date) -> Sequence[int]:
    """Open proposals whose own time ends soon or has ended, of which nobody was reminded."""
    days = programme.time_limit(TimeLimitCode.ADVERSE_PROPOSAL, programme.configuration(on)).remind_before_days
    rows = Measure.objects.filter(status=MeasureStatus.OPEN, due_on__lte=on + timedelta(days=days))
    return not_told({_measure_key(row, on): row.pk for row in rows})


def _measure_key(row: Measure, on: date) -> str:
    return f"measure-{'late' if row.due_on < on else 'soon'}:{row.pk}"


def remind_of_measure(pk: int, on: date, now: datetime) -> None:
    """Tell the people of the file that a proposal waits for them."""
    row = Measure.objects.select_related(
        "application__operator", "application__office", "application__case_officer", "certificate__operator__office"
    ).get(pk=pk)
    if row.application is not None:
        company, people = row.application.operator.legal_name, tuple(people_of(row.application, on))
        url = reverse("workbench:dossier", args=[row.application.public_id])
    elif row.certificate is not None:
        company, people = row.certificate.operator.legal_name, _leaders(row.certificate.operator.office, on)
        url = reverse("certificates:certificate", args=[row.certificate.public_id])
    words = {"company": company, "day": long_day(row.due_on)}

    def title() -> str:
        if row.due_on < on:
            return _("{company}: a proposal waits since {day} for somebody to act").format(**words)
        return _("{company}: act on the proposal by {day}").format(**words)

    correspondence.notify(
        recipients=people,
        kind=NoticeKind.ACTION,
        title=title,
        body=row.cause,
        url=url,
        due_on=row.due_on,
        once_key=_measure_key(row, on),
        actor=SYSTEM,
        now=now,
    )


# --- what is said -----------------------------------------------------------------------------------------------------


def limit_name(limit: Limit) -> str:
    """What a limit is set for, in words."""
    return str(TimeLimitCode(limit.kind).label) if limit.kind in TimeLimitCode.values else limit.kind


def _tell_late_company(limit: Limit, concern: Concern, now: datetime) -> None:
    if limit.kind in OF_TRADERS:
        text = _words_to_company(limit, concern, late=True)
        _tell_company(limit, concern, text, f"company-{_late_key(limit)}", now)


def _words_to_company(limit: Limit, concern: Concern, *, late: bool) -> correspondence.Words:
    def words() -> str:
        if late:
            text = _("{number}: {limit}, was due on {day}")
            return text.format(number=concern.name, limit=limit_name(limit), day=long_day(limit.due_on))
        return _("{number}: {limit}, due soon").format(number=concern.name, limit=limit_name(limit))

    return words


def _tell_company(limit: Limit, concern: Concern, title: correspondence.Words, once_key: str, now: datetime) -> None:
    """The limit is the trader’s own: what is asked of it."""
    correspondence.notify_company(
        organisation=concern.organisation,
        roles=PREPARE,
        kind=NoticeKind.ACTION,
        title=title,
        url=concern.company_url,
        due_on=limit.due_on,
        file_id=limit.file_id,
        concerns=concern.reach,
        once_key=once_key,
        actor=SYSTEM,
        now=now,
    )


def _tell_customs(
    limit: Limit, concern: Concern, people: tuple[User, ...], once_key: str, now: datetime, *, late: bool
) -> None:
    def title() -> str:
        words = {"company": concern.company, "limit": limit_name(limit), "day": long_day(limit.due_on)}
        if late:
            return _("{company}: {limit} was due on {day}").format(**words)
        return _("{company}: {limit} is due soon").format(**words)

    correspondence.notify(
        recipients=people,
        kind=NoticeKind.ACTION,
        title=title,
        url=concern.staff_url,
        due_on=limit.due_on,
        file_id=limit.file_id,
        once_key=once_key,
        actor=SYSTEM,
        now=now,
    )
