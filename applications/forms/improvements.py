"""Forms of time to improve, of more time, and of what Customs tells when it needs longer."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.states import Manner

NO_DAY = {
    "required": gettext_lazy("Enter the day."),
    "invalid": gettext_lazy("Enter a day that exists, such as 15 October 2026."),
}
MANNERS = (
    (Manner.PAUSE.value, gettext_lazy("The application pauses")),
    (Manner.ADJUSTMENT.value, gettext_lazy("Work goes on meanwhile")),
)
MANNER_HINTS = {
    Manner.PAUSE.value: gettext_lazy("The time limit of Customs stands still until you are done."),
    Manner.ADJUSTMENT.value: gettext_lazy("The time limit of Customs becomes longer by the agreed time."),
}


class ImprovementForm(forms.Form):
    """What is improved, how, and until when. The longest time stands beside the field before anybody chooses."""

    what = forms.CharField(
        label=gettext_lazy("What will be improved?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write what will be improved.")},
    )
    manner = forms.ChoiceField(
        label=gettext_lazy("What happens with the application meanwhile?"),
        choices=MANNERS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what happens with the application meanwhile.")},
    )
    until = forms.DateField(label=gettext_lazy("Done by"), widget=forms.DateInput, error_messages=NO_DAY)

    def __init__(self, *args: Any, hint: str = "", manners: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = hint
        self.fields["manner"].choices = [row for row in MANNERS if row[0] in manners]  # type: ignore[attr-defined]


class AnswerImprovementForm(forms.Form):
    """Agree, for an officer also on another day, or say why not."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Do you agree?"),
        choices=(("agree", gettext_lazy("Yes, agree")), ("decline", gettext_lazy("No"))),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether you agree.")},
    )
    until = forms.DateField(
        label=gettext_lazy("Agreed until"), required=False, widget=forms.DateInput, error_messages=NO_DAY
    )
    reason = forms.CharField(
        label=gettext_lazy("Why not?"),
        help_text=gettext_lazy("The other side reads this."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, with_day: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_day:
            del self.fields["until"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") == "decline" and not data.get("reason", "").strip():
            self.add_error("reason", _("Write why not."))
        return data

    @property
    def agrees(self) -> bool:
        return bool(self.cleaned_data["answer"] == "agree")

    @property
    def day(self) -> date | None:
        return self.cleaned_data.get("until")


class MoreTimeForm(forms.Form):
    """Why more time is needed; the rules say how much."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you need more time?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write why you need more time.")},
    )


class WithdrawForm(forms.Form):
    """The trader's own reason; nobody has to give one."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you withdraw?"),
        help_text=gettext_lazy("It helps us to become better. Customs reads it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DelayForm(forms.Form):
    """Why Customs is late, in words for the trader."""

    text = forms.CharField(
        label=gettext_lazy("Why does it take longer?"),
        help_text=gettext_lazy("The trader reads these words. Nothing of the desk checks belongs here."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write why it takes longer.")},
    )
