"""Forms of mandates: what a consultant may do, for which kinds and places, from when until when."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.identity.states import MandateScope
from operators.models import Site
from programme.states import Kind

L = gettext_lazy
_DAY = {"invalid": L("Enter a day that exists, such as 28 9 2026."), "required": L("Enter the last day.")}


class LimitForm(forms.Form):
    """To which kinds and places somebody is limited. Nothing chosen means all."""

    kinds = forms.MultipleChoiceField(
        label=L("For which kinds of certificate"),
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=L("Nothing chosen means both."),
    )
    sites = forms.MultipleChoiceField(
        label=L("For which places"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=L("Nothing chosen means all, also those added later."),
    )

    def __init__(self, *args: Any, sites: Iterable[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sites"].choices = [(str(row.public_id), _named(row)) for row in sites]  # type: ignore[attr-defined]

    def clean_sites(self) -> list[UUID]:
        return [UUID(value) for value in self.cleaned_data["sites"]]


def _named(site: Site) -> str:
    return site.name if site.closed_on is None else _("{place} (closed)").format(place=site.name)


class MandateForm(LimitForm):
    """A mandate for a consultant, asked by e-mail."""

    email = forms.EmailField(
        label=L("E-mail address of the consultant"),
        error_messages={
            "required": L("Enter the e-mail address."),
            "invalid": L("Enter an e-mail address in the right form, such as name@company.example."),
        },
    )
    mandate_scope = forms.MultipleChoiceField(
        label=L("What the mandate covers"),
        choices=MandateScope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=L("Nobody signs for you: only a signatory of the company does."),
        error_messages={"required": L("Choose what the mandate covers.")},
    )
    mandate_from = forms.DateField(
        label=L("First day"), required=False, error_messages=_DAY, help_text=L("Empty: today.")
    )
    mandate_until = forms.DateField(label=L("Last day"), error_messages=_DAY)
    field_order = ["email", "mandate_scope", "kinds", "sites", "mandate_from", "mandate_until"]

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        for name in ("mandate_from", "mandate_until"):
            self.fields[name].widget = forms.SelectDateWidget(years=range(on.year, on.year + 11))

    def clean_mandate_until(self) -> date:
        day: date = self.cleaned_data["mandate_until"]
        if day < self.on:
            raise forms.ValidationError(_("The last day can’t lie in the past."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("mandate_from"), data.get("mandate_until")
        if first and last and last < first:
            self.add_error("mandate_until", _("The mandate ends before it begins. Change one of the days."))
        return data
