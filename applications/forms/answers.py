"""Forms of answers with their papers: to a criterion, and to a question of Customs."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.states import Outcome
from foundation.documents.models import Document
from foundation.documents.services import accepted_list

OUTCOMES = [
    *((value, label) for value, label in Outcome.choices if value != Outcome.NOT_APPLICABLE),
    (Outcome.NOT_APPLICABLE.value, gettext_lazy("Does not apply to us")),
]


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; each is checked by the documents’ own service."""

    widget = _FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # type: ignore[override]
        return [file for file in (data if isinstance(data, list | tuple) else [data]) if file]


def files_field() -> FilesField:
    """The file field of answers, with the limits beside it before anybody chooses."""
    return FilesField(label=gettext_lazy("Add files"), required=False, help_text=lazy(accepted_list, str)())


class AnswerForm(forms.Form):
    """One answer. `strict` asks for what the chosen outcome needs; saving for later takes whatever is there."""

    how = forms.CharField(
        label=gettext_lazy("How you do it"),
        help_text=gettext_lazy("Say who does it, how often, and where it is written down. A few sentences are enough."),
        required=False,
        max_length=10000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Do you meet this?"),
        choices=OUTCOMES,
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it does not apply"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    plan = forms.CharField(
        label=gettext_lazy("What you will do to meet it"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    planned_until = forms.DateField(
        label=gettext_lazy("Done by"),
        required=False,
        widget=forms.DateInput,
        error_messages={"invalid": gettext_lazy("Enter a day that exists, such as 15 October 2026.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    papers = files_field()
    library = forms.MultipleChoiceField(
        label=gettext_lazy("Choose from your documents"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, must: bool = False, strict: bool = False, library: Iterable[Document] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.must, self.strict = must, strict
        self.fields["library"].choices = [(str(row.public_id), row.title) for row in library]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.strict:
            self._ask_for_what_is_needed(data)
        return data

    def _ask_for_what_is_needed(self, data: dict[str, Any]) -> None:
        outcome = data.get("outcome")
        if not outcome:
            self.add_error("outcome", _("Choose whether you meet this. Or save it and go back to the list."))
        if outcome == Outcome.NOT_APPLICABLE and not data.get("reason", "").strip():
            self.add_error("reason", _("Write why it does not apply to you."))
        if outcome == Outcome.NOT_MET and self.must:
            if not data.get("plan", "").strip():
                self.add_error("plan", _("Write what you will do to meet it."))
            if not data.get("planned_until") and "planned_until" not in self.errors:
                self.add_error("planned_until", _("Enter the day by which it is done."))


class ItemForm(forms.Form):
    """The answer to one question of a request."""

    answer = forms.CharField(
        label=gettext_lazy("Your answer now"),
        help_text=gettext_lazy("It is added to your first answer; the first one stays as it was."),
        required=False,
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    papers = files_field()
    library = forms.MultipleChoiceField(
        label=gettext_lazy("Choose from your documents"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, library: Iterable[Document] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["library"].choices = [(str(row.public_id), row.title) for row in library]  # type: ignore[attr-defined]
