"""The steady order of an act's page: find the row or 404, show the form, take the act, say what happened."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.db.models import Model
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from foundation.audit.services import Refused
from foundation.audit.states import Table
from foundation.documents.forms import add_refusal
from foundation.identity.permissions import GuardedView, PortalRequest


class ActView(GuardedView):
    """GET shows the form, POST takes the act. Subclasses find the row, take the act and say where to go.

    `transition` is the move of the state table that the act makes on the row, where it makes one.
    """

    request: PortalRequest  # type: ignore[assignment]
    form_class: ClassVar[type[Form]]
    template_name: ClassVar[str] = "lifecycle/act.html"
    title: ClassVar[Any] = ""
    button_text: ClassVar[Any] = ""
    transition: ClassVar[tuple[Table, str] | None] = None

    def find(self, public_id: UUID) -> Model | None:
        """The row the user may act on; None gives 404."""
        raise NotImplementedError

    def take(self, row: Any, form: Form) -> str:
        """Call the one service; gives the sentence that tells what happened. May raise Refused."""
        raise NotImplementedError

    def back(self, row: Any) -> str:
        """The page to go to afterwards, and the way out without acting."""
        raise NotImplementedError

    def initial(self, row: Any) -> dict[str, Any]:
        return {}

    def bind(self, row: Any, *given: Any, **more: Any) -> Form:
        """The form for this row; subclasses whose fields depend on the row hand it over."""
        return self.form_class(*given, **more)

    def more(self, row: Any) -> dict[str, Any]:
        """Further context of the page."""
        return {}

    def possible(self, row: Any) -> bool:
        """Whether the row stands where this act can be taken. Who asks for a form that can only be refused is led back."""
        return self.transition is None or row.status in self.transition[0].by_name[self.transition[1]].sources

    def instead(self, row: Any) -> str:
        """The page to look at when the act can't be taken now."""
        return self.back(row)

    def get(self, request: PortalRequest, public_id: UUID) -> HttpResponse:
        row = self._found(public_id)
        if not self.possible(row):
            messages.warning(request, _("{act}: this is not possible now. See where it stands.").format(act=self.title))
            return HttpResponseRedirect(self.instead(row))
        return self._page(row, self.bind(row, initial=self.initial(row)))

    def post(self, request: PortalRequest, public_id: UUID) -> HttpResponse:
        row = self._found(public_id)
        form = self.bind(row, request.POST, request.FILES, initial=self.initial(row))
        if form.is_valid():
            try:
                messages.success(request, self.take(row, form))
                return HttpResponseRedirect(self.back(row))
            except Refused as refusal:
                add_refusal(form, refusal)
        return self._page(row, form)

    def _found(self, public_id: UUID) -> Model:
        row = self.find(public_id)
        if row is None:
            raise Http404
        return row

    def _page(self, row: Any, form: Form) -> HttpResponse:
        context = {
            "row": row,
            "form": form,
            "title": self.title,
            "button_text": self.button_text,
            "cancel_url": self.back(row),
            **self.more(row),
        }
        return render(self.request, self.template_name, context, status=422 if form.errors else 200)
