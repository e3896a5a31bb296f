"""Forms of the acts that span rooms. They clean input; the services decide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from certificates.models import DecisionRow
from certificates.services import ProposedRow
from certificates.states import Proposal, RefusalCode, RowStatus
from foundation.documents.forms import FilesField
from lifecycle.services import RowChoice
from operators.models import Operator
from operators.states import OperatorStatus
from programme.states import Kind
from vetting.states import Risk


class SubmitForm(forms.Form):
    """The signatory's own tick; nothing is ticked beforehand."""

    agree = forms.BooleanField(
        label=_("I have read the declaration and sign it for the company"),
        error_messages={"required": _("Tick the box to sign. Without it we can’t take the application.")},
    )


class SignManyForm(forms.Form):
    """Which files to sign, each ticked for itself, under terms read once."""

    applications = forms.MultipleChoiceField(
        label=_("What do you sign?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one application, or leave without signing.")},
    )
    agree = forms.BooleanField(
        label=_("I have read the declaration and sign it for each company I ticked"),
        error_messages={"required": _("Tick the box to sign. Without it we can’t take the applications.")},
    )

    def __init__(self, *args: Any, files: Sequence[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.public_id): row for row in files}
        choices = [(key, f"{row.operator.legal_name}, {row.number}") for key, row in self.rows.items()]
        self.fields["applications"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> list[Application]:
        return [self.rows[key] for key in self.cleaned_data["applications"]]


class AcceptForm(forms.Form):
    """The day on which all needed information had been received; the law counts from it."""

    complete_on = forms.DateField(
        label=_("Complete on"),
        help_text=_("The day on which all needed information had been received, not the day of the check."),
        widget=forms.SelectDateWidget,
    )


class ReasonForm(forms.Form):
    """An act that needs nothing but its reason."""

    reason = forms.CharField(
        label=_("Your reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write your reason. It stands in the file.")},
    )


class NotAcceptForm(forms.Form):
    """What is missing; the trader reads it in the letter."""

    reason = forms.CharField(
        label=_("What is missing"),
        help_text=_("The trader reads this sentence in the letter."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what is missing. The trader reads it in the letter.")},
    )


class DoneForm(forms.Form):
    """What the trader has improved."""

    result = forms.CharField(
        label=_("What have you done?"),
        help_text=_("Say where Customs can see it. Papers go with an answer or a message."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what you have done.")},
    )


class AcceptChangeForm(forms.Form):
    """A word with the acceptance; where the record changed meanwhile, the officer says that this was seen."""

    answer = forms.CharField(
        label=_("A word to the trader"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    although_stale = forms.BooleanField(
        label=_("I have looked at what the record says now and replace it"),
        error_messages={"required": _("Look at both values and tick the box to replace what the record says now.")},
    )

    def __init__(self, *args: Any, stale: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not stale:
            del self.fields["although_stale"]


class RefuseChangeForm(forms.Form):
    """Why a change is not accepted; the trader reads it."""

    reason = forms.CharField(
        label=_("Why is it not accepted?"),
        help_text=_("The trader reads this in the letter."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why it is not accepted. The trader reads it in the letter.")},
    )


class ExtendForm(forms.Form):
    """On which ground Customs takes longer; where the rules leave it open, by how much."""

    ground = forms.ChoiceField(
        label=_("Why is more time needed?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why more time is needed.")},
    )
    amount = forms.IntegerField(
        label=_("By how much?"),
        help_text=_("Months for an investigation. Leave it empty where the rules set the time."),
        required=False,
        min_value=1,
        max_value=400,
        error_messages={"invalid": _("Enter the time in figures, such as 3.")},
    )
    reason = forms.CharField(
        label=_("Reason in the letter"),
        help_text=_("The trader reads it. Nothing of the desk checks belongs here."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason. The trader reads it in the letter.")},
    )

    def __init__(self, *args: Any, grounds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = list(grounds)  # type: ignore[attr-defined]


class DetermineForm(forms.Form):
    """The determination of the desk checks."""

    risk = forms.ChoiceField(
        label=_("Determination"),
        choices=Risk.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose low, medium or high risk.")},
    )
    reason = forms.CharField(
        label=_("Your reasons (internal)"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your reasons. They stay inside Customs.")},
    )


class ConfirmForm(forms.Form):
    """An act that is confirmed by its button alone."""


# --- proposing and deciding: one group of fields per row, numbered as the page shows them -------------------------------


class RowCard:
    """One row on the page: what it is about and its fields, by name without number."""

    def __init__(self, form: forms.Form, number: int, row: Any) -> None:
        self.form, self.number, self.row = form, number, row

    @property
    def label(self) -> str:
        """The kind and operator type of a row that is yet to be proposed."""
        kind, operator_type = self.row
        return f"{Kind(kind).label}, {operator_type.label.lower()}"

    @property
    def opened(self) -> bool:
        """Whether the folded fields must show: a sent form keeps what was typed in view."""
        return self.form.is_bound

    @property
    def outcomes(self) -> dict[str, str]:
        """What agreeing and deciding otherwise come to, for the button that counts."""
        adverse = "refuse" if self.row.status == RowStatus.HEARING else "hear"
        refuses = self.row.proposal == Proposal.REFUSE
        return {"agree": adverse if refuses else "grant", "otherwise": "grant" if refuses else adverse}

    def __getattr__(self, name: str) -> Any:
        key = f"{name}-{self.number}"
        if key not in self.form.fields:
            raise AttributeError(name)
        return self.form[key]


class RowsForm(forms.Form):
    """A form that repeats its row fields for every row. `cards` gives them row by row to the page."""

    def __init__(self, *args: Any, rows: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        leading = list(self.fields)
        for number, row in enumerate(rows):
            for name, field in self.row_fields(row).items():
                self.fields[f"{name}-{number}"] = field
        self.order_fields([*(name for name in self.fields if name not in leading), *leading])

    def row_fields(self, row: Any) -> dict[str, forms.Field]:
        raise NotImplementedError

    @property
    def cards(self) -> list[RowCard]:
        return [RowCard(self, number, row) for number, row in enumerate(self.rows)]

    def of_row(self, number: int) -> dict[str, Any]:
        """The cleaned values of one row, by name without number."""
        ending = f"-{number}"
        return {key.removesuffix(ending): value for key, value in self.cleaned_data.items() if key.endswith(ending)}


def _text(label: Any, *, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _code() -> forms.ChoiceField:
    choices = [("", _("No refusal")), *RefusalCode.choices]
    return forms.ChoiceField(label=_("Coded ground of a refusal"), choices=choices, required=False)


class ProposeForm(RowsForm):
    """One outcome for each kind × operator type. `row` is the pair (kind, operator type)."""

    def row_fields(self, row: Any) -> dict[str, forms.Field]:
        return {
            "proposal": forms.ChoiceField(
                label=_("Proposal"),
                choices=Proposal.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose grant, grant with condition or refuse.")},
            ),
            "grounds": _text(
                _("Grounds (internal)"),
                help_text=_("Criterion by criterion where it matters. The trader never reads this."),
                error_messages={"required": _("Write the grounds.")},
            ),
            "condition": _text(_("Condition"), rows=2, required=False),
            "condition_due_on": forms.DateField(
                label=_("Condition met by"), required=False, widget=forms.DateInput(attrs={"type": "date"})
            ),
            "refusal_code": _code(),
            "released_text": _text(
                _("Text released to the trader"),
                required=False,
                help_text=_("Needed for a refusal. These are the only grounds that leave the house."),
            ),
        }

    def proposed_rows(self) -> list[ProposedRow]:
        """The rows as the service takes them."""
        return [
            ProposedRow(kind=kind, operator_type=operator_type, **self.of_row(number))
            for number, (kind, operator_type) in enumerate(self.rows)
        ]


class DecideForm(RowsForm):
    """The decision maker's choice for every open row, the reason, and a fresh code where the session's proof is old."""

    reason = _text(
        _("Your reason (in the file, not in the letter)"), error_messages={"required": _("Write your reason.")}
    )
    code = forms.CharField(
        label=_("Code from your authenticator"),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def row_fields(self, row: DecisionRow) -> dict[str, forms.Field]:
        return {
            "choice": forms.ChoiceField(
                label=_("Your decision"),
                choices=choices_for(row),
                initial="agree",
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose what you decide on this row.")},
            ),
            "released_text": _text(_("Text the trader reads"), required=False, initial=row.released_text),
            "refusal_code": _code_of(row),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.data.get("send_back"):
            for number in range(len(self.rows)):
                self.errors.pop(f"choice-{number}", None)
                cleaned[f"choice-{number}"] = "return"
        return cleaned

    def choices(self) -> list[RowChoice]:
        """The choices as the service takes them."""
        return [RowChoice(row=row, **self.of_row(number)) for number, row in enumerate(self.rows)]


def choices_for(row: DecisionRow) -> list[tuple[str, Any]]:
    """What may be chosen for a row, in the words of what then happens."""
    heard = row.status == RowStatus.HEARING
    refuse = _("Refuse") if heard else _("Open the hearing")
    agree = {
        Proposal.GRANT: _("Grant"),
        Proposal.GRANT_WITH_CONDITION: _("Grant with this condition"),
        Proposal.REFUSE: refuse,
    }[Proposal(row.proposal)]
    otherwise = _("Decide otherwise: grant") if row.proposal == Proposal.REFUSE else _("Decide otherwise: refuse")
    if row.proposal != Proposal.REFUSE and not heard:
        otherwise = _("Decide otherwise: open the hearing")
    return [("agree", agree), ("otherwise", otherwise), ("return", _("Send this row back"))]


def _code_of(row: DecisionRow) -> forms.ChoiceField:
    field = _code()
    field.initial = row.refusal_code
    return field


class SpeakForm(forms.Form):
    """What the trader says before an adverse decision."""

    text = _text(
        _("What you want to say"),
        rows=8,
        error_messages={"required": _("Write what you want to say, or tell us that you have nothing to add.")},
    )
    files = FilesField()  # type: ignore[assignment]
    more_will_follow = forms.BooleanField(
        label=_("I will send more. Don’t decide before my time has ended."), required=False
    )


# --- the later life of a certificate -----------------------------------------------------------------------------------


class MeasureForm(ReasonForm):
    """A decision on a certificate: the grounds that leave the house in the letter, and the reason that stays in the file."""

    grounds = forms.CharField(
        label=_("Grounds"),
        help_text=_("The company reads them in the letter, beside the legal basis and its right to appeal."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write the grounds that the company reads in its letter.")},
    )
    field_order = ["grounds", "reason"]


class SuspendForm(MeasureForm):
    """Until when, and why."""

    until = forms.DateField(
        label=_("Suspended until"),
        widget=forms.SelectDateWidget,
        error_messages={"required": _("Choose the day until which the suspension lasts.")},
    )
    field_order = ["until", "grounds", "reason"]


class LiftForm(MeasureForm):
    """From now on, or as if the suspension had never been."""

    how = forms.ChoiceField(
        label=_("How"),
        choices=[
            ("now", _("Lift it from now on")),
            ("never", _("Annul it: its days count as in force, as if it had never been")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the suspension ends now or counts as never given.")},
    )
    field_order = ["how", "grounds", "reason"]


class CoverForm(forms.Form):
    """Another company that a certificate covers."""

    tin = forms.CharField(
        label=_("TIN of the other company"),
        max_length=40,
        error_messages={"required": _("Enter the TIN of the company to cover.")},
    )
    on = forms.DateField(
        label=_("Covered from"),
        widget=forms.SelectDateWidget,
        error_messages={"required": _("Enter the day from which it is covered.")},
    )

    def clean_tin(self) -> Operator:
        found = Operator.objects.filter(status=OperatorStatus.VERIFIED, tin__iexact=self.cleaned_data["tin"].strip())
        operator = found.first()
        if operator is None:
            raise forms.ValidationError(
                _("We know no verified company with this TIN. Check the number."), code="unknown"
            )
        return operator
