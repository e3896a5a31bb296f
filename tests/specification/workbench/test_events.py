"""The history of a file speaks in words: each event that our services write has some."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.utils.translation import override

from certificates.states import CERTIFICATE_TABLE
from tests.architecture.house import CLONE, product_modules
from workbench.selectors import event_words
from workbench.selectors.events import WORDS

OF_A_FILE = re.compile(
    r"(application|certificate|change|client|decision|improvement|information|letter|limit|measure|message|request"
    r"|screening|validation|vetting)\.[a-z_]*[a-z]"
)


def written() -> Iterator[str]:
    """Names of events of files as they stand in the services."""
    for app, path in product_modules():
        if app != "programme" and "services" in path.as_posix():
            for node in ast.walk(ast.parse((CLONE / path).read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and OF_A_FILE.fullmatch(node.value):
                    yield node.value
    yield from (f"certificate.{name}" for name in CERTIFICATE_TABLE.by_name)
    yield from (f"application.cause_{name}.grounds" for name in ("recorded", "ended"))


def test_every_event_of_a_file_has_words() -> None:
    names = set(written())
    assert len(names) > 80
    assert names - WORDS.keys() == set()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Time limit to decide extended"), ("fr", "Délai de décision prolongé")]
)
def test_the_words_are_those_of_the_reader_s_language(language: str, words: str) -> None:
    with override(language):
        assert event_words("application.extended") == words


def test_an_event_of_something_else_reads_as_its_name() -> None:
    assert event_words("site.closed") == "Site closed"
