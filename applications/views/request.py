"""Questions of Customs as the trader answers them: each at the very answer it is about, sent together."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from applications import permissions, selectors, services
from applications.forms import ItemForm
from applications.models import InformationRequest, RequestItem
from applications.states import RequestStatus
from foundation.clock.services import now
from foundation.identity.permissions import Permission

from .base import ApplicationPage


class _OfRequest(ApplicationPage):
    """Finds the request of this application."""

    @cached_property
    def information_request(self) -> InformationRequest:
        found = selectors.request_of(self.application, self.kwargs["request_id"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def items(self) -> list[RequestItem]:
        return self.within_limits(self.information_request.items.all())

    def item_url(self, place: int | str) -> str:
        return f"{self.url('request', self.information_request.public_id)}?item={place}"

    def refused_to(self) -> str:
        return self.item_url("send")


class RequestPage(_OfRequest):
    """One question at a time; the last page checks and sends all."""

    permission = Permission.APPLICATION_READ
    template_name = "applications/request.html"

    def get(self, request: HttpRequest, public_id: str, request_id: str) -> HttpResponse:
        if request.GET.get("item") == "send":
            return self._show(None, None)
        return self._show(self._item, self._form())

    def post(self, request: HttpRequest, public_id: str, request_id: str) -> HttpResponse:
        if not permissions.may_answer(self.information_request, self.held):
            raise PermissionDenied
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(self._item, form)
        place = self._item.site
        taken, refused = self.take_in(form.cleaned_data["papers"], [place] if place else [])
        papers = [*taken, *self.chosen(form.cleaned_data["library"]), *self.lent(form.cleaned_data["firm"])]
        text = form.cleaned_data["answer"]
        seen = form.cleaned_data["seen"] or None
        try:
            services.answer_item(item=self._item, text=text, documents=papers, seen=seen, user=self.user, now=now())
        except services.StaleAnswer as stale:
            return self._show_both(form, stale)
        self._remove(request.POST.get("remove", ""))
        if refused:
            for sentence in refused:
                form.add_error("papers", sentence)
            return self._show(self._item, form)
        return redirect(self._next(request.POST.get("then", "")))

    @property
    def _place(self) -> int:
        given = self.request.GET.get("item", "1")
        if not given.isdecimal() or len(given) > 4 or not 1 <= int(given) <= len(self.items):
            raise Http404
        return int(given)

    @property
    def _item(self) -> RequestItem:
        return self.items[self._place - 1]

    def _remove(self, public_id: str) -> None:
        for document in self._item.documents.all():
            if str(document.public_id) == public_id:
                services.remove_item_document(item=self._item, document=document, user=self.user, now=now())

    def _next(self, then: str) -> str:
        if then != "next":
            return self.item_url(self._place)
        return self.item_url(self._place + 1 if self._place < len(self.items) else "send")

    def _form(self, data: Any = None, files: Any = None) -> ItemForm:
        attached = {document.pk for document in self._item.documents.all()}
        library = [document for document in self.library if document.pk not in attached]
        firm = [document for document in self.firm_library if document.pk not in attached]
        initial = {"answer": self._item.answer, "seen": selectors.answer_mark(self._item)}
        return ItemForm(data, files, initial=initial, library=library, firm=firm)

    def _show_both(self, form: ItemForm, stale: services.StaleAnswer) -> HttpResponse:
        """Theirs beside mine; saving again keeps mine knowingly."""
        shown = self.request.POST.copy()
        shown["seen"] = selectors.answer_mark(stale.theirs)
        form.data = shown
        form.add_error("answer", stale.message)
        return self._show(self._item, form, {"theirs": stale.theirs}, status=409)

    def _show(
        self, item: RequestItem | None, form: ItemForm | None, more: dict[str, Any] | None = None, status: int = 200
    ) -> HttpResponse:
        row = self._row(item)
        papers, ended = selectors.papers_of_item(item, self.application, self.on) if item else ([], [])
        return self.page(
            {
                "papers": papers,
                "loans_ended": ended,
                "title": self._title(item),
                "information_request": self.information_request,
                "item": item,
                "place": self._place if item else None,
                "form": form,
                "row": row,
                "items": self.items,
                "navigation_items": self._navigation(item),
                "open_count": sum(not one.answer for one in self.items),
                "can_answer": permissions.may_answer(self.information_request, self.held),
                "is_sent": self.information_request.status == RequestStatus.ANSWERED,
                "is_late": self.information_request.status != RequestStatus.ANSWERED
                and self.information_request.due_on < self.on,
                "can_take_time": permissions.may_take_time(self.information_request, self.held, self.on),
                "standing": self.standing,
                "back_url": self.url("status"),
                "back_text": _("Back to where your application stands"),
                **(more or {}),
            },
            status=status,
        )

    def _title(self, item: RequestItem | None) -> str:
        if item is None:
            return _("Check and send your answers")
        return item.criterion.plain_question if item.criterion else _("A question about your application")

    def _row(self, item: RequestItem | None) -> selectors.Row | None:
        if item is None or item.criterion is None:
            return None
        place = (item.criterion.code, str(item.site.public_id) if item.site else "")
        return self.sheet.by_place.get(place)

    def _navigation(self, current: RequestItem | None) -> list[dict[str, Any]]:
        entries = [
            {
                "text": f"{place}. {_item_name(item)}",
                "url": self.item_url(place),
                "second": _("answered, not sent") if item.answer else _("not answered"),
                "current": item == current,
            }
            for place, item in enumerate(self.items, start=1)
        ]
        return [*entries, {"text": _("Check and send"), "url": self.item_url("send"), "current": current is None}]


class SendAnswers(_OfRequest):
    """Send every answer at once."""

    permission = Permission.INFORMATION_ANSWER

    def post(self, request: HttpRequest, public_id: str, request_id: str) -> HttpResponse:
        services.send_answers(request=self.information_request, user=self.user, now=now())
        messages.success(request, _("Your answers were sent."))
        return redirect(self.url("status"))


def _item_name(item: RequestItem) -> str:
    name = f"{item.criterion.code} {item.criterion.title}" if item.criterion else _("The application as a whole")
    return f"{name}, {item.site.name}" if item.site else name
