"""Our side of screening: every name of a company and its people, with the facts that tell two bearers apart."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from operators.models import Operator, Person
from vetting.states import EntityType


@dataclass(frozen=True, slots=True)
class Subject:
    """One bearer of names: a company, or a person in it."""

    operator_id: int
    office_id: int | None
    person_id: int | None
    names: tuple[str, ...]
    kind: str
    country: str
    born_on: date | None = None


def subjects(operator_ids: Iterable[int]) -> list[Subject]:
    """Companies and the people who have not left them, in two queries. Consent is not asked for: lists are public and
    screening against them is a duty."""
    companies = Operator.objects.filter(pk__in=list(operator_ids)).order_by("pk")
    found: defaultdict[int, list[Subject]] = defaultdict(list)
    offices: dict[int, int | None] = {}
    for pk, office, name, others, country in companies.values_list(
        "pk", "office_id", "legal_name", "trading_names", "country"
    ):
        offices[pk] = office
        names = tuple(dict.fromkeys((name, *others)))
        found[pk].append(Subject(pk, office, None, names, EntityType.ORGANISATION, country))
    people = Person.objects.filter(operator_id__in=list(offices), left_on__isnull=True).order_by("pk")
    for pk, operator, name, born, country in people.values_list(
        "pk", "operator_id", "full_name", "date_of_birth", "nationality"
    ):
        found[operator].append(Subject(operator, offices[operator], pk, (name,), EntityType.PERSON, country, born))
    return [subject for group in found.values() for subject in group]
