"""The fields that forms of operators have in common."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

L = gettext_lazy


def text_field(label: Any, missing: Any, *, length: int, hint: Any = "", required: bool = True) -> forms.CharField:
    """A line of text, with the sentence for an empty one."""
    return forms.CharField(
        label=label, max_length=length, help_text=hint, required=required, error_messages={"required": missing}
    )


def choice_field(label: Any, missing: Any, **more: Any) -> forms.ChoiceField:
    """A choice, with one sentence for none and for an impossible one."""
    return forms.ChoiceField(label=label, error_messages={"required": missing, "invalid_choice": missing}, **more)


def day_field(label: Any, *, first_year: int, last_year: int, hint: Any = "") -> forms.DateField:
    """A day that may stay open, chosen from lists."""
    widget = forms.SelectDateWidget(years=range(first_year, last_year + 1))
    wrong = L("Enter a day that exists, such as 27 3 2019.")
    return forms.DateField(
        label=label, required=False, help_text=hint, widget=widget, error_messages={"invalid": wrong}
    )
