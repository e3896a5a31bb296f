"""Forms of offices, competence, delegations and the business calendar."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L  # noqa: N812 - short, it stands in every line

from foundation.identity.models import Office, User
from foundation.identity.states import OfficeKind
from programme.models import BusinessCalendar, Delegation
from programme.states import CompetenceCriterion, DecisionAct, Kind

from .configuration import YEARS_AHEAD

WEEKDAYS = (
    (0, L("Monday")),
    (1, L("Tuesday")),
    (2, L("Wednesday")),
    (3, L("Thursday")),
    (4, L("Friday")),
    (5, L("Saturday")),
    (6, L("Sunday")),
)
BAD_DAY = {"invalid": L("Enter a day that exists, such as 1 3 2027.")}


def _years(on: date, before: int = 0) -> forms.SelectDateWidget:
    return forms.SelectDateWidget(years=range(on.year - before, on.year + YEARS_AHEAD))


class ClosureForm(forms.Form):
    """Days on which an office, or all that use a calendar, will be closed."""

    office = forms.ModelChoiceField(
        label=L("Which office"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=L("every office of this calendar"),
    )
    first_day = forms.DateField(label=L("First day closed"), widget=forms.SelectDateWidget, error_messages=BAD_DAY)
    last_day = forms.DateField(label=L("Last day closed"), widget=forms.SelectDateWidget, error_messages=BAD_DAY)
    name = forms.CharField(label=L("What people call the day"), max_length=120)
    reason = forms.CharField(
        label=L("Reason"),
        max_length=500,
        help_text=L("It stands in every notice, such as “Government order 211 of 11 September 2026”."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, calendar: BusinessCalendar, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Office.objects.filter(calendar=calendar.code)
        for name in ("first_day", "last_day"):
            self.fields[name].widget = _years(on, before=1)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day can’t lie before the first."))
        if first and last and last - first > timedelta(days=60):
            self.add_error("last_day", _("Enter at most 60 days at once."))
        return data


class CalendarForm(forms.Form):
    """A calendar with its weekend."""

    code = forms.SlugField(label=L("Name of the calendar"), max_length=20, help_text=L("Letters, digits and hyphens."))
    weekend = forms.TypedMultipleChoiceField(
        label=L("Weekend"), choices=WEEKDAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    country = forms.CharField(
        label=L("Country whose public holidays are offered"),
        max_length=2,
        min_length=2,
        required=False,
        help_text=L("Two letters, such as KE. Leave it empty to list every holiday yourself."),
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=L("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": L("Write the reason.")},
    )


class CalendarChoice(forms.ModelChoiceField):
    """A business calendar by its words."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class OfficeForm(forms.Form):
    """An office."""

    code = forms.CharField(label=L("Code"), max_length=20, help_text=L("It stays; files and roles hang on it."))
    name = forms.CharField(label=L("Name"), max_length=120)
    kind = forms.ChoiceField(label=L("What it is"), choices=OfficeKind.choices)
    parent = forms.ModelChoiceField(
        label=L("Office above it"), queryset=Office.objects.all(), required=False, empty_label=L("none")
    )
    calendar = CalendarChoice(
        label=L("Business calendar"), queryset=BusinessCalendar.objects.all(), to_field_name="code", empty_label=None
    )
    address = forms.CharField(label=L("Address"), max_length=300, required=False)
    phone = forms.CharField(label=L("Telephone"), max_length=40, required=False)

    def __init__(self, *args: Any, office: Office | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if office is not None:
            del self.fields["code"]


class CompetenceForm(forms.Form):
    """One rule of competence."""

    criterion = forms.ChoiceField(label=L("What the rule looks at"), choices=CompetenceCriterion.choices)
    value = forms.ChoiceField(
        label=L("For which value"),
        required=False,
        help_text=L("Choose from the group of what the rule looks at. Nothing for every other file."),
    )
    office = forms.ModelChoiceField(label=L("Office"), queryset=Office.objects.all(), empty_label=None)

    def __init__(self, *args: Any, values: dict[str, dict[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.values = values
        groups = [(capfirst(CompetenceCriterion(name).label), list(found.items())) for name, found in values.items()]
        self.fields["value"].choices = [("", _("nothing")), *groups]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        value, looks_at = data.get("value"), data.get("criterion", "")
        if value and value not in self.values.get(looks_at, {}):
            self.add_error("value", _("Choose a value of what the rule looks at."))
        return data


class DelegationForm(forms.Form):
    """Who may take which decision."""

    number = forms.CharField(label=L("Number of the delegation"), max_length=20)
    holder = forms.ModelChoiceField(label=L("Holder"), queryset=User.objects.none())
    deputy = forms.ModelChoiceField(
        label=L("Deputy, on days the holder is away"),
        queryset=User.objects.none(),
        required=False,
        empty_label=L("none"),
    )
    act = forms.ChoiceField(label=L("Decision"), choices=DecisionAct.choices)
    kind = forms.ChoiceField(
        label=L("Kind of certificate"), required=False, choices=[("", L("every kind")), *Kind.choices]
    )
    office = forms.ModelChoiceField(
        label=L("Office"), queryset=Office.objects.all(), required=False, empty_label=L("every office")
    )
    small_firms_only = forms.BooleanField(label=L("Small firms only"), required=False)
    valid_from = forms.DateField(label=L("From"), widget=forms.SelectDateWidget, error_messages=BAD_DAY)
    valid_until = forms.DateField(
        label=L("Last day"), required=False, widget=forms.SelectDateWidget, error_messages=BAD_DAY
    )

    def __init__(self, *args: Any, people: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("holder", "deputy"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = people
        for name in ("valid_from", "valid_until"):
            self.fields[name].widget = _years(on)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("holder") and data.get("holder") == data.get("deputy"):
            self.add_error("deputy", _("Choose somebody else as deputy."))
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last day can’t lie before the first."))
        number = data.get("number")
        if number and Delegation.objects.filter(number=number).exists():
            self.add_error("number", _("There is already a delegation {number}.").format(number=number))
        return data


class LastDayForm(forms.Form):
    """The last day something holds."""

    last_day = forms.DateField(label=L("Last day it holds"), widget=forms.SelectDateWidget, error_messages=BAD_DAY)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].widget = _years(on, before=1)
