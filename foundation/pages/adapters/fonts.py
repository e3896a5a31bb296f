"""Converts and joins web fonts with fontTools."""

from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

# name of the TTF: the woff2 files it is made of, the Latin one first because its metrics win
FAMILIES: dict[str, list[str]] = {
    f"{family}-{style}": [f"{folder}-{subset}-{weight}-normal.woff2" for subset in subsets]
    for family, folder, subsets in (
        ("NotoSans", "noto-sans", ("latin", "latin-ext", "cyrillic", "greek")),
        ("NotoSansArabic", "noto-sans-arabic", ("arabic",)),
    )
    for style, weight in (("Regular", 400), ("Bold", 700))
}
_FULL_NAMES = {"NotoSans": "Noto Sans", "NotoSansArabic": "Noto Sans Arabic"}


def make(name: str, folder: Path, target: Path) -> None:
    """Write one TTF; the file appears whole or not at all."""
    with TemporaryDirectory() as scratch:
        parts = []
        for source in FAMILIES[name]:
            part = Path(scratch) / f"{source}.ttf"
            font = TTFont(folder / source)
            font.flavor = None
            font.save(part)
            parts.append(str(part))
        joined = Merger().merge(parts) if len(parts) > 1 else TTFont(parts[0])
        _name(joined, name)
        unfinished = target.with_suffix(".part")
        joined.save(unfinished)
        unfinished.replace(target)


def _name(font: TTFont, name: str) -> None:
    """Family, style and full name as a document asks for them."""
    family, style = name.split("-")
    full = _FULL_NAMES[family]
    for number, text in {1: full, 2: style, 4: f"{full} {style}", 6: name}.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    for number in (16, 17, 21, 22):
        font["name"].removeNames(nameID=number)
