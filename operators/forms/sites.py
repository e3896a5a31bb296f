"""Forms of places beyond one: a file of them, and groups of like places."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from operators.models import Site

L = gettext_lazy
MOST_BYTES = 512 * 1024


class SitesFileForm(forms.Form):
    """A CSV file of places; `content` carries the previewed text to the second step."""

    file = forms.FileField(
        label=L("CSV file"),
        required=False,
        allow_empty_file=True,
        help_text=L("Columns: name, address, town, region, activity, records (yes or no), group. At most 500 places."),
    )
    content = forms.CharField(required=False, widget=forms.HiddenInput, strip=False, max_length=MOST_BYTES)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file = data.get("file")
        if file is None and not data.get("content"):
            self.add_error("file", L("Choose a CSV file."))
        elif file is not None and file.size > MOST_BYTES:
            self.add_error("file", L("This file is too large. A file of 500 places has about 60 kB."))
        return data


class SiteGroupForm(forms.Form):
    """A group of like places."""

    name = forms.CharField(
        label=L("Name of the group"),
        max_length=200,
        help_text=L("As your people call it, such as Filling stations."),
        error_messages={"required": L("Enter a name for the group.")},
    )
    sites = forms.ModelMultipleChoiceField(
        label=L("Places that work alike"),
        queryset=Site.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        to_field_name="public_id",
        error_messages={"required": L("Choose at least two places."), "invalid_choice": L("Choose from the list.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sites: Iterable[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sites"].queryset = sites  # type: ignore[attr-defined]

    def clean_sites(self) -> list[Site]:
        chosen = list(self.cleaned_data["sites"])
        if len(chosen) < 2:
            raise forms.ValidationError(L("Choose at least two places."))
        return chosen
