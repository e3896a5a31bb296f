"""A conversation: both sides read it and write in it on one page, with files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.audit.services import Refused
from foundation.clock.services import now, today
from foundation.correspondence import permissions, selectors, services
from foundation.correspondence.forms import MessageForm
from foundation.correspondence.models import Message, Thread
from foundation.correspondence.states import Side
from foundation.documents import services as documents
from foundation.documents.models import Document
from foundation.documents.permissions import company_may_open
from foundation.documents.states import DocumentStatus
from foundation.identity.permissions import GuardedView, Permission, narrow


class ThreadView(GuardedView):
    """A view of one conversation: the company's own, or one of an office whose files the officer sees."""

    permission: Any = (Permission.MESSAGE_READ, Permission.FILE_READ, Permission.CLIENT_READ)

    def thread(self, public_id: UUID) -> Thread:
        user: Any = self.request.user
        if user.is_staff:
            thread = selectors.thread_for_staff(user, today(), public_id)
            if thread is not None and thread.addressed_to_id != user.pk:  # what is addressed to one, one answers
                narrow(self.request, self.permission, thread.office_id)
        else:
            acting = self.request.acting_for  # type: ignore[attr-defined]
            thread = selectors.thread_for_company(acting, public_id) if acting else None
        if thread is None:
            raise Http404
        return thread

    def may_open(self, document: Document) -> bool:
        """Officers open what is checked; the company what its own rules allow."""
        if self.request.user.is_staff:  # type: ignore[union-attr]
            return document.status == DocumentStatus.CLEAN
        return company_may_open(document, self.request.acting_for)  # type: ignore[attr-defined]


class ThreadPage(ThreadView):
    """Reads a conversation, and posts a message."""

    permission = (Permission.MESSAGE_READ, Permission.FILE_READ, Permission.CLIENT_READ)

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        return self._page(self.thread(public_id), MessageForm())

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        thread = self.thread(public_id)
        if not permissions.may_write(request.permissions):  # type: ignore[attr-defined]
            raise Http404
        form = MessageForm(request.POST, request.FILES)
        if form.is_valid() and self._post(thread, form):
            messages.success(request, _("Your message is sent."))
            return redirect("correspondence:thread", thread.public_id)
        return self._page(thread, form, status=422)

    def _post(self, thread: Thread, form: MessageForm) -> bool:
        user: Any = self.request.user
        try:
            services.post_with_files(
                thread=thread,
                side=Side.CUSTOMS if user.is_staff else Side.TRADER,
                author=user,
                body=form.cleaned_data["body"],
                files=form.cleaned_data["files"],
                now=now(),
            )
        except Refused as refusal:
            for sentence in refusal.breaches:
                form.add_error("files", sentence)
            if not refusal.breaches:
                form.add_error("body", refusal.message)
            return False
        return True

    def _page(self, thread: Thread, form: MessageForm, status: int = 200) -> HttpResponse:
        context = {
            "thread": thread,
            "title": thread.subject,
            "form": form,
            "thread_messages": [self._shown(thread, message) for message in selectors.messages_of(thread)],
            "may_write": permissions.may_write(self.request.permissions),  # type: ignore[attr-defined]
            "back_url": reverse("correspondence:inbox"),
            "back_text": _("Back to your messages"),
        }
        return render(self.request, "correspondence/thread.html", context, status=status)

    def _shown(self, thread: Thread, message: Message) -> dict[str, Any]:
        """One message as components/thread.html takes it."""
        own_side = Side.CUSTOMS if self.request.user.is_staff else Side.TRADER  # type: ignore[union-attr]
        return {
            "author": message.author_label,
            "role": message.get_side_display(),
            "at": message.at,
            "text": message.body,
            "mine": message.side == own_side,
            "files": [self._file(thread, document) for document in message.documents.all()],
        }

    def _file(self, thread: Thread, document: Document) -> dict[str, str]:
        url = reverse("correspondence:attachment", args=[thread.public_id, document.public_id])
        if self.may_open(document):
            return {"name": document.title, "url": url, "note": ""}
        waits = document.status == DocumentStatus.WAITING
        return {
            "name": document.title,
            "url": "",
            "note": _("being checked for viruses") if waits else _("can’t be opened"),
        }


class Attachment(ThreadView):
    """A file of a message, as an attachment."""

    permission = (Permission.MESSAGE_READ, Permission.FILE_READ, Permission.CLIENT_READ)

    def get(self, request: HttpRequest, public_id: UUID, document_id: UUID) -> HttpResponse:
        document = selectors.attachment_of(self.thread(public_id), document_id)
        if document is None or not self.may_open(document):
            raise Http404
        return documents.serve(document)  # type: ignore[return-value]
