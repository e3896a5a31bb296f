"""From submission to the report: the acts that hand a file from one room to the next."""

from collections.abc import Callable
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from applications import selectors as applications_read
from applications import services as applications
from applications.models import Application, Improvement
from applications.states import ApplicationStatus
from certificates import services as certificates
from certificates.models import DecisionRow
from certificates.states import MeasureStatus, RowStatus
from foundation.audit.services import SYSTEM, Actor, Refused, acting, locked
from foundation.clock.selectors import open_limit
from foundation.clock.services import local_date
from foundation.correspondence import services as correspondence
from foundation.correspondence.models import Letter
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import User
from foundation.identity.selectors import staff_in_role
from foundation.identity.states import StaffRole
from programme import selectors as programme
from programme import services as programme_services
from programme.states import Cause, LetterCode, TimeLimitCode
from validations import services as validations
from validations.models import Validation
from vetting import selectors as vetting_read
from vetting import services as vetting
from vetting.models import Vetting
from vetting.states import VettingStatus

from . import letters
from .appeals import begin_appeal_period


def submit_application(*, application: Application, signatory: User, now: datetime) -> Application:
    """Sign and send: the declaration, the acceptance clock, the tasks of the competent office. Sending twice changes nothing."""
    with acting(actor=signatory, at=now):
        was_sent = locked(application).submitted_at is not None
        sent = applications.submit(application=application, signatory=signatory, now=now)
        if was_sent:
            return sent
        start_clock(TimeLimitCode.ACCEPTANCE, sent, on=local_date(now), reason=_("Received"), actor=signatory, now=now)
        _tell_office(sent, signatory, now)
        letters.send(
            application=sent,
            code=LetterCode.RECEIVED,
            url=reverse("applications:receipt", args=[sent.public_id]),
            actor=SYSTEM,
            now=now,
            received_on=letters.long_date(local_date(now)),
            check_until=letters.long_date(due_on(TimeLimitCode.ACCEPTANCE, sent)),
        )
        correspondence.enqueue(
            "lifecycle.tasks.screen_operator",
            {"operator_id": sent.operator_id},
            now=now,
            once_key=f"screen:{sent.operator_id}:{sent.pk}",
        )
        return sent


def start_clock(
    code: str, application: Application, *, on: date, reason: str, actor: Actor, now: datetime, caused_by: str = ""
) -> None:
    """Start one of the application's limits by the configuration it is bound to; those of Customs may be shorter for a
    small firm."""
    programme_services.start_limit(
        code=code,
        file_id=application.public_id,
        on=on,
        configuration=application.configuration,
        office=application.office,
        reason=reason,
        caused_by=caused_by,
        amount=applications_read.shorter_limit(application, code),
        actor=actor,
        now=now,
    )


def due_on(code: str, application: Application) -> date | None:
    """Until when one of the application's limits runs; None when it does not run."""
    limit = open_limit(file_id=application.public_id, kind=code)
    return limit.due_on if limit else None


def meet_clock(code: str, application: Application, *, reason: str, actor: Actor, now: datetime) -> None:
    """End a limit because what it asked for is done; a limit that does not run is left alone."""
    limit = open_limit(file_id=application.public_id, kind=code)
    if limit is None:
        return
    programme_services.meet_limit(
        limit=limit, on=local_date(now), office=application.office, reason=reason, actor=actor, now=now
    )


def extend_for_hearing(application: Application, *, actor: Actor, now: datetime) -> None:
    """A hearing does to the decision limit what the configuration says, as a rule longer by the time to speak, once
    (UCC-DA art. 13(2)). One that has passed stays as it is: nobody makes up for a delay by a hearing."""
    limit = open_limit(file_id=application.public_id, kind=TimeLimitCode.DECISION)
    if limit is None:
        return
    programme_services.cause_begins(
        limit=limit,
        cause=Cause.HEARING,
        asked=programme.time_limit(TimeLimitCode.HEARING, application.configuration).amount,
        on=local_date(now),
        configuration=application.configuration,
        office=application.office,
        reason=_("Hearing"),
        actor=actor,
        now=now,
    )


def _tell_office(application: Application, actor: Actor, now: datetime) -> None:
    on = local_date(now)
    leaders = staff_in_role(StaffRole.TEAM_LEADER, on, application.office)
    officers = staff_in_role(StaffRole.CASE_OFFICER, on, application.office)
    correspondence.notify(
        recipients=(leaders | officers).distinct(),
        kind=NoticeKind.ACTION,
        title=lambda: _("New application of {company}").format(company=application.operator.legal_name),
        url=reverse("workbench:dossier", args=[application.public_id]),
        file_id=application.public_id,
        once_key=f"new-application:{application.pk}",
        actor=actor,
        now=now,
    )


def accept_application(
    *, application: Application, complete_on: date, deemed: bool = False, actor: Actor, now: datetime
) -> Application:
    """Accept from the day on which everything had been received: starts the decision clock there and opens the desk checks."""
    with acting(actor=actor, at=now):
        application = applications.accept(
            application=application, complete_on=complete_on, deemed=deemed, actor=actor, now=now
        )
        start_clock(
            TimeLimitCode.DECISION,
            application,
            on=_decision_starts(application, complete_on),
            reason=_("Received complete"),
            actor=actor,
            now=now,
        )
        settle(application, actor, now)
        opened = vetting.open_vetting(application=application, actor=actor, now=now)
        application = applications.advance(application=application, transition="start_vetting", actor=actor, now=now)
        letters.send(
            application=application,
            code=LetterCode.ACCEPTED,
            url=reverse("applications:status", args=[application.public_id]),
            actor=actor,
            now=now,
            complete_on=letters.long_date(application.accepted_on),
            decide_by=letters.long_date(due_on(TimeLimitCode.DECISION, application)),
        )
        _tell(
            StaffRole.VETTING_OFFICER,
            application,
            lambda: _("Desk checks of {company} can begin"),
            reverse("vetting:file", args=[application.public_id]),
            f"vetting:{opened.pk}",
            actor,
            now,
        )
        return application


def _decision_starts(application: Application, complete_on: date) -> date:
    """From acceptance, or from receipt where the configuration says so (case 5: GB after Brexit)."""
    terms = programme.time_limit(TimeLimitCode.DECISION, application.configuration)
    received = local_date(application.submitted_at) if application.submitted_at else complete_on
    return received if terms.from_receipt else application.accepted_on or complete_on


def deem_accepted(*, application: Application, now: datetime) -> Application:
    """Nobody answered within the acceptance limit and the law then counts the application as accepted, from the day the
    last information came in. Marks on the check list stay as they are; a file that waits for the trader is not deemed."""
    complete_on = applications_read.acceptance_proposal(application)
    if complete_on is None or application.status != ApplicationStatus.SUBMITTED:
        raise Refused(_("This application does not wait for an acceptance."))
    return accept_application(application=application, complete_on=complete_on, actor=SYSTEM, deemed=True, now=now)


def not_accept_application(*, application: Application, reason: str, actor: User, now: datetime) -> Application:
    """Not accept an incomplete application: no decision, hence no hearing and no appeal."""
    with acting(actor=actor, at=now, reason=reason):
        application = applications.not_accept(application=application, reason=reason, actor=actor, now=now)
        settle(application, actor, now)
        letters.send(
            application=application,
            code=LetterCode.NOT_ACCEPTED,
            url=reverse("applications:status", args=[application.public_id]),
            actor=actor,
            now=now,
            missing=reason,
            checked_on=letters.long_date(local_date(now)),
        )
        return application


def determine_vetting(*, vetting_file: Vetting, risk: str, reason: str, actor: User, now: datetime) -> Vetting:
    """Close the desk checks and hand the file to the visit."""
    with acting(actor=actor, at=now, reason=reason):
        determined = vetting.determine(vetting=vetting_file, risk=risk, reason=reason, actor=actor, now=now)
        application = locked(determined.application)
        if application.status != ApplicationStatus.UNDER_VETTING:  # checks repeated after a pause: the visit goes on
            return determined
        application = applications.advance(application=application, transition="start_validation", actor=actor, now=now)
        correspondence.settle_notices(file_id=application.public_id, now=now)
        _tell(
            StaffRole.CASE_OFFICER,
            application,
            lambda: _("Plan the visit to {company}"),
            reverse("validations:file", args=[application.public_id]),
            f"plan-visit:{determined.pk}:{determined.determined_at}",
            actor,
            now,
        )
        return determined


def finish_improvement(*, improvement: Improvement, result: str, user: User, now: datetime) -> Improvement:
    """The trader has improved: the file goes on, and checks that have expired meanwhile are to be repeated."""
    with acting(actor=user, at=now):
        done = applications.finish_improvement(improvement=improvement, result=result, user=user, now=now)
        _repeat_expired(done.application, now)
        return done


def end_improvement(*, improvement: Improvement, reason: str, actor: User, now: datetime) -> Improvement:
    """Go on with what is there once the agreed time has passed. No decision: a person takes that later, on the file."""
    with acting(actor=actor, at=now):
        ended = applications.end_improvement(improvement=improvement, reason=reason, actor=actor, now=now)
        settle(ended.application, actor, now)
        _repeat_expired(ended.application, now)
        return ended


def _repeat_expired(application: Application, now: datetime) -> None:
    """Name the desk checks that expired during a pause to who repeats them; a determination on them is opened again."""
    on = local_date(now)
    row = vetting_read.vetting_of(application)
    expired = vetting_read.expired_checks(row, on) if row else []
    if row is None or not expired:
        return
    if row.status == VettingStatus.DETERMINED:
        vetting.reopen_vetting(vetting=row, reason=_("Checks expired during the pause."), actor=SYSTEM, now=now)
    _tell(
        StaffRole.VETTING_OFFICER,
        application,
        lambda: _("Repeat expired checks of {company}"),
        reverse("vetting:file", args=[application.public_id]),
        f"repeat:{row.pk}:{on}",
        SYSTEM,
        now,
        body=lambda: _("Expired: {names}.").format(names=", ".join(check.title for check in expired)),
    )


def extend_decision(
    *, application: Application, ground: str, amount: int | None, reason: str, actor: User, now: datetime
) -> date:
    """Take longer to decide, told by letter in the same act; refused once the limit has passed. Gives the day now."""
    with acting(actor=actor, at=now):
        before, after = applications.extend_decision(
            application=application, ground=ground, amount=amount, reason=reason, actor=actor, now=now
        )
        letters.send(
            application=application,
            code=LetterCode.EXTENDED,
            url=reverse("applications:status", args=[application.public_id]),
            actor=actor,
            now=now,
            due_before=letters.long_date(before),
            due_now=letters.long_date(after),
            reason=reason.strip(),
        )
        return after


def close_validation(*, validation: Validation, actor: User, now: datetime) -> Validation:
    """Close the visit; the case officer can propose."""
    with acting(actor=actor, at=now):
        closed = validations.close(validation=validation, actor=actor, now=now)
        if closed.application:
            _tell(
                StaffRole.CASE_OFFICER,
                closed.application,
                lambda: _("Propose a decision on {company}"),
                reverse("certificates:decision", args=[closed.application.public_id]),
                f"propose:{closed.pk}",
                actor,
                now,
            )
        return closed


def letter_received(*, letter: Letter, now: datetime) -> None:
    """A letter counts as received: the clock that it starts runs from that day and names the letter. Twice is once."""
    if letter.received_on is None:
        raise Refused(_("The letter was not received yet."))
    row = DecisionRow.objects.filter(hearing_letter=letter, status=RowStatus.HEARING)
    heard = row.select_related("application__office").first()
    if heard:
        _start_hearing(heard.application, letter, letter.received_on, now)
    for validation in Validation.objects.filter(report__letter=letter):
        validations.begin_reply_period(validation=validation, now=now)
    begin_appeal_period(letter=letter, now=now)


def _start_hearing(application: Application, letter: Letter, on: date, now: datetime) -> None:
    with acting(actor=SYSTEM, at=now):
        start_clock(
            TimeLimitCode.HEARING,
            application,
            on=on,
            reason=_("Hearing letter received"),
            caused_by=f"letter:{letter.public_id}",
            actor=SYSTEM,
            now=now,
        )
        correspondence.redate_notices(letter=letter, due_on=due_on(TimeLimitCode.HEARING, application))


def settle(application: Application, actor: Actor, now: datetime) -> None:
    """What the file waited for is done: open notices are settled, and a person took what a sweep had proposed."""
    correspondence.settle_notices(file_id=application.public_id, now=now)
    if not isinstance(actor, User):
        return
    for measure in application.measures.filter(status=MeasureStatus.OPEN):
        certificates.close_measure(measure=measure, taken=True, reason="", actor=actor, now=now)


def _tell(
    role: str,
    application: Application,
    title: Callable[[], str],
    url: str,
    once_key: str,
    actor: Actor,
    now: datetime,
    body: Callable[[], str] | None = None,
) -> None:
    """Tell the officer of the file, or everybody in the role at its office."""
    people = staff_in_role(role, local_date(now), application.office)
    if role == StaffRole.CASE_OFFICER and application.case_officer_id:
        people = User.objects.filter(pk=application.case_officer_id)
    correspondence.notify(
        recipients=people,
        kind=NoticeKind.ACTION,
        title=lambda: title().format(company=application.operator.legal_name),
        body=body or "",
        url=url,
        file_id=application.public_id,
        once_key=once_key,
        actor=actor,
        now=now,
    )
