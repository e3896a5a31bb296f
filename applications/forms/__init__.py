"""The forms of applications: they clean what was typed and save nothing."""

from .answers import AnswerForm, BesideForm, ItemForm, OtherForm, ProofForm
from .changes import AskBackForm, ChangeForm, ReplyForm
from .draft import StartForm
from .improvements import (
    MANNER_HINTS,
    AnswerImprovementForm,
    DelayForm,
    ImprovementForm,
    MoreTimeForm,
    WithdrawForm,
)
from .officers import (
    AcceptForm,
    AssignForm,
    GuestForm,
    HandOverForm,
    JudgementForm,
    NotAcceptForm,
    QuestionForm,
    ReasonForm,
    TickForm,
)
from .signing import RemarksForm

__all__ = [
    "MANNER_HINTS",
    "AcceptForm",
    "AnswerForm",
    "AnswerImprovementForm",
    "AskBackForm",
    "AssignForm",
    "BesideForm",
    "ChangeForm",
    "DelayForm",
    "GuestForm",
    "HandOverForm",
    "ImprovementForm",
    "ItemForm",
    "JudgementForm",
    "MoreTimeForm",
    "NotAcceptForm",
    "OtherForm",
    "ProofForm",
    "QuestionForm",
    "ReasonForm",
    "RemarksForm",
    "ReplyForm",
    "StartForm",
    "TickForm",
    "WithdrawForm",
]
