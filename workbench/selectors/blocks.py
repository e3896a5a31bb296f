"""What an officer's home is made of: blocks of lines, and the words of a due day."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

MOST = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits: where it leads, what it is about, by when."""

    text: str
    url: str
    hint: str = ""
    due: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the home. An empty one says what to do next."""

    title: str
    lines: list[Line] = field(default_factory=list)
    count: int = 0
    empty: str = ""
    more_url: str = ""
    more_text: str = ""


def due_words(due: date | None, on: date, *, soon_days: int = 7) -> tuple[str, str]:
    """(words, tone) of a due day in a list: late, soon or plain."""
    if due is None:
        return "", ""
    if due < on:
        return _("late since {day}").format(day=date_format(due, "j F")), "late"
    return _("by {day}").format(day=date_format(due, "D j M")), "soon" if (due - on).days <= soon_days else ""
