"""The forms of applications: they clean what was typed and save nothing."""

from .answers import AnswerForm, ItemForm
from .draft import BeginForm, StartForm
from .officers import AcceptForm, AssignForm, HandOverForm, NotAcceptForm, QuestionForm, ReasonForm, TickForm
from .signing import RemarksForm

__all__ = [
    "AcceptForm",
    "AnswerForm",
    "AssignForm",
    "BeginForm",
    "HandOverForm",
    "ItemForm",
    "NotAcceptForm",
    "QuestionForm",
    "ReasonForm",
    "RemarksForm",
    "StartForm",
    "TickForm",
]
