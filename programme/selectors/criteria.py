"""Operator types and criteria: what is open on a day, what a file is asked, which start questions it needs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from programme import rules
from programme.models import ApplicabilityQuestion, CriteriaSet, Criterion, OperatorType
from programme.states import TYPE_GROUPS, SetStatus

from .wording import worded, worded_criteria


@dataclass(frozen=True, slots=True)
class TypeGroup:
    """Types that are said in one breath; `opens_on` is None when they are open."""

    label: str
    opens_on: date | None


def criteria_set(on: date) -> CriteriaSet:
    """The set in force on a day. Raises CriteriaSet.DoesNotExist before the first one."""
    published = CriteriaSet.objects.filter(status=SetStatus.PUBLISHED, valid_from__lte=on)
    found = published.order_by("-valid_from", "-number").first()
    if found is None:
        raise CriteriaSet.DoesNotExist(f"No criteria set is in force on {on}.")
    return found


def criteria(criteria_set: CriteriaSet) -> list[Criterion]:
    """All criteria of a set in their order, with their sections, in the reader's language; one query."""
    rows = Criterion.objects.filter(criteria_set=criteria_set).select_related("section")
    return worded_criteria(rows.order_by("position", "id"))


def applicable(
    criteria: Iterable[Criterion],
    *,
    families: Collection[str],
    kinds: Collection[str],
    stage: str,
    answers: Mapping[str, bool],
) -> list[Criterion]:
    """The criteria a file meets (PRG-R01, R02), in the order given; no query."""
    file = rules.FileFacts(frozenset(families), frozenset(kinds), stage, answers)
    return [criterion for criterion in criteria if rules.applies(_facts(criterion), file)]


def fitting(criteria: Iterable[Criterion], *, families: Collection[str], kinds: Collection[str]) -> list[Criterion]:
    """The criteria of these families and kinds at any stage, for the public page; an empty collection means all."""
    wanted, sorts = set(families), set(kinds)
    return [
        row for row in criteria if (not wanted or wanted & set(row.families)) and (not sorts or sorts & set(row.kinds))
    ]


def start_questions_for(
    criteria_set: CriteriaSet,
    families: Collection[str],
    kinds: Collection[str],
    stage: str = "application",
    *,
    of: Iterable[Criterion] | None = None,
) -> list[ApplicabilityQuestion]:
    """The start questions on which a criterion of these types and kinds rests (PRG-R03), in their order.

    `of` spares a query where the criteria of the set are at hand.
    """
    file = rules.FileFacts(frozenset(families), frozenset(kinds), stage, {})
    known = criteria(criteria_set) if of is None else of
    wanted = rules.relevant_questions(map(_facts, known), file)
    rows = ApplicabilityQuestion.objects.filter(criteria_set=criteria_set, key__in=wanted)
    return worded(rows.order_by("position", "id"))


def contradictory_answers(answers: Mapping[str, bool]) -> list[tuple[str, str]]:
    """Pairs of start questions whose answers clash (PRG-R04)."""
    return rules.contradictions(answers)


def evidence_for(criterion: Criterion, *, small_firm: bool) -> str:
    """What a firm of this size may show (PRG-R05)."""
    return rules.shown_evidence(evidence=criterion.evidence, sme_evidence=criterion.sme_evidence, small_firm=small_firm)


def types() -> QuerySet[OperatorType]:
    """Every operator type, open or not."""
    return OperatorType.objects.all()


def first_words(row: OperatorType) -> dict[str, str]:
    """Name and meaning of a type in the first language, whoever reads."""
    found: dict[str, str] = OperatorType.objects.filter(pk=row.pk).values(*OperatorType.WORDS).get()
    return found


def open_types(on: date) -> QuerySet[OperatorType]:
    """The types that take applications on a day (PRG-R12)."""
    return OperatorType.objects.filter(opens_on__lte=on).filter(Q(closes_on__isnull=True) | Q(closes_on__gte=on))


def types_by_tokens(tokens: Collection[str]) -> list[OperatorType]:
    """The types of these tokens, in their order."""
    return list(OperatorType.objects.filter(token__in=tokens))


def families_of(tokens: Collection[str]) -> frozenset[str]:
    """The criteria families of these types."""
    return frozenset(OperatorType.objects.filter(token__in=tokens).values_list("family", flat=True))


def type_groups(on: date) -> tuple[list[TypeGroup], list[TypeGroup]]:
    """What is open on a day and what opens on a later, known day, grouped as people speak of it; one query."""
    known = {row.token: row for row in OperatorType.objects.filter(opens_on__isnull=False)}
    groups: list[tuple[object, list[OperatorType]]] = [
        (label, [known.pop(token) for token in tokens if token in known]) for label, tokens in TYPE_GROUPS
    ]
    groups += [(row.label, [row]) for row in known.values()]
    open_now, later = [], []
    for label, members in groups:
        if any(rules.is_open(opens_on=row.opens_on, closes_on=row.closes_on, on=on) for row in members):
            open_now.append(TypeGroup(str(label), None))
            continue
        coming = [row.opens_on for row in members if row.opens_on and row.opens_on > on]
        if coming:
            later.append(TypeGroup(str(label), min(coming)))
    return open_now, sorted(later, key=lambda group: group.opens_on or date.max)


def _facts(criterion: Criterion) -> rules.CriterionFacts:
    return rules.CriterionFacts(
        code=criterion.code,
        families=frozenset(criterion.families),
        kinds=frozenset(criterion.kinds),
        stage=criterion.stage,
        applies_when=frozenset(criterion.applies_when),
    )
