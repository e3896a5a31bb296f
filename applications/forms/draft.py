"""The form of a draft before its questions: the start questions."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from programme.models import ApplicabilityQuestion

YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))


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
