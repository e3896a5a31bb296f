"""Forms of acts in general: one that needs nothing but its reason, and one that its button confirms."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """An act that needs nothing but its reason."""

    reason = forms.CharField(
        label=_("Your reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write your reason. It stands in the file.")},
    )


class ConfirmForm(forms.Form):
    """An act that is confirmed by its button alone."""
