"""A consultant lends a paper of the own firm to an answer of a client. The firm keeps it; the client and Customs read it
while it is linked, nobody else does. Until the file is sent a loan ends with the mandate; what was sent stays evidence."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from applications.models import Answer, AnswerDocument, Application, InformationRequest, RequestItem
from applications.selectors import is_lent, loans_ended, papers_to_lend
from foundation.audit.services import Refused, acting
from foundation.clock.services import local_date
from foundation.documents.models import Document
from foundation.identity.models import User
from programme.models import Criterion

from .answers import add_papers, draft, touch
from .life import note

ENDED = "application.paper_loan_ended"


def lend(*, answer: Answer, document: Document, user: User, now: datetime) -> Answer:
    """Link a paper of the consultant’s own firm to an answer. `answers.detach` takes it away again.

    Raises Refused without a mandate of the client today, and for a paper that is not the firm’s to lend.
    """
    with acting(actor=user, at=now):
        row = draft(answer.application)
        _refuse_unless_lendable(row, document, user, now)
        add_papers(answer, [document], user, now)
        touch(row, user, now)
        _note(row, "application.paper_lent", answer.criterion, document)
        return answer


def check_papers_of_item(item: RequestItem, papers: Iterable[Document], user: User, now: datetime) -> None:
    """An answer to a question of Customs takes papers of the company, and those a consultant may lend to it. Part of an
    act."""
    application = item.request.application
    for paper in papers:
        if paper.removed_at:
            raise Refused(_("This document is not in your documents."))
        if is_lent(paper, application):
            _refuse_unless_lendable(application, paper, user, now)
            _note(application, "application.paper_lent", item.criterion, paper)


def _refuse_unless_lendable(application: Application, document: Document, user: User, now: datetime) -> None:
    may_lend = papers_to_lend(user, application.operator.organisation, local_date(now))
    if not may_lend.filter(pk=document.pk).exists():
        raise Refused(_("This paper is not one that your own firm can lend to this company."))


def end_loans(application: Application, on: date) -> int:
    """Take lent papers out of a draft when nobody of the firm holds a mandate any more; gives how many. Part of an act."""
    links = AnswerDocument.objects.filter(answer__application=application)
    lent = list(
        links.exclude(document__organisation=application.operator.organisation_id).select_related(
            "document__organisation", "answer__criterion"
        )
    )
    gone = loans_ended(application, [link.document for link in lent], on)
    ended = [link for link in lent if link.document.organisation_id in gone]
    for link in ended:
        link.delete()
        _note(application, ENDED, link.answer.criterion, link.document)
    return len(ended)


def end_loans_of_request(request: InformationRequest, on: date) -> int:
    """The same for answers to questions of Customs, before they are sent. Part of an act."""
    application = request.application
    items = list(request.items.prefetch_related("documents__organisation"))
    gone = loans_ended(application, [paper for item in items for paper in item.documents.all()], on)
    ended = [(item, paper) for item in items for paper in item.documents.all() if paper.organisation_id in gone]
    for item, paper in ended:
        item.documents.remove(paper)
        _note(application, ENDED, item.criterion, paper)
    return len(ended)


def _note(application: Application, event: str, criterion: Criterion | None, paper: Document) -> None:
    code = criterion.code if criterion else ""
    note(application, event, code=code, title=paper.title, firm=paper.organisation.name)
