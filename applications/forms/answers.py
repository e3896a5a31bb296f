"""Forms of answers with their papers: to a criterion, and to a question of Customs."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.states import OtherRole, Outcome, ProofKind
from foundation.documents.forms import FilesField
from foundation.documents.models import Document

OUTCOMES = [
    *((value, label) for value, label in Outcome.choices if value != Outcome.NOT_APPLICABLE),
    (Outcome.NOT_APPLICABLE.value, gettext_lazy("Does not apply to us")),
]

LENDING = gettext_lazy(
    "They stay your firm’s. The company you act for and Customs read them while they are linked to this answer; no other "
    "client of yours does. If your mandate ends before it is sent, they no longer count."
)


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
    papers = FilesField(label=gettext_lazy("Add files"))
    library = forms.MultipleChoiceField(
        label=gettext_lazy("Choose from your documents"), required=False, widget=forms.CheckboxSelectMultiple
    )
    firm = forms.MultipleChoiceField(
        label=gettext_lazy("Lend papers of your own firm"),
        help_text=LENDING,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        must: bool = False,
        strict: bool = False,
        library: Iterable[Document] = (),
        firm: Iterable[Document] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.must, self.strict = must, strict
        for name, papers in (("library", library), ("firm", firm)):
            self.fields[name].choices = [(str(row.public_id), row.title) for row in papers]  # type: ignore[attr-defined]

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


class BesideForm(forms.Form):
    """What may be written beside an answer while it is saved: a comment to colleagues, a proposal to Customs."""

    comment = forms.CharField(
        label=gettext_lazy("Your comment"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "form": "answer"}),
    )
    proposal = forms.CharField(
        label=gettext_lazy("What would show it?"),
        help_text=gettext_lazy("The standard stays the same. Customs answers whether this is enough."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "form": "answer"}),
    )


class ProofForm(forms.Form):
    """A certificate, authorisation or report the company has already."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=ProofKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it is.")},
    )
    title = forms.CharField(
        label=gettext_lazy("Its name"),
        help_text=gettext_lazy("Such as ISO 28000:2022, or Audit of the warehouse 2025."),
        max_length=200,
        error_messages={"required": gettext_lazy("Write its name.")},
    )
    number = forms.CharField(label=gettext_lazy("Number"), required=False, max_length=100)
    issuer = forms.CharField(
        label=gettext_lazy("Who issued it?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write who issued it.")},
    )
    issued_on = forms.DateField(label=gettext_lazy("Issued on"), required=False, widget=forms.DateInput)
    expires_on = forms.DateField(
        label=gettext_lazy("Valid until"),
        help_text=gettext_lazy("We remind you before this day."),
        required=False,
        widget=forms.DateInput,
    )
    library = forms.ChoiceField(label=gettext_lazy("A copy from your documents"), required=False)
    papers = FilesField(label=gettext_lazy("Add files"))

    def __init__(self, *args: Any, library: Iterable[Document] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [("", gettext_lazy("none")), *((str(row.public_id), row.title) for row in library)]
        self.fields["library"].choices = rows  # type: ignore[attr-defined]
        self.fields["papers"].label = _("Or add a copy")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        issued, expires = data.get("issued_on"), data.get("expires_on")
        if issued and expires and expires < issued:
            self.add_error("expires_on", _("It ends before it was issued. Correct one of the two days."))
        return data


class OtherForm(forms.Form):
    """Somebody who meets a criterion for the company."""

    role = forms.ChoiceField(
        label=gettext_lazy("Who is it?"),
        choices=OtherRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who it is.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the company"),
        max_length=300,
        error_messages={"required": gettext_lazy("Write the name of the company.")},
    )
    tin = forms.CharField(
        label=gettext_lazy("TIN, if you know it"),
        help_text=gettext_lazy("With it Customs sees at once whether that company is an AEO."),
        required=False,
        max_length=40,
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
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    papers = FilesField(label=gettext_lazy("Add files"))
    library = forms.MultipleChoiceField(
        label=gettext_lazy("Choose from your documents"), required=False, widget=forms.CheckboxSelectMultiple
    )
    firm = forms.MultipleChoiceField(
        label=gettext_lazy("Lend papers of your own firm"),
        help_text=LENDING,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, library: Iterable[Document] = (), firm: Iterable[Document] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, papers in (("library", library), ("firm", firm)):
            self.fields[name].choices = [(str(row.public_id), row.title) for row in papers]  # type: ignore[attr-defined]
