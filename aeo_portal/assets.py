"""Makes at set-up what is not committed: the message catalogues of every app, and the pseudo-language of the tests.

Runs before Django is configured, and does nothing for a file that is newer than its source.
"""

import os
import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CLONE = Path(__file__).resolve().parent.parent
FRENCH = CLONE / "foundation" / "pages" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
# what a pseudo-translation must keep: placeholders, tags, entities, the marks of the printf and brace formats
_KEPT = re.compile(r"(%\(\w+\)[sd]|%\{\w+\}|%[sd%]|\{\{|\}\}|\{\w*(?::[^{}]*)?\}|<[^>]*>|&\w+;)")
_ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابسدهفجحيغكلمنوبقرستوفوخيز")


def is_older(target: Path, source: Path) -> bool:
    """Whether the target must be made again."""
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def compile_catalogues() -> None:
    """Compile every `.po` of the house without GNU gettext; entries marked fuzzy are left out."""
    for folder in ("foundation", *(path.name for path in CLONE.iterdir() if (path / "apps.py").exists())):
        for source in (CLONE / folder).glob("**/locale/*/LC_MESSAGES/*.po"):
            target = source.with_suffix(".mo")
            if is_older(target, source):
                _write(_read(source), target)


def pseudo(text: str) -> str:
    """The text in letters of a script that runs from right to left, its placeholders and tags untouched."""
    parts = _KEPT.split(text)
    return "".join(part if index % 2 else part.lower().translate(_ARABIC) for index, part in enumerate(parts))


def pseudo_catalogue(folder: Path) -> Path:
    """A folder for LOCALE_PATHS with the pseudo-language `ar-XA`, made from the messages of the French catalogue."""
    target = folder / "ar_XA" / "LC_MESSAGES" / "django.mo"
    if is_older(target, FRENCH) or is_older(target, Path(__file__)):
        catalogue = Catalog(locale="ar")
        for message in _read(FRENCH):
            if message.id:
                catalogue.add(message.id, _pseudo_forms(message, catalogue.num_plurals), context=message.context)
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(catalogue, target)
    return folder


def _pseudo_forms(message: Message, forms: int) -> str | tuple[str, ...]:
    """Every plural form of a message. A pattern of a date or a time stays as it is: its letters are orders."""
    if message.context and "pattern" in message.context:
        return str(message.id)
    if isinstance(message.id, str):
        return pseudo(message.id)
    one, many = (pseudo(text) for text in message.id)
    return (many, one, *[many] * (forms - 2))


def _read(source: Path) -> Catalog:
    with source.open("rb") as file:
        return read_po(file)


def _write(catalogue: Catalog, target: Path) -> None:
    """The file appears whole or not at all: several workers may make it at once."""
    part = target.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as file:
        write_mo(file, catalogue)
    part.replace(target)


if __name__ == "__main__":
    compile_catalogues()
