"""What an account manager types."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WriteForm(forms.Form):
    """A message to the client."""

    body = forms.CharField(
        label=_("Your message"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your message.")},
    )
