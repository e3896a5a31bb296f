"""Forms of the draft of a criteria set: its criteria, sections and start questions, their words in other languages,
what the version means from when, and tables handed in."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L  # noqa: N812 - short, it stands in every line

from programme import selectors
from programme.models import ApplicabilityQuestion, CriteriaSet, Criterion, Section
from programme.selectors import FIELDS
from programme.states import AnsweredBy, HoldersFrom, Kind, RecordFact, Scope, Stage, Weight

MOST_MEGABYTES = 5


def _text(label: Any, *, rows: int = 0, most: int = 4000, required: bool = True, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, **options)


class PartForm(forms.Form):
    """What the forms of a draft's parts share: the number of the edit they began with, and a name for a new part."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2_000_000_000)

    def __init__(self, *args: Any, draft: CriteriaSet, new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        if not new:
            for name in ("code", "letter", "key"):
                self.fields.pop(name, None)

    @property
    def values(self) -> dict[str, Any]:
        """What a service takes: everything but the number of the edit."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def choose(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)


class CriterionForm(PartForm):
    """One criterion with every field that decides how and when it is asked."""

    code = _text(
        L("Code"),
        most=10,
        help_text=L("The letter of the section, a hyphen and a number, such as B-12. A code is never used again."),
        validators=[
            RegexValidator(r"^[A-Z]{1,3}-[0-9]{2,3}[a-z]?$", L("Write a letter, a hyphen and a number: B-12."))
        ],
    )
    section = forms.ChoiceField(label=FIELDS["section"])
    title = _text(FIELDS["title"], most=200)
    plain_question = _text(
        FIELDS["plain_question"], rows=3, most=400, help_text=L("What the trader reads first, in at most 30 words.")
    )
    requirement = _text(
        FIELDS["requirement"], rows=4, help_text=L("The standard. It is the same for firms of every size.")
    )
    evidence = _text(FIELDS["evidence"], rows=3)
    good_evidence_example = _text(FIELDS["good_evidence_example"], rows=3)
    sme_evidence = _text(
        FIELDS["sme_evidence"],
        rows=3,
        required=False,
        help_text=L("What a small firm may show instead. The proof is easier, the standard is not."),
    )
    weight = forms.ChoiceField(label=FIELDS["weight"], choices=Weight.choices, widget=forms.RadioSelect)
    families = forms.MultipleChoiceField(
        label=FIELDS["operator_types"],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": L("Choose at least one family: otherwise nobody is asked.")},
    )
    kinds = forms.MultipleChoiceField(
        label=FIELDS["certificate_kinds"],
        choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": L("Choose at least one kind.")},
    )
    applies_when = forms.MultipleChoiceField(
        label=FIELDS["applies_when"],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=L("Asked when every chosen start question is yes. Choose none to ask it always."),
    )
    stage = forms.ChoiceField(label=FIELDS["stage"], choices=Stage.choices)
    answered_by = forms.ChoiceField(label=FIELDS["answered_by"], choices=AnsweredBy.choices)
    scope = forms.ChoiceField(label=FIELDS["scope"], choices=Scope.choices)
    record_fact = forms.ChoiceField(
        label=FIELDS["record_fact"],
        choices=RecordFact.choices,
        required=False,
        help_text=L("What stands in the company record is shown at the question and not asked again."),
    )
    origin = _text(FIELDS["origin"], most=80, help_text=L("Section of SAFE, agency or law it rests on."))
    same_answer_group = forms.SlugField(
        label=FIELDS["same_answer_group"],
        max_length=60,
        required=False,
        help_text=L("The same word at two criteria lets one answer serve both. Each is still judged by itself."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = {row.letter: row for row in selectors.sections(self.draft)}
        self.choose("section", ((row.letter, str(row)) for row in self.sections.values()))
        self.choose("families", selectors.family_names())
        self.choose("applies_when", ((row.key, row.plain_question) for row in selectors.start_questions(self.draft)))

    @property
    def values(self) -> dict[str, Any]:
        return {**super().values, "section": self.sections[self.cleaned_data["section"]]}

    @staticmethod
    def of(row: Criterion) -> dict[str, Any]:
        """What stands in the form when it opens."""
        names = [name for name in CriterionForm.base_fields if name not in ("version", "section")]
        return {**{name: getattr(row, name) for name in names}, "section": row.section.letter, "version": row.version}


class SectionForm(PartForm):
    """A section, and the families it says nothing about."""

    letter = _text(
        L("Letter"),
        most=3,
        help_text=L("Codes of its criteria begin with it."),
        validators=[RegexValidator(r"^[A-Z]{1,3}$", L("Write one to three capital letters."))],
    )
    title = _text(L("Title"), most=200)
    not_needed_by = forms.MultipleChoiceField(
        label=L("Families that need nothing of this section"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=L("A type of any other family can’t be opened while the section has no criterion for it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("not_needed_by", selectors.family_names())

    @staticmethod
    def of(row: Section) -> dict[str, Any]:
        return {"title": row.title, "not_needed_by": row.not_needed_by, "version": row.version}


class QuestionForm(PartForm):
    """A start question, asked once for all criteria that rest on it."""

    key = forms.SlugField(label=L("Short name"), max_length=60, help_text=L("Used in tables, such as uses_guards."))
    plain_question = _text(L("Question"), rows=2, most=400, help_text=L("It must be answered by yes or no."))
    help = _text(L("Help"), rows=3, required=False)

    @staticmethod
    def of(row: ApplicabilityQuestion) -> dict[str, Any]:
        return {"plain_question": row.plain_question, "help": row.help, "version": row.version}


class TranslationForm(forms.Form):
    """The words of one part in another language, each with the first language's beside it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def __init__(self, data: Any = None, *, part: Criterion | Section | ApplicabilityQuestion, language: str) -> None:
        super().__init__(data, initial={**part.translations.get(language, {}), "version": part.version})
        for name in selectors.texts_of(part):
            self.fields[name] = _text(
                FIELDS.get(name, L("Help")),
                rows=0 if name == "title" else 3,
                most=200 if name == "title" else 4000,
                required=False,
                help_text=getattr(part, name),
            )

    @property
    def texts(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ReasonForm(forms.Form):
    """Why something is done, where nothing else is asked."""

    reason = forms.CharField(
        label=L("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": L("Write why.")},
    )


class EffectForm(forms.Form):
    """From when a version counts: for new files, and for those who hold a certificate."""

    valid_from = forms.DateField(
        label=L("New applications meet it from"),
        error_messages={
            "required": L("Enter the day from which new applications meet this version."),
            "invalid": L("Enter a day that exists, such as 1 3 2027."),
        },
    )
    holders_from = forms.ChoiceField(
        label=L("Holders of a certificate meet it"), choices=HoldersFrom.choices, widget=forms.RadioSelect
    )
    holders_on = forms.DateField(
        label=L("Date for holders"),
        required=False,
        help_text=L("Only when you chose “from a date”."),
        error_messages={"invalid": L("Enter a day that exists, such as 1 3 2027.")},
    )
    reason = forms.CharField(
        label=L("Why (published)"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": L("Write why the version is needed. Everybody can read it.")},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        for name in ("valid_from", "holders_on"):
            self.fields[name].widget = forms.SelectDateWidget(years=range(on.year, on.year + 11))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, on = data.get("valid_from"), data.get("holders_on")
        if first and first < self.on:
            self.add_error("valid_from", _("A version can’t begin on a day that has passed. Choose a later day."))
        if data.get("holders_from") == HoldersFrom.DATE and "holders_on" not in self.errors:
            if not on:
                self.add_error("holders_on", _("Enter the day from which holders meet this version."))
            elif first and on < first:
                self.add_error(
                    "holders_on", _("Holders can’t meet a version before it is in force. Choose a later day.")
                )
        return data


class TableForm(forms.Form):
    """A table of criteria as CSV or XLSX."""

    table = forms.FileField(
        label=L("File with all criteria, CSV or XLSX"),
        help_text=L("At most 5 MB. It takes the place of all criteria of the draft."),
        error_messages={
            "required": L("Choose a file."),
            "empty": L("The file is empty. Use the file you took away as a pattern."),
        },
    )

    def clean_table(self) -> Any:
        table = self.cleaned_data["table"]
        if table.size > MOST_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(_("The file is larger than 5 MB. Take out what is no criterion."))
        return table


class PartTableForm(TableForm):
    """A table of sections or of start questions."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["table"].label = L("File, CSV or XLSX")
        self.fields["table"].help_text = L("At most 5 MB. What the draft has is changed, what it lacks is added.")


class CompareForm(forms.Form):
    """Which two versions, which section, what to show."""

    old = forms.TypedChoiceField(label=L("Version"), coerce=int)
    new = forms.TypedChoiceField(label=L("With version"), coerce=int)
    section = forms.ChoiceField(label=L("Section"), required=False)
    change = forms.ChoiceField(
        label=L("Show"),
        required=False,
        choices=[
            ("", L("Added, removed and changed")),
            ("added", L("Added")),
            ("removed", L("Removed")),
            ("changed", L("Changed")),
            ("same", L("The same")),
        ],
    )

    def __init__(self, *args: Any, versions: Iterable[CriteriaSet], letters: Iterable[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (row.number, _("Version {number}, {status}").format(number=row.number, status=row.get_status_display()))
            for row in versions
        ]
        sections = [("", _("All sections")), *((row.letter, str(row)) for row in letters)]
        for name, options in (("old", choices), ("new", choices), ("section", sections)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = options


class PreviewForm(forms.Form):
    """As which trader to look: what it does, which kind, how large, what it answered at the start."""

    type = forms.ChoiceField(label=L("What the company does"))
    kind = forms.ChoiceField(
        label=L("Kind of certificate"), required=False, choices=[("", L("Both kinds")), *Kind.choices]
    )
    size = forms.ChoiceField(label=L("Size"), required=False, choices=[("", L("Any size")), ("small", L("Small firm"))])
    stage = forms.ChoiceField(
        label=L("When"),
        required=False,
        choices=[("", L("At application")), (Stage.HOLDER.value, L("After the grant"))],
    )
    no = forms.MultipleChoiceField(
        label=L("Start questions answered with no"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, questions: Iterable[ApplicabilityQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (
            ("type", [(row.token, row.label) for row in selectors.worded(selectors.types())]),
            ("no", [(row.key, row.plain_question) for row in questions]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = options


class StagesForm(forms.Form):
    """Which types open in which stage, when the first begins and how many months lie between."""

    MOST_STAGES = 6

    first_on = forms.DateField(
        label=L("First stage begins on"),
        error_messages={
            "required": L("Enter the day on which the first stage begins."),
            "invalid": L("Enter a day that exists, such as 1 3 2027."),
        },
    )
    months_between = forms.IntegerField(
        label=L("Months between two stages"),
        min_value=1,
        max_value=60,
        initial=6,
        error_messages={"invalid": L("Write a whole number of months, such as 6.")},
    )
    reason = forms.CharField(
        label=L("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=L("Whoever confirms it reads this."),
        error_messages={"required": L("Write why.")},
    )

    def __init__(self, *args: Any, types: Iterable[Any], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.types = list(types)
        self.fields["first_on"].widget = forms.SelectDateWidget(years=range(on.year, on.year + 11))
        stages = [
            ("", _("Not now")),
            *((str(n), _("Stage {number}").format(number=n)) for n in range(1, self.MOST_STAGES + 1)),
        ]
        for row in self.types:
            known = (
                _("Opens on {day} as set now.").format(day=date_format(row.opens_on, "j F Y")) if row.opens_on else ""
            )
            self.fields[f"stage_{row.token}"] = forms.ChoiceField(
                label=row.label, choices=stages, required=False, help_text=known
            )

    @property
    def stage_fields(self) -> list[forms.BoundField]:
        return [self[f"stage_{row.token}"] for row in self.types]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.stages:
            self.add_error(None, _("Choose a stage for at least one type."))
        return data

    @property
    def stages(self) -> list[list[Any]]:
        """The chosen types by stage; a stage without types falls away."""
        found: dict[str, list[Any]] = {}
        for row in self.types:
            stage = self.cleaned_data.get(f"stage_{row.token}")
            if stage:
                found.setdefault(stage, []).append(row)
        return [found[stage] for stage in sorted(found, key=int)]
