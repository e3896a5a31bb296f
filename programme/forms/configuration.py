"""Forms of a draft configuration: its start, its figures, its time limits with what stops and extends them, separation."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L  # noqa: N812 - short, it stands in every line

from foundation.identity.states import StaffRole
from programme.models import Figure, LimitCause, SeparationRule, TimeLimit
from programme.selectors import figure_in_words
from programme.services import CauseTerms, LimitTerms
from programme.states import (
    END_ACTIONS,
    FIGURE_SPECS,
    NEVER_RELAXED,
    OTHER_END_ACTIONS,
    Cause,
    CauseEffect,
    DayCountUnit,
    EndAction,
    FigureCode,
    SeparationMode,
    TimeLimitCode,
)

YEARS_AHEAD = 6
MOST = 100_000


def _choices(field: forms.Field) -> forms.ChoiceField:
    if not isinstance(field, forms.ChoiceField):
        raise TypeError("This field offers no choices.")
    return field


def basis_choices(bases: Sequence[str], current: str) -> list[tuple[str, str]]:
    """The citations in force, and the one that stands there already."""
    known = list(dict.fromkeys([*bases, *([current] if current else [])]))
    return [("", _("no legal basis named")), *((citation, citation) for citation in known)]


class StartForm(forms.Form):
    """From when a version is in force, and why."""

    valid_from = forms.DateField(
        label=L("In force from"),
        widget=forms.SelectDateWidget,
        help_text=L("Files that run keep the version they began with."),
        error_messages={
            "required": L("Enter the day from which the version is in force."),
            "invalid": L("Enter a day that exists, such as 1 3 2027."),
        },
    )
    reason = forms.CharField(
        label=L("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": L("Write why the version is needed.")},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["valid_from"].widget = forms.SelectDateWidget(years=range(on.year, on.year + YEARS_AHEAD))

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day < self.on:
            raise forms.ValidationError(_("A version can’t begin on a day that has passed. Choose a later day."))
        return day


class FiguresForm(forms.Form):
    """Some figures of a draft: each with its words, its unit and bounds, and its legal basis."""

    def __init__(self, *args: Any, rows: Mapping[str, Figure], bases: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = list(rows)
        for code, row in rows.items():
            spec, label = FIGURE_SPECS[code], str(FigureCode(code).label)
            name = _field_name(code)
            bounds = _("From {low} to {high}.").format(
                low=figure_in_words(code, spec.low), high=figure_in_words(code, spec.high)
            )
            self.fields[name] = forms.IntegerField(
                label=label[:1].upper() + label[1:],
                min_value=spec.low,
                max_value=spec.high,
                initial=row.value,
                help_text=bounds,
                error_messages={
                    "required": _("Enter a number."),
                    "invalid": _("Enter a whole number."),
                    "min_value": _("Enter a number. {bounds}").format(bounds=bounds),
                    "max_value": _("Enter a number. {bounds}").format(bounds=bounds),
                },
            )
            self.fields[f"{name}_basis"] = forms.ChoiceField(
                label=_("Legal basis of this figure"),
                required=False,
                initial=row.legal_basis,
                choices=basis_choices(bases, row.legal_basis),
            )

    def values(self) -> dict[str, tuple[int, str]]:
        """By code the value and its legal basis."""
        data = self.cleaned_data
        return {code: (data[_field_name(code)], data[f"{_field_name(code)}_basis"]) for code in self.codes}


def _field_name(code: str) -> str:
    return code.replace(".", "_")


class LimitForm(forms.Form):
    """One time limit of a draft."""

    amount = forms.IntegerField(label=L("How long"), min_value=1, max_value=3650)
    unit = forms.ChoiceField(label=L("Counted in"), choices=DayCountUnit.choices)
    count_event_day = forms.TypedChoiceField(
        label=L("Does the day of the event count?"),
        choices=[("no", L("No, the next day is the first")), ("yes", L("Yes, it is the first day"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    roll_forward = forms.TypedChoiceField(
        label=L("When the last day is not worked, the limit ends"),
        choices=[("yes", L("with the next working day")), ("no", L("on that day"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    from_receipt = forms.TypedChoiceField(
        label=L("The decision is counted from"),
        choices=[("no", L("the day everything needed was there")), ("yes", L("the day the application was received"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    ceiling_amount = forms.IntegerField(
        label=L("The most it may be with all extensions"),
        min_value=1,
        max_value=3650,
        required=False,
        help_text=L("In the unit above. Leave it empty where there is no ceiling."),
    )
    remind_before_days = forms.IntegerField(
        label=L("Remind so many days before the end"), min_value=0, max_value=365, help_text=L("0 = no reminder.")
    )
    at_end = forms.ChoiceField(
        label=L("When it has run out"),
        choices=EndAction.choices,
        widget=forms.RadioSelect,
        help_text=L("Only what the law does by itself changes a file. Everything else is done by a person."),
    )
    legal_basis = forms.ChoiceField(
        label=L("Legal basis"), error_messages={"required": L("Choose the legal basis of this limit.")}
    )

    def __init__(self, *args: Any, limit: TimeLimit, bases: Sequence[str], **kwargs: Any) -> None:
        initial = {name: getattr(limit, name) for name in self.base_fields}
        for name in ("count_event_day", "roll_forward", "from_receipt"):
            initial[name] = "yes" if initial[name] else "no"
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        if limit.code != TimeLimitCode.DECISION:
            del self.fields["from_receipt"]
        ends = END_ACTIONS.get(limit.code, OTHER_END_ACTIONS)
        _choices(self.fields["at_end"]).choices = [(end, EndAction(end).label) for end in ends]
        _choices(self.fields["legal_basis"]).choices = basis_choices(bases, limit.legal_basis)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        amount, ceiling = data.get("amount"), data.get("ceiling_amount")
        if amount and ceiling and ceiling < amount:
            self.add_error("ceiling_amount", _("The most with all extensions can’t be less than the limit itself."))
        return data

    def terms(self) -> LimitTerms:
        return LimitTerms(**{"from_receipt": False, **self.cleaned_data})


class CauseForm(forms.Form):
    """What one cause does to a limit."""

    cause = forms.ChoiceField(label=L("When"), choices=Cause.choices)
    effect = forms.ChoiceField(label=L("What it does"), choices=CauseEffect.choices, widget=forms.RadioSelect)
    amount = forms.IntegerField(
        label=L("Extends by"),
        min_value=1,
        max_value=3650,
        required=False,
        help_text=L("Leave it empty to extend by the time asked."),
    )
    unit = forms.ChoiceField(
        label=L("Counted in"),
        required=False,
        choices=[("", L("the unit of the limit")), *DayCountUnit.choices],
    )
    times = forms.IntegerField(
        label=L("How often on one file"),
        min_value=1,
        max_value=99,
        required=False,
        help_text=L("Leave it empty for as often as needed."),
    )
    most = forms.IntegerField(
        label=L("How much in all on one file"),
        min_value=1,
        max_value=3650,
        required=False,
        help_text=L("Leave it empty where only the ceiling of the limit holds."),
    )
    by_itself = forms.TypedChoiceField(
        label=L("Who extends"),
        choices=[
            ("no", L("an officer, with a reason, before the limit ends")),
            ("yes", L("the cause does, when it comes")),
        ],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )
    outside_ceiling = forms.TypedChoiceField(
        label=L("The most the limit may be with all extensions"),
        choices=[
            ("no", L("counts this extension")),
            ("yes", L("does not count it: only how much in all is said here holds")),
        ],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        required=False,
        initial="no",
    )

    def __init__(self, *args: Any, cause: LimitCause | None = None, **kwargs: Any) -> None:
        if cause is not None:
            initial = {name: getattr(cause, name) for name in self.base_fields}
            words = {name: "yes" if initial[name] else "no" for name in ("by_itself", "outside_ceiling")}
            kwargs["initial"] = {**initial, **words}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("amount") and data.get("most") and data["most"] < data["amount"]:
            self.add_error("most", _("The most in all can’t be less than one extension."))
        return data

    def terms(self) -> CauseTerms:
        return CauseTerms(**{**self.cleaned_data, "outside_ceiling": bool(self.cleaned_data["outside_ceiling"])})


class SeparationForm(forms.Form):
    """Whether one person may take two acts on one file. What the law never relaxes is shown and can’t be changed."""

    def __init__(self, *args: Any, rules: Sequence[SeparationRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = list(rules)
        for place, rule in enumerate(self.rules):
            pair = _("One person: {first} and {second}").format(
                first=rule.get_first_act_display(), second=rule.get_second_act_display()
            )
            fixed = (rule.first_act, rule.second_act) in NEVER_RELAXED
            modes = (
                [(SeparationMode.FORBIDDEN.value, SeparationMode.FORBIDDEN.label)] if fixed else SeparationMode.choices
            )
            self.fields[f"mode_{place}"] = forms.ChoiceField(
                label=pair,
                choices=modes,
                initial=rule.mode,
                widget=forms.RadioSelect,
                help_text=_("No administration may relax this one.") if fixed else "",
            )
            if not fixed:
                self.fields[f"role_{place}"] = forms.ChoiceField(
                    label=_("Who reviews afterwards, where it is allowed with reason"),
                    choices=[("", "–"), *StaffRole.choices],
                    initial=rule.reviewer_role,
                    required=False,
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for place in range(len(self.rules)):
            if data.get(f"mode_{place}") == SeparationMode.REVIEWED and not data.get(f"role_{place}"):
                self.add_error(f"role_{place}", _("Choose who reviews afterwards."))
        return data

    def modes(self) -> list[tuple[str, str, str, str]]:
        """First act, second act, mode, reviewer's role."""
        data = self.cleaned_data
        return [
            (rule.first_act, rule.second_act, data[f"mode_{place}"], data.get(f"role_{place}", ""))
            for place, rule in enumerate(self.rules)
        ]
