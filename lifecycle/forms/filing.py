"""Forms of sending an application and of taking it in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from vetting.states import Risk


class SubmitForm(forms.Form):
    """The signatory's own tick; nothing is ticked beforehand."""

    agree = forms.BooleanField(
        label=_("I have read the declaration and sign it for the company"),
        error_messages={"required": _("Tick the box to sign. Without it we can’t take the application.")},
    )


class SignManyForm(forms.Form):
    """Which files to sign, each ticked for itself, under terms read once."""

    applications = forms.MultipleChoiceField(
        label=_("What do you sign?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one application, or leave without signing.")},
    )
    agree = forms.BooleanField(
        label=_("I have read the declaration and sign it for each company I ticked"),
        error_messages={"required": _("Tick the box to sign. Without it we can’t take the applications.")},
    )

    def __init__(self, *args: Any, files: Sequence[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.public_id): row for row in files}
        choices = [(key, f"{row.operator.legal_name}, {row.number}") for key, row in self.rows.items()]
        self.fields["applications"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> list[Application]:
        return [self.rows[key] for key in self.cleaned_data["applications"]]


class AcceptForm(forms.Form):
    """The day on which all needed information had been received; the law counts from it."""

    complete_on = forms.DateField(
        label=_("Complete on"),
        help_text=_("The day on which all needed information had been received, not the day of the check."),
        widget=forms.SelectDateWidget,
    )


class NotAcceptForm(forms.Form):
    """What is missing; the trader reads it in the letter."""

    reason = forms.CharField(
        label=_("What is missing"),
        help_text=_("The trader reads this sentence in the letter."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what is missing. The trader reads it in the letter.")},
    )


class DetermineForm(forms.Form):
    """The determination of the desk checks."""

    risk = forms.ChoiceField(
        label=_("Determination"),
        choices=Risk.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose low, medium or high risk.")},
    )
    reason = forms.CharField(
        label=_("Your reasons (internal)"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your reasons. They stay inside Customs.")},
    )
