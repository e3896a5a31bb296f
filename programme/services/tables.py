"""A whole set handed in as tables, its criteria, sections and start questions: every fault of every line is named and nothing
is taken, or all of it is."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.audit.services import Actor, Refused, acting, record
from programme import rules, selectors
from programme.adapters import spreadsheets
from programme.models import ApplicabilityQuestion, CriteriaSet, Criterion, Section

from .criteria import written_by


class FaultyTable(Refused):
    """The table was refused whole. `breaches` names every fault with line and column."""


def import_criteria(*, criteria_set: CriteriaSet, content: bytes, actor: Actor, now: datetime) -> int:
    """Put the criteria of a table in the place of the draft's; gives their number. Raises FaultyTable.

    Sections of the table that the draft lacks are added; its other sections and its start questions stay.
    """
    lines = _read(content)
    with acting(actor=actor, at=now):
        draft = written_by(criteria_set, actor)
        parsed = _checked(lines, selectors.known_words(draft))
        draft.criteria.all().delete()
        fill_criteria(draft, parsed, edited_by=actor.actor_label, now=now)
        record("criteria_set.imported", subject=draft, data={"number": draft.number, "criteria": len(parsed)})
        return len(parsed)


def import_parts(*, criteria_set: CriteriaSet, sort: str, content: bytes, actor: Actor, now: datetime) -> int:
    """Take in sections or start questions of a table: those the draft has are changed, others added, none taken out; gives
    their number. Raises FaultyTable."""
    model, table = selectors.PART_TABLES[sort]
    lines = _read(content)
    with acting(actor=actor, at=now):
        draft = written_by(criteria_set, actor)
        rows = _checked_parts(lines, table)
        key = table.columns[0]
        known = {getattr(row, key): row for row in model._default_manager.filter(criteria_set=draft)}
        for place, (name, values) in enumerate(rows, start=1):
            part = known.get(name) or model(criteria_set=draft, **{key: name})
            given = {**values, **({"position": place} if sort == "questions" else {})}
            if part.pk is None or any(getattr(part, field) != value for field, value in given.items()):
                _write_part(part, given, actor, now)
        if sort == "questions":
            _put_others_last(draft, {name for name, _values in rows}, after=len(rows))
        record("criteria_set.parts_imported", subject=draft, data={"sort": sort, "count": len(rows)})
        return len(rows)


def _write_part(
    part: Section | ApplicabilityQuestion, values: Mapping[str, object], actor: Actor, now: datetime
) -> None:
    for name, value in values.items():
        setattr(part, name, value)
    part.version = part.version + 1 if part.pk else 1
    part.edited_at, part.edited_by_label = now, actor.actor_label
    part.save()


def _put_others_last(draft: CriteriaSet, named: Collection[str], *, after: int) -> None:
    """Questions that the table does not name keep their order behind those it names."""
    others = list(draft.questions.exclude(key__in=named))
    for place, row in enumerate(others, start=after + 1):
        row.position = place
    ApplicabilityQuestion.objects.bulk_update(others, ["position"])


def _checked_parts(lines: spreadsheets.Table, table: rules.PartTable) -> list[tuple[str, dict[str, object]]]:
    names, rows = _named(lines)
    faults = rules.part_head_faults(names, table, selectors.further_languages())
    if not faults:
        faults = rules.part_faults(rows, table, frozenset(selectors.families()))
    if not faults and not rows:
        _refuse([_("The file names nothing. Add a line for each.")])
    if faults:
        _refuse([selectors.fault_in_words(fault) for fault in faults])
    return [rules.part_values(cells, table) for _line, cells in rows]


def export_parts(criteria_set: CriteriaSet, sort: str, form: str) -> bytes:
    """The sections or start questions of a set, as they can be handed in again."""
    rows = selectors.table_of_parts(criteria_set, sort)
    return spreadsheets.write_csv(rows) if form == "csv" else spreadsheets.write_xlsx(rows, sheet=sort)


def export_csv(criteria_set: CriteriaSet) -> bytes:
    """The set as CSV, without anything that a spreadsheet program would run."""
    return spreadsheets.write_csv(selectors.table_of(criteria_set))


def export_xlsx(criteria_set: CriteriaSet) -> bytes:
    """The set as a workbook of one sheet."""
    return spreadsheets.write_xlsx(selectors.table_of(criteria_set), sheet=str(criteria_set))


def fill_criteria(
    draft: CriteriaSet, lines: Sequence[rules.Line], *, edited_by: str = "", now: datetime | None = None, after: int = 0
) -> list[Criterion]:
    """Write lines without faults as criteria: three statements whatever their number."""
    places = {row.letter: row for row in Section.objects.filter(criteria_set=draft)}
    titles = {line.letter: line.section for line in lines}
    new = [
        Section(criteria_set=draft, letter=letter, title=title)
        for letter, title in titles.items()
        if letter not in places
    ]
    places |= {row.letter: row for row in Section.objects.bulk_create(new)}
    changed = [row for row in places.values() if titles.get(row.letter, row.title) != row.title]
    for row in changed:
        row.title = titles[row.letter]
    Section.objects.bulk_update(changed, ["title"])
    return Criterion.objects.bulk_create(
        (
            Criterion(
                criteria_set=draft,
                section=places[line.letter],
                position=place,
                translations=line.translations,
                edited_by_label=edited_by,
                edited_at=now,
                **line.values,
            )
            for place, line in enumerate(lines, start=after + 1)
        ),
        batch_size=1_000,
    )


def _read(content: bytes) -> spreadsheets.Table:
    reasons = {
        "size": _("The file is larger than 5 MB. Take out what is no criterion."),
        "rows": _("The file has more than 10,000 lines. Take out what is no criterion."),
        "columns": _("The file has more columns than we know. Use the file you took away as a pattern."),
        "cell": _("A cell is longer than a spreadsheet allows. Shorten it."),
        "text": _("This is no CSV file in UTF-8. Save it again as “CSV UTF-8” or as XLSX."),
        "workbook": _("We can’t read this workbook. Save it again as XLSX without a password."),
        "bomb": _("The workbook unpacks to far more than a set of criteria. Save the sheet in a new file."),
    }
    try:
        return spreadsheets.read(content)
    except spreadsheets.Unreadable as problem:
        raise FaultyTable(reasons[problem.reason], (reasons[problem.reason],)) from problem


def _named(lines: spreadsheets.Table) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The columns of a table, and its lines by column."""
    if not lines:
        _refuse([_("The file is empty. Use the file you took away as a pattern.")])
    (_number, head), *rest = lines
    names = [name.strip() for name in head]
    while names and not names[-1]:
        names.pop()
    return names, [(number, dict(zip(names, [*cells, *[""] * len(names)], strict=False))) for number, cells in rest]


def _checked(lines: spreadsheets.Table, known: rules.Known) -> list[rules.Line]:
    names, rows = _named(lines)
    faults = rules.head_faults(names, known)
    if not faults:
        faults = rules.table_faults(rows, known)
    if not faults and not rows:
        _refuse([_("The file names no criterion. Add a line for each.")])
    if faults:
        _refuse([selectors.fault_in_words(fault) for fault in faults])
    return [rules.parsed(cells) for _line, cells in rows]


def _refuse(problems: list[str]) -> None:
    text = ngettext(
        "Nothing was taken in: {count} fault. Put it right and hand the file in again.",
        "Nothing was taken in: {count} faults. Put them right and hand the file in again.",
        len(problems),
    )
    raise FaultyTable(text.format(count=len(problems)), tuple(problems))
