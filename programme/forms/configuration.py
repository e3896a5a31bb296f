"""Forms about the configuration: adopting a profile."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L  # noqa: N812 - short, it stands in every line

from programme.adapters.reference_files import rows


class ProfileForm(forms.Form):
    """A new version from a profile."""

    profile = forms.ChoiceField(
        label=L("Profile"), widget=forms.RadioSelect, error_messages={"required": L("Choose a profile.")}
    )
    valid_from = forms.DateField(
        label=L("In force from"),
        widget=forms.SelectDateWidget,
        help_text=L("Files that run keep the version they began with."),
        error_messages={
            "required": L("Enter the day from which the version is in force."),
            "invalid": L("Enter a day that exists, such as 1 3 2027."),
        },
    )
    reason = forms.CharField(
        label=L("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": L("Write why the version is needed.")},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        field = self.fields["profile"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (row["profile"], f"{_(row['title'])}: {_(row['description'])}") for row in rows("profiles")
            ]
        self.fields["valid_from"].widget = forms.SelectDateWidget(years=range(on.year, on.year + 6))

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day < self.on:
            raise forms.ValidationError(_("A version can’t begin on a day that has passed. Choose a later day."))
        return day
