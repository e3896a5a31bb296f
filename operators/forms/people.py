"""Forms of the people of a company, and of the personal link by which each answers alone."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from operators.adapters.countries import countries
from operators.models import Person
from operators.states import PersonRole

from .fields import choice_field, day_field, text_field

L = gettext_lazy


class PersonForm(forms.Form):
    """A person who owns, runs or handles customs for the company."""

    full_name = text_field(
        L("Full name"),
        L("Enter the full name of the person."),
        length=200,
        hint=L("As in the passport or identity card."),
    )
    role = choice_field(
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
    date_of_birth = day_field(L("Date of birth"), first_year=1900, last_year=2100, hint=L("For example, 27 3 1980."))
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


class PaperForm(forms.Form):
    """A paper that a person hands in through the personal link."""

    paper = forms.FileField(
        label=L("Your paper"), allow_empty_file=True, error_messages={"required": L("Choose a file.")}
    )
    title = text_field(L("What it is"), "", length=200, required=False)


class ConsentForm(forms.Form):
    """A person's own answer, with the word that the person is the one the company named. Where the record has a date of
    birth it is asked for, never shown."""

    is_me = forms.BooleanField(error_messages={"required": L("Tick the box to say that you are this person.")})
    born_on = day_field(L("Your date of birth"), first_year=1900, last_year=2100, hint=L("For example, 27 3 1980."))

    answer = forms.ChoiceField(
        label=L("Do you consent to these checks?"),
        widget=forms.RadioSelect,
        choices=[("give", L("Yes, I consent")), ("refuse", L("No, I do not consent"))],
        error_messages={"required": L("Choose yes or no.")},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = person.date_of_birth
        self.fields["is_me"].label = _("I am {name} and answer for myself").format(name=person.full_name)
        if self.known is None:
            del self.fields["born_on"]

    def clean_born_on(self) -> date | None:
        day: date | None = self.cleaned_data["born_on"]
        if day is None:
            raise forms.ValidationError(_("Enter your date of birth."))
        if day != self.known:
            raise forms.ValidationError(
                _("This is not the date of birth in the company’s record. If the record is wrong, tell the company.")
            )
        return day
