"""The pages of applications: the trader's at the root, the officers' under /staff/."""

from .answer import AnswerPage
from .assignment import Assign, AssignMany, HandOver
from .before import (
    AddStep,
    CheckQuestions,
    CheckResult,
    Consultation,
    EditStep,
    FindCheck,
    Interest,
    InterestCsv,
    Interests,
    Plan,
    PlanPrint,
    PreCheckPage,
    Review,
    ReviewDraft,
    Talk,
    Talks,
    UseCheck,
)
from .changes import Change, ChangePaper, Changes, StaffChange, StaffChanges, TellChange
from .delay import ExplainDelay
from .draft import ApplicationList, Discard, SectionPage, StartQuestions, TaskList
from .file import AcceptanceChecks, File, PaperImage, PaperOpen
from .guests import EndGuest, Guests
from .improvements import AnswerMore, AnswerOffer, AnswerPause, AskPause, MoreTime, MoreTimeToAnswer, OfferPause
from .lending import LentPaper
from .officer_requests import Ask, GoOn, Requests
from .proofs import AddProof, Evidence, NameOther, Print
from .question import Autosave, Question
from .request import RequestPage, SendAnswers
from .signing import Check, HandToSignatory, SendBack, Sign
from .status import Receipt, Status, Withdraw
from .versions import NewCriteria

__all__ = [
    "AcceptanceChecks",
    "AddProof",
    "AddStep",
    "AnswerMore",
    "AnswerOffer",
    "AnswerPage",
    "AnswerPause",
    "ApplicationList",
    "Ask",
    "AskPause",
    "Assign",
    "AssignMany",
    "Autosave",
    "Change",
    "ChangePaper",
    "Changes",
    "Check",
    "CheckQuestions",
    "CheckResult",
    "Consultation",
    "Discard",
    "EditStep",
    "EndGuest",
    "Evidence",
    "ExplainDelay",
    "File",
    "FindCheck",
    "GoOn",
    "Guests",
    "HandOver",
    "HandToSignatory",
    "Interest",
    "InterestCsv",
    "Interests",
    "LentPaper",
    "MoreTime",
    "MoreTimeToAnswer",
    "NameOther",
    "NewCriteria",
    "OfferPause",
    "PaperImage",
    "PaperOpen",
    "Plan",
    "PlanPrint",
    "PreCheckPage",
    "Print",
    "Question",
    "Receipt",
    "RequestPage",
    "Requests",
    "Review",
    "ReviewDraft",
    "SectionPage",
    "SendAnswers",
    "SendBack",
    "Sign",
    "StaffChange",
    "StaffChanges",
    "StartQuestions",
    "Status",
    "Talk",
    "Talks",
    "TaskList",
    "TellChange",
    "UseCheck",
    "Withdraw",
]
