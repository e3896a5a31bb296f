"""One question of a self-assessment with what was answered, and one section with its counts."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from applications import rules
from applications.models import Answer, EvidenceAgreement, MetThrough, Proof
from applications.rules import RowState
from foundation.documents.models import Document
from operators.models import Site
from programme.models import Criterion, Section


@dataclass(frozen=True)
class Row:
    """One question: a criterion, for the company, for one site or for a group of like sites, with what the trader said.

    `members` are the places the answer speaks for, `group` their name; `record` is what the company record says already.
    `loans_ended` are papers of a consultant's firm that no longer count: its mandate ended before the draft was sent.
    """

    criterion: Criterion
    site: Site | None
    answer: Answer | None
    facts: rules.RowFacts
    application_id: str
    documents: tuple[Document, ...] = ()
    loans_ended: tuple[Document, ...] = ()
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


def question_url(application_id: object, code: str, site: Site | None = None) -> str:
    """The address of a question, for the company or for one site."""
    url = reverse("applications:question", args=[application_id, code])
    return f"{url}?{urlencode({'site': site.public_id})}" if site else url
