"""What people type on the pages of this room: a search in the register, a number to check, a company to cover."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from operators.models import Operator
from programme.selectors import types
from programme.states import Kind

SHORTEST = 3


class RegisterForm(forms.Form):
    """The search row of the register; its state stands in the address."""

    q = forms.CharField(label=_("Company name or TIN"), required=False, max_length=200, widget=forms.TextInput)
    type = forms.ChoiceField(label=_("Operator type"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Both kinds")), *Kind.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = [(row.token, row.label) for row in types()]
        self.fields["type"].choices = [("", _("All types")), *labels]  # type: ignore[attr-defined]

    def clean_q(self) -> str:
        typed: str = self.cleaned_data["q"].strip()
        if typed and len(typed) < SHORTEST and not Operator.objects.filter(tin__iexact=typed).exists():
            raise forms.ValidationError(_("Enter at least 3 letters or a whole TIN."), code="too_short")
        return typed


class NumberForm(forms.Form):
    """A certificate checked by its number. Companies that are not listed are found with their TIN only, so that
    counting numbers up does not give the list of members that chose not to be shown."""

    number = forms.CharField(
        label=_("Certificate number"),
        help_text=_("As printed on the certificate, for example AEO-2026-000123-C."),
        max_length=40,
        error_messages={"required": _("Enter the certificate number.")},
    )
    tin = forms.CharField(
        label=_("TIN of the company"),
        help_text=_("Only needed when the company is not listed in the register."),
        max_length=40,
        required=False,
    )


class FilterForm(forms.Form):
    """The filter beside the officers' list."""

    q = forms.CharField(label=_("Company, TIN or number"), required=False, max_length=200)
    status = forms.MultipleChoiceField(label=_("State"), required=False, widget=forms.CheckboxSelectMultiple)
    kind = forms.MultipleChoiceField(
        label=_("Kind"), required=False, choices=Kind.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, statuses: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = statuses  # type: ignore[attr-defined]
