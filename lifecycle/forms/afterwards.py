"""Forms of what happens to a file on its way: improvements, notified changes, more time."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DoneForm(forms.Form):
    """What the trader has improved."""

    result = forms.CharField(
        label=_("What have you done?"),
        help_text=_("Say where Customs can see it. Papers go with an answer or a message."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what you have done.")},
    )


class AcceptChangeForm(forms.Form):
    """A word with the acceptance; where the record changed meanwhile, the officer says that this was seen."""

    answer = forms.CharField(
        label=_("A word to the trader"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    although_stale = forms.BooleanField(
        label=_("I have looked at what the record says now and replace it"),
        error_messages={"required": _("Look at both values and tick the box to replace what the record says now.")},
    )

    def __init__(self, *args: Any, stale: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not stale:
            del self.fields["although_stale"]


class RefuseChangeForm(forms.Form):
    """Why a change is not accepted; the trader reads it."""

    reason = forms.CharField(
        label=_("Why is it not accepted?"),
        help_text=_("The trader reads this in the letter."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why it is not accepted. The trader reads it in the letter.")},
    )


class ExtendForm(forms.Form):
    """On which ground Customs takes longer; where the rules leave it open, by how much."""

    ground = forms.ChoiceField(
        label=_("Why is more time needed?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why more time is needed.")},
    )
    amount = forms.IntegerField(
        label=_("By how much?"),
        help_text=_("Months for an investigation. Leave it empty where the rules set the time."),
        required=False,
        min_value=1,
        max_value=400,
        error_messages={"invalid": _("Enter the time in figures, such as 3.")},
    )
    reason = forms.CharField(
        label=_("Reason in the letter"),
        help_text=_("The trader reads it. Nothing of the desk checks belongs here."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason. The trader reads it in the letter.")},
    )

    def __init__(self, *args: Any, grounds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = list(grounds)  # type: ignore[attr-defined]
