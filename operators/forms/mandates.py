"""Forms of invitations and mandates: what somebody may do, for which kinds and places, from when until when."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.identity.states import CompanyRole, MandateScope
from operators.models import Site
from programme.states import Kind

L = gettext_lazy
_DAY = {"invalid": L("Enter a day that exists, such as 28 9 2026."), "required": L("Enter the last day.")}


_EMAIL = {
    "required": L("Enter the e-mail address."),
    "invalid": L("Enter an e-mail address in the right form, such as name@company.example."),
}


class InvitationForm(forms.Form):
    """Whom to invite as what. The roles on offer are those that the person inviting may give."""

    email = forms.EmailField(label=L("E-mail address"), max_length=254, error_messages=_EMAIL)
    role = forms.ChoiceField(
        label=L("What they may do"),
        widget=forms.RadioSelect,
        error_messages={"required": L("Choose what they may do.")},
    )
    mandate_scope = forms.MultipleChoiceField(
        label=L("What the mandate covers"),
        choices=MandateScope.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=L("For consultants. Nothing chosen means everything."),
    )
    mandate_until = forms.DateField(
        label=L("Last day of the mandate"),
        required=False,
        error_messages=_DAY,
        help_text=L("For consultants."),
        widget=forms.SelectDateWidget,
    )

    def __init__(self, *args: Any, roles: list[str], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, CompanyRole(role).label) for role in roles]  # type: ignore[attr-defined]
        self.fields["mandate_until"].widget = forms.SelectDateWidget(years=range(on.year, on.year + 11))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") != CompanyRole.CONSULTANT:
            data |= {"mandate_scope": [], "mandate_until": None}
        elif not data.get("mandate_until") and "mandate_until" not in self.errors:
            self.add_error("mandate_until", _("Enter the last day of the mandate."))
        return data


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
        error_messages=_EMAIL,
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
