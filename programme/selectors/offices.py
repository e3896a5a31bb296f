"""Offices: which one is competent for a file, by which calendar it works, and the regions addresses name."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from foundation.clock.models import Calendar
from foundation.identity.models import Office
from programme import rules
from programme.models import BusinessCalendar, Closure, ClosureProposal, CompetenceRule, OperatorType, Region
from programme.models.offices import COMMON_CALENDAR
from programme.states import CompetenceCriterion

YEARS_BEFORE, YEARS_AFTER = 4, 6


def regions() -> QuerySet[Region]:
    """The regions an address may name."""
    return Region.objects.all()


def competence_rules() -> QuerySet[CompetenceRule]:
    """The rules in the order in which they are tried."""
    return CompetenceRule.objects.select_related("office")


def competence_values() -> dict[str, dict[str, str]]:
    """What a rule of competence may look for, by what it looks at: value and words; two queries."""
    return {
        CompetenceCriterion.REGION: {row.code: row.name for row in regions()},
        CompetenceCriterion.SIZE: {"LARGE": _("every large firm")},
        CompetenceCriterion.OPERATOR_TYPE: {row.token: row.label for row in OperatorType.objects.all()},
    }


def competence_lines() -> list[tuple[CompetenceRule, str]]:
    """The rules in the order in which they are tried, each with its value in words."""
    words = competence_values()
    return [(row, words.get(row.criterion, {}).get(row.value, row.value)) for row in competence_rules()]


def competent_office(*, region: str, size: str, type_tokens: Collection[str]) -> Office:
    """The office of the first rule that fits (PRG-R10). Raises Office.DoesNotExist when no rule fits."""
    table = list(competence_rules())
    facts = [rules.CompetenceFacts(row.criterion, row.value, row.office.code) for row in table]
    code = rules.competent_office(facts, region=region, size=size, type_tokens=type_tokens)
    if code is None:
        raise Office.DoesNotExist("No rule of competence fits. Add a rule for every other file.")
    return next(row.office for row in table if row.office.code == code)


def office_line(office: Office) -> list[Office]:
    """The office and those above it, nearest first; one query."""
    tree = {row.pk: row for row in Office.objects.all()}
    line: list[Office] = []
    current: Office | None = tree.get(office.pk)
    while current is not None and current not in line:
        line.append(current)
        current = tree.get(current.parent_id) if current.parent_id else None
    return line


def closures(calendar: BusinessCalendar) -> QuerySet[Closure]:
    """The listed holidays and closures of a calendar, in order of day."""
    return Closure.objects.filter(calendar=calendar).select_related("office").order_by("on", "id")


def calendar(office: Office | None, *, years_around: date) -> Calendar:
    """The business calendar of an office, or the default one, for some years around a day; two queries.

    Closures announced for one office only count there.
    """
    code = office.calendar if office else COMMON_CALENDAR
    row = BusinessCalendar.objects.get(code=code)
    days = _days(row, years_around).filter(Q(office__isnull=True) | Q(office=office))
    return _calendar(row, days.values_list("on", "office_id"))


def calendars(*, years_around: date) -> dict[str, Calendar]:
    """The calendars of all offices by office code, and the default one under the empty code; three queries."""
    rows = {row.code: row for row in BusinessCalendar.objects.all()}
    days: dict[str, list[tuple[date, int | None]]] = {
        code: list(_days(row, years_around).values_list("on", "office_id")) for code, row in rows.items()
    }
    found = {"": _calendar(rows[COMMON_CALENDAR], _shared(days[COMMON_CALENDAR]))}
    for office in Office.objects.all():
        own = [day for day in days[office.calendar] if day[1] in (None, office.pk)]
        found[office.code] = _calendar(rows[office.calendar], own)
    return found


def closure_proposals() -> QuerySet[ClosureProposal]:
    """Closures that were entered, newest first: waiting, confirmed or dropped."""
    return ClosureProposal.objects.select_related("calendar", "office").order_by("-proposed_at", "-id")


def business_calendars() -> QuerySet[BusinessCalendar]:
    """Every calendar."""
    return BusinessCalendar.objects.order_by("code")


def calendar_title(code: str) -> str:
    """A calendar in words, by its code."""
    return BusinessCalendar(code=code).title


def weekdays(days: Iterable[int]) -> list[str]:
    """The names of weekdays numbered from Monday = 0."""
    return [str(WEEKDAYS[day]) for day in sorted(days)]


def offices() -> QuerySet[Office]:
    """Every office with the one above it."""
    return Office.objects.select_related("parent").order_by("code")


def offices_closed(proposal: ClosureProposal) -> list[str]:
    """The codes of the offices a closure would close; the empty code stands for files without an office."""
    if proposal.office:
        return [proposal.office.code]
    codes = list(Office.objects.filter(calendar=proposal.calendar.code).values_list("code", flat=True))
    return [*codes, ""] if proposal.calendar.code == COMMON_CALENDAR else codes


def _days(row: BusinessCalendar, around: date) -> QuerySet[Closure]:
    first, last = around.year - YEARS_BEFORE, around.year + YEARS_AFTER
    return Closure.objects.filter(calendar=row, on__gte=date(first, 1, 1), on__lte=date(last, 12, 31))


def _shared(days: Iterable[tuple[date, int | None]]) -> list[tuple[date, int | None]]:
    return [day for day in days if day[1] is None]


def _calendar(row: BusinessCalendar, days: Iterable[tuple[date, int | None]]) -> Calendar:
    listed = list(days)
    holidays = frozenset(on for on, office in listed if office is None)
    return Calendar(frozenset(row.weekend), holidays, frozenset(on for on, office in listed if office is not None))
