"""A consultant lends a paper of the own firm to an answer of a client. The firm keeps it; the client and Customs read it
while it is linked, nobody else does."""

from datetime import datetime

from django.utils.translation import gettext as _

from applications.models import Answer
from applications.selectors import papers_to_lend
from foundation.audit.services import Refused, acting
from foundation.clock.services import local_date
from foundation.documents.models import Document
from foundation.identity.models import User

from .answers import add_papers, draft, touch
from .life import note


def lend(*, answer: Answer, document: Document, user: User, now: datetime) -> Answer:
    """Link a paper of the consultant’s own firm to an answer. `answers.detach` takes it away again.

    Raises Refused without a mandate of the client today, and for a paper that is not the firm’s to lend.
    """
    with acting(actor=user, at=now):
        row = draft(answer.application)
        may_lend = papers_to_lend(user, row.operator.organisation, local_date(now))
        if not may_lend.filter(pk=document.pk).exists():
            raise Refused(_("This paper is not one that your own firm can lend to this company."))
        add_papers(answer, [document], user, now)
        touch(row, user, now)
        note(
            row,
            "application.paper_lent",
            code=answer.criterion.code,
            title=document.title,
            firm=document.organisation.name,
        )
        return answer
