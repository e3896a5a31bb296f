"""A paper that a consultant’s firm lent to an answer, for the people of the company it was lent to."""

from collections.abc import Iterator

from django.http import FileResponse, Http404, HttpRequest

from applications import selectors
from foundation.documents.models import Document
from foundation.documents.services import serve
from foundation.identity.permissions import Permission

from .base import ApplicationPage


class LentPaper(ApplicationPage):
    """The original, as an attachment, for as long as it is linked to an answer this person sees."""

    permission = Permission.DOCUMENT_READ

    def get(self, request: HttpRequest, public_id: str, paper_id: str) -> FileResponse:
        return serve(self._paper(paper_id))

    def _paper(self, paper_id: str) -> Document:
        for document in (*self._of_answers(), *self._of_requests()):
            if str(document.public_id) == str(paper_id) and selectors.is_lent(document, self.application):
                return document
        raise Http404

    def _of_answers(self) -> Iterator[Document]:
        for row in (*self.sheet.rows, *self.sheet.looked_up):
            yield from row.documents

    def _of_requests(self) -> Iterator[Document]:
        for request in selectors.requests_of(self.application):
            for item in self.within_limits(request.items.all()):
                yield from selectors.papers_of_item(item, self.application, self.on)[0]
