"""Versions of the criteria set: the draft, two versions side by side, tables for taking away, what an opening lacks."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from programme import rules
from programme.models import ApplicabilityQuestion, CriteriaSet, Criterion, OperatorType, Section
from programme.states import SetStatus, Stage


def further_languages() -> tuple[str, ...]:
    """The languages in which a criterion may have words besides the first."""
    return tuple(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)


def criteria_sets() -> QuerySet[CriteriaSet]:
    """Every version with the number of its criteria, newest first."""
    return CriteriaSet.objects.annotate(criteria_count=Count("criteria")).order_by("-number")


def draft_criteria_set() -> CriteriaSet | None:
    """The version that is being written; there is never more than one."""
    return CriteriaSet.objects.filter(status=SetStatus.DRAFT).first()


def latest_criteria_set() -> CriteriaSet | None:
    """The published version with the highest number, in force or still to come: a draft begins as its copy."""
    return CriteriaSet.objects.filter(status=SetStatus.PUBLISHED).order_by("-number").first()


def sections(criteria_set: CriteriaSet) -> QuerySet[Section]:
    """The sections of a set in their order."""
    return Section.objects.filter(criteria_set=criteria_set)


def start_questions(criteria_set: CriteriaSet) -> QuerySet[ApplicabilityQuestion]:
    """Every start question of a set in its order."""
    return ApplicabilityQuestion.objects.filter(criteria_set=criteria_set)


def criteria_as_written(criteria_set: CriteriaSet) -> list[Criterion]:
    """The criteria in the first language, for whoever writes them; one query."""
    rows = Criterion.objects.filter(criteria_set=criteria_set).select_related("section")
    return list(rows.order_by("section__letter", "position", "id"))


def sections_as_written(criteria_set: CriteriaSet) -> list[tuple[Section, list[Criterion]]]:
    """Each section with its criteria, empty ones included; two queries."""
    rows = {
        letter: list(members)
        for letter, members in groupby(criteria_as_written(criteria_set), key=lambda row: row.section.letter)
    }
    return [(section, rows.get(section.letter, [])) for section in sections(criteria_set)]


def families() -> list[str]:
    """Every family an operator type belongs to, sorted."""
    return sorted(set(OperatorType.objects.values_list("family", flat=True)))


def family_names() -> list[tuple[str, str]]:
    """Families by name, with the words of the type that gives each its name."""
    labels = dict(OperatorType.objects.values_list("token", "label"))
    return [(name, labels.get(name, name)) for name in families()]


def known_words(criteria_set: CriteriaSet) -> rules.Known:
    """What a table for this set may speak of."""
    keys = start_questions(criteria_set).values_list("key", flat=True)
    return rules.Known(frozenset(families()), frozenset(keys), further_languages())


def table_of(criteria_set: CriteriaSet) -> list[list[str]]:
    """The whole set as a table that can be handed in again; one query."""
    languages = further_languages()
    head = [*rules.COLUMNS, *rules.translated_columns(languages)]
    return [head, *(_table_row(row, languages) for row in criteria_as_written(criteria_set))]


def _table_row(row: Criterion, languages: Sequence[str]) -> list[str]:
    words = [row.translations.get(code, {}).get(name, "") for code in languages for name in rules.WORDS]
    return [*(cell_of(row, name) for name in rules.COLUMNS), *words]


def cell_of(row: Criterion, column: str) -> str:
    """One field of a criterion as a table holds it."""
    if column == "section":
        return row.section.title
    value = getattr(row, rules.LISTS.get(column, column))
    return ";".join(value) if isinstance(value, list) else str(value)


PART_TABLES: dict[str, tuple[type[Section | ApplicabilityQuestion], rules.PartTable]] = {
    "sections": (Section, rules.SECTIONS),
    "questions": (ApplicabilityQuestion, rules.QUESTIONS),
}


def table_of_parts(criteria_set: CriteriaSet, sort: str) -> list[list[str]]:
    """The sections or start questions of a set, with their words in every language, as a table; one query."""
    model, table = PART_TABLES[sort]
    languages = further_languages()
    rows = model._default_manager.filter(criteria_set=criteria_set)
    return [
        [*table.columns, *table.translated(languages)],
        *(
            [
                *(_plain(getattr(row, name)) for name in table.columns),
                *(row.translations.get(code, {}).get(word, "") for code in languages for word in table.words),
            ]
            for row in rows
        ),
    ]


def _plain(value: object) -> str:
    return ";".join(value) if isinstance(value, list) else str(value)


def fault_in_words(fault: rules.Fault) -> str:
    """“Line 12, weight: ‘shuold’ is not known. Write one of: must, should.”"""
    texts = {
        rules.Problem.EMPTY: _("This cell is empty. Fill it in."),
        rules.Problem.TOO_LONG: _("The text is too long. Use at most {allowed} characters."),
        rules.Problem.UNKNOWN: _("‘{value}’ is not known. Write one of: {allowed}."),
        rules.Problem.UNREADABLE: _("The cell holds characters that are no text. Type it again."),
        rules.Problem.NO_CODE: _("‘{value}’ is no code. Write the letter of the section, a hyphen and a number: B-06."),
        rules.Problem.TWICE: _("The code {value} stands in line {allowed} already. Give each criterion its own code."),
        rules.Problem.OTHER_TITLE: _("Lines above call this section ‘{allowed}’. Write the same title in every line."),
        rules.Problem.NO_LETTER: _("‘{value}’ is no letter of a section. Write one to three capital letters."),
        rules.Problem.NO_KEY: _("‘{value}’ is no short name. Write letters, digits and underscores: uses_guards."),
        rules.Problem.NAMED_TWICE: _("{value} stands in line {allowed} already. Write each once."),
        rules.Problem.NO_COLUMN: _("The column is missing. Add it."),
        rules.Problem.STRANGE_COLUMN: _("We don’t know this column, or it stands twice. Take it out."),
    }
    words = texts[fault.problem].format(value=fault.value, allowed=fault.allowed)
    return _("Line {line}, {column}: {words}").format(line=fault.line, column=fault.column, words=words)


# --- opening --------------------------------------------------------------------------------------------------------


def section_facts(criteria_set: CriteriaSet) -> list[rules.SectionFacts]:
    """Each section with the families its criteria are asked of at application; two queries."""
    asked: dict[int, set[str]] = {}
    for section_id, names in (
        Criterion.objects.filter(criteria_set=criteria_set)
        .exclude(stage=Stage.HOLDER)
        .values_list("section_id", "families")
    ):
        asked.setdefault(section_id, set()).update(names)
    return [
        rules.SectionFacts(row.letter, frozenset(row.not_needed_by), frozenset(asked.get(row.pk, ())))
        for row in sections(criteria_set)
    ]


def sections_lacking(criteria_set: CriteriaSet, types: Iterable[OperatorType]) -> dict[str, list[str]]:
    """Type token → sections without a criterion for its family (PRG-R22); types that lack nothing are left out."""
    facts = section_facts(criteria_set)
    found = {row.token: rules.missing_sections(facts, row.family) for row in types}
    return {token: letters for token, letters in found.items() if letters}


def types_open_or_to_open(on: date) -> list[OperatorType]:
    """The types that take applications on a day or later."""
    return [
        row
        for row in OperatorType.objects.filter(opens_on__isnull=False)
        if row.closes_on is None or row.closes_on >= on
    ]


def problems_of(criteria_set: CriteriaSet, *, on: date) -> list[str]:
    """What keeps a version from being published: unknown words, and types that would lose a section they need."""
    rows = list(criteria_set.criteria.values_list("code", "families", "applies_when"))
    known = known_words(criteria_set)
    problems = [] if rows else [_("It has no criteria.")]
    for code, names, keys in rows:
        if not names or set(names) - known.families:
            problems.append(_("{code} names no family, or one that no operator type has.").format(code=code))
        if set(keys) - known.questions:
            problems.append(_("{code} rests on a start question that this version lacks.").format(code=code))
    lacking = sections_lacking(criteria_set, types_open_or_to_open(on)) if rows else {}
    text = _("{type} takes applications, but has no criterion in section {sections}.")
    labels = dict(OperatorType.objects.values_list("token", "label"))
    return problems + [
        text.format(type=labels[token], sections=", ".join(letters)) for token, letters in lacking.items()
    ]


def meets_on(version: CriteriaSet, *, revalidation_due_on: date, in_force_since: date) -> date | None:
    """From when a holder is measured against a version (PRG-R24); None while the version has no day."""
    if version.valid_from is None:
        return None
    return rules.holder_meets_on(
        holders_from=version.holders_from,
        valid_from=version.valid_from,
        holders_on=version.holders_on,
        revalidation_due_on=revalidation_due_on,
        in_force_since=in_force_since,
    )


def criteria_set_for_holder(
    given: CriteriaSet, *, revalidation_due_on: date, in_force_since: date, on: date
) -> CriteriaSet:
    """The version a holder is measured against on a day: the newest one met by then, else the one of the grant."""
    later = CriteriaSet.objects.filter(status=SetStatus.PUBLISHED, number__gt=given.number).order_by("-number")
    for version in later:
        day = meets_on(version, revalidation_due_on=revalidation_due_on, in_force_since=in_force_since)
        if day and day <= on:
            return version
    return given
