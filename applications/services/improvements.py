"""Time to improve: proposed by one side, agreed by the other, ended by the trader or, after its last day, by an officer.

A pause stops the limit of Customs; an agreed adjustment makes it longer while work goes on. Neither ends by itself in
anything adverse: when its day has passed a person looks at what is there.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from applications import rules
from applications.models import Application, Improvement
from applications.rules import FrameBreach
from applications.selectors.files import concerns
from applications.selectors.improvements import amount_until, frame_facts, latest_more, more_amount
from applications.states import (
    OPEN_IMPROVEMENTS,
    RESUMES,
    WORKING,
    ApplicationStatus,
    ImprovementStatus,
    Manner,
)
from foundation.audit.services import Actor, Refused, acting, current_act, locked
from foundation.clock.selectors import open_limit
from foundation.clock.services import (
    end_limit_unmet,
    local_date,
    meet_limit,
)
from foundation.correspondence.selectors import language_of
from foundation.correspondence.services import notify, notify_company, send_letter, settle_notices
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import User
from foundation.identity.selectors import staff_in_role
from foundation.identity.states import CompanyRole, StaffRole
from operators.services import demand_independence
from programme.selectors import figure, letter
from programme.services import extend_limit, start_limit
from programme.states import Cause, FigureCode, TimeLimitCode

from .life import counted, note, on_limit, resume_clock, step, step_improvement, stop_clock

TRADERS = (CompanyRole.ADMINISTRATOR, CompanyRole.SIGNATORY, CompanyRole.PREPARER)


def ask_improvement(
    *, application: Application, manner: str, what: str, until: date, user: User, now: datetime
) -> Improvement:
    """The trader asks for time: what it improves and by when. Customs agrees or says why not."""
    with acting(actor=user, at=now):
        found = _proposed(application, manner, what, until, ImprovementStatus.ASKED, user, now)
        _tell_customs(found, lambda: _("Time to improve asked: {number}"), user, now)
        return found


def offer_improvement(
    *, application: Application, manner: str, what: str, until: date, actor: User, now: datetime
) -> Improvement:
    """An officer offers time instead of refusing what is easy to put right. The trader agrees or declines."""
    with acting(actor=actor, at=now):
        found = _proposed(application, manner, what, until, ImprovementStatus.OFFERED, actor, now)
        _tell_company(found, lambda: _("Customs offers you time to improve: {number}"), actor, now, due=False)
        return found


def agree_improvement(
    *, improvement: Improvement, until: date | None = None, actor: User, now: datetime
) -> Improvement:
    """The other side agrees; an officer may agree on another last day. From now on the file pauses, or its limit is longer."""
    on = local_date(now)
    with acting(actor=actor, at=now):
        application, row = _locked_pair(improvement)
        if actor.is_staff != (row.status == ImprovementStatus.ASKED):
            raise Refused(_("The other side answers this."))
        row.until = until or row.until
        _refuse_frame(row, on)
        answered = {"answered_at": now, "answered_by_label": actor.actor_label}
        # The limit is started before the row is written: it knows the last day, which may be the next working day.
        begin = _pause if row.manner == Manner.PAUSE else _lengthen
        with acting(actor=actor, at=now, reason=row.what):
            row.until = begin(application, row, on, now)
            step_improvement(row, "agree", event="improvement.agreed", also={**answered, "until": row.until})
        settle_notices(file_id=application.public_id, now=now)
        _send_letter(application, row, actor, now)
        return row


def decline_improvement(*, improvement: Improvement, reason: str, actor: User, now: datetime) -> Improvement:
    """The other side does not agree and says why; the file stands as before."""
    with acting(actor=actor, at=now, reason=reason):
        application, row = _locked_pair(improvement)
        if actor.is_staff != (row.status == ImprovementStatus.ASKED):
            raise Refused(_("The other side answers this."))
        also = {"answered_at": now, "answered_by_label": actor.actor_label, "result": reason.strip()}
        step_improvement(row, "decline", event="improvement.declined", also={**also, "ended_on": local_date(now)})
        settle_notices(file_id=application.public_id, now=now)
        if actor.is_staff:
            _tell_company(row, lambda: _("Your pause was not agreed: {number}"), actor, now, due=False)
        else:
            _tell_customs(row, lambda: _("The pause was not wanted: {number}"), actor, now)
        return row


def ask_more_time(*, improvement: Improvement, reason: str, user: User, now: datetime) -> Improvement:
    """The trader needs longer than agreed, by the time the rules give for it. An officer answers."""
    with acting(actor=user, at=now):
        _application, row = _locked_pair(improvement)
        _refuse_unless_running(row)
        if not reason.strip():
            raise Refused(_("Write why you need more time."))
        latest = latest_more(row)
        if latest is None:
            raise Refused(_("The rules allow no more time for this."))
        row.more_until, row.more_reason = latest, reason.strip()
        row.save(update_fields=["more_until", "more_reason"])
        note(row.application, "improvement.more_asked", until=latest)
        _tell_customs(row, lambda: _("More time to improve asked: {number}"), user, now)
        return row


def give_more_time(*, improvement: Improvement, actor: User, now: datetime) -> Improvement:
    """The officer gives the longer time that was asked for. The rules allow it once."""
    on = local_date(now)
    with acting(actor=actor, at=now):
        application, row = _locked_pair(improvement)
        _refuse_unless_running(row)
        limit = open_limit(file_id=application.public_id, kind=TimeLimitCode.IMPROVEMENT)
        if row.more_until is None or limit is None:
            raise Refused(_("No longer time was asked for."))
        extend_limit(
            limit=limit,
            ground=Cause.TRADER,
            on=on,
            configuration=application.configuration,
            office=application.office,
            reason=_("More time asked by the trader"),
            amount=more_amount(application.configuration),
            caused_by=_cause(row),
            actor=actor,
            now=now,
        )
        row.until, row.more_until = limit.due_on or row.more_until, None
        row.save(update_fields=["until", "more_until"])
        note(application, "improvement.extended", until=row.until)
        _tell_company(row, lambda: _("You have more time to improve: {number}"), actor, now, due=True)
        return row


def refuse_more_time(*, improvement: Improvement, reason: str, actor: User, now: datetime) -> Improvement:
    """The officer does not give longer time; the agreed day stays."""
    with acting(actor=actor, at=now, reason=reason):
        if not reason.strip():
            raise Refused(_("Write the reason."))
        _application, row = _locked_pair(improvement)
        _refuse_unless_running(row)
        row.more_until = None
        row.save(update_fields=["more_until"])
        note(row.application, "improvement.more_refused", until=row.until, why=reason.strip())
        _tell_company(row, lambda: _("The agreed day stays: {number}"), actor, now, due=True, body=reason.strip())
        return row


def finish_improvement(*, improvement: Improvement, result: str, user: User, now: datetime) -> Improvement:
    """The trader is done: the file goes on where it stood. `lifecycle` looks for checks that have expired meanwhile."""
    with acting(actor=user, at=now):
        application, row = _locked_pair(improvement)
        if not result.strip():
            raise Refused(_("Write what you have done."))
        _end(application, row, "finish", result.strip(), now)
        _tell_customs(row, lambda: _("Improved, the file goes on: {number}"), user, now)
        return row


def end_improvement(*, improvement: Improvement, reason: str, actor: User, now: datetime) -> Improvement:
    """After the last day an officer goes on with what is there. Not a decision: the file stands where it stood."""
    on = local_date(now)
    with acting(actor=actor, at=now, reason=reason):
        application, row = _locked_pair(improvement)
        _refuse_unless_running(row)
        if on <= row.until:
            raise Refused(_("Agreed until {day}. Wait until then.").format(day=date_format(row.until, "j F Y")))
        _end(application, row, "lapse", _("The agreed time has ended. We go on with what is there."), now)
        _tell_company(row, lambda: _("We go on with what is there: {number}"), actor, now, due=False)
        return row


def follow_moved_pauses(*, due: Mapping[UUID, date]) -> int:
    """Running pauses show the later day of their limit after a closure moved it; by file the new day. Part of an act."""
    current_act()
    rows = list(
        Improvement.objects.select_for_update(of=("self",))
        .filter(application__public_id__in=due, status=ImprovementStatus.RUNNING, manner=Manner.PAUSE)
        .select_related("application")
    )
    for row in rows:
        row.until = max(row.until, due[row.application.public_id])
    return Improvement.objects.bulk_update(rows, ["until"])


# --- in one act ----------------------------------------------------------------------------------------------------------


def _proposed(
    application: Application, manner: str, what: str, until: date, status: str, actor: Actor, now: datetime
) -> Improvement:
    row = locked(application)
    demand_independence(actor=actor, operator=row.operator, on=local_date(now))
    if row.status not in WORKING:
        raise Refused(_("Nothing can be agreed now: Customs does not work on this file at the moment."))
    if not what.strip():
        raise Refused(_("Write what is to be improved."))
    if Improvement.objects.filter(application=row, status__in=OPEN_IMPROVEMENTS).exists():
        raise Refused(_("Something is agreed or waits for an answer already."))
    found = Improvement(
        application=row,
        manner=Manner(manner),
        status=status,
        what=what.strip(),
        until=until,
        proposed_at=now,
        proposed_by_label=actor.actor_label,
    )
    _refuse_frame(found, local_date(now))
    found.save()
    name = "improvement.asked" if status == ImprovementStatus.ASKED else "improvement.offered"
    note(row, name, what=found.what, until=until)
    return found


def _locked_pair(improvement: Improvement) -> tuple[Application, Improvement]:
    """The file first, as every act does, so that two acts at once wait for each other."""
    act, application = current_act(), locked(improvement.application)
    demand_independence(actor=act.actor, operator=application.operator, on=local_date(act.at))
    row = locked(improvement)
    row.application = application
    return application, row


def _pause(application: Application, row: Improvement, on: date, now: datetime) -> date:
    if application.status not in WORKING:
        raise Refused(_("The file cannot pause now: Customs does not work on it at the moment."))
    days = (row.until - on).days
    reason = _("Paused for improvement")
    stop_clock(application, on=on, reason=reason, caused_by=_cause(row), cause=Cause.PAUSE, asked=days)
    limit = start_limit(
        code=TimeLimitCode.IMPROVEMENT,
        file_id=application.public_id,
        on=on,
        configuration=application.configuration,
        office=application.office,
        reason=_("Paused for improvement"),
        caused_by=_cause(row),
        amount=amount_until(application, on, row.until),
        actor=current_act().actor,
        now=now,
    )
    step(
        application,
        "pause",
        event="application.paused",
        data={"until": limit.due_on},
        also={"resumes_at": application.status},
    )
    return limit.due_on or row.until


def _lengthen(application: Application, row: Improvement, on: date, now: datetime) -> date:
    limit = counted(application)
    if limit is None or limit.due_on is None:
        raise Refused(_("The time limit stands still. Agree on an adjustment when it runs again."))
    extend_limit(
        limit=limit,
        ground=Cause.ADJUSTMENT,
        on=on,
        configuration=application.configuration,
        office=application.office,
        reason=_("Agreed adjustments"),
        amount=(row.until - on).days,
        caused_by=_cause(row),
        actor=current_act().actor,
        now=now,
    )
    return row.until


def _end(application: Application, row: Improvement, transition: str, result: str, now: datetime) -> None:
    on = local_date(now)
    event = "improvement.done" if transition == "finish" else "improvement.ended"
    step_improvement(row, transition, event=event, also={"result": result, "ended_on": on, "more_until": None})
    limit = open_limit(file_id=application.public_id, kind=TimeLimitCode.IMPROVEMENT)
    if limit is not None:
        ran_out = transition == "lapse"
        on_limit(end_limit_unmet if ran_out else meet_limit, limit, application, on=on, reason=result[:200])
    settle_notices(file_id=application.public_id, now=now)
    if application.status == ApplicationStatus.PAUSED_FOR_IMPROVEMENT:
        resume_clock(application, on=on, reason=_("The pause has ended"), caused_by=_cause(row))
        transition = RESUMES[ApplicationStatus(application.resumes_at)]
        step(application, transition, event="application.resumed", also={"resumes_at": ""})


def _refuse_unless_running(row: Improvement) -> None:
    if row.status != ImprovementStatus.RUNNING:
        raise Refused(_("This has ended already."))


def _refuse_frame(row: Improvement, on: date) -> None:
    facts = frame_facts(row.application, row.manner, row.until, on)
    texts = {
        FrameBreach.NO_MORE: _("The rules allow no further pause or adjustment in this file."),
        FrameBreach.NOT_AHEAD: _("The day must lie ahead."),
        FrameBreach.TOO_LONG: _("The day lies too far ahead: {latest} is the last one the rules allow.").format(
            latest=date_format(facts.latest, "j F Y")
        ),
    }
    lines = tuple(texts[breach] for breach in rules.frame_breaches(facts))
    if lines:
        raise Refused(" ".join(lines), lines)


def _cause(row: Improvement) -> str:
    return f"improvement:{row.public_id}"


def _send_letter(application: Application, row: Improvement, actor: Actor, now: datetime) -> None:
    """A pause is agreed in writing; an adjustment is told by a notice."""
    if row.manner == Manner.ADJUSTMENT:
        _tell_company(row, lambda: _("Adjustments are agreed: {number}"), actor, now, due=True)
        return
    to = application.operator.organisation
    language = language_of(to, local_date(now))
    with override(language):
        until = date_format(row.until, "l j F Y")
    facts = {"number": application.number, "company": application.operator.legal_name, "what": row.what, "until": until}
    send_letter(
        organisation=to,
        file_id=application.public_id,
        content=letter("application.paused", language=language, context=facts),
        deemed_after_days=figure(FigureCode.DEEMED_RECEIVED_DAYS, application.configuration),
        url=_status_url(application),
        kind=NoticeKind.ACTION,
        due_on=row.until,
        roles=TRADERS,
        concerns=concerns(application),
        actor=actor,
        now=now,
    )


def _tell_company(
    row: Improvement, title: Callable[[], str], actor: Actor, now: datetime, *, due: bool, body: str = ""
) -> None:
    application = row.application
    waits = row.status in (ImprovementStatus.OFFERED, ImprovementStatus.RUNNING)
    notify_company(
        organisation=application.operator.organisation,
        roles=TRADERS,
        kind=NoticeKind.ACTION if waits else NoticeKind.INFORMATION,
        title=lambda: title().format(number=application.number),
        body=body,
        url=_status_url(application),
        due_on=row.until if due else None,
        file_id=application.public_id,
        concerns=concerns(application),
        actor=actor,
        now=now,
    )


def _tell_customs(row: Improvement, title: Callable[[], str], actor: Actor, now: datetime) -> None:
    """The officer of the file, else the leaders of its office."""
    application, on = row.application, local_date(now)
    officer = application.case_officer
    people = [officer] if officer else list(staff_in_role(StaffRole.TEAM_LEADER, on, application.office))
    notify(
        recipients=people,
        kind=NoticeKind.ACTION,
        title=lambda: title().format(number=application.number),
        url=reverse("applications:requests", args=[application.public_id]),
        file_id=application.public_id,
        actor=actor,
        now=now,
    )


def _status_url(application: Application) -> str:
    return reverse("applications:status", args=[application.public_id])
