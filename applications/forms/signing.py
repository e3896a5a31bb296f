"""The form of a signatory who does not sign yet."""

from django import forms
from django.utils.translation import gettext_lazy


class RemarksForm(forms.Form):
    """What the signatory wants changed."""

    remarks = forms.CharField(
        label=gettext_lazy("What should be changed?"),
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Write what should be changed.")},
    )
