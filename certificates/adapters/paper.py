"""Writes the certificate on paper with typst: PDF/UA-1 and PDF/A-2a in one file, with our own fonts only.
The same facts give the same bytes, so writing a paper twice makes no second file."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings

TEMPLATE = Path(__file__).with_name("paper.typ")
STANDARDS = ("ua-1", "a-2a")


class FontsMissing(RuntimeError):
    """The fonts were not made: `manage.py make_fonts` does it. Without them a PDF would silently use others."""


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that stands on a certificate, as finished words. `rows` are pairs of what and value."""

    title: str
    administration: str
    programme: str
    sentence: str
    rows: Sequence[tuple[str, str]]
    head_what: str
    head_value: str
    check_title: str
    check_text: str
    code_alt: str
    footer: str
    url: str
    lang: str
    rtl: bool
    decided_on: date


def pdf(paper: Paper) -> bytes:
    """The PDF of a certificate. Raises FontsMissing."""
    fonts = settings.BASE_DIR / "frontend" / "dist" / "fonts"
    if not any(fonts.glob("*.ttf")):
        raise FontsMissing(f"There are no TTF fonts in {fonts}. Run manage.py make_fonts.")
    words = {name: getattr(paper, name) for name in Paper.__slots__ if name != "decided_on"}
    day = {"year": paper.decided_on.year, "month": paper.decided_on.month, "day": paper.decided_on.day}
    data = json.dumps({**words, **day, "code": _code(paper.url)}, ensure_ascii=False)
    options: dict[str, Any] = {"ignore_system_fonts": True, "format": "pdf", "pdf_standards": list(STANDARDS)}
    content: bytes = typst.compile(TEMPLATE, font_paths=[fonts], sys_inputs={"data": data}, **options)
    return content


def _code(url: str) -> str:
    """The QR code of an address as SVG."""
    out = io.BytesIO()
    segno.make(url, error="m").save(out, kind="svg", border=2, scale=8, dark="#13222c")
    return out.getvalue().decode()
