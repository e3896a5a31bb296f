"""Forms of the supply chain, of groups of companies and of legal forms that an officer settles."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from operators import rules
from operators.adapters.countries import countries
from operators.states import ChainRole, ChainTier

L = gettext_lazy
MANY = 10_000_000


class ChainPartnerForm(forms.Form):
    """Somebody in the company's supply chain."""

    name = forms.CharField(
        label=L("Name"), max_length=300, error_messages={"required": L("Enter the name of the partner.")}
    )
    tin = forms.CharField(
        label=L("TIN, if you know it"),
        max_length=40,
        required=False,
        help_text=L("With the number we can show whether the public register lists it as an AEO."),
    )
    country = forms.ChoiceField(
        label=L("Country"), error_messages={"required": L("Choose the country."), "invalid_choice": L("Choose again.")}
    )
    role = forms.ChoiceField(
        label=L("What it does for you"),
        choices=[("", L("Choose")), *ChainRole.choices],
        error_messages={"required": L("Choose what the partner does for you.")},
    )
    tier = forms.ChoiceField(
        label=L("How near it is"),
        choices=ChainTier.choices,
        widget=forms.RadioSelect,
        error_messages={"required": L("Choose how near the partner is.")},
    )
    helped = forms.BooleanField(
        label=L("It is a small firm and we help it to become an AEO"),
        required=False,
    )
    contact_name = forms.CharField(
        label=L("Who of your company helps it"),
        max_length=200,
        required=False,
        help_text=L("The partner reads name, e-mail and telephone once it has registered through your invitation."),
    )
    contact_email = forms.EmailField(
        label=L("E-mail address of this person"),
        required=False,
        error_messages={"invalid": L("Enter an e-mail address in the right form, such as name@company.example.")},
    )
    contact_phone = forms.CharField(label=L("Telephone of this person"), max_length=40, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose")), *countries()]  # type: ignore[attr-defined]

    def clean_tin(self) -> str:
        return rules.normalised_tin(self.cleaned_data["tin"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        reached = data.get("contact_email") or data.get("contact_phone")
        if data.get("contact_name") and not reached and "contact_email" not in self.errors:
            self.add_error("contact_email", _("Enter an e-mail address or a telephone number of this person."))
        if reached and not data.get("contact_name"):
            self.add_error("contact_name", _("Enter the name of the person who helps."))
        return data


class InvitePartnerForm(forms.Form):
    """An invitation to become an AEO."""

    email = forms.EmailField(
        label=L("E-mail address of the partner"),
        error_messages={
            "required": L("Enter the e-mail address of the partner."),
            "invalid": L("Enter an e-mail address in the right form, such as name@company.example."),
        },
    )
    message = forms.CharField(
        label=L("A few words of your own"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def _papers(label: Any) -> forms.IntegerField:
    wrong = L("Enter a whole number, such as 5.")
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MANY,
        error_messages={
            "required": L("Enter the number of papers; 0 when there was none."),
            "invalid": wrong,
            "min_value": wrong,
            "max_value": L("Check the number: it is too high."),
        },
    )


class IndirectExportForm(forms.Form):
    """What a customer exported of the company's goods in a year."""

    year = forms.TypedChoiceField(label=L("Year"), coerce=int)
    customer = forms.CharField(
        label=L("Customer who exported"), max_length=300, error_messages={"required": L("Enter the customer.")}
    )
    customer_tin = forms.CharField(label=L("TIN of the customer"), max_length=40, required=False)
    first_half = _papers(L("Export papers from January to June"))
    second_half = _papers(L("Export papers from July to December"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(str(year), str(year)) for year in range(on.year, on.year - 4, -1)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]


class GroupNameForm(forms.Form):
    """A group of companies gets its name."""

    name = forms.CharField(
        label=L("Name of the group"), max_length=300, error_messages={"required": L("Enter the name of the group.")}
    )


class MemberForm(forms.Form):
    """A company to ask into the group."""

    tin = forms.CharField(
        label=L("TIN of the company"), max_length=40, error_messages={"required": L("Enter the TIN of the company.")}
    )


class ExplainForm(forms.Form):
    """The company says how its legal form works."""

    explained = forms.CharField(
        label=L("Who decides, who benefits, who answers?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=L("For a family trust: the trustees, the beneficiaries, and who runs the business day by day."),
        error_messages={"required": L("Write who decides, who benefits and who answers.")},
    )


class SettleForm(forms.Form):
    """An officer records how the form is treated."""

    treatment = forms.CharField(
        label=L("Who counts as owner, and who answers"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=L("The company reads this."),
        error_messages={"required": L("Write who counts as owner and who answers.")},
    )
    reason = forms.CharField(
        label=L("Reason"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=L("Stays inside Customs."),
        error_messages={"required": L("Write the reason.")},
    )
