"""Forms of the company record: the company itself, its places, and where it may be known abroad."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from operators import rules
from operators.adapters.countries import countries
from operators.models import Operator
from operators.states import SECTORS, OperatorStatus, Source, Structure
from programme.selectors import asks_turnover, configuration, regions

from .fields import choice_field, day_field, text_field

MANY_EMPLOYEES = 2_000_000
L = gettext_lazy


class CompanyForm(forms.Form):
    """What Customs knows of a company; for registering and for changing."""

    legal_name = text_field(L("Legal name"), L("Enter the legal name of the company."), length=300)
    tin = text_field(
        L("TIN"),
        L("Enter the TIN of the company."),
        length=40,
        hint=L("The trader identification number: two letters for the country, then letters and figures."),
    )
    structure = choice_field(
        L("What kind of legal person is it?"),
        L("Choose what kind of legal person it is."),
        choices=Structure.choices,
        initial=Structure.COMPANY,
        required=False,
        help_text=L("No kind shuts you out. For a trust an officer settles with you who counts as owner."),
    )
    legal_form = text_field(
        L("Legal form"), L("Enter the legal form, such as Ltd."), length=100, hint=L("As the register writes it.")
    )
    sector = choice_field(L("Sector"), L("Choose the sector of most of your trade."))
    employees = forms.IntegerField(
        label=L("Number of employees"),
        min_value=0,
        max_value=MANY_EMPLOYEES,
        help_text=L("Owners who work in the company count. It decides whether you may show simpler papers."),
        error_messages={
            "required": L("Enter how many people work for the company."),
            "invalid": L("Enter the number of employees in figures, such as 25."),
            "min_value": L("The number of employees can’t be below 0."),
            "max_value": L("Check the number of employees: it is too high."),
        },
    )
    turnover = forms.DecimalField(
        label=L("Turnover of the last business year"),
        min_value=0,
        max_digits=18,
        decimal_places=2,
        error_messages={
            "required": L("Enter the turnover of the last business year."),
            "invalid": L("Enter the turnover in figures, such as 1250000."),
            "min_value": L("The turnover can’t be below 0."),
        },
    )
    established_on = day_field(
        L("In business since"),
        first_year=1850,
        last_year=2100,
        hint=L("The day of the register entry. For example, 27 3 2019."),
    )
    address = text_field(
        L("Registered address"),
        L("Enter the registered address."),
        length=300,
        hint=L("Street and number. Letters go there."),
    )
    city = text_field(L("Town"), L("Enter the town."), length=120)
    region = choice_field(L("Region"), L("Choose the region."))
    country = choice_field(L("Country"), L("Choose the country."))
    customs_activity = forms.TypedChoiceField(
        label=L("Does this very company deal with Customs or keep customs records here?"),
        help_text=L("Say no if only another company of your group does; that one applies. Yes also through a broker."),
        choices=[("yes", L("Yes")), ("no", L("No"))],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, on: date, operator: Operator | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on, self.operator = on, operator
        self._choices("sector", [(value, label) for value, label in SECTORS])
        self._choices("region", [(row.code, row.name) for row in regions()])
        self._choices("country", countries(), blank=False)
        if asks_turnover(configuration(on)):
            hint = _("In {currency}. Together with the employees it decides whether you may show simpler papers.")
            self.fields["turnover"].help_text = hint.format(currency=settings.CURRENCY)
        else:
            del self.fields["turnover"]
        if operator is not None and operator.status == OperatorStatus.VERIFIED:
            del self.fields["legal_name"], self.fields["tin"]

    def _choices(self, name: str, rows: list[tuple[str, Any]], *, blank: bool = True) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Choose")), *rows] if blank else rows

    def clean_structure(self) -> str:
        known = self.operator.structure if self.operator else Structure.COMPANY
        return self.cleaned_data["structure"] or known

    def clean_tin(self) -> str:
        number = rules.normalised_tin(self.cleaned_data["tin"])
        if not rules.is_tin(number, settings.TIN_PATTERN):
            sentence = _(
                "Enter the TIN as two letters for the country and then letters and figures, such as XA1234567."
            )
            raise forms.ValidationError(sentence)
        return number

    def clean_established_on(self) -> date | None:
        day: date | None = self.cleaned_data["established_on"]
        if day and day > self.on:
            raise forms.ValidationError(_("The day can’t lie ahead."))
        return day


class RegisterForm(CompanyForm):
    """A new company also says who gave the push to apply."""

    source = forms.ChoiceField(
        label=L("Why do you apply now?"), choices=[("", L("Choose")), *Source.choices], required=False
    )
    asked_by_name = text_field(
        L("Who asked you"), "", length=300, required=False, hint=L("The name of the partner or association, if any.")
    )


class EditForm(CompanyForm):
    """Changing the record: `version` is the one that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    trading_names = forms.CharField(
        label=L("Trading names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=L("One on each line, as they stand on papers and vehicles."),
    )

    def clean_trading_names(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["trading_names"].splitlines()]
        names = list(dict.fromkeys(filter(None, lines)))
        if any(len(name) > 300 for name in names):
            raise forms.ValidationError(_("Each trading name has at most 300 letters."))
        return names


class SiteForm(forms.Form):
    """A place of the company."""

    name = text_field(
        L("Name of the place"),
        L("Enter a name for the place."),
        length=200,
        hint=L("As your people call it, such as Mill Street."),
    )
    address = text_field(L("Address"), L("Enter the address of the place."), length=300)
    city = text_field(L("Town"), L("Enter the town."), length=120)
    region = choice_field(L("Region"), L("Choose the region."))
    activity = text_field(
        L("What happens there"),
        L("Enter what happens at this place."),
        length=200,
        hint=L("For example: packing and loading of export goods."),
    )
    keeps_records = forms.BooleanField(label=L("Our customs records are kept there"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Choose")), *((row.code, row.name) for row in regions())]


class PartnerForm(forms.Form):
    """A country whose customs may learn that the company is an AEO."""

    partner_code = choice_field(L("Country"), L("Choose a country."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner_code"]
        if isinstance(field, forms.ChoiceField):
            others = [row for row in countries() if row[0] != settings.ECONOMY]
            field.choices = [("", _("Choose")), *others]
