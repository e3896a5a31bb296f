"""Forms of a draft before its questions: kinds and types, and the start questions."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from programme.models import ApplicabilityQuestion, OperatorType
from programme.states import Kind

YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))


class BeginForm(forms.Form):
    """Kinds and operator types of a new application; only what is open today can be chosen."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What do you apply for?"),
        help_text=gettext_lazy("You can choose one kind or both. With both you answer once."),
        choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one kind.")},
    )
    types = forms.MultipleChoiceField(
        label=gettext_lazy("What does your company do?"),
        help_text=gettext_lazy("Choose everything that you want to be certified for."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one operator type.")},
    )

    def __init__(self, *args: Any, types: Iterable[OperatorType], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(types)
        self.type_hints = {row.token: row.description for row in rows}
        self.fields["types"].choices = [(row.token, row.label) for row in rows]  # type: ignore[attr-defined]


class StartForm(forms.Form):
    """The start questions of this file. None has to be answered; no answer counts as yes."""

    def __init__(
        self, *args: Any, questions: Iterable[ApplicabilityQuestion], known: Mapping[str, bool], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[question.key] = forms.ChoiceField(
                label=question.plain_question,
                help_text=question.help,
                choices=YES_NO,
                widget=forms.RadioSelect,
                required=False,
                initial={True: "yes", False: "no"}.get(known[question.key]) if question.key in known else None,
            )

    def answers(self) -> dict[str, bool]:
        return {key: value == "yes" for key, value in self.cleaned_data.items() if value}
