"""Forms of the company record, of claims and of people. They clean input and save nothing."""

from datetime import date
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.identity.models import User
from operators import rules
from operators.adapters.countries import countries
from operators.models import Operator
from operators.states import (
    SECTORS,
    AssignmentRole,
    ClaimMethod,
    FirmSize,
    OperatorStatus,
    PersonRole,
    Source,
    Structure,
)
from programme.selectors import asks_turnover, configuration, regions

MANY_EMPLOYEES = 2_000_000
L = gettext_lazy


def _text(label: Any, missing: Any, *, length: int, hint: Any = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, help_text=hint, required=required, error_messages={"required": missing}
    )


def _choice(label: Any, missing: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, error_messages={"required": missing, "invalid_choice": missing}, **more)


def _day(label: Any, *, first_year: int, last_year: int, hint: Any = "") -> forms.DateField:
    widget = forms.SelectDateWidget(years=range(first_year, last_year + 1))
    wrong = L("Enter a day that exists, such as 27 3 2019.")
    return forms.DateField(
        label=label, required=False, help_text=hint, widget=widget, error_messages={"invalid": wrong}
    )


class CompanyForm(forms.Form):
    """What Customs knows of a company; for registering and for changing."""

    legal_name = _text(L("Legal name"), L("Enter the legal name of the company."), length=300)
    tin = _text(
        L("TIN"),
        L("Enter the TIN of the company."),
        length=40,
        hint=L("The trader identification number: two letters for the country, then letters and figures."),
    )
    structure = _choice(
        L("What kind of legal person is it?"),
        L("Choose what kind of legal person it is."),
        choices=Structure.choices,
        initial=Structure.COMPANY,
        required=False,
        help_text=L("No kind shuts you out. For a trust an officer settles with you who counts as owner."),
    )
    legal_form = _text(
        L("Legal form"), L("Enter the legal form, such as Ltd."), length=100, hint=L("As the register writes it.")
    )
    sector = _choice(L("Sector"), L("Choose the sector of most of your trade."))
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
    established_on = _day(
        L("In business since"),
        first_year=1850,
        last_year=2100,
        hint=L("The day of the register entry. For example, 27 3 2019."),
    )
    address = _text(
        L("Registered address"),
        L("Enter the registered address."),
        length=300,
        hint=L("Street and number. Letters go there."),
    )
    city = _text(L("Town"), L("Enter the town."), length=120)
    region = _choice(L("Region"), L("Choose the region."))
    country = _choice(L("Country"), L("Choose the country."))
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
    asked_by_name = _text(
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

    name = _text(
        L("Name of the place"),
        L("Enter a name for the place."),
        length=200,
        hint=L("As your people call it, such as Mill Street."),
    )
    address = _text(L("Address"), L("Enter the address of the place."), length=300)
    city = _text(L("Town"), L("Enter the town."), length=120)
    region = _choice(L("Region"), L("Choose the region."))
    activity = _text(
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


class PersonForm(forms.Form):
    """A person who owns, runs or handles customs for the company."""

    full_name = _text(
        L("Full name"),
        L("Enter the full name of the person."),
        length=200,
        hint=L("As in the passport or identity card."),
    )
    role = _choice(
        L("Role"), L("Choose what the person is in the company."), choices=PersonRole.choices, widget=forms.RadioSelect
    )
    email = forms.EmailField(
        label=L("The person’s own e-mail address"),
        help_text=L("We send the personal link there. Nobody else of the company should read this mailbox."),
        error_messages={
            "required": L("Enter the person’s own e-mail address."),
            "invalid": L("Enter an e-mail address in the right form, such as name@company.example."),
        },
    )
    date_of_birth = _day(L("Date of birth"), first_year=1900, last_year=2100, hint=L("For example, 27 3 1980."))
    nationality = forms.ChoiceField(label=L("Nationality"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        field = self.fields["nationality"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Choose")), *countries()]

    def clean_date_of_birth(self) -> date | None:
        day: date | None = self.cleaned_data["date_of_birth"]
        if day and day >= self.on:
            raise forms.ValidationError(_("The date of birth must lie in the past."))
        return day


class ClaimForm(forms.Form):
    """How the power to act is shown."""

    method = forms.ChoiceField(
        label=L("How do you want to show that you may act for the company?"),
        widget=forms.RadioSelect,
        error_messages={"required": L("Choose one of the ways.")},
        choices=[
            (ClaimMethod.LETTER_CODE, L("By a code in a letter to the registered address")),
            (ClaimMethod.DEED, L("By a paper that an officer checks")),
        ],
    )
    deed = forms.FileField(
        label=L("Extract of the company register, or power of attorney"), required=False, allow_empty_file=True
    )

    def __init__(self, *given: Any, sign_on: bool = False, **more: Any) -> None:
        super().__init__(*given, **more)
        if sign_on:
            field = cast(forms.ChoiceField, self.fields["method"])
            field.choices = [*self.base_fields["method"].choices, (ClaimMethod.SIGN_ON, _("By national sign-on"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("method") == ClaimMethod.DEED and not data.get("deed"):
            self.add_error("deed", _("Add the paper that shows who may act for the company."))
        return data


class CodeForm(forms.Form):
    """The code of the letter."""

    code = _text(
        L("Code of the letter"),
        L("Enter the code of the letter."),
        length=40,
        hint=L("10 letters and figures, such as 7KDM2-XW4PA."),
    )


class PaperForm(forms.Form):
    """A paper that a person hands in through the personal link."""

    paper = forms.FileField(
        label=L("Your paper"), allow_empty_file=True, error_messages={"required": L("Choose a file.")}
    )
    title = _text(L("What it is"), "", length=200, required=False)


class ConsentForm(forms.Form):
    """A person's own answer."""

    answer = forms.ChoiceField(
        label=L("Do you consent to these checks?"),
        widget=forms.RadioSelect,
        choices=[("give", L("Yes, I consent")), ("refuse", L("No, I do not consent"))],
        error_messages={"required": L("Choose yes or no.")},
    )


class DecideForm(forms.Form):
    """An officer confirms or rejects, and says why."""

    choice = forms.ChoiceField(
        label=L("Decision"),
        widget=forms.RadioSelect,
        choices=[("confirm", L("Confirm")), ("reject", L("Reject"))],
        error_messages={"required": L("Choose confirm or reject.")},
    )
    reason = forms.CharField(
        label=L("What you have seen, or why you reject"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": L("Write what you have seen, or why you reject.")},
    )


class AssignForm(forms.Form):
    """Who works for the company, in which role."""

    role = forms.ChoiceField(label=L("Role"), choices=AssignmentRole.choices)
    officer = forms.ModelChoiceField(
        label=L("Officer"),
        queryset=User.objects.none(),
        empty_label=L("Choose"),
        error_messages={"required": L("Choose an officer."), "invalid_choice": L("Choose an officer of the list.")},
    )
    reason = _text(L("Reason"), L("Write the reason."), length=500)

    def __init__(self, *args: Any, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["officer"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = officers


class InterestForm(forms.Form):
    """An officer declares a tie to a company."""

    nature = forms.CharField(
        label=L("What ties you to this company"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=L("A share, a relative, an earlier job. You can’t be assigned to it while this holds."),
        error_messages={"required": L("Write what ties you to the company.")},
    )


class EndInterestForm(forms.Form):
    """The day on which an interest ends."""

    last_day = forms.DateField(
        label=L("Last day"),
        widget=forms.SelectDateWidget,
        help_text=L("From the day after it you can be assigned to the company again."),
        error_messages={
            "required": L("Enter the last day."),
            "invalid": L("Enter a day that exists, such as 28 9 2026."),
        },
    )


class RecoveryForm(forms.Form):
    """A new administrator for a company that nobody can reach."""

    email = forms.EmailField(
        label=L("E-mail address of the new administrator"),
        help_text=L("The person needs an account here first."),
        error_messages={
            "required": L("Enter the e-mail address."),
            "invalid": L("Enter an e-mail address in the right form."),
        },
    )
    proof = forms.CharField(
        label=L("What was shown, and where it is filed"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": L("Write what was shown and where it is filed.")},
    )

    def clean_email(self) -> User:
        person = User.objects.filter(email__iexact=self.cleaned_data["email"], is_staff=False, is_active=True).first()
        if person is None:
            raise forms.ValidationError(_("Nobody outside Customs has an account with this address."))
        return person


class PartnerForm(forms.Form):
    """A country whose customs may learn that the company is an AEO."""

    partner_code = _choice(L("Country"), L("Choose a country."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner_code"]
        if isinstance(field, forms.ChoiceField):
            others = [row for row in countries() if row[0] != settings.ECONOMY]
            field.choices = [("", _("Choose")), *others]


class OperatorsFilter(forms.Form):
    """What an officer looks for among companies; everything may stay open."""

    q = forms.CharField(label=L("Name or TIN"), required=False, max_length=200)
    status = forms.ChoiceField(
        label=L("Power to act"), required=False, choices=[("", L("All")), *OperatorStatus.choices]
    )
    size = forms.ChoiceField(label=L("Size"), required=False, choices=[("", L("All")), *FirmSize.choices])
    structure = forms.ChoiceField(label=L("Legal person"), required=False, choices=[("", L("All")), *Structure.choices])
