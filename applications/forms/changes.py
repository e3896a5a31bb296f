"""Forms of changes that a trader tells, and of the answers of Customs."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.selectors import FIELD_WORDS, FIELDS
from foundation.documents.forms import FilesField
from foundation.documents.models import Document
from operators.states import SECTORS, PersonRole
from programme.selectors import regions

TOO_HIGH = 2_000_000
# As long as the columns of the record are: what is told can be accepted.
LENGTHS = {"nationality": 2, "legal_form": 100, "city": 120, "legal_name": 300, "address": 300}
OPTIONAL = ("date_of_birth", "nationality", "email")


class ChangeForm(forms.Form):
    """The fields of one subject with what the record says; what is not touched is not told."""

    since = forms.DateField(
        label=gettext_lazy("Since when, or from when?"),
        widget=forms.DateInput,
        error_messages={
            "required": gettext_lazy("Enter the day from which it holds."),
            "invalid": gettext_lazy("Enter a day that exists, such as 15 October 2026."),
        },
    )
    note = forms.CharField(
        label=gettext_lazy("What else should we know?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    papers = FilesField(label=gettext_lazy("Add files"))
    library = forms.MultipleChoiceField(
        label=gettext_lazy("Choose from your documents"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, subject: str, record: Mapping[str, str], library: Iterable[Document] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = FIELDS[subject]
        for name in self.names:
            self.fields[name] = _field(name, record.get(name, ""))
            self.fields[name].initial = record.get(name, "")
        self.order_fields([*self.names, "since", "note", "papers", "library"])
        self.fields["library"].choices = [(str(row.public_id), row.title) for row in library]  # type: ignore[attr-defined]

    def values(self) -> dict[str, str]:
        """What was entered, as the plain texts that a notice keeps."""
        found = {name: self.cleaned_data[name] for name in self.names}
        return {name: "" if value is None else str(value) for name, value in found.items()}


class ReplyForm(forms.Form):
    """The trader's answer to a question about a change."""

    reply = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write your answer.")},
    )
    papers = FilesField(label=gettext_lazy("Add files"))


class AskBackForm(forms.Form):
    """What an officer wants to know about a change."""

    question = forms.CharField(
        label=gettext_lazy("What do you want to know?"),
        help_text=gettext_lazy("The trader reads and answers it on the page of the change."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write what you want to know.")},
    )


def _field(name: str, now: str) -> forms.Field:
    """The field with its words; what the record says now can always be left as it is."""
    label: Any = FIELD_WORDS[name]
    required = {"required": _("Enter this: {field}.").format(field=label)}
    choices: dict[str, list[tuple[str, Any]]] = {
        "sector": [(value, words) for value, words in SECTORS],
        "role": list(PersonRole.choices),
        "keeps_records": [("yes", _("Yes")), ("no", _("No"))],
    }
    if name == "region":
        choices["region"] = [(row.code, row.name) for row in regions()]
    if name in choices:
        known = choices[name]
        own = [(now, now)] if now and now not in dict(known) else []
        return forms.ChoiceField(label=label, choices=[("", _("Choose")), *own, *known], error_messages=required)
    if name == "employees":
        return forms.IntegerField(label=label, min_value=0, max_value=TOO_HIGH, error_messages=required)
    if name == "date_of_birth":
        return forms.DateField(label=label, required=False, widget=forms.DateInput)
    if name == "email":
        return forms.EmailField(label=label, required=False)
    length = LENGTHS.get(name, 200)
    return forms.CharField(label=label, max_length=length, required=name not in OPTIONAL, error_messages=required)
