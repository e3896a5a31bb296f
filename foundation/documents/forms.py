"""The forms of the library: adding files, taking one away."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from .services import accepted_list
from .states import Confidentiality

MAX_FILES = 10


class FilesInput(forms.FileInput):
    """A plain file field that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; each is checked by the service, so that one bad file does not lose the others."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > MAX_FILES:
            raise forms.ValidationError(self.error_messages["too_many"] % {"most": MAX_FILES}, code="too_many")
        return cast(list[UploadedFile], files)


def files_field(*, required: bool = True) -> FilesField:
    """A file field with the limits beside it, as every form of the portal shows it."""
    return FilesField(
        label=_("Files"),
        required=required,
        error_messages={
            "required": _("Choose at least one file."),
            "too_many": _("Choose at most %(most)s files at a time."),
        },
    )


class UploadForm(forms.Form):
    """Adds files to the company's library."""

    files = files_field()  # type: ignore[assignment]
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].help_text = accepted_list()

    def titled(self) -> list[tuple[UploadedFile, str]]:
        """Each file with the name it gets: the typed one counts for a single file."""
        files = self.cleaned_data["files"]
        title = self.cleaned_data["title"] if len(files) == 1 else ""
        return [(file, title) for file in files]
