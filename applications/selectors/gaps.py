"""The lines of “What is missing”: each gap in words, with the page where it is put right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications import rules
from applications.rules import MissingKind

from .rows import Row


@dataclass(frozen=True, slots=True)
class Missing:
    """One line of “What is missing”, with the page where it is put right."""

    text: str
    url: str


def missing_lines(
    points: Iterable[rules.MissingPoint], rows: Mapping[tuple[str, int | None], Row], application_id: UUID
) -> list[Missing]:
    """The points of the rules in words. `rows` are those of the trader by key, in their order."""
    return [_line(point, rows, application_id) for point in points]


def _line(point: rules.MissingPoint, rows: Mapping[tuple[str, int | None], Row], application_id: UUID) -> Missing:
    row = rows.get((point.code, point.site))
    if row is not None:
        name = f"{point.code}, {row.place}" if row.place else point.code
        return Missing(_row_text(point.kind) % {"code": name}, row.url)
    if point.kind == MissingKind.ANSWERS:
        return Missing(_answers_text(point), _first_open(rows.values()))
    if point.kind == MissingKind.CONTRADICTION:
        return Missing(
            _("two answers that contradict each other"), reverse("applications:start", args=[application_id])
        )
    return _company_missing(point)


def _row_text(kind: MissingKind) -> str:
    return {
        MissingKind.WORDS: _("how you do it, for %(code)s"),
        MissingKind.REASON: _("a reason for %(code)s"),
        MissingKind.PLAN: _("a plan and its date for %(code)s"),
        MissingKind.PAPER: _("a paper for %(code)s"),
        MissingKind.LOOK: _("a look at %(code)s, whose criterion has changed"),
    }[kind]


def _answers_text(point: rules.MissingPoint) -> str:
    sections = ngettext("%(n)s section", "%(n)s sections", len(point.sections)) % {"n": len(point.sections)}
    text = ngettext("%(n)s answer in %(sections)s", "%(n)s answers in %(sections)s", point.count)
    return text % {"n": point.count, "sections": sections}


def _first_open(rows: Iterable[Row]) -> str:
    return next(row.url for row in rows if rules.Gap.ANSWER in row.gaps)


def _company_missing(point: rules.MissingPoint) -> Missing:
    people = ngettext("consent of %(n)s person", "consent of %(n)s people", point.count) % {"n": point.count}
    text, route = {
        MissingKind.VERIFICATION: (_("proof that you may act for the company"), "operators:claim"),
        MissingKind.SITES: (_("a site of the company"), "operators:sites"),
        MissingKind.PEOPLE: (_("the people who own or run the company"), "operators:people"),
        MissingKind.CONSENTS: (people, "operators:people"),
    }[point.kind]
    return Missing(text, reverse(route))
