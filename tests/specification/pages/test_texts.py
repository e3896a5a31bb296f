"""The words of the components: in the reader's language, and with a number in every form that the language has."""

import pytest
from django.utils.translation import override

from foundation.pages.adapters.texts import with_texts


@pytest.mark.parametrize(
    ("language", "forms"),
    [("en", {"one", "other"}), ("fr", {"one", "other"}), ("ar-xa", {"zero", "one", "two", "few", "many", "other"})],
)
def test_words_with_a_number_come_in_every_form_of_the_language(language: str, forms: set[str]) -> None:
    with override(language):
        words = with_texts("file-upload", {})["multipleFilesChosenText"]
    assert words.keys() == forms
    assert all("%{count}" in text for text in words.values())


def test_words_of_the_caller_stay() -> None:
    assert with_texts("back-link", {"text": "Back to the list"})["text"] == "Back to the list"
