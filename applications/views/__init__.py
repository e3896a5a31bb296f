"""The pages of applications: the trader's at the root, the officers' under /staff/."""

from .assignment import Assign, AssignMany, HandOver
from .draft import ApplicationList, Begin, Discard, SectionPage, StartQuestions, TaskList
from .file import AcceptanceChecks, File, PaperImage, PaperOpen
from .officer_requests import Ask, GoOn, Requests
from .question import Autosave, Question
from .request import RequestPage, SendAnswers
from .signing import Check, HandToSignatory, SendBack, Sign
from .status import Receipt, Status, Withdraw

__all__ = [
    "AcceptanceChecks",
    "ApplicationList",
    "Ask",
    "Assign",
    "AssignMany",
    "Autosave",
    "Begin",
    "Check",
    "Discard",
    "File",
    "GoOn",
    "HandOver",
    "HandToSignatory",
    "PaperImage",
    "PaperOpen",
    "Question",
    "Receipt",
    "RequestPage",
    "Requests",
    "SectionPage",
    "SendAnswers",
    "SendBack",
    "Sign",
    "StartQuestions",
    "Status",
    "TaskList",
    "Withdraw",
]
