"""Forms of letters, the terms of the declaration and the register of legal bases."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as L  # noqa: N812 - short, it stands in every line

from programme.services import letter_faults

from .configuration import YEARS_AHEAD, _choices, basis_choices


class LetterForm(forms.Form):
    """The text of a letter."""

    subject = forms.CharField(label=L("Subject"), max_length=200)
    body = forms.CharField(
        label=L("Text"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=L("Words in braces are filled in from the file."),
    )
    legal_basis = forms.ChoiceField(label=L("Legal basis, printed below the text"), required=False)

    def __init__(self, *args: Any, code: str, bases: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = code
        _choices(self.fields["legal_basis"]).choices = basis_choices(bases, kwargs["initial"].get("legal_basis", ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        faults = letter_faults(self.code, data.get("subject", ""), data.get("body", ""))
        for fault in faults:
            self.add_error("body", fault)
        return data


class TermsForm(forms.Form):
    """The terms a signatory signs, in one language, from a day on."""

    language = forms.ChoiceField(label=L("Language"), choices=settings.LANGUAGES)
    valid_from = forms.DateField(
        label=L("In force from"),
        widget=forms.SelectDateWidget,
        error_messages={"invalid": L("Enter a day that exists, such as 1 3 2027.")},
    )
    text = forms.CharField(label=L("Text"), max_length=50_000, widget=forms.Textarea(attrs={"rows": 18}))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].widget = forms.SelectDateWidget(years=range(on.year, on.year + YEARS_AHEAD))


class LegalBasisForm(forms.Form):
    """One provision as it reads from a day on."""

    code = forms.SlugField(
        label=L("Short code"), max_length=60, help_text=L("Letters, digits and hyphens. A new wording keeps its code.")
    )
    title = forms.CharField(label=L("What it is about"), max_length=200)
    citation = forms.CharField(
        label=L("How it is cited"), max_length=300, help_text=L("Such as “Customs Code, art. 43(2)”.")
    )
    url = forms.URLField(
        label=L("Where it can be read"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": L("Enter a whole address, such as https://laws.example/43.")},
    )
    text = forms.CharField(label=L("Text"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 8}))
    valid_from = forms.DateField(
        label=L("Reads so from"),
        widget=forms.SelectDateWidget,
        error_messages={"invalid": L("Enter a day that exists, such as 1 3 2027.")},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].widget = forms.SelectDateWidget(years=range(1980, on.year + YEARS_AHEAD))
