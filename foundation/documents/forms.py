"""The forms of the library, and the one file field that every room shows."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from foundation.audit.services import Refused

from .services import UploadRefused, accepted_list
from .states import Confidentiality

MAX_FILES = 10


def add_refusal(form: forms.Form, refusal: Refused) -> None:
    """Put what a service refused where it belongs: about a file at the field of the file, all else at the top."""
    at_files = next((name for name, field in form.fields.items() if isinstance(field, forms.FileField)), None)
    for sentence in refusal.breaches or (refusal.message,):
        form.add_error(at_files if isinstance(refusal, UploadRefused) else None, sentence)


class FilesInput(forms.FileInput):
    """A plain file field that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, in every room the same: the limits stand beside the field, and each file is checked by the service,
    so that one bad file does not lose the others."""

    widget = FilesInput
    words = {
        "required": _("Choose at least one file."),
        "too_many": _("Choose at most %(most)s files at a time."),
    }

    def __init__(self, *, label: Any = None, required: bool = False, help_text: Any = None) -> None:
        hint = help_text or lazy(accepted_list, str)()
        super().__init__(label=label or _("Files"), required=required, help_text=hint, error_messages=self.words)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # type: ignore[override]
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > MAX_FILES:
            raise forms.ValidationError(self.error_messages["too_many"] % {"most": MAX_FILES}, code="too_many")
        return files


class UploadForm(forms.Form):
    """Adds files to the company's library."""

    files = FilesField(required=True)  # type: ignore[assignment]
    title = forms.CharField(
        label=_("Name in your library"),
        help_text=_("Without one, the file’s own name is used. With several files, each keeps its own name."),
        max_length=200,
        required=False,
    )
    valid_until = forms.DateField(
        label=_("Runs out on"),
        help_text=_("For certificates and insurance. We remind you before this day."),
        required=False,
        widget=forms.SelectDateWidget,
        error_messages={"invalid": _("Enter a day that exists, such as 31 1 2027.")},
    )
    confidentiality = forms.ChoiceField(
        label=_("Who may open it"),
        choices=[(value, label) for value, label in Confidentiality.choices if value != Confidentiality.OFFICERS],
        initial=Confidentiality.COMPANY,
        widget=forms.RadioSelect,
    )

    def titled(self) -> list[tuple[UploadedFile, str]]:
        """Each file with the name it gets: the typed one counts for a single file."""
        files = self.cleaned_data["files"]
        title = self.cleaned_data["title"] if len(files) == 1 else ""
        return [(file, title) for file in files]
