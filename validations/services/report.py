"""The report: written by the team, reviewed by a colleague, sent to the trader, answered by the trader."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from foundation.audit.services import SYSTEM, Actor, Refused, acting, locked
from foundation.clock import services as clock
from foundation.clock.models import Limit
from foundation.clock.selectors import open_limit
from foundation.clock.services import local_date
from foundation.correspondence import services as correspondence
from foundation.correspondence.models import Letter
from foundation.correspondence.selectors import may_receive
from foundation.identity.models import User
from programme import selectors as programme
from programme import services as programme_services
from programme.models import ActTaken
from programme.states import Act, FigureCode, LetterCode, TimeLimitCode
from validations.models import Finding, Reply, Report, TeamMember, Validation
from validations.selectors import file_id_of, possible_reviewers, report_obstacles, to_begin_reply
from validations.selectors.checklist import point_name
from validations.selectors.dates import reply_period_end
from validations.states import ActionStatus, Grade, ValidationStatus

from .shared import (
    StaleEdit,
    day,
    demand_status,
    demand_team,
    lead_of,
    move_visit,
    note,
    send,
    settle,
    staff_url,
    take_visit_act,
    tell_staff,
    trader_url,
)


def write_report(
    *,
    validation: Validation,
    people_met: str,
    papers_seen: str,
    conclusion: str,
    version: int,
    actor: User,
    now: datetime,
) -> Report:
    """Save the draft. `version` is the one the person saw (0: none yet); an older one raises StaleEdit."""
    with acting(actor=actor, at=now):
        validation = locked(validation)
        demand_status(validation, ValidationStatus.REPORT_DRAFT)
        demand_team(validation, actor)
        take_visit_act(validation, actor, Act.VALIDATE, now)
        texts = {"people_met": people_met.strip(), "papers_seen": papers_seen.strip(), "conclusion": conclusion.strip()}
        report = Report.objects.select_for_update().filter(validation=validation).first()
        if report is None:
            report = Report.objects.create(validation=validation, written_by=actor, written_at=now, **texts)
        else:
            if report.version != version:
                raise StaleEdit(report, report.written_by.full_name)
            report.version += 1
            report.written_by, report.written_at = actor, now
            for field, text in texts.items():
                setattr(report, field, text)
            report.save()
        note(validation, "report_saved", subject=report, data={"version": report.version})
        return report


def send_for_review(*, validation: Validation, actor: User, now: datetime) -> Validation:
    """Ask a colleague outside the team to review. The report has a conclusion and every point is in order."""
    with acting(actor=actor, at=now):
        validation = locked(validation)
        demand_status(validation, ValidationStatus.REPORT_DRAFT)
        demand_team(validation, actor)
        obstacles = report_obstacles(validation)
        report = Report.objects.filter(validation=validation).first()
        if report is None or not report.conclusion:
            obstacles.append(_("The report has no conclusion."))
        if obstacles:
            raise Refused(" ".join(obstacles), tuple(obstacles))
        move_visit(validation, "send_for_review", event="sent_for_review")
        settle(validation, staff_url(validation, "report"), now=now)
        people: list[User | None] = list(possible_reviewers(validation, local_date(now))) or [lead_of(validation)]
        tell_staff(validation, people, lambda: _("Review the report"), page="review", action=True, actor=actor, now=now)
        return validation


def return_report(*, validation: Validation, reason: str, actor: User, now: datetime) -> Validation:
    """The reviewer sends the report back to the team with the reason."""
    with acting(actor=actor, at=now, reason=reason):
        validation = locked(validation)
        _demand_outsider(validation, actor)
        move_visit(validation, "return_report", event="report_returned")
        Report.objects.filter(validation=validation).update(review_note=reason.strip())
        settle(validation, staff_url(validation, "review"), now=now)
        tell_staff(
            validation,
            [lead_of(validation)],
            lambda: _("The report came back"),
            page="report",
            action=True,
            actor=actor,
            now=now,
        )
        return validation


def review_and_send(*, validation: Validation, note: str, actor: User, now: datetime) -> Validation:
    """The colleague agrees: the act of reviewing is taken and the report goes to the trader by letter.

    The reply period begins with the receipt of the letter (`begin_reply_period`). `note` is internal, and the reason
    where one person takes both acts.
    """
    on = local_date(now)
    with acting(actor=actor, at=now):
        validation = locked(validation)
        demand_status(validation, ValidationStatus.REPORT_REVIEW)
        _demand_outsider(validation, actor)
        take_visit_act(validation, actor, Act.REVIEW, now, reason=note)
        letter = _send_report(validation, on, actor, now)
        report = locked(validation.report)
        report.reviewed_by, report.reviewed_at, report.review_note, report.letter = actor, now, note.strip(), letter
        report.save(update_fields=["reviewed_by", "reviewed_at", "review_note", "letter"])
        move_visit(validation, "send_to_trader", event="report_sent", disclosed=True, data={"on": on})
        settle(validation, staff_url(validation, "review"), now=now)
        tell_staff(
            validation, [lead_of(validation)], lambda: _("The report was sent"), page="report", actor=actor, now=now
        )
        return validation


def begin_reply_period(*, validation: Validation, actor: Actor = SYSTEM, now: datetime) -> Limit | None:
    """Start the limit of the reply on the day the letter counts as received; None while it does not. Twice is once."""
    letter = validation.report.letter
    if letter is None or letter.received_on is None or validation.status != ValidationStatus.WITH_TRADER:
        return None
    if open_limit(file_id=file_id_of(validation), kind=TimeLimitCode.REPORT_REPLY):
        return open_limit(file_id=file_id_of(validation), kind=TimeLimitCode.REPORT_REPLY)
    if validation.report.replies.exists():
        return None
    with acting(actor=actor, at=now):
        limit = programme_services.start_limit(
            code=TimeLimitCode.REPORT_REPLY,
            file_id=file_id_of(validation),
            on=letter.received_on,
            configuration=programme.configuration(letter.received_on),
            office=validation.office,
            reason=_("the report counts as received"),
            caused_by=f"letter:{letter.public_id}",
            actor=actor,
            now=now,
        )
        correspondence.redate_notices(letter=letter, due_on=limit.due_on)
        return limit


def begin_reply_periods(*, now: datetime) -> int:
    """The sweep: begin the reply period of every report whose letter was received. How many limits run now."""
    return sum(begin_reply_period(validation=row, now=now) is not None for row in to_begin_reply())


def reply(*, validation: Validation, agrees: bool, text: str, user: User, now: datetime) -> Reply:
    """What the trader says to the report. Disagreeing needs words; actions that are open make it a follow-up."""
    if not agrees and not text.strip():
        raise Refused(_("Write what you do not agree with."))
    with acting(actor=user, at=now):
        validation = locked(validation)
        demand_status(validation, ValidationStatus.WITH_TRADER, ValidationStatus.FOLLOW_UP)
        report = validation.report
        last = report.replies.last()
        if last and (last.agrees, last.text, last.by_label) == (agrees, text.strip(), user.actor_label):
            return last  # the same button twice
        received(validation, user, now)
        written = Reply.objects.create(
            report=report, agrees=agrees, text=text.strip(), by_label=user.actor_label, at=now
        )
        note(validation, "replied", subject=written, disclosed=True, data={"agrees": agrees})
        end_reply_period(validation, user, now)
        settle(validation, trader_url(validation), now=now)
        if validation.status == ValidationStatus.WITH_TRADER and _open_actions(validation):
            move_visit(validation, "follow_up", event="follow_up")
        officer = validation.application.case_officer if validation.application else None
        people = [lead_of(validation), officer]
        tell_staff(
            validation, people, lambda: _("The trader replied to the report"), page="actions", actor=user, now=now
        )
        return written


def read_report(*, validation: Validation, reader: User, now: datetime) -> None:
    """Somebody of the company reads the report on its page: who may receive letters has received it, and the reply
    period begins. Nothing before it was sent, and nothing the second time."""
    if validation.status not in (ValidationStatus.WITH_TRADER, ValidationStatus.FOLLOW_UP):
        return
    letter = validation.report.letter
    if letter is not None and letter.first_opened_at is None:
        with acting(actor=reader, at=now):
            received(validation, reader, now)


def received(validation: Validation, reader: User, now: datetime) -> None:
    """Who answers the report has received its letter, where the person may receive letters for the company."""
    letter = validation.report.letter
    if letter is None or not may_receive(reader, letter, local_date(now)):
        return
    validation.report.letter = correspondence.open_letter(letter=letter, reader=reader, now=now)
    begin_reply_period(validation=validation, actor=reader, now=now)


def end_reply_period(validation: Validation, actor: Actor, now: datetime) -> None:
    """The limit of the reply ends: met by a reply, else unmet once its day has passed."""
    limit = open_limit(file_id=file_id_of(validation), kind=TimeLimitCode.REPORT_REPLY)
    if limit is None:
        return
    on = local_date(now)
    if validation.report.replies.exists():
        programme_services.meet_limit(limit=limit, on=on, office=validation.office, actor=actor, now=now)
        return
    clock.end_limit_unmet(
        limit=limit,
        on=on,
        calendar=programme.calendar(validation.office, years_around=on),
        at=now,
        actor_id=actor.actor_id,
        actor_label=actor.actor_label,
    )


def _send_report(validation: Validation, on: date, actor: Actor, now: datetime) -> Letter:
    """The letter; the day it names is the latest possible one: counted from the day it is deemed received."""
    days = programme.figure(FigureCode.DEEMED_RECEIVED_DAYS, programme.configuration(on))
    due = reply_period_end(validation, on + timedelta(days=days))

    def context() -> dict[str, str]:
        visited_on = day(validation.visited_on) if validation.visited_on else ""
        return {"visited_on": visited_on, "reply_by": day(due), "actions": _actions_in_words(validation)}

    return send(validation, LetterCode.REPORT, context, due_on=due, on=on, actor=actor, now=now)


def _actions_in_words(validation: Validation) -> str:
    rows = Finding.objects.filter(validation=validation, grade=Grade.REQUIRED_ACTION).order_by("due_on", "id")
    lines = [
        _("{place}: {text} To be done by {day}.").format(
            place=point_name(row.point), text=row.text.rstrip(".") + ".", day=day(row.due_on) if row.due_on else ""
        )
        for row in rows.select_related("point__criterion", "point__site")
    ]
    return "\n".join(lines) or _("We ask for no action.")


def _demand_outsider(validation: Validation, actor: User) -> None:
    """A member of the team who recorded nothing may not review either; who has a part in what was found, or in the
    report, is told by the separation table."""
    file_id = file_id_of(validation)
    member = TeamMember.objects.filter(validation=validation, user=actor).exists()
    if member and not ActTaken.objects.filter(file_id=file_id, user=actor, act=Act.VALIDATE).exists():
        raise Refused(_("You belong to the team of this visit. A colleague outside it reviews the report."))


def _open_actions(validation: Validation) -> bool:
    rows = Finding.objects.filter(validation=validation, grade=Grade.REQUIRED_ACTION, handed_on_at__isnull=True)
    return rows.exclude(status=ActionStatus.ACCEPTED).exists()
