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

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.SelectDateWidget(years=range(2020, on.year + 11))
            field.error_messages["invalid"] = _("Enter a day that exists, such as 1 3 2027.")
