"""Questions back to the trader: asked, answered, sent; the limit of Customs stands still meanwhile."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from applications.models import Application, InformationRequest, RequestItem
from applications.selectors import answer_mark, is_lent
from applications.selectors.files import concerns
from applications.selectors.improvements import more_days, more_days_are_open
from applications.states import RESUMES, WORKING, ApplicationStatus, RequestStatus
from foundation.audit.services import Actor, Refused, acting, current_act, locked
from foundation.clock.models import uuid7
from foundation.clock.selectors import open_limit
from foundation.clock.services import local_date
from foundation.correspondence.models import Letter
from foundation.correspondence.selectors import language_of
from foundation.correspondence.services import notify, send_letter, settle_notices
from foundation.correspondence.states import NoticeKind
from foundation.documents.models import Document
from foundation.identity.models import User
from foundation.identity.permissions import Permission
from operators.models import Site
from programme.models import Criterion
from programme.selectors import figure, letter, time_limit
from programme.services import extend_limit, start_limit
from programme.states import Cause, FigureCode, TimeLimitCode

from .lending import check_papers_of_item, end_loans_of_request
from .life import end_answer_limit, note, resume_clock, step, step_request, stop_clock

# A mandate to answer is told of the questions, also where it does not cover letters.
TOLD = (Permission.LETTER_READ, Permission.INFORMATION_ANSWER)
ANSWERABLE = (RequestStatus.OPEN, RequestStatus.LAPSED)


class StaleAnswer(Refused):
    """Somebody else answered the question meanwhile. `theirs` is it as it stands; nothing was overwritten."""

    def __init__(self, theirs: RequestItem) -> None:
        self.theirs = theirs
        text = _("%(name)s changed this. Your text is below; the other is beside it. Choose what to keep.")
        super().__init__(text % {"name": theirs.answered_by_label})


@dataclass(frozen=True, slots=True)
class NewItem:
    """One question to the trader; without a criterion it concerns the application as a whole."""

    question: str
    criterion: Criterion | None = None
    site: Site | None = None


def ask(*, application: Application, items: Iterable[NewItem], actor: User, now: datetime) -> InformationRequest:
    """Ask the trader: a letter goes out, its limit starts, that of Customs stands still until the answers are sent."""
    questions = [item for item in items if item.question.strip()]
    if not questions:
        raise Refused(_("Write at least one question."))
    with acting(actor=actor, at=now):
        row = locked(application)
        _refuse_asking(row, questions)
        request_id = uuid7()
        due_on = _give_time(row, f"request:{request_id}", actor, now) or local_date(now)
        before = row.status == ApplicationStatus.SUBMITTED
        step(
            row,
            "ask_information",
            event="application.information_asked",
            data={"questions": len(questions), "due_on": due_on},
            also={"resumes_at": row.status},
        )
        request = InformationRequest.objects.create(
            public_id=request_id,
            application=row,
            letter=_letter(row, request_id, questions, due_on, actor, now),
            asked_by=actor,
            asked_at=now,
            due_on=due_on,
            before_acceptance=before,
        )
        RequestItem.objects.bulk_create(
            RequestItem(
                request=request,
                criterion=item.criterion,
                site=item.site,
                question=item.question.strip(),
                position=place,
            )
            for place, item in enumerate(questions, start=1)
        )
        return request


def _give_time(row: Application, cause: str, actor: User, now: datetime) -> date | None:
    """The trader's time to answer begins, that of Customs stands still; gives the last day to answer."""
    on = local_date(now)
    given = time_limit(TimeLimitCode.INFORMATION, row.configuration).amount
    stop_clock(row, on=on, reason=_("Information asked from the trader"), caused_by=cause, asked=given)
    limit = start_limit(
        code=TimeLimitCode.INFORMATION,
        file_id=row.public_id,
        on=on,
        configuration=row.configuration,
        office=row.office,
        reason=_("Information asked"),
        caused_by=cause,
        actor=actor,
        now=now,
    )
    return limit.due_on


def follow_moved_limits(*, due: Mapping[UUID, date]) -> int:
    """Open requests show the later day of their limit after a closure moved it; by file the new day. Part of an act."""
    current_act()
    rows = list(
        InformationRequest.objects.select_for_update(of=("self",))
        .filter(application__public_id__in=due, status=RequestStatus.OPEN)
        .select_related("application")
    )
    for row in rows:
        row.due_on = max(row.due_on, due[row.application.public_id])
    return InformationRequest.objects.bulk_update(rows, ["due_on"])


def answer_item(
    *,
    item: RequestItem,
    text: str,
    documents: Iterable[Document] = (),
    seen: str | None = None,
    user: User,
    now: datetime,
) -> RequestItem:
    """Save the answer to one question; it is sent with the others. Papers are added to those there, also what a
    consultant lends of the own firm. `seen` is the mark of the answer that the editor had loaded (`answer_mark`): other
    words over what somebody wrote meanwhile raise StaleAnswer."""
    with acting(actor=user, at=now):
        row = _unsent(item)
        entered = text.strip()
        if seen is not None and entered != row.answer and seen != answer_mark(row):
            raise StaleAnswer(row)
        papers = list(documents)
        check_papers_of_item(row, papers, user, now)
        row.answer, row.answered_at, row.answered_by_label = entered, now, user.actor_label
        row.save(update_fields=["answer", "answered_at", "answered_by_label"])
        row.documents.add(*papers)
        return row


def remove_item_document(*, item: RequestItem, document: Document, user: User, now: datetime) -> RequestItem:
    """Take a paper away from an answer that was not sent yet."""
    with acting(actor=user, at=now):
        row = _unsent(item)
        row.documents.remove(document)
        if is_lent(document, row.request.application):
            code = row.criterion.code if row.criterion else ""
            note(row.request.application, "application.paper_given_back", code=code, title=document.title)
        return row


def _unsent(item: RequestItem) -> RequestItem:
    """The question, locked with its request: nobody sends the answers while one of them is written."""
    request = locked(item.request)
    if request.status not in ANSWERABLE:
        raise Refused(_("These answers were sent and stay as they are."))
    row = locked(item)
    row.request = request
    return row


def send_answers(*, request: InformationRequest, user: User, now: datetime) -> InformationRequest:
    """Send all answers at once: the file goes on where it stood and the limit of Customs runs again.

    Sending twice changes nothing. Answers to a request that has lapsed are added; the file has gone on already.
    """
    on = local_date(now)
    with acting(actor=user, at=now):
        application = locked(request.application)
        row = locked(request)
        row.application = application
        if row.status == RequestStatus.ANSWERED:
            return row
        _refuse_open_items(row)
        end_loans_of_request(row, on)
        was_open = row.status == RequestStatus.OPEN
        step_request(row, "answer", event="request.answered", also={"answered_at": now})
        if was_open:
            end_answer_limit(application, on, answered=True, reason=_("Answers received"))
            _go_on(application, on, cause=f"request:{row.public_id}", reason=_("Answers received"))
        settle_notices(file_id=application.public_id, now=now)
        _tell_officer(row, user, now)
        return row


def ask_more_time(*, request: InformationRequest, reason: str, user: User, now: datetime) -> InformationRequest:
    """The trader takes the longer time the rules give, once, before the day has passed. The limit of Customs stands
    still as long, or is extended by it where the configuration extends for information."""
    on = local_date(now)
    with acting(actor=user, at=now):
        application = locked(request.application)
        row = locked(request)
        row.application = application
        days = more_days(application)
        limit = open_limit(file_id=application.public_id, kind=TimeLimitCode.INFORMATION)
        if row.status != RequestStatus.OPEN or limit is None or not days:
            raise Refused(_("The rules allow no more time for this."))
        if not reason.strip():
            raise Refused(_("Write why you need more time."))
        extend_limit(
            limit=limit,
            ground=Cause.TRADER,
            on=on,
            configuration=application.configuration,
            office=application.office,
            reason=_("More time asked by the trader"),
            amount=days if more_days_are_open(application) else None,
            caused_by=(cause := f"more-time:{row.public_id}"),
            actor=user,
            now=now,
        )
        stop_clock(application, on=on, reason=_("More time asked by the trader"), caused_by=cause, asked=days)
        row.due_on, row.more_time_at, row.more_time_reason = limit.due_on or row.due_on, now, reason.strip()
        row.save(update_fields=["due_on", "more_time_at", "more_time_reason"])
        note(application, "request.more_time", due_on=row.due_on)
        _tell_officer(row, user, now, title=lambda: _("More time to answer taken: %(number)s"), once="more")
        return row


def go_on(*, request: InformationRequest, reason: str, actor: Actor, now: datetime) -> InformationRequest:
    """An officer goes on without the answers. The trader may still send them; they are added. The officer's reason is
    internal: the clock, which the trader reads, says in one sentence that Customs goes on."""
    on = local_date(now)
    with acting(actor=actor, at=now, reason=reason):
        if not reason.strip():
            raise Refused(_("Write the reason."))
        application = locked(request.application)
        row = locked(request)
        row.application = application
        step_request(row, "lapse", event="request.lapsed")
        said = _("Customs goes on without the answers")
        end_answer_limit(application, on, answered=False, reason=said)
        _go_on(application, on, cause=f"request:{row.public_id}", reason=said)
        return row


def _refuse_asking(row: Application, questions: list[NewItem]) -> None:
    if row.status not in WORKING:
        raise Refused(_("Nothing can be asked now: Customs does not work on this file at the moment."))
    if any(item.criterion and item.criterion.criteria_set_id != row.criteria_set_id for item in questions):
        raise Refused(_("This question does not belong to the application."))
    if any(item.site and item.site.operator_id != row.operator_id for item in questions):
        raise Refused(_("This site does not belong to the company."))


def _refuse_open_items(row: InformationRequest) -> None:
    open_items = row.items.filter(answer="").count()
    if open_items:
        text = ngettext("%(n)s question has no answer yet.", "%(n)s questions have no answer yet.", open_items)
        raise Refused(text % {"n": open_items})


def _go_on(application: Application, on: date, *, cause: str, reason: str) -> None:
    if application.status != ApplicationStatus.INFORMATION_REQUESTED:
        return
    resume_clock(application, on=on, reason=reason, caused_by=cause)
    step(
        application,
        RESUMES[ApplicationStatus(application.resumes_at)],
        event="application.resumed",
        also={"resumes_at": ""},
    )


def _letter(
    row: Application, request_id: object, questions: list[NewItem], due_on: date, actor: Actor, now: datetime
) -> Letter:
    lines = [
        f"{item.criterion.code}: {item.question.strip()}" if item.criterion else item.question.strip()
        for item in questions
    ]
    language = language_of(row.operator.organisation, local_date(now))
    with override(language):
        context = {
            "number": row.number,
            "company": row.operator.legal_name,
            "questions": "\n".join(lines),
            "answer_by": date_format(due_on, "l j F Y"),
            "officer": actor.actor_label,
        }
    return send_letter(
        organisation=row.operator.organisation,
        file_id=row.public_id,
        content=letter("information.requested", language=language, context=context),
        deemed_after_days=figure(FigureCode.DEEMED_RECEIVED_DAYS, row.configuration),
        url=reverse("applications:request", args=[row.public_id, request_id]),
        kind=NoticeKind.ACTION,
        due_on=due_on,
        roles=("ADMINISTRATOR", "SIGNATORY", "PREPARER"),
        concerns=replace(concerns(row, [item.site for item in questions]), needs=TOLD),
        actor=actor,
        now=now,
    )


def _tell_officer(
    row: InformationRequest, user: User, now: datetime, *, title: Callable[[], str] | None = None, once: str = ""
) -> None:
    officer = row.application.case_officer or row.asked_by
    notify(
        recipients=[officer],
        kind=NoticeKind.ACTION,
        title=lambda: (title() if title else _("Answers received: %(number)s")) % {"number": row.application.number},
        url=reverse("applications:requests", args=[row.application.public_id]),
        file_id=row.application.public_id,
        once_key=f"request-{once or 'answered'}:{row.public_id}",
        actor=user,
        now=now,
    )
