"""The administrators' home: what waits for a second person, and what was put in force lately."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from programme.models import (
    ClosureProposal,
    Configuration,
    CriteriaSet,
    DeclarationTerms,
    LetterTemplate,
    OpeningPlan,
)
from programme.states import ClosureStatus, LetterCode, OpeningStatus, SetStatus

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something one person prepared and another must publish or confirm."""

    text: str
    author: str
    url: str
    author_id: int | None


@dataclass(frozen=True, slots=True)
class Published:
    """Something that was put in force: when, what, by whom."""

    at: datetime
    title: str
    by: str


def waiting_for_second() -> list[Waiting]:
    """What waits for a second person, in a constant number of queries."""
    return [*_sets(), *_texts(), *_days()]


def _sets() -> Iterator[Waiting]:
    for figures in Configuration.objects.filter(status=SetStatus.DRAFT):
        text = _("Figures and time limits, version {n}").format(n=figures.number)
        yield Waiting(text, figures.author_label, reverse("programme:draft"), figures.author_id)
    for criteria in CriteriaSet.objects.filter(status=SetStatus.DRAFT):
        text = _("Criteria, version {n}").format(n=criteria.number)
        yield Waiting(text, criteria.author_label, reverse("programme:criteria_draft"), criteria.author_id)


def _texts() -> Iterator[Waiting]:
    for letter in LetterTemplate.objects.filter(published_at__isnull=True):
        text = _("Letter: {letter}, {language}").format(letter=letter_name(letter.code), language=letter.language)
        url = reverse("programme:letter", args=[letter.code, letter.language])
        yield Waiting(text, letter.author_label, url, letter.author_id)
    for terms in DeclarationTerms.objects.filter(published_at__isnull=True):
        text = _("Terms of the declaration, {language}").format(language=terms.language)
        yield Waiting(text, terms.author_label, reverse("programme:terms"), terms.author_id)


def _days() -> Iterator[Waiting]:
    for plan in _plans().filter(status=OpeningStatus.PROPOSED):
        text = _("Opening of types: {types}").format(types=_types_of(plan))
        url = reverse("programme:opening_plan", args=[plan.public_id])
        yield Waiting(text, plan.author_label, url, plan.author_id)
    for closure in ClosureProposal.objects.filter(status=ClosureStatus.PROPOSED):
        text = _("Closure: {name}").format(name=closure.name)
        url = reverse("lifecycle:closure", args=[closure.public_id])
        yield Waiting(text, closure.author_label, url, closure.author_id)


def _plans() -> QuerySet[OpeningPlan]:
    return OpeningPlan.objects.prefetch_related("lines__operator_type")


def _types_of(plan: OpeningPlan) -> str:
    return ", ".join(line.operator_type.label for line in plan.lines.all())


def programme_history() -> list[Published]:
    """What was published last, whatever it was, newest first; a constant number of queries."""
    configurations = Configuration.objects.filter(published_at__isnull=False).order_by("-published_at")[:SHOWN]
    criteria = CriteriaSet.objects.filter(published_at__isnull=False).order_by("-published_at")[:SHOWN]
    letters = LetterTemplate.objects.filter(published_at__isnull=False, version__gt=1).order_by("-published_at")
    terms = DeclarationTerms.objects.filter(published_at__isnull=False).order_by("-published_at")[:SHOWN]
    closures = ClosureProposal.objects.filter(confirmed_at__isnull=False).order_by("-confirmed_at")[:SHOWN]
    openings = _plans().filter(status=OpeningStatus.CONFIRMED).order_by("-settled_at")[:SHOWN]
    rows = [
        *(
            Published(row.settled_at, _("Opening of types: {types}").format(types=_types_of(row)), row.settled_by_label)
            for row in openings
            if row.settled_at
        ),
        *(_published(row, _("Figures and time limits, version {n}").format(n=row.number)) for row in configurations),
        *(_published(row, _("Criteria, version {n}").format(n=row.number)) for row in criteria),
        *(_published(row, _letter_title(row)) for row in letters[:SHOWN]),
        *(_published(row, _("Terms of the declaration, version {n}").format(n=row.version)) for row in terms),
        *(
            Published(row.confirmed_at, _("Closure: {name}").format(name=row.name), row.confirmed_by_label)
            for row in closures
            if row.confirmed_at
        ),
    ]
    return sorted(rows, key=lambda row: row.at, reverse=True)[:SHOWN]


def _letter_title(row: LetterTemplate) -> str:
    return _("Letter: {letter}, {language}").format(letter=letter_name(row.code), language=row.language)


def _published(row: Configuration | CriteriaSet | LetterTemplate | DeclarationTerms, title: str) -> Published:
    if row.published_at is None:
        raise ValueError("Only what is published stands in the history.")
    return Published(row.published_at, title, row.publisher_label)


def letter_name(code: str) -> str:
    """A letter in words; its code where the house has no word for it."""
    return str(LetterCode(code).label) if code in LetterCode.values else code
