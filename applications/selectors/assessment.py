"""The self-assessment of one file, read once with a constant number of queries: criteria that fit, answers with their
papers, counts by section, and everything that is still missing."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications import rules
from applications.models import (
    Answer,
    AnswerDocument,
    Application,
    EvidenceAgreement,
    MetThrough,
    Proof,
    StartAnswer,
)
from applications.rules import MissingKind, RowState
from foundation.documents.models import Document
from operators.models import Person, Site
from operators.states import CheckConsent, OperatorStatus
from programme.models import ApplicabilityQuestion, CriteriaSet, Criterion, Section
from programme.selectors import applicable, contradictory_answers, criteria, start_questions_for
from programme.states import AnsweredBy, Stage, Weight

from .beside import Grouping, agreements_of, grouping, record_lines


@dataclass(frozen=True, slots=True)
class Missing:
    """One line of “What is missing”, with the page where it is put right."""

    text: str
    url: str


@dataclass(frozen=True)
class Row:
    """One question: a criterion, for the company, for one site or for a group of like sites, with what the trader said.

    `members` are the places the answer speaks for, `group` their name; `record` is what the company record says already.
    """

    criterion: Criterion
    site: Site | None
    answer: Answer | None
    facts: rules.RowFacts
    application_id: str
    documents: tuple[Document, ...] = ()
    members: tuple[Site, ...] = ()
    group: str = ""
    rest: str = ""
    is_exception: bool = False
    record: tuple[str, ...] = ()
    agreement: EvidenceAgreement | None = None

    @property
    def proofs(self) -> list[Proof]:
        return list(self.answer.proofs.all()) if self.answer else []

    @property
    def others(self) -> list[MetThrough]:
        return list(self.answer.others.all()) if self.answer else []

    @property
    def state(self) -> RowState:
        return rules.row_state(self.facts)

    @property
    def gaps(self) -> tuple[rules.Gap, ...]:
        return rules.answer_gaps(self.facts)

    @property
    def is_complete(self) -> bool:
        return not self.gaps

    @property
    def url(self) -> str:
        return question_url(self.application_id, self.criterion.code, self.site)

    @property
    def title(self) -> str:
        return f"{self.criterion.title}, {self.place}" if self.place else self.criterion.title

    @property
    def place(self) -> str:
        """The group or the site the answer is about, or what stands beside the groups; empty for the whole company."""
        return self.group or (self.site.name if self.site else self.rest)

    @property
    def anchor(self) -> str:
        """Where it stands on the officers' page."""
        return f"{self.criterion.code}-{self.site.pk}" if self.site else self.criterion.code

    @property
    def key(self) -> tuple[str, int | None]:
        return self.criterion.code, self.site.pk if self.site else None


@dataclass(frozen=True)
class SectionView:
    """One section of the task list. `looked_up` are criteria that Customs answers from its own records."""

    section: Section
    rows: tuple[Row, ...]
    looked_up: tuple[Row, ...] = ()

    @property
    def answered(self) -> int:
        return sum(row.state in (RowState.ANSWERED, RowState.NEEDS_PAPER, RowState.LOOK_AGAIN) for row in self.rows)

    @property
    def need_paper(self) -> int:
        return sum(row.state == RowState.NEEDS_PAPER for row in self.rows)

    @property
    def is_complete(self) -> bool:
        return all(row.is_complete for row in self.rows)

    @property
    def is_started(self) -> bool:
        return any(row.state != RowState.NOT_STARTED for row in self.rows)

    @property
    def places(self) -> int:
        """How many sites and groups its questions are asked for one by one."""
        return len({row.site.pk for row in self.rows if row.site})

    @property
    def has_groups(self) -> bool:
        return any(row.group for row in self.rows)

    def count(self, outcome: str) -> int:
        return sum(row.answer is not None and row.answer.outcome == outcome for row in self.rows)

    @property
    def papers(self) -> int:
        return len({document.pk for row in self.rows for document in row.documents})


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
        return [_missing(self, point) for point in points]


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


def missing(application: Application) -> list[Missing]:
    """What keeps this application from being sent; empty: it can be signed."""
    return assessment(application).missing()


def assessment(application: Application) -> Assessment:
    """A constant number of queries whatever the number of criteria, sites and papers."""
    every = criteria(application.criteria_set)
    starts = _starts(application)
    relevant = _relevant(application, every, starts)
    sites = sites_of(application)
    people = list(application.operator.people.filter(left_on__isnull=True))
    rows = _rows(application, relevant, sites, people)
    return Assessment(
        application=application,
        sections=_sections(relevant, rows),
        sites=tuple(sites),
        people=tuple(people),
        starts=starts,
        asked_starts=tuple(_asked_starts(application, every)),
    )


def question_url(application_id: object, code: str, site: Site | None = None) -> str:
    """The address of a question, for the company or for one site."""
    url = reverse("applications:question", args=[application_id, code])
    return f"{url}?{urlencode({'site': site.public_id})}" if site else url


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


@dataclass(frozen=True)
class _Sheet:
    """What every row is made from, read once."""

    application: Application
    places: dict[int, Site]
    answers: dict[tuple[int, int | None], Answer]
    grouping: Grouping
    agreements: dict[tuple[int, int | None], EvidenceAgreement]
    record: dict[str, list[str]]
    group_papers: dict[str, int]
    answered: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def rows_of(self, criterion: Criterion) -> Iterable[Row]:
        asked = rules.places_asked(
            criterion.scope,
            list(self.places),
            self.grouping.groups,
            self.grouping.exceptions.get(criterion.pk, ()),
            self.answered[criterion.pk],
        )
        for site, members in asked.items():
            yield self._row(criterion, site, members)

    def _row(self, criterion: Criterion, site: int | None, members: tuple[int, ...]) -> Row:
        answer = self.answers.get((criterion.pk, site))
        alone = site in self.grouping.exceptions.get(criterion.pk, ())
        group = "" if alone else self.grouping.names.get(self.grouping.groups.get(site or 0, 0), "")
        record = tuple(self.record.get(criterion.record_fact, ()))
        documents = tuple(_documents(answer)) if answer else ()
        return Row(
            criterion,
            self.places.get(site or 0),
            answer,
            _facts(criterion, site, self._entered(criterion, answer, len(documents)), on_record=bool(record)),
            str(self.application.public_id),
            documents,
            members=tuple(self.places[member] for member in members),
            group=group,
            rest=self._rest(members) if site is None else "",
            is_exception=alone,
            record=record,
            agreement=self.agreements.get((criterion.pk, site)),
        )

    def _rest(self, members: tuple[int, ...]) -> str:
        """The places that stand in no group, where others do."""
        if not members or not self.grouping.groups:
            return ""
        return self.places[members[0]].name if len(members) == 1 else _("the other places")

    def _entered(self, criterion: Criterion, answer: Answer | None, documents: int) -> rules.AnswerFacts | None:
        if answer is None:
            return None
        return rules.AnswerFacts(
            outcome=answer.outcome,
            how=answer.how,
            reason=answer.reason,
            plan=answer.plan,
            planned_until=answer.planned_until,
            papers=documents + len(answer.proofs.all()),
            group_papers=self.group_papers.get(criterion.same_answer_group, 0),
            look_again=answer.look_again,
        )


def _rows(
    application: Application, relevant: list[Criterion], sites: list[Site], people: list[Person]
) -> dict[int, list[Row]]:
    answers = _answers(application)
    facts = {criterion.record_fact for criterion in relevant}
    sheet = _Sheet(
        application,
        {site.pk: site for site in sites},
        answers,
        grouping(application),
        agreements_of(application),
        record_lines(application, facts, sites, people),
        _group_papers(relevant, answers),
    )
    for criterion_id, site_id in answers:
        if site_id is not None:
            sheet.answered[criterion_id].add(site_id)
    return {criterion.pk: list(sheet.rows_of(criterion)) for criterion in relevant}


def _facts(
    criterion: Criterion, site: int | None, entered: rules.AnswerFacts | None, *, on_record: bool
) -> rules.RowFacts:
    return rules.RowFacts(
        code=criterion.code,
        section=criterion.section.letter,
        must=criterion.weight == Weight.MUST,
        customs_too=criterion.answered_by == AnsweredBy.BOTH,
        answer=entered,
        site=site,
        on_record=on_record,
    )


def _answers(application: Application) -> dict[tuple[int, int | None], Answer]:
    papers = AnswerDocument.objects.filter(document__removed_at__isnull=True).select_related("document__organisation")
    rows = (
        Answer.objects.filter(application=application)
        .select_related("saved_by")
        .prefetch_related(Prefetch("answerdocument_set", queryset=papers, to_attr="papers"), "proofs", "others")
    )
    return {(row.criterion_id, row.site_id): row for row in rows}


def _documents(answer: Answer) -> list[Document]:
    return [link.document for link in answer.papers]  # type: ignore[attr-defined]


def _group_papers(relevant: list[Criterion], answers: dict[tuple[int, int | None], Answer]) -> dict[str, int]:
    groups = {row.pk: row.same_answer_group for row in relevant if row.same_answer_group}
    counted: dict[str, int] = defaultdict(int)
    for (criterion_id, _site), answer in answers.items():
        if criterion_id in groups:
            counted[groups[criterion_id]] += len(_documents(answer)) + len(answer.proofs.all())
    return counted


def _sections(relevant: list[Criterion], rows: dict[int, list[Row]]) -> tuple[SectionView, ...]:
    by_section: dict[int, list[Criterion]] = defaultdict(list)
    for criterion in relevant:
        by_section[criterion.section_id].append(criterion)
    return tuple(_section(members, rows) for members in by_section.values())


def _section(members: list[Criterion], rows: dict[int, list[Row]]) -> SectionView:
    every = [row for criterion in members for row in rows.get(criterion.pk, ())]
    asked = [rules.asked_of_trader(row.criterion.answered_by) for row in every]
    return SectionView(
        section=members[0].section,
        rows=tuple(row for row, of_trader in zip(every, asked, strict=True) if of_trader),
        looked_up=tuple(row for row, of_trader in zip(every, asked, strict=True) if not of_trader),
    )


def _missing(sheet: Assessment, point: rules.MissingPoint) -> Missing:
    application_id = sheet.application.public_id
    row = sheet.by_key.get((point.code, point.site))
    if row is not None:
        name = f"{point.code}, {row.place}" if row.place else point.code
        return Missing(_row_text(point.kind) % {"code": name}, row.url)
    if point.kind == MissingKind.ANSWERS:
        return Missing(_answers_text(point), _first_open(sheet))
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


def _first_open(sheet: Assessment) -> str:
    return next(row.url for row in sheet.rows if rules.Gap.ANSWER in row.gaps)


def _company_missing(point: rules.MissingPoint) -> Missing:
    people = ngettext("consent of %(n)s person", "consent of %(n)s people", point.count) % {"n": point.count}
    text, route = {
        MissingKind.VERIFICATION: (_("proof that you may act for the company"), "operators:claim"),
        MissingKind.SITES: (_("a site of the company"), "operators:sites"),
        MissingKind.PEOPLE: (_("the people who own or run the company"), "operators:people"),
        MissingKind.CONSENTS: (people, "operators:people"),
    }[point.kind]
    return Missing(text, reverse(route))
