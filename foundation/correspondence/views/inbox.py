"""The inbox: what needs the reader's action, apart from what is for information; letters and conversations as tabs."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from foundation.clock.services import now, today
from foundation.correspondence import selectors, services
from foundation.correspondence.models import Notice
from foundation.identity.permissions import Acting, GuardedView, Permission

PAGE_SIZE = 50
SOON = timedelta(days=7)  # five business days in a week without holidays; the exact day stands beside it


def readers(request: Any) -> list[Acting] | None:
    """For whom the reader acts, as the selectors take it: one company or none; None for officers."""
    if request.user.is_staff:
        return None
    return [request.acting_for] if request.acting_for else []


class NoticeView(GuardedView):
    """A view of the reader's own notices; everybody who is signed in has some."""

    permission: Any = (Permission.MESSAGE_READ, Permission.HOME)

    def notice(self, public_id: UUID) -> Notice:
        notice = selectors.notice_of(self.request.user, readers(self.request), public_id)  # type: ignore[arg-type]
        if notice is None:
            raise Http404
        return notice


class Inbox(NoticeView):
    """Messages; with `?show=letters` or `?show=conversations` the company's letters and threads."""

    permission = (Permission.MESSAGE_READ, Permission.HOME)

    def get(self, request: HttpRequest) -> HttpResponse:
        actions = selectors.action_notices(request.user, readers(request))  # type: ignore[arg-type]
        tabs = self._tabs()
        shown = next((tab for tab in tabs if tab["name"] == request.GET.get("show")), tabs[0])
        page: Page[Any] = Paginator(self._rows(shown["name"]), PAGE_SIZE).get_page(request.GET.get("page"))
        context = {
            "actions": [action(notice, today()) for notice in actions[:PAGE_SIZE]],
            "tabs": [{**tab, "current": tab is shown} for tab in tabs] if len(tabs) > 1 else [],
            "shown": shown["name"],
            "page": page,
            "may_write": Permission.MESSAGE_WRITE in request.permissions,  # type: ignore[attr-defined]
        }
        return render(request, "correspondence/inbox.html", context)

    def _tabs(self) -> list[dict[str, str]]:
        inbox = reverse("correspondence:inbox")
        tabs = [{"name": "messages", "text": _("Messages"), "url": inbox}]
        if Permission.LETTER_READ in self.request.permissions:  # type: ignore[attr-defined]
            tabs.append({"name": "letters", "text": _("Letters"), "url": f"{inbox}?show=letters"})
        if Permission.MESSAGE_READ in self.request.permissions:  # type: ignore[attr-defined]
            tabs.append({"name": "conversations", "text": _("Conversations"), "url": f"{inbox}?show=conversations"})
        return tabs

    def _rows(self, name: str) -> QuerySet[Any]:
        acting = self.request.acting_for  # type: ignore[attr-defined]
        if name == "letters":
            return selectors.letters_of_company(acting)
        if name == "conversations":
            return selectors.threads_of(acting)
        return selectors.notices_of(self.request.user, readers(self.request))  # type: ignore[arg-type]


class OpenNotice(NoticeView):
    """Opens a notice: it counts as read, and the reader goes where it leads; one with words of its own is shown first."""

    permission = (Permission.MESSAGE_READ, Permission.HOME)

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        notice = self.notice(public_id)
        services.mark_read(notice=notice, reader=request.user, now=now())  # type: ignore[arg-type]
        safe = notice.url.startswith("/") and url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
        if safe and not notice.body:
            return redirect(notice.url)
        context = {
            "notice": notice,
            "title": notice.told_title,
            "target": notice.url if safe and notice.url != reverse("correspondence:inbox") else "",
            "may_settle": _may_settle(notice),
            "back_url": reverse("correspondence:inbox"),
            "back_text": _("Back to your messages"),
        }
        return render(request, "correspondence/notice.html", context)


class SettleNotice(NoticeView):
    """“Done” for a task that belongs to no file, so no act of a file can settle it."""

    permission = (Permission.MESSAGE_READ, Permission.HOME)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        notice = self.notice(public_id)
        if not _may_settle(notice):
            raise Http404
        services.settle(notice=notice, now=now())
        return redirect("correspondence:inbox")


def action(notice: Notice, on: date) -> dict[str, Any]:
    """One line of components/action_list.html."""
    late = notice.due_on is not None and notice.due_on < on
    soon = notice.due_on is not None and notice.due_on <= on + SOON
    return {
        "text": notice.told_title,
        "url": reverse("correspondence:notice", args=[notice.public_id]),
        "hint": _("From %(name)s") % {"name": notice.sender_label},
        "due_on": notice.due_on,
        "late": late,
        "tone": "late" if late else "soon" if soon else "",
    }


def _may_settle(notice: Notice) -> bool:
    return notice.kind == "ACTION" and notice.file_id is None and notice.settled_at is None
