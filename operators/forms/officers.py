"""What officers enter about companies: who works for which, ties of their own, and what they look for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from foundation.identity.models import User
from operators.states import AssignmentRole, FirmSize, OperatorStatus, Structure

from .fields import text_field

L = gettext_lazy


class AssignForm(forms.Form):
    """Who works for the company, in which role."""

    role = forms.ChoiceField(label=L("Role"), choices=AssignmentRole.choices)
    officer = forms.ModelChoiceField(
        label=L("Officer"),
        queryset=User.objects.none(),
        empty_label=L("Choose"),
        error_messages={"required": L("Choose an officer."), "invalid_choice": L("Choose an officer of the list.")},
    )
    reason = text_field(L("Reason"), L("Write the reason."), length=500)

    def __init__(self, *args: Any, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["officer"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = officers


class InterestForm(forms.Form):
    """An officer declares a tie to a company."""

    nature = forms.CharField(
        label=L("What ties you to this company"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=L("A share, a relative, an earlier job. You can’t be assigned to it while this holds."),
        error_messages={"required": L("Write what ties you to the company.")},
    )


class EndInterestForm(forms.Form):
    """The day on which an interest ends."""

    last_day = forms.DateField(
        label=L("Last day"),
        widget=forms.SelectDateWidget,
        help_text=L("From the day after it you can be assigned to the company again."),
        error_messages={
            "required": L("Enter the last day."),
            "invalid": L("Enter a day that exists, such as 28 9 2026."),
        },
    )


class OperatorsFilter(forms.Form):
    """What an officer looks for among companies; everything may stay open."""

    q = forms.CharField(label=L("Name or TIN"), required=False, max_length=200)
    status = forms.ChoiceField(
        label=L("Power to act"), required=False, choices=[("", L("All")), *OperatorStatus.choices]
    )
    size = forms.ChoiceField(label=L("Size"), required=False, choices=[("", L("All")), *FirmSize.choices])
    structure = forms.ChoiceField(label=L("Legal person"), required=False, choices=[("", L("All")), *Structure.choices])
