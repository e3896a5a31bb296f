"""The self-assessment of one file, read once with a constant number of queries: criteria that fit, answers with their
papers, counts by section, and everything that is still missing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from applications import rules
from applications.models import Application, StartAnswer
from operators.models import Person, Site
from operators.states import CheckConsent, OperatorStatus
from programme.models import ApplicabilityQuestion, CriteriaSet, Criterion
from programme.selectors import applicable, contradictory_answers, criteria, start_questions_for
from programme.states import Stage

from .gaps import Missing, missing_lines
from .rows import Row, SectionView
from .sheet import rows_by_criterion, sections_of


@dataclass(frozen=True)
class Assessment:
    """Everything the trader's pages and the officer's file read of the answers."""

    application: Application
    sections: tuple[SectionView, ...]
    sites: tuple[Site, ...]
    people: tuple[Person, ...]
    starts: dict[str, bool]
    asked_starts: tuple[ApplicabilityQuestion, ...]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for section in self.sections for row in section.rows)

    @cached_property
    def by_key(self) -> dict[tuple[str, int | None], Row]:
        return {row.key: row for row in self.rows}

    @cached_property
    def looked_up(self) -> tuple[Row, ...]:
        """What Customs answers from its own records; the trader may say that something is wrong."""
        return tuple(row for section in self.sections for row in section.looked_up)

    @cached_property
    def by_place(self) -> dict[tuple[str, str], Row]:
        """Every page of a question by code and public id of its site, looked-up ones included."""
        every = (*self.looked_up, *self.rows)
        return {(row.criterion.code, str(row.site.public_id) if row.site else ""): row for row in every}

    @property
    def question_count(self) -> int:
        return len(self.rows)

    @property
    def looked_up_count(self) -> int:
        return len(self.looked_up)

    @property
    def consents_open(self) -> int:
        return sum(person.status == CheckConsent.ASKED for person in self.people)

    @property
    def contradictions(self) -> list[tuple[str, str]]:
        return contradictory_answers(self.starts)

    @property
    def starts_open(self) -> int:
        return sum(question.key not in self.starts for question in self.asked_starts)

    def for_places(self, places: Collection[UUID]) -> "Assessment":
        """The same without questions about other places; no places means no limit. Questions of the company stay."""
        if not places:
            return self
        return replace(
            self,
            sites=tuple(site for site in self.sites if site.public_id in places),
            sections=tuple(
                replace(view, rows=_at(view.rows, places), looked_up=_at(view.looked_up, places))
                for view in self.sections
            ),
        )

    def section_of(self, code: str) -> SectionView:
        return next(
            view for view in self.sections if any(code == row.criterion.code for row in (*view.rows, *view.looked_up))
        )

    def same_answer(self, row: Row) -> Row | None:
        """Another answered row that may lend its answer: same group, same place first."""
        group = row.criterion.same_answer_group
        if not group:
            return None
        others = [other for other in self.rows if other.criterion.same_answer_group == group and other.key != row.key]
        filled = [other for other in others if other.answer is not None and other.answer.outcome]
        return next(iter(sorted(filled, key=lambda other: other.site != row.site)), None)

    def open_musts(self) -> list[Row]:
        """Musts that are not met (yet): what keeps Customs from granting."""
        return [row for row in self.rows if row.facts.must and row.answer and row.answer.outcome == "NOT_MET"]

    def missing(self) -> list[Missing]:
        """Everything that keeps the application from being sent."""
        company = rules.CompanyFacts(
            verified=self.application.operator.status == OperatorStatus.VERIFIED,
            sites=len(self.sites),
            people=len(self.people),
            consents_open=self.consents_open,
            contradictions=len(self.contradictions),
        )
        points = rules.missing_points([row.facts for row in self.rows], company)
        return missing_lines(points, self.by_key, self.application.public_id)


def _at(rows: Iterable[Row], places: Collection[UUID]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.site is None or any(site.public_id in places for site in row.members))


def relevant_criteria(application: Application, version: CriteriaSet | None = None) -> list[Criterion]:
    """The criteria this file asks or that Customs looks up for it, in their order; those of another version if named."""
    return _relevant(application, criteria(version or application.criteria_set), _starts(application))


def start_questions(application: Application) -> list[ApplicabilityQuestion]:
    """The start questions on which a criterion of the chosen types rests."""
    return _asked_starts(application, criteria(application.criteria_set))


def sites_of(application: Application) -> list[Site]:
    """The open sites of the company, in their order."""
    return list(application.operator.sites.filter(closed_on__isnull=True))


def missing(application: Application, on: date | None = None) -> list[Missing]:
    """What keeps this application from being sent; empty: it can be signed."""
    return assessment(application, on).missing()


def assessment(application: Application, on: date | None = None) -> Assessment:
    """A constant number of queries whatever the number of criteria, sites and papers.

    With a day, papers that no longer count on it are left out of a draft: those of a consultant without a mandate, and
    certificates that have ended. A file that was sent is read as it was signed.
    """
    every = criteria(application.criteria_set)
    starts = _starts(application)
    relevant = _relevant(application, every, starts)
    sites = sites_of(application)
    people = list(application.operator.people.filter(left_on__isnull=True))
    rows = rows_by_criterion(application, relevant, sites, people, on if application.submitted_at is None else None)
    return Assessment(
        application=application,
        sections=sections_of(relevant, rows),
        sites=tuple(sites),
        people=tuple(people),
        starts=starts,
        asked_starts=tuple(_asked_starts(application, every)),
    )


def _families(application: Application) -> set[str]:
    return {row.family for row in application.operator_types.all()}


def _starts(application: Application) -> dict[str, bool]:
    return dict(StartAnswer.objects.filter(application=application).values_list("key", "yes"))


def _relevant(application: Application, every: Iterable[Criterion], starts: dict[str, bool]) -> list[Criterion]:
    return applicable(
        every, families=_families(application), kinds=application.kinds, stage=Stage.APPLICATION, answers=starts
    )


def _asked_starts(application: Application, every: Iterable[Criterion]) -> list[ApplicabilityQuestion]:
    return start_questions_for(application.criteria_set, _families(application), application.kinds, of=every)
