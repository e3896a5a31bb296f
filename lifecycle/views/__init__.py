"""The forms that take an act: loaded through a selector, one service call, an answer. Every refusal comes back on the form."""

from .afterwards import AcceptChange, EndImprovement, ExtendDecision, FinishImprovement, RefuseChange, StartAgain
from .beginning import Begin
from .causes import EndCause, RecordCause
from .certificates import Annul, Cover, Lift, Revoke, Suspend, Uncover
from .closures import ConfirmClosure
from .decisions import Decide, Propose, Speak
from .filing import Accept, CloseValidation, Determine, NotAccept, SignMany, Submit

__all__ = [
    "Accept",
    "AcceptChange",
    "Annul",
    "Begin",
    "CloseValidation",
    "ConfirmClosure",
    "Cover",
    "Decide",
    "Determine",
    "EndCause",
    "EndImprovement",
    "ExtendDecision",
    "FinishImprovement",
    "Lift",
    "NotAccept",
    "Propose",
    "RecordCause",
    "RefuseChange",
    "Revoke",
    "SignMany",
    "Speak",
    "StartAgain",
    "Submit",
    "Suspend",
    "Uncover",
]
