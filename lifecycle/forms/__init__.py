"""Forms of the acts that span rooms. They clean input; the services decide."""

from .acts import ConfirmForm, ReasonForm
from .afterwards import AcceptChangeForm, DoneForm, ExtendForm, RefuseChangeForm
from .beginning import BeginForm
from .certificates import CoverForm, LiftForm, MeasureForm, SuspendForm
from .decisions import DecideForm, ProposeForm, SpeakForm
from .filing import AcceptForm, DetermineForm, NotAcceptForm, SignManyForm, SubmitForm

__all__ = [
    "AcceptChangeForm",
    "AcceptForm",
    "BeginForm",
    "ConfirmForm",
    "CoverForm",
    "DecideForm",
    "DetermineForm",
    "DoneForm",
    "ExtendForm",
    "LiftForm",
    "MeasureForm",
    "NotAcceptForm",
    "ProposeForm",
    "ReasonForm",
    "RefuseChangeForm",
    "SignManyForm",
    "SpeakForm",
    "SubmitForm",
    "SuspendForm",
]
