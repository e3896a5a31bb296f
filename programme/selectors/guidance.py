"""Explaining texts, proposals of other authorities, and how criteria are read: who may see which."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from foundation.identity.models import Office, Organisation, RoleGrant, User, in_force
from foundation.identity.permissions import Permission
from foundation.identity.selectors import organisations_of
from foundation.identity.states import OrganisationKind
from programme.models import CriterionProposal, Guidance, Interpretation
from programme.states import GuidanceStep, InterpretationStatus

from .criteria import criteria_set
from .sets import sections


@dataclass(frozen=True, slots=True)
class Place:
    """Where an explaining text is shown, and the languages in which there is one."""

    key: str
    label: str
    languages: tuple[str, ...] = ()


def section_place(letter: str) -> str:
    """The place of a section's text: above its questions."""
    return f"section.{letter}"


def step_place(status: str) -> str:
    """The place of a step's text: on the status page of a file in this state."""
    return f"step.{status}"


def guidance_places(on: date) -> list[Place]:
    """Every place for a text: the sections in force, then the steps after sending; three queries."""
    written: dict[str, set[str]] = defaultdict(set)
    newest = Guidance.objects.order_by("place", "language", "-version").distinct("place", "language")
    for row in newest:
        if row.text:
            written[row.place].add(row.language)
    named = [(section_place(row.letter), f"{row.letter}. {row.title}") for row in sections(criteria_set(on))]
    named += [(step_place(value), str(label).capitalize()) for value, label in GuidanceStep.choices]
    return [Place(key, label, tuple(sorted(written[key]))) for key, label in named]


def guidance_versions(place: str, language: str) -> QuerySet[Guidance]:
    """Every version of one text, newest first."""
    return Guidance.objects.filter(place=place, language=language)


def guidance(*places: str) -> dict[str, str]:
    """Place → text in the reader's language, else in the first one; places without a text are left out; one query."""
    wanted = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    rows = Guidance.objects.filter(place__in=places, language__in={wanted, settings.LANGUAGE_CODE})
    newest = rows.order_by("place", "language", "-version").distinct("place", "language")
    found: dict[str, str] = {}
    for row in sorted(newest, key=lambda row: row.language == wanted):
        if row.text:
            found[row.place] = row.text
    return found


def guidance_text(place: str) -> str:
    """The text of one place, for the page it explains; empty when there is none; one query."""
    return guidance(place).get(place, "")


# --- proposals ------------------------------------------------------------------------------------------------------


def agencies_of(user: User, on: date) -> list[Organisation]:
    """The authorities somebody speaks for."""
    return list(organisations_of(user, on).filter(kind=OrganisationKind.AGENCY))


def visible_proposals(user: User, held: frozenset[Permission], on: date) -> QuerySet[CriterionProposal]:
    """Whoever reads the programme sees all; others their own and those of the authority they speak for."""
    rows = CriterionProposal.objects.select_related("proposed_by")
    if Permission.PROGRAMME_READ in held:
        return rows
    names = [row.name for row in agencies_of(user, on)]
    return rows.filter(Q(proposed_by=user) | Q(agency__in=names))


# --- how criteria are read ------------------------------------------------------------------------------------------


def interpretations(*, code: str = "", status: str = "") -> QuerySet[Interpretation]:
    """Questions and answers about criteria, narrowed to a code and a state."""
    rows = Interpretation.objects.select_related("asked_by", "office")
    rows = rows.filter(criterion_code=code) if code else rows
    return rows.filter(status=status) if status else rows


def interpretations_for(codes: Collection[str]) -> dict[str, list[Interpretation]]:
    """Code → answered notes and precedents, for officers beside the answers; one query. Never for traders."""
    return _by_code(Interpretation.objects.filter(status=InterpretationStatus.ANSWERED, criterion_code__in=codes))


def public_interpretations(code: str = "") -> dict[str, list[Interpretation]]:
    """Code → what everybody may read, of one criterion or of all; one query."""
    rows = Interpretation.objects.filter(status=InterpretationStatus.ANSWERED, is_public=True)
    return _by_code(rows.filter(criterion_code=code) if code else rows)


def _by_code(rows: QuerySet[Interpretation]) -> dict[str, list[Interpretation]]:
    found: dict[str, list[Interpretation]] = defaultdict(list)
    for row in rows:
        found[row.criterion_code].append(row)
    return dict(found)


def place_label(key: str, on: date) -> str | None:
    """The words of a place; None when there is no such place."""
    return next((place.label for place in guidance_places(on) if place.key == key), None)


def office_of(user: User, on: date) -> Office | None:
    """The office somebody works at; None for whoever works everywhere."""
    grant = RoleGrant.objects.filter(in_force(on), user=user, office__isnull=False).order_by("id").first()
    return grant.office if grant else None
