"""Forms before an application: the pre-check, its code, interest, consultations, marks and the plan to improve."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.identity.models import User
from programme.models import OperatorType
from programme.states import LARGEST_FIGURE, Kind

L = gettext_lazy
MANY_EMPLOYEES = 2_000_000
YES_NO = (("yes", L("Yes")), ("no", L("No")))


def _yes_no(label: Any, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": L("Choose yes or no.")},
    )


def _number(label: Any, missing: Any, *, most: int, hint: Any = "") -> forms.IntegerField:
    wrong = L("Enter a whole number in figures, such as 25.")
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=0,
        max_value=most,
        error_messages={"required": missing, "invalid": wrong, "min_value": wrong, "max_value": L("Check the number.")},
    )


def _text(label: Any, missing: Any = "", *, rows: int = 3, hint: Any = "", most: int = 4000) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


class _TypesForm(forms.Form):
    """Any operator type may be chosen, open or not: what is closed is answered, not hidden."""

    types = forms.MultipleChoiceField(
        label=L("What does your company do in the supply chain?"),
        help_text=L("Choose everything that fits."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": L("Choose what your company does."), "invalid_choice": L("Choose from the list.")},
    )
    kinds = forms.MultipleChoiceField(
        label=L("Which kind of certificate interests you?"),
        help_text=L("Simplification: easier customs procedures. Security: safe supply chain, recognised by partners."),
        choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": L("Choose at least one kind."), "invalid_choice": L("Choose from the list.")},
    )
    employees = _number(
        L("How many people work in the company?"),
        L("Enter how many people work in the company."),
        most=MANY_EMPLOYEES,
        hint=L("Owners who work in it count. A firm of one person enters 1."),
    )

    turnover = _number(
        L("What was the turnover of the last year?"),
        "",
        most=LARGEST_FIGURE,
        hint=L(
            "In {currency}, in whole figures. It decides whether you count as a small firm. Empty if you don’t know."
        ),
    )

    def __init__(self, *args: Any, types: Iterable[OperatorType], with_turnover: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if with_turnover:
            self.fields["turnover"].required = False
            hint = self.fields["turnover"].help_text
            self.fields["turnover"].help_text = str(hint).format(currency=settings.CURRENCY)
        else:
            del self.fields["turnover"]
        rows = list(types)
        self.type_hints = {row.token: row.description for row in rows}
        self.fields["types"].choices = [(row.token, row.label) for row in rows]  # type: ignore[attr-defined]


class CheckForm(_TypesForm):
    """The first page of the pre-check: nothing in it names anybody."""

    country = forms.ChoiceField(
        label=L("In which country is the company established?"),
        error_messages={"required": L("Choose the country."), "invalid_choice": L("Choose the country.")},
    )
    years = _number(
        L("For how many full years has it been in business?"),
        L("Enter how many full years the company has been in business."),
        most=1000,
        hint=L("0 if it began less than a year ago. A firm taken over counts from when that one began."),
    )
    customs_activity = _yes_no(
        L("Does this very company deal with Customs or keep customs records here?"),
        L("Say no if only another company of your group does. Also yes when a broker does it in your name."),
    )
    trouble = _yes_no(
        L("In the last three years: a serious or repeated breach of customs or tax rules, or insolvency?"),
        L("Of the company or of a person who runs it. You need not say what; it only changes what we tell you here."),
    )
    field_order = ["types", "country", "customs_activity", "years", "employees", "turnover", "kinds", "trouble"]

    def __init__(self, *args: Any, countries: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose")), *countries]  # type: ignore[attr-defined]

    def answers(self) -> dict[str, Any]:
        """What is kept behind the code."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ("types", "kinds", "employees", "country", "years")}
        if data.get("turnover") is not None:
            plain["turnover"] = data["turnover"]
        return {**plain, **{name: data[name] == "yes" for name in ("customs_activity", "trouble")}}


class CodeForm(forms.Form):
    """The code of a pre-check."""

    code = forms.CharField(
        label=L("Code of your pre-check"),
        max_length=40,
        help_text=L("12 letters and figures, such as 7KDM-2XW4-PAZ9."),
        error_messages={"required": L("Enter the code of your pre-check."), "max_length": L("This code is too long.")},
    )


class InterestForm(_TypesForm):
    """Interest in the programme; who it is may stay open."""

    company = forms.CharField(label=L("Name of the company"), max_length=300, required=False)
    email = forms.EmailField(
        label=L("E-mail address"),
        required=False,
        error_messages={"invalid": L("Enter an e-mail address in the right form, such as name@company.example.")},
    )
    may_contact = forms.BooleanField(label=L("You may write to me about the programme"), required=False)
    field_order = ["types", "employees", "turnover", "kinds", "company", "email", "may_contact"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("email") and not data.get("may_contact"):
            self.add_error("may_contact", _("Tick that we may write to you, or leave the address empty."))
        return data


class ConsultationForm(forms.Form):
    """A company asks to talk before it applies."""

    topic = _text(
        L("What would you like to talk about?"),
        L("Write what you would like to talk about."),
        rows=5,
        hint=L("For example: which places count, or what is enough for a firm of our size."),
    )
    wanted = forms.CharField(
        label=L("When and how"), max_length=300, required=False, help_text=L("For example: by telephone, mornings.")
    )


class OfficerForm(forms.Form):
    """Who talks with the company."""

    officer = forms.ModelChoiceField(
        label=L("Contact officer"),
        queryset=User.objects.none(),
        empty_label=L("Choose"),
        error_messages={"required": L("Choose an officer."), "invalid_choice": L("Choose an officer of the list.")},
    )

    def __init__(self, *args: Any, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = officers  # type: ignore[attr-defined]


class EntryForm(forms.Form):
    """The log of one talk."""

    held_on = forms.DateField(
        label=L("Held on"),
        widget=forms.SelectDateWidget,
        error_messages={"required": L("Enter the day."), "invalid": L("Enter a day that exists, such as 1 10 2026.")},
    )
    people = forms.CharField(
        label=L("Who took part"), max_length=300, error_messages={"required": L("Write who took part.")}
    )
    topics = _text(L("What was talked about"), L("Write what was talked about."))
    advice = _text(L("What was advised"), L("Write what was advised."), hint=L("The company reads this."))
    note = _text(L("Note for officers"), hint=L("The company never reads this."))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].widget = forms.SelectDateWidget(years=range(on.year - 2, on.year + 1))


class InviteReviewForm(forms.Form):
    """What the officer should look at in the draft."""

    question = _text(L("What should the officer look at?"), rows=3, hint=L("Leave it empty for the whole draft."))


class MarkForm(forms.Form):
    """An officer's mark at a question."""

    hint = _text(L("What to look at again"), L("Write what the company should look at again."), most=2000)


class StepForm(forms.Form):
    """One line of the plan to improve."""

    weakness = _text(L("What is weak"), L("Write what is weak."), rows=2, most=2000)
    action = _text(L("What you will do"), L("Write what you will do."), rows=2, most=2000)
    responsible = forms.CharField(label=L("Who does it"), max_length=200, required=False)
    due_on = forms.DateField(
        label=L("By when"),
        required=False,
        widget=forms.SelectDateWidget,
        error_messages={"invalid": L("Enter a day that exists, such as 1 10 2026.")},
    )
    done = forms.BooleanField(label=L("This is done"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].widget = forms.SelectDateWidget(years=range(on.year - 1, on.year + 6))


def own_country() -> str:
    """The country that is chosen to begin with."""
    return str(settings.ECONOMY)
