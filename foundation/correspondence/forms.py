"""The form of a message: words and, if wanted, new files."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.documents.forms import FilesField


class MessageForm(forms.Form):
    """Writes a message into a thread."""

    body = forms.CharField(
        label=_("Your message"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write your message.")},
    )
    files = FilesField()  # type: ignore[assignment]
