"""The form of the review of an act that one person took for two."""

from django import forms
from django.utils.translation import gettext_lazy as L  # noqa: N812 - short, it stands in every line


class ReviewForm(forms.Form):
    """The outsider's finding on an act that one person took by permission."""

    agrees = forms.TypedChoiceField(
        label=L("Was it right that one person took both acts?"),
        choices=[("yes", L("Yes")), ("no", L("No"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": L("Choose yes or no.")},
    )
    note = forms.CharField(
        label=L("What you found"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": L("Write what you found.")},
    )
