"""The form of a message: words and, if wanted, new files."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from foundation.documents.services import accepted_list

MAX_FILES = 10


class FilesInput(forms.FileInput):
    """A plain file field that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, none needed; the service checks each."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(_("Choose at most %(most)s files at a time."), params={"most": MAX_FILES})
        return cast(list[UploadedFile], files)


class MessageForm(forms.Form):
    """Writes a message into a thread."""

    body = forms.CharField(
        label=_("Your message"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write your message.")},
    )
    files = FilesField(label=_("Files"), required=False)  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].help_text = accepted_list()
