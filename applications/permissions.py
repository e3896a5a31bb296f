"""Who may touch this application now: the person's permissions of today and the state of the file together."""

from collections.abc import Collection
from datetime import date

from foundation.identity.permissions import Permission

from .models import Application, Improvement, InformationRequest
from .selectors import more_days
from .states import TERMINAL, WORKING, ApplicationStatus, ImprovementStatus, RequestStatus

Held = Collection[Permission]


def may_edit(application: Application, held: Held) -> bool:
    """Change answers: a draft, by those who prepare."""
    return application.status == ApplicationStatus.DRAFT and Permission.APPLICATION_PREPARE in held


def may_sign(application: Application, held: Held) -> bool:
    """Sign and send, or send back with remarks: a draft, by a signatory."""
    return application.status == ApplicationStatus.DRAFT and Permission.APPLICATION_SIGN in held


def may_withdraw(application: Application, held: Held) -> bool:
    """Take back what was signed: a signatory, until the decision."""
    return application.status not in (*TERMINAL, ApplicationStatus.DRAFT) and Permission.APPLICATION_SIGN in held


def may_answer(request: InformationRequest, held: Held) -> bool:
    """Answer questions of Customs: those who prepare, also after the day has passed."""
    return request.status in (RequestStatus.OPEN, RequestStatus.LAPSED) and Permission.INFORMATION_ANSWER in held


def may_ask(application: Application, held: Held) -> bool:
    """Ask the trader: a case officer, while Customs works on the file."""
    return application.status in WORKING and Permission.FILE_WORK in held


def may_agree_evidence(application: Application, held: Held) -> bool:
    """Say with the trader what is enough as evidence: a case officer, until the file has ended."""
    return application.status not in TERMINAL and Permission.FILE_WORK in held


def may_check_acceptance(application: Application, held: Held) -> bool:
    """Work on the acceptance check list."""
    waiting = (ApplicationStatus.SUBMITTED, ApplicationStatus.INFORMATION_REQUESTED)
    return application.status in waiting and application.accepted_on is None and Permission.FILE_WORK in held


def may_assign(application: Application, held: Held) -> bool:
    """Say who works on a file: a leader, or a case officer who takes it or passes it on."""
    return application.status not in TERMINAL and bool({Permission.FILE_ASSIGN, Permission.FILE_WORK} & set(held))


def may_hand_over(application: Application, held: Held) -> bool:
    """Give a file to another office."""
    return application.status not in TERMINAL and Permission.FILE_ASSIGN in held


def may_ask_pause(application: Application, held: Held) -> bool:
    """Ask for time to improve: those who prepare, while Customs works on the file."""
    return application.status in WORKING and Permission.APPLICATION_PREPARE in held


def may_ask_more(improvement: Improvement) -> bool:
    """Ask for longer than agreed: once, while the agreed time runs."""
    return improvement.status == ImprovementStatus.RUNNING and improvement.more_until is None


def may_take_time(request: InformationRequest, held: Held, on: date) -> bool:
    """Take the longer time the rules give for answers: once, before the day has passed."""
    waits = request.status == RequestStatus.OPEN and request.more_time_at is None and request.due_on >= on
    return waits and bool(more_days(request.application)) and Permission.INFORMATION_ANSWER in held


def may_tell_changes(held: Held) -> bool:
    """Tell Customs about a change of the record."""
    return bool({Permission.APPLICATION_PREPARE, Permission.COMPANY_EDIT} & set(held))


def may_judge(application: Application, held: Held) -> bool:
    """Write down what one thinks of an answer: a case officer, until the file has ended."""
    return application.status not in TERMINAL and Permission.FILE_WORK in held


def may_explain_delay(application: Application, held: Held) -> bool:
    """Tell the trader why Customs is late."""
    return application.status not in TERMINAL and Permission.FILE_WORK in held
