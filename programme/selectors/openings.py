"""Days on which types open or close: what is proposed, for whom it waits, what each line changes."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programme import rules
from programme.models import OpeningLine, OpeningPlan, OperatorType
from programme.models.types import Opening
from programme.states import OpeningStatus


@dataclass(frozen=True, slots=True)
class OpeningChange:
    """What a plan changes for one type, in words."""

    type: OperatorType
    now: str
    then: str


def opening_plans() -> QuerySet[OpeningPlan]:
    """Every plan, newest first."""
    return OpeningPlan.objects.order_by("-proposed_at", "-id")


def opening_lines(plan: OpeningPlan) -> list[OpeningLine]:
    """What a plan says, type by type."""
    return list(plan.lines.select_related("operator_type").order_by("operator_type__position", "id"))


def types_waiting_to_open() -> set[int]:
    """The keys of types for which days wait to be confirmed."""
    rows = OpeningLine.objects.filter(plan__status=OpeningStatus.PROPOSED)
    return set(rows.values_list("operator_type_id", flat=True))


def plan_of_type(row: OperatorType) -> OpeningPlan | None:
    """The plan that waits for this type."""
    return OpeningPlan.objects.filter(status=OpeningStatus.PROPOSED, lines__operator_type=row).first()


def opening_changes(plan: OpeningPlan) -> list[OpeningChange]:
    """Each type of a plan with its days as they are and as they would be."""
    return [
        OpeningChange(line.operator_type, opening_in_words(line.operator_type), opening_in_words(line))
        for line in opening_lines(plan)
    ]


def opening_in_words(row: Opening) -> str:
    """“from 1 March 2027; test group of 10 companies until 31 August 2027”."""
    if row.opens_on is None:
        return _("not open")
    parts = [_("from {day}").format(day=_day(row.opens_on))]
    if row.closes_on:
        parts[0] = _("from {day} until {last}").format(day=_day(row.opens_on), last=_day(row.closes_on))
    if row.most_companies is not None:
        parts.append(group_in_words(row.most_companies, row.group_until))
    return "; ".join(parts)


def group_in_words(most: int, until: date | None) -> str:
    """“test group of 10 companies until 31 August 2027”."""
    text = ngettext("test group of {n} company", "test group of {n} companies", most).format(n=most)
    return _("{group} until {day}").format(group=text, day=_day(until)) if until else text


def _day(value: date) -> str:
    return date_format(value, "j F Y")


def places_left(row: OperatorType, *, taken: int, on: date) -> int | None:
    """How many companies more may apply as this type on a day (PRG-R25); None when every company may."""
    return rules.places_left(most=row.most_companies, until=row.group_until, taken=taken, on=on)
