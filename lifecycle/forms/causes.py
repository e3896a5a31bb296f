"""The forms of causes that an officer puts on the clock of a file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class RecordCauseForm(forms.Form):
    """A cause on the clock of a file: which, from when, until when where that is known, why, and what shows it."""

    key = forms.ChoiceField(
        label=_("What happened, and what it does"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what stops or extends the time limit.")},
    )
    since = forms.DateField(
        label=_("Since"),
        help_text=_("The first day of the cause. An extension counts from today."),
        widget=forms.SelectDateWidget,
        error_messages={"required": _("Enter the day on which it began.")},
    )
    until = forms.DateField(
        label=_("Until, if the last day is known"),
        help_text=_("The time limit runs again from the day after. Leave it empty and end the cause yourself later."),
        required=False,
        widget=forms.SelectDateWidget,
    )
    amount = forms.IntegerField(
        label=_("By how much, for an extension"),
        help_text=_("Leave it empty where the rules set the time, and for what lets the limit stand still."),
        required=False,
        min_value=1,
        max_value=3650,
        error_messages={"invalid": _("Enter the time in figures, such as 3.")},
    )
    reason = forms.CharField(
        label=_("Reason, in words for the trader"),
        help_text=_("The trader reads it beside the time limit. Nothing of the desk checks belongs here."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason. The trader reads it.")},
    )
    evidence = forms.CharField(
        label=_("What shows it"),
        help_text=_("Such as the number of a court’s file or the date of a letter. It stays inside Customs."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what shows it, such as the number of a file or a letter.")},
    )

    def __init__(
        self, *args: Any, lines: Sequence[tuple[str, str]], on: date, extends: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = list(lines)  # type: ignore[attr-defined]
        self.fields["since"].initial = on
        if not extends:
            del self.fields["amount"]
        for name, years in (("since", range(on.year - 2, on.year + 1)), ("until", range(on.year - 2, on.year + 6))):
            self.fields[name].widget = forms.SelectDateWidget(years=years)


class EndCauseForm(forms.Form):
    """The last day of a cause."""

    on = forms.DateField(
        label=_("Last day of the cause"),
        help_text=_("The time limit runs again from the day after."),
        error_messages={"required": _("Enter the last day.")},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = on
        self.fields["on"].widget = forms.SelectDateWidget(years=range(on.year - 2, on.year + 1))
