"""Who may touch this application now: the person's permissions of today and the state of the file together."""

from collections.abc import Collection

from foundation.identity.permissions import Permission

from .models import Application, InformationRequest
from .states import TERMINAL, WORKING, ApplicationStatus, RequestStatus

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
