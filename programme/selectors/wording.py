"""The words of the reader's language, where the administration has written them; else those of the first language."""

from collections.abc import Iterable
from typing import TypeVar

from django.conf import settings
from django.utils.translation import get_language

from programme import rules
from programme.models import ApplicabilityQuestion, Criterion, OperatorType, Section

Row = TypeVar("Row", Criterion, Section, ApplicabilityQuestion, OperatorType)
TEXTS: dict[type, tuple[str, ...]] = {
    Criterion: rules.WORDS,
    Section: ("title",),
    ApplicabilityQuestion: ("plain_question", "help"),
    OperatorType: ("label", "description"),
}


def worded(rows: Iterable[Row], language: str | None = None) -> list[Row]:
    """The rows with their texts in a language (the reader's); for reading only, never saved again."""
    found = list(rows)
    wanted = language or get_language() or settings.LANGUAGE_CODE
    for row in found:
        _word(row, wanted)
    return found


def worded_criteria(rows: Iterable[Criterion]) -> list[Criterion]:
    """Criteria and their sections in the reader's language."""
    found = worded(rows)
    worded(row.section for row in found)
    return found


def _word(row: Criterion | Section | ApplicabilityQuestion | OperatorType, language: str) -> None:
    texts = row.translations.get(language) or row.translations.get(language.partition("-")[0]) or {}
    for name in TEXTS[type(row)]:
        if texts.get(name):
            setattr(row, name, texts[name])


def texts_of(row: Criterion | Section | ApplicabilityQuestion | OperatorType) -> tuple[str, ...]:
    """The fields of a row that have words in each language."""
    return TEXTS[type(row)]
