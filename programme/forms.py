"""Forms of the programme: the filter of the criteria, adopting a profile, opening a type."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L  # noqa: N812 - short, it stands in every line

from programme.adapters.reference_files import rows
from programme.selectors import types
from programme.states import Kind


class CriteriaFilter(forms.Form):
    """Which criteria fit me? Both may be left open."""

    type = forms.ChoiceField(label=L("What your company does"), required=False)
    kind = forms.ChoiceField(
        label=L("Kind of certificate"), required=False, choices=[("", L("Both kinds")), *Kind.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["type"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Everything")), *((row.token, _(row.label)) for row in types())]


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


class ReviewForm(forms.Form):
    """The outsider's finding on an act that one person took by permission."""

    agrees = forms.TypedChoiceField(
        label=L("Was it right that one person took both acts?"),
        choices=[("yes", L("Yes")), ("no", L("No"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": L("Choose yes or no.")},
    )
    note = forms.CharField(
        label=L("What you found"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": L("Write what you found.")},
    )


class OpeningForm(forms.Form):
    """From when until when a type takes applications."""

    opens_on = forms.DateField(label=L("Open from"), required=False, widget=forms.SelectDateWidget)
    closes_on = forms.DateField(label=L("Open until"), required=False, widget=forms.SelectDateWidget)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.SelectDateWidget(years=range(2020, on.year + 11))
            field.error_messages["invalid"] = _("Enter a day that exists, such as 1 3 2027.")
