"""Forms of officers: questions to the trader, the acceptance check, assignment."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.states import Fit
from foundation.identity.models import Office, User
from operators.models import Site
from programme.models import Criterion


class QuestionForm(forms.Form):
    """One question of an officer, pointing at a criterion and a site."""

    criterion = forms.ChoiceField(label=gettext_lazy("About which question?"), required=False)
    site = forms.ChoiceField(label=gettext_lazy("About which site?"), required=False)
    question = forms.CharField(
        label=gettext_lazy("What do you ask?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, criteria: Iterable[Criterion], sites: Iterable[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("The application as a whole")), *((row.code, f"{row.code} {row.title}") for row in criteria)]
        self.fields["criterion"].choices = every  # type: ignore[attr-defined]
        places = [("", _("The company as a whole")), *((str(row.public_id), row.name) for row in sites)]
        self.fields["site"].choices = places  # type: ignore[attr-defined]


class TickForm(forms.Form):
    """One line of the acceptance check list."""

    passed = forms.ChoiceField(
        choices=(("yes", gettext_lazy("Fulfilled")), ("no", gettext_lazy("Not fulfilled"))),
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False)

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passed"].label = label

    @property
    def value(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["passed"])


class AcceptForm(forms.Form):
    """The day everything needed had been received; posts to the room that accepts."""

    complete_on = forms.DateField(
        label=gettext_lazy("Complete since"),
        help_text=gettext_lazy(
            "The day on which the last needed information had been received, not the day of the check."
        ),
        widget=forms.DateInput,
    )


class NotAcceptForm(forms.Form):
    """What is missing; it stands in the letter."""

    reason = forms.CharField(
        label=gettext_lazy("What is missing?"),
        help_text=gettext_lazy("The trader reads this in the letter."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(forms.Form):
    """A reason, which always stands in the record."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write the reason.")},
    )


class AssignForm(forms.Form):
    """Who works on the files, and why."""

    officer = forms.ModelChoiceField(
        label=gettext_lazy("Case officer"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        empty_label=gettext_lazy("Choose a person"),
        error_messages={"required": gettext_lazy("Choose who works on it.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Needed when somebody else worked on a file until now."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = officers  # type: ignore[attr-defined]


class HandOverForm(ReasonForm):
    """Which office takes the file."""

    office = forms.ModelChoiceField(
        label=gettext_lazy("Office"),
        queryset=Office.objects.none(),
        to_field_name="code",
        empty_label=gettext_lazy("Choose an office"),
        error_messages={"required": gettext_lazy("Choose the office that takes the file.")},
    )
    field_order = ["office", "reason"]

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]


class JudgementForm(forms.Form):
    """The officer's own view of one answer; internal."""

    fit = forms.ChoiceField(
        label=gettext_lazy("Does the evidence fit the risk?"),
        choices=Fit.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether the evidence fits the risk.")},
    )
    context = forms.CharField(
        label=gettext_lazy("Business context"),
        help_text=gettext_lazy("Size, goods, routes: why this evidence is enough here, or not. Internal."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)


class GuestForm(forms.Form):
    """Who may take which act on a file until when, and why."""

    officer = forms.ModelChoiceField(
        label=gettext_lazy("Who"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose a person"),
        error_messages={"required": gettext_lazy("Choose a person.")},
    )
    act = forms.ChoiceField(
        label=gettext_lazy("What they may do"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what they may do.")},
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.SelectDateWidget,
        error_messages={
            "required": gettext_lazy("Enter the last day."),
            "invalid": gettext_lazy("Enter a day that exists, such as 28 9 2026."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write the reason.")},
    )

    def __init__(self, *args: Any, people: Any, acts: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = people  # type: ignore[attr-defined]
        self.fields["act"].choices = acts  # type: ignore[attr-defined]
