"""What an officer reads beside an answer: the answer of the last file, what changed since, what colleagues thought of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from applications import rules
from applications.models import Answer, AnswerDocument, Application, Judgement
from applications.rules import Difference, Said

from .assessment import Assessment
from .rows import Row

Place = tuple[str, str]
"""A question and the public id of its site, empty for the company: the same in every version of the criteria."""


@dataclass(frozen=True, slots=True)
class LastTime:
    """The last file of the company that was sent, with its answers by place."""

    application: Application
    answers: Mapping[Place, Answer]

    def answer_to(self, row: Row) -> Answer | None:
        return self.answers.get(place_of(row))


@dataclass(frozen=True, slots=True)
class Changed:
    """Since last time: the words for the list, and whether there is something to look at."""

    words: str
    differences: tuple[Difference, ...]


def last_time(application: Application) -> LastTime | None:
    """Two queries; None for a company's first file."""
    earlier = Application.objects.filter(
        operator=application.operator_id, submitted_at__isnull=False, created_at__lt=application.created_at
    )
    found = earlier.order_by("-submitted_at", "-id").first()
    if found is None:
        return None
    papers = AnswerDocument.objects.select_related("document")
    answers = (
        Answer.objects.filter(application=found)
        .select_related("criterion", "site", "saved_by")
        .prefetch_related(Prefetch("answerdocument_set", queryset=papers, to_attr="papers"))
    )
    by_place = {(row.criterion.code, str(row.site.public_id) if row.site else ""): row for row in answers}
    return LastTime(found, by_place)


def changes_since(sheet: Assessment, before: LastTime) -> dict[str, Changed]:
    """What changed since last time, by the place of the answer on the officers' page; the unchanged are left out."""
    found = {row.anchor: rules.differences(_said(row), _said_then(before.answer_to(row))) for row in sheet.rows}
    return {anchor: Changed(_words(changed), changed) for anchor, changed in found.items() if changed}


def judgements(application: Application) -> dict[tuple[int, int | None], Judgement]:
    """What officers thought of the answers, by criterion and site."""
    rows = Judgement.objects.filter(application=application).select_related("judged_by")
    return {(row.criterion_id, row.site_id): row for row in rows}


def place_of(row: Row) -> Place:
    """Where an answer belongs, whatever the version of the criteria."""
    return row.criterion.code, str(row.site.public_id) if row.site else ""


def _said(row: Row) -> Said:
    answer = row.answer
    if answer is None:
        return Said()
    papers = frozenset(document.sha256 for document in row.documents)
    return Said(answer.outcome, answer.how, answer.reason, answer.plan, papers)


def _said_then(answer: Answer | None) -> Said | None:
    if answer is None:
        return None
    papers = frozenset(link.document.sha256 for link in answer.papers)  # type: ignore[attr-defined]
    return Said(answer.outcome, answer.how, answer.reason, answer.plan, papers)


def _words(changed: tuple[Difference, ...]) -> str:
    texts = {
        Difference.NEW: _("new since last time"),
        Difference.OUTCOME: _("says something else than last time"),
        Difference.WORDS: _("other words than last time"),
        Difference.PAPERS: _("other papers than last time"),
    }
    return ", ".join(texts[one] for one in changed)
