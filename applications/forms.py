"""The forms of applications: they clean what was typed and save nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.documents.models import Document
from foundation.documents.services import accepted_list
from foundation.identity.models import Office, User
from operators.models import Site
from programme.models import ApplicabilityQuestion, Criterion, OperatorType
from programme.states import Kind

from .states import Outcome

OUTCOMES = [
    *((value, label) for value, label in Outcome.choices if value != Outcome.NOT_APPLICABLE),
    (Outcome.NOT_APPLICABLE.value, gettext_lazy("Does not apply to us")),
]
YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))


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


class RemarksForm(forms.Form):
    """What the signatory wants changed."""

    remarks = forms.CharField(
        label=gettext_lazy("What should be changed?"),
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Write what should be changed.")},
    )


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


class QuestionForm(forms.Form):
    """One question of an officer, pointing at a criterion and a site."""

    criterion = forms.ChoiceField(label=gettext_lazy("About which question?"), required=False)
    site = forms.ChoiceField(label=gettext_lazy("About which site?"), required=False)
    question = forms.CharField(
        label=gettext_lazy("What do you ask?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, criteria: Iterable[Criterion], sites: Iterable[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("The application as a whole")), *((row.code, f"{row.code} {row.title}") for row in criteria)]
        self.fields["criterion"].choices = every  # type: ignore[attr-defined]
        places = [("", _("The company as a whole")), *((str(row.public_id), row.name) for row in sites)]
        self.fields["site"].choices = places  # type: ignore[attr-defined]


class TickForm(forms.Form):
    """One line of the acceptance check list."""

    passed = forms.ChoiceField(
        choices=(("yes", gettext_lazy("Fulfilled")), ("no", gettext_lazy("Not fulfilled"))),
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False)

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passed"].label = label

    @property
    def value(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["passed"])


class AcceptForm(forms.Form):
    """The day everything needed had been received; posts to the room that accepts."""

    complete_on = forms.DateField(
        label=gettext_lazy("Complete since"),
        help_text=gettext_lazy(
            "The day on which the last needed information had been received, not the day of the check."
        ),
        widget=forms.DateInput,
    )


class NotAcceptForm(forms.Form):
    """What is missing; it stands in the letter."""

    reason = forms.CharField(
        label=gettext_lazy("What is missing?"),
        help_text=gettext_lazy("The trader reads this in the letter."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(forms.Form):
    """A reason, which always stands in the record."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write the reason.")},
    )


class AssignForm(forms.Form):
    """Who works on the files, and why."""

    officer = forms.ModelChoiceField(
        label=gettext_lazy("Case officer"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        empty_label=gettext_lazy("Choose a person"),
        error_messages={"required": gettext_lazy("Choose who works on it.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Needed when somebody else worked on a file until now."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = officers  # type: ignore[attr-defined]


class HandOverForm(ReasonForm):
    """Which office takes the file."""

    office = forms.ModelChoiceField(
        label=gettext_lazy("Office"),
        queryset=Office.objects.none(),
        to_field_name="code",
        empty_label=gettext_lazy("Choose an office"),
        error_messages={"required": gettext_lazy("Choose the office that takes the file.")},
    )
    field_order = ["office", "reason"]

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
