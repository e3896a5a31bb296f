"""Two versions of the criteria side by side: criteria, sections and start questions, the words that differ marked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as L  # noqa: N812 - short, it stands in every line

from programme import rules
from programme.models import ApplicabilityQuestion, CriteriaSet, Criterion, Section
from programme.rules import Change, Piece
from programme.states import AnsweredBy, Kind, RecordFact, Scope, Stage, Weight

from .sets import cell_of, criteria_as_written, further_languages, sections, start_questions

FIELDS = {
    "code": L("Code"),
    "section": L("Section"),
    "title": L("Title"),
    "plain_question": L("Question"),
    "requirement": L("Requirement"),
    "evidence": L("What usually shows it"),
    "good_evidence_example": L("Example of a good answer"),
    "sme_evidence": L("Small firms"),
    "weight": L("Weight"),
    "operator_types": L("Families of operator types"),
    "certificate_kinds": L("Kinds of certificate"),
    "applies_when": L("Asked when"),
    "stage": L("Stage"),
    "answered_by": L("Who answers"),
    "scope": L("Asked for"),
    "origin": L("Origin"),
    "same_answer_group": L("Shares its answer with"),
    "record_fact": L("Answered by the company record"),
    "help": L("Explanation"),
    "not_needed_by": L("Families that need nothing of it"),
}
_SHOWN_AS: dict[str, dict[str, object]] = {
    "weight": dict(Weight.choices),
    "stage": dict(Stage.choices),
    "answered_by": dict(AnsweredBy.choices),
    "scope": dict(Scope.choices),
    "record_fact": dict(RecordFact.choices),
    "certificate_kinds": dict(Kind.choices),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a criterion in both versions, the words that differ marked."""

    label: str
    old: list[Piece]
    new: list[Piece]


@dataclass(frozen=True, slots=True)
class ComparedCriterion:
    """One criterion in both versions; `fields` holds what differs, of an added or removed one what matters."""

    code: str
    change: Change
    fields: tuple[FieldChange, ...]
    summary: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions side by side. `rows` are narrowed to a section and to a sort of change; the counts are not. `others` are
    sections and start questions that differ."""

    old: CriteriaSet
    new: CriteriaSet
    rows: tuple[ComparedCriterion, ...]
    counts: dict[str, int]
    before: int
    after: int
    others: tuple[ComparedCriterion, ...] = ()

    @property
    def is_same(self) -> bool:
        return self.counts["same"] == max(self.before, self.after) and not self.others


def comparison(old: CriteriaSet, new: CriteriaSet, *, section: str = "", change: str = "") -> Comparison:
    """Two versions side by side (PRG-R21); six queries. `change` empty: all that is not the same."""
    before, after = _facts_by_code(old), _facts_by_code(new)
    compared = rules.sets_compared(before, after)
    counts = {name.value: sum(found == name for _code, found, _fields in compared) for name in Change}
    rows = [
        _compared(code, found, fields, before, after)
        for code, found, fields in compared
        if _wanted(code, found, section, change)
    ]
    others = (
        *_other_parts(_sections_of(old), _sections_of(new)),
        *_other_parts(_questions_of(old), _questions_of(new)),
    )
    return Comparison(old, new, tuple(rows), counts, len(before), len(after), others)


def _sections_of(criteria_set: CriteriaSet) -> dict[str, dict[str, str]]:
    return {
        row.letter: {
            "section": row.title,
            "not_needed_by": ", ".join(row.not_needed_by).replace("_", " "),
            **_words_of(row, {"section": "title"}),
        }
        for row in sections(criteria_set)
    }


def _questions_of(criteria_set: CriteriaSet) -> dict[str, dict[str, str]]:
    names = ("plain_question", "help")
    return {
        row.key: {
            **{name: getattr(row, name) for name in names},
            **_words_of(row, dict(zip(names, names, strict=True))),
        }
        for row in start_questions(criteria_set)
    }


def _words_of(row: Section | ApplicabilityQuestion, names: Mapping[str, str]) -> dict[str, str]:
    return {
        f"{name}:{language}": row.translations.get(language, {}).get(field, "")
        for language in further_languages()
        for name, field in names.items()
    }


def _other_parts(before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]) -> list[ComparedCriterion]:
    """Parts that differ; of one that is new or gone its name is enough, which stands first among its fields."""
    found = []
    for code, change, names in rules.sets_compared(before, after):
        old, new = before.get(code, {}), after.get(code, {})
        if change == Change.SAME:
            continue
        shown = names if change == Change.CHANGED else names[:1]
        fields = [
            FieldChange(field_label(name), *rules.word_changes(old.get(name, ""), new.get(name, ""))) for name in shown
        ]
        found.append(ComparedCriterion(code, change, tuple(fields)))
    return found


def read_changes(before: Iterable[Criterion], after: Iterable[Criterion]) -> list[ComparedCriterion]:
    """What differs between two lists of criteria for whoever answers them, in the words given (PRG-R21); no query."""
    old, new = ({row.code: _read(row) for row in rows} for rows in (before, after))
    compared = rules.sets_compared(old, new)
    return [_compared(code, found, names, old, new) for code, found, names in compared if found != Change.SAME]


def _read(row: Criterion) -> dict[str, str]:
    return {name: _in_words(name, cell_of(row, name)) for name in (*rules.WORDS, "weight", "answered_by", "scope")}


def _wanted(code: str, found: Change, section: str, change: str) -> bool:
    fits = found == change if change else found != Change.SAME
    return fits and (not section or rules.letter_of(code) == section)


def _facts_by_code(criteria_set: CriteriaSet) -> dict[str, dict[str, str]]:
    languages = further_languages()
    return {row.code: _comparable(row, languages) for row in criteria_as_written(criteria_set)}


def _comparable(row: Criterion, languages: Sequence[str]) -> dict[str, str]:
    """Every field in the words people read."""
    found = {name: _in_words(name, cell_of(row, name)) for name in rules.COLUMNS if name != "code"}
    for language in languages:
        words = row.translations.get(language, {})
        found |= {f"{name}:{language}": words.get(name, "") for name in rules.WORDS}
    return found


def _in_words(name: str, cell: str) -> str:
    shown = _SHOWN_AS.get(name)
    parts = cell.split(";") if name in rules.LISTS else [cell]
    words = [str(shown.get(part, part)) if shown and part else part for part in parts]
    return ", ".join(word.replace("_", " ") if name in rules.LISTS else word for word in words)


def _compared(
    code: str,
    change: Change,
    names: Sequence[str],
    before: dict[str, dict[str, str]],
    after: dict[str, dict[str, str]],
) -> ComparedCriterion:
    old, new = before.get(code, {}), after.get(code, {})
    present = new or old
    summary = ", ".join(filter(None, (present.get(name) for name in ("weight", "certificate_kinds", "scope"))))
    if change in (Change.ADDED, Change.REMOVED):
        names = ("title", "plain_question", "requirement")
    fields = tuple(
        FieldChange(field_label(name), *rules.word_changes(old.get(name, ""), new.get(name, ""))) for name in names
    )
    shown = summary if change != Change.CHANGED else ""
    return ComparedCriterion(code, change, fields, shown, present.get("title", ""))


def differing_texts(theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> list[FieldChange]:
    """Where two edits of one part differ: theirs as the old text, mine as the new one."""
    names = [name for name in mine if name in theirs and _as_text(theirs[name]) != _as_text(mine[name])]
    return [
        FieldChange(field_label(name), *rules.word_changes(_as_text(theirs[name]), _as_text(mine[name])))
        for name in names
    ]


def _as_text(value: object) -> str:
    if isinstance(value, Section):
        return value.letter
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def field_label(name: str) -> str:
    """“Question”, or “Question, Français” for the words of another language."""
    plain, _colon, language = name.partition(":")
    columns = {field: column for column, field in rules.LISTS.items()}
    label = str(FIELDS.get(columns.get(plain, plain), plain))
    return f"{label}, {dict(settings.LANGUAGES).get(language, language)}" if language else label
