"""How the rows and sections of a self-assessment are made.

The answers of one file are read once and laid beside its criteria and places.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from applications import rules
from applications.models import Answer, AnswerDocument, Application, EvidenceAgreement
from foundation.documents.models import Document
from operators.models import Person, Site
from programme.models import Criterion
from programme.states import AnsweredBy, Weight

from .beside import Grouping, agreements_of, grouping, record_lines
from .lending import loans_ended
from .rows import Row, SectionView


@dataclass(frozen=True, slots=True)
class _Counting:
    """Which papers count: on a day neither what a consultant's firm lent whose mandate has ended, nor certificates that
    have. Without a day everything counts."""

    on: date | None = None
    lenders_gone: frozenset[int] = frozenset()

    def documents(self, answer: Answer) -> list[Document]:
        return [row for row in _documents(answer) if row.organisation_id not in self.lenders_gone]

    def ended(self, answer: Answer) -> list[Document]:
        return [row for row in _documents(answer) if row.organisation_id in self.lenders_gone]

    def proofs(self, answer: Answer) -> int:
        on = self.on
        return sum(on is None or row.expires_on is None or row.expires_on >= on for row in answer.proofs.all())


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
    counting: _Counting
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
        documents = tuple(self.counting.documents(answer)) if answer else ()
        return Row(
            criterion,
            self.places.get(site or 0),
            answer,
            _facts(criterion, site, self._entered(criterion, answer, len(documents)), on_record=bool(record)),
            str(self.application.public_id),
            documents,
            loans_ended=tuple(self.counting.ended(answer)) if answer else (),
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
            papers=documents + self.counting.proofs(answer),
            group_papers=self.group_papers.get(criterion.same_answer_group, 0),
            look_again=answer.look_again,
        )


def rows_by_criterion(
    application: Application, relevant: list[Criterion], sites: list[Site], people: list[Person], on: date | None
) -> dict[int, list[Row]]:
    """The rows of each criterion, looked-up ones included, by its key; with a day, papers that count no longer on it do not."""
    answers = _answers(application)
    counting = _counting(application, answers.values(), on)
    facts = {criterion.record_fact for criterion in relevant}
    sheet = _Sheet(
        application,
        {site.pk: site for site in sites},
        answers,
        grouping(application),
        agreements_of(application),
        record_lines(application, facts, sites, people),
        _group_papers(relevant, answers, counting),
        counting,
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


def _counting(application: Application, answers: Iterable[Answer], on: date | None) -> _Counting:
    if on is None:
        return _Counting()
    papers = [paper for answer in answers for paper in _documents(answer)]
    return _Counting(on, loans_ended(application, papers, on))


def _group_papers(
    relevant: list[Criterion], answers: dict[tuple[int, int | None], Answer], counting: _Counting
) -> dict[str, int]:
    groups = {row.pk: row.same_answer_group for row in relevant if row.same_answer_group}
    counted: dict[str, int] = defaultdict(int)
    for (criterion_id, _site), answer in answers.items():
        if criterion_id in groups:
            counted[groups[criterion_id]] += len(counting.documents(answer)) + counting.proofs(answer)
    return counted


def sections_of(relevant: list[Criterion], rows: dict[int, list[Row]]) -> tuple[SectionView, ...]:
    """The sections in the order of their criteria."""
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
