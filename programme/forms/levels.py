"""The form of one level of a certificate kind."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as L  # noqa: N812 - short, it stands in every line

from programme.models import CertificateLevel
from programme.selectors import further_languages
from programme.services import LevelTerms
from programme.states import Kind


class LevelForm(forms.Form):
    """One level: its kind and rank, what it is called and asks, in each language, and who is told of it."""

    kind = forms.ChoiceField(
        label=L("Kind of certificate"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": L("Choose the kind that has this level.")},
    )
    rank = forms.IntegerField(
        label=L("Rank"),
        min_value=1,
        max_value=99,
        help_text=L("1 is the first level of its kind."),
        error_messages={
            "required": L("Enter the rank, such as 1."),
            "invalid": L("Enter the rank as a whole number, such as 1."),
            "min_value": L("Enter a rank from 1 to 99."),
            "max_value": L("Enter a rank from 1 to 99."),
        },
    )
    code = forms.SlugField(
        label=L("Code"),
        max_length=40,
        help_text=L("Letters, digits and hyphens, such as tier-2. The same level has the same code in every version."),
        error_messages={
            "required": L("Enter a code, such as tier-2."),
            "invalid": L("Enter a code of letters, digits and hyphens, such as tier-2."),
        },
    )
    title = forms.CharField(
        label=L("Name"), max_length=80, error_messages={"required": L("Enter what the level is called.")}
    )
    meaning = forms.CharField(
        label=L("What it asks"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=L("Traders read it on the page of the criteria."),
        error_messages={"required": L("Write what the level asks.")},
    )
    public = forms.TypedChoiceField(
        label=L("Who is told which level a company has?"),
        choices=[
            ("no", L("The company and Customs")),
            ("yes", L("Everybody: the register and whoever checks the certificate")),
        ],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )

    def __init__(self, *args: Any, level: CertificateLevel | None = None, **kwargs: Any) -> None:
        if level is not None:
            kwargs["initial"] = _initial(level)
        super().__init__(*args, **kwargs)
        for code in further_languages():
            language = dict(settings.LANGUAGES)[code]
            for name in CertificateLevel.WORDS:
                self.fields[f"{name}_{code}"] = _in_language(self.fields[name], language)

    def terms(self) -> LevelTerms:
        """The level as the service takes it."""
        data = self.cleaned_data
        plain = {name: data[name] for name in self.base_fields}
        words = {
            code: {name: data[f"{name}_{code}"] for name in CertificateLevel.WORDS if data[f"{name}_{code}"]}
            for code in further_languages()
        }
        return LevelTerms(**plain, translations={code: texts for code, texts in words.items() if texts})


def _initial(level: CertificateLevel) -> dict[str, Any]:
    words = {f"{name}_{code}": text for code, texts in level.translations.items() for name, text in texts.items()}
    plain = {name: getattr(level, name) for name in ("kind", "rank", "code", "title", "meaning")}
    return {**plain, **words, "public": "yes" if level.public else "no"}


def _in_language(field: forms.Field, language: str) -> forms.CharField:
    """The same field in another language; left empty the first language is shown."""
    return forms.CharField(
        label=f"{field.label} ({language})",
        required=False,
        max_length=getattr(field, "max_length", None),
        widget=type(field.widget)(attrs=field.widget.attrs),
    )
