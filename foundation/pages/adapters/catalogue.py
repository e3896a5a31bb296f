"""Collects the messages of Python and of templates into a catalogue, with Babel and Django's own reading of its tags.
GNU gettext is not needed: `templatize` turns a template into calls that Babel's extractor understands."""

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# {name}, %(name)s, %s and the like: what a translation must hand on untouched
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*(?::[^{}]*)?\}")
# `from … import gettext as _`, `L = gettext_lazy`: the short names of a file
_SHORT_NAME = re.compile(r"\b(n?p?gettext\w*) as (\w+)|^(\w+) = (n?p?gettext\w*)$", re.MULTILINE)
_NO_SOURCE = frozenset({"tests", "bench", "frontend", "docs", "node_modules", "migrations", "locale"})
# head lines that name a day or a person: they would change the file with every run
_NOT_KEPT = tuple(f'"{head}' for head in ("POT-", "PO-", "Generated", "Last-", "Language-Team", "Report-", "Project-"))

Found = tuple[str | tuple[str, str], str | None]


def sources(root: Path) -> Iterator[Path]:
    """The files of the house that may hold a message."""
    for pattern in ("*.py", "*.html", "*.txt"):
        for path in sorted(root.glob(f"*/**/{pattern}")):
            folders = path.relative_to(root).parts[:-1]
            if not any(name in _NO_SOURCE or name.startswith((".", "_")) for name in folders):
                yield path


def messages(path: Path) -> Iterator[Found]:
    """Each message of a file with its context."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # what is no message becomes words in the margin, which Python's tokens can't trip over
        text = "\n".join(line.strip() for line in templatize(text).split("\n"))
    names = _short_names(text)
    wanted = {**KEYWORDS, **dict.fromkeys(names)}
    for _line, name, arguments, _comments in extract_python(io.BytesIO(text.encode()), wanted, (), {}):
        if found := _message(names.get(str(name), str(name)), arguments):
            yield found


def _short_names(text: str) -> dict[str, str]:
    """What a file calls gettext and its siblings."""
    found = _SHORT_NAME.findall(text)
    return {short or alias: function or meant for function, short, alias, meant in found}


def _message(function: str, arguments: str | Iterable[str | None]) -> Found | None:
    """The message and its context from the arguments of one call; nothing when one of them is no plain text."""
    given = [arguments] if isinstance(arguments, str) else list(arguments or ())
    context = given.pop(0) if given and function.startswith(("pgettext", "npgettext")) else None
    wanted = 2 if function.startswith(("ngettext", "npgettext")) else 1
    texts = [text for text in given[:wanted] if text]
    if len(texts) != wanted:
        return None
    return (texts[0] if wanted == 1 else (texts[0], texts[1])), context


def collect(root: Path) -> Catalog:
    """All messages of the house, each with the files it stands in."""
    catalogue = Catalog(project="AEO portal", charset="utf-8", fuzzy=False)
    for path in sources(root):
        for identity, context in messages(path):
            catalogue.add(identity, locations=[(path.relative_to(root).as_posix(), 1)], context=context)
    return catalogue


def merged(template: Catalog, existing: Path, locale: str) -> Catalog:
    """The language's catalogue with the messages of today: translations are kept, messages that are gone are dropped."""
    catalogue = Catalog(locale=locale, project="AEO portal", charset="utf-8", fuzzy=False)
    if existing.exists():
        with existing.open("rb") as file:
            catalogue = read_po(file, locale=locale)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def save(catalogue: Catalog, target: Path) -> bool:
    """Write the catalogue when something in it changed, and say whether it did."""
    catalogue.header_comment = "# Messages of the AEO portal. Made by `manage.py make_messages`, translated by people."
    buffer = io.BytesIO()
    write_po(buffer, catalogue, include_lineno=False, sort_by_file=True, width=0)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    content = "".join(line for line in lines if not line.startswith(_NOT_KEPT))
    if target.exists() and target.read_text(encoding="utf-8") == content:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(content, encoding="utf-8")
    return True


def translated(catalogue: Catalog) -> tuple[int, int]:
    """How many messages have a translation, and how many there are."""
    rows = [message for message in catalogue if message.id]
    return sum(_is_complete(message.string) for message in rows), len(rows)


def _is_complete(string: str | Iterable[str] | None) -> bool:
    return bool(string) if isinstance(string, str) else all(string or [""])
