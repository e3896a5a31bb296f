"""Forms of proposing, hearing and deciding: one group of fields per row, numbered as the page shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import DecisionRow
from certificates.services import ProposedRow
from certificates.states import Proposal, RefusalCode, RowStatus
from foundation.documents.forms import FilesField
from lifecycle.services import RowChoice
from programme.models import CertificateLevel
from programme.states import Kind


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

    def __init__(
        self,
        *args: Any,
        rows: Sequence[Any],
        levels: Mapping[str, Sequence[CertificateLevel]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.graded = rows, levels or {}
        leading = list(self.fields)
        for kind, offered in self.graded.items():
            self.fields[f"level_{kind}"] = _level(kind, offered, self.level_of(kind))
        for number, row in enumerate(rows):
            for name, field in self.row_fields(row).items():
                self.fields[f"{name}-{number}"] = field
        self.order_fields([*(name for name in self.fields if name not in leading), *leading])

    def row_fields(self, row: Any) -> dict[str, forms.Field]:
        raise NotImplementedError

    def level_of(self, kind: str) -> str:
        """The level that stands already for a kind."""
        return ""

    @property
    def level_fields(self) -> list[forms.BoundField]:
        """One choice for each kind that has levels: all types of a kind share a certificate and its level."""
        return [self[f"level_{kind}"] for kind in self.graded]

    def levels(self) -> dict[str, str]:
        """The levels chosen, kind → code."""
        return {kind: self.cleaned_data[f"level_{kind}"] for kind in self.graded}

    @property
    def cards(self) -> list[RowCard]:
        return [RowCard(self, number, row) for number, row in enumerate(self.rows)]

    def of_row(self, number: int) -> dict[str, Any]:
        """The cleaned values of one row, by name without number."""
        ending = f"-{number}"
        return {key.removesuffix(ending): value for key, value in self.cleaned_data.items() if key.endswith(ending)}


def _text(label: Any, *, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _level(kind: str, offered: Sequence[CertificateLevel], initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Level of the {kind} certificate").format(kind=str(Kind(kind).label).lower()),
        help_text=_("All its operator types have this level."),
        choices=[
            ("", _("None: no type of this kind is granted")),
            *((row.code, f"{row.title}: {row.meaning}") for row in offered),
        ],
        widget=forms.RadioSelect,
        required=False,
        initial=initial,
    )


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
        for card in self.cards:
            self._demand_grounds(card, cleaned)
        return cleaned

    def _demand_grounds(self, card: RowCard, cleaned: dict[str, Any]) -> None:
        """What a hearing tells the trader, asked for at the very field; what the proposal says already stands."""
        choice = cleaned.get(f"choice-{card.number}", "")
        if card.outcomes.get(choice) != "hear":
            return
        if not (cleaned.get(f"released_text-{card.number}", "").strip() or card.row.released_text):
            self.add_error(f"released_text-{card.number}", _("Write the text the trader will read."))
        if not (cleaned.get(f"refusal_code-{card.number}") or card.row.refusal_code):
            self.add_error(f"refusal_code-{card.number}", _("Choose the coded ground."))

    def level_of(self, kind: str) -> str:
        return next((row.level.code for row in self.rows if row.kind == kind and row.level), "")

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
