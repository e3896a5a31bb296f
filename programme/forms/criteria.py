"""Forms about criteria: the public filter and the opening of a type."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L  # noqa: N812 - short, it stands in every line

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


class TypeWordsForm(forms.Form):
    """A type's name and meaning in another language, each with the first language's beside it."""

    label = forms.CharField(label=L("Name"), max_length=120, required=False)
    description = forms.CharField(
        label=L("What it means"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, first: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in first.items():
            self.fields[name].help_text = text


class OpeningForm(forms.Form):
    """From when until when a type takes applications."""

    opens_on = forms.DateField(label=L("Open from"), required=False, widget=forms.SelectDateWidget)
    closes_on = forms.DateField(label=L("Open until"), required=False, widget=forms.SelectDateWidget)
    most_companies = forms.IntegerField(
        label=L("Test group: companies at most"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=L(
            "Only so many companies can send an application while the test group runs. Empty: every company can."
        ),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), L("Write a whole number, such as 10.")),
    )
    group_until = forms.DateField(
        label=L("Last day of the test group"),
        required=False,
        widget=forms.SelectDateWidget,
        help_text=L("From the next day every company can apply. Empty: until you change it."),
    )
    reason = forms.CharField(
        label=L("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=L("Whoever confirms it reads this."),
        error_messages={"required": L("Write why.")},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("opens_on", "closes_on", "group_until"):
            self.fields[name].widget = forms.SelectDateWidget(years=range(2020, on.year + 11))
            self.fields[name].error_messages["invalid"] = _("Enter a day that exists, such as 1 3 2027.")
