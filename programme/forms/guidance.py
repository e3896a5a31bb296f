"""Forms of explaining texts, of proposals by other authorities and of how criteria are read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as L  # noqa: N812 - short, it stands in every line

from programme.states import InterpretationStatus, Kind

LONG = 4000


class GuidanceForm(forms.Form):
    """An explaining text and the version it was written upon."""

    text = forms.CharField(
        label=L("Text"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=L(
            "Plain words, under 20 in a sentence. An empty line begins a new paragraph. Empty: nothing is shown."
        ),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000_000)


class ProposalForm(forms.Form):
    """A criterion another authority would like to have."""

    agency = forms.CharField(
        label=L("Authority"), max_length=60, error_messages={"required": L("Write for which authority you speak.")}
    )
    title = forms.CharField(
        label=L("In a few words"), max_length=200, error_messages={"required": L("Write what it is about.")}
    )
    requirement = forms.CharField(
        label=L("What should be required"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": L("Write what a company should meet.")},
    )
    reason = forms.CharField(
        label=L("Why"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": L("Write which risk it answers.")},
    )
    origin = forms.CharField(
        label=L("Law or standard it rests on"),
        max_length=80,
        error_messages={"required": L("Name the law or standard, such as Food Act, article 12.")},
    )
    kind = forms.ChoiceField(label=L("Kind of certificate"), choices=Kind.choices, widget=forms.RadioSelect)


class MessageForm(forms.Form):
    """Something said about a proposal."""

    text = forms.CharField(
        label=L("Your message"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": L("Write your message.")},
    )


class ProposalAnswerForm(forms.Form):
    """Taken or not, and why."""

    outcome = forms.ChoiceField(
        label=L("Answer"),
        choices=[("take", L("Take it into the draft")), ("leave", L("Do not take it"))],
        widget=forms.RadioSelect,
        error_messages={"required": L("Choose an answer.")},
    )
    code = forms.RegexField(
        r"^[A-Z]{1,3}-[0-9]{2,3}[a-z]?$",
        label=L("Code of the new criterion"),
        required=False,
        help_text=L("Only when you take it. The letter says the section, such as F-12."),
        error_messages={"invalid": L("Write a letter, a hyphen and a number: F-12.")},
    )
    answer = forms.CharField(
        label=L("Reason"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": L("Write the reason. The authority reads it.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("outcome") == "take" and not data.get("code") and "code" not in self.errors:
            self.add_error("code", L("Give the new criterion a code."))
        return data


class QuestionToCentralUnitForm(forms.Form):
    """Which criterion, and what is unclear."""

    code = forms.CharField(
        label=L("Criterion"),
        max_length=10,
        help_text=L("Its code, such as B-06."),
        error_messages={"required": L("Write the code of the criterion.")},
    )
    question = forms.CharField(
        label=L("Your question"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=L("Tell it without the name of a company."),
        error_messages={"required": L("Write your question.")},
    )


class InterpretationForm(forms.Form):
    """The central unit's answer."""

    question = forms.CharField(
        label=L("Question"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=L("Reword it so that no company can be recognised."),
        error_messages={"required": L("Write the question.")},
    )
    answer = forms.CharField(
        label=L("Answer for all offices"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": L("Write the answer.")},
    )
    is_precedent = forms.BooleanField(label=L("Rests on a real file (precedent)"), required=False)
    is_public = forms.BooleanField(label=L("Show it to everybody beside the criterion"), required=False)
    anonymous = forms.BooleanField(
        label=L("No company can be recognised from question and answer"),
        error_messages={"required": L("Take out what shows which company it was, then confirm.")},
    )

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "anonymous"}


class NoteForm(InterpretationForm):
    """A note or precedent that nobody asked for."""

    code = forms.CharField(
        label=L("Criterion"),
        max_length=10,
        help_text=L("Its code, such as B-06."),
        error_messages={"required": L("Write the code of the criterion.")},
    )
    field_order = ("code", "question", "answer")


class InterpretationFilter(forms.Form):
    """Which readings to show."""

    code = forms.CharField(label=L("Criterion"), max_length=10, required=False)
    status = forms.ChoiceField(
        label=L("State"), required=False, choices=[("", L("All")), *InterpretationStatus.choices]
    )
