"""Beginning an application. What the company holds already is asked of the certificates, so the page stands here."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from applications import selectors as applications
from applications.models import Application
from applications.services import HeldAlready
from certificates import selectors as certificates
from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.identity.permissions import GuardedView, Permission, PortalRequest
from foundation.identity.selectors import Acting
from lifecycle import services
from lifecycle.forms import BeginForm
from operators.models import Operator
from operators.selectors import for_company
from programme.selectors import open_types
from programme.states import Kind

CARRIED = "pre_check"  # the session's key for the answers of a pre-check, written by the room of applications


class Begin(GuardedView):
    """Kinds and types of a new application. A file that is open already is shown instead."""

    permission = Permission.APPLICATION_PREPARE
    request: PortalRequest  # type: ignore[assignment]

    def get(self, request: PortalRequest) -> HttpResponse:
        found = applications.open_application(self.acting.organisation)
        if found is not None:
            return redirect("applications:tasks", found.public_id)
        return self._page(self._form())

    def post(self, request: PortalRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            draft = self._begun(form.cleaned_data)
        except Refused as refusal:
            for sentence in refusal.breaches or (refusal.message,):
                form.add_error("kinds" if isinstance(refusal, HeldAlready) else None, sentence)
            return self._page(form)
        request.session.pop(CARRIED, None)
        return redirect("applications:start", draft.public_id)

    @property
    def acting(self) -> Acting:
        if self.request.acting_for is None:
            raise Http404
        return self.request.acting_for

    @cached_property
    def operator(self) -> Operator:
        operator = for_company(self.acting.organisation)
        if operator is None:
            raise Http404
        return operator

    @cached_property
    def last(self) -> Application | None:
        return applications.last_ended(self.acting)

    def _begun(self, data: dict[str, Any]) -> Application:
        return services.begin_application(
            operator=self.operator,
            kinds=data["kinds"],
            type_tokens=data["types"],
            starts=self._carried.get("starts", {}),
            source=self.last if data.get("carry") else None,
            user=self.request.user,
            now=now(),
        )

    @property
    def _carried(self) -> dict[str, Any]:
        """What a pre-check said, when its code was taken over."""
        said: dict[str, Any] = self.request.session.get(CARRIED) or {}
        return said

    def _form(self, data: Any = None) -> BeginForm:
        known = {name: self._carried[name] for name in ("types", "kinds") if name in self._carried}
        types = list(open_types(self.request.on))
        form = BeginForm(data, types=types, last=self.last, initial=known)
        for token, left in applications.places(types, self.request.on).items():
            form.type_hints[token] = f"{form.type_hints[token]} {applications.places_in_words(left)}"
        limit = self.acting.kinds
        if limit:
            form.fields["kinds"].choices = [row for row in Kind.choices if row[0] in limit]  # type: ignore[attr-defined]
        return form

    def _page(self, form: Form) -> HttpResponse:
        held = list(certificates.standing_by_kind(self.operator).values())
        types = certificates.types_by_certificate(held)
        context = {
            "title": _("Begin an application"),
            "form": form,
            "operator": self.operator,
            "held": [{"certificate": row, "types": types[row.pk]} for row in held],
            "last": self.last,
            "base_layout": "layouts/trader.html",
        }
        return render(self.request, "lifecycle/begin.html", context)
