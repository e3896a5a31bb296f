"""A closure announced later: what it would move, and confirming it as a second person."""

from functools import cached_property
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.audit.services import Refused
from foundation.clock.services import now, today
from foundation.identity.permissions import GuardedView, Permission, PortalRequest
from lifecycle import services
from programme import selectors as programme
from programme.models import ClosureProposal
from programme.states import ClosureStatus

SHOWN = 200


class ConfirmClosure(GuardedView):
    """GET shows every limit that moves, from which day to which; POST confirms exactly that."""

    request: PortalRequest  # type: ignore[assignment]
    permission = Permission.PROGRAMME_CONFIGURE

    @cached_property
    def proposal(self) -> ClosureProposal:
        return get_object_or_404(programme.closure_proposals(), public_id=self.kwargs["public_id"])

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        try:
            done = services.confirm_closure(
                proposal=self.proposal, seen=request.POST.get("seen", ""), actor=self.request.user, now=now()
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("lifecycle:closure", public_id=public_id)
        text = ngettext(
            "The closure holds. %(n)s limit moved.", "The closure holds. %(n)s limits moved.", len(done.moved)
        )
        messages.success(request, text % {"n": len(done.moved)})
        return redirect("programme:calendar", code=self.proposal.calendar.code)

    def _page(self) -> HttpResponse:
        row = self.proposal
        waits = row.status == ClosureStatus.PROPOSED
        preview = services.preview_closure(row, today()) if waits else None
        context = {
            "title": _("Closure: {name}").format(name=row.name),
            "proposal": row,
            "waits": waits,
            "preview": preview,
            "rows": preview.moved[:SHOWN] if preview else (),
            "may_confirm": waits and row.author_id != self.request.user.pk,
            "base_layout": "layouts/officer.html",
        }
        return render(self.request, "lifecycle/closure.html", context)
