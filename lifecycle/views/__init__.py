"""The forms that take an act: loaded through a selector, one service call, an answer. Every refusal comes back on the form."""

from .certificates import Annul, Cover, Lift, Revoke, Suspend, Uncover
from .closures import ConfirmClosure
from .decisions import Decide, Propose, Speak
from .filing import Accept, CloseValidation, Determine, NotAccept, Submit

__all__ = [
    "Accept",
    "Annul",
    "CloseValidation",
    "ConfirmClosure",
    "Cover",
    "Decide",
    "Determine",
    "Lift",
    "NotAccept",
    "Propose",
    "Revoke",
    "Speak",
    "Submit",
    "Suspend",
    "Uncover",
]
