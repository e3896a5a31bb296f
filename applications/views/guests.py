"""Guest officers of a file: a leader gives somebody from elsewhere one act until a day, sees who has it, takes it back."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import permissions, selectors, services
from applications.forms import GuestForm
from foundation.clock.services import now
from foundation.identity.models import GuestGrant
from foundation.identity.permissions import Permission
from programme.states import Act

from .acts import FormAct
from .base import FilePage

USUAL = timedelta(days=30)
WORDS = {
    Act.VET: gettext_lazy("Do the desk checks"),
    Act.VALIDATE: gettext_lazy("Take part in the visit"),
    Act.REVIEW: gettext_lazy("Review the report"),
    Act.PROPOSE: gettext_lazy("Propose the decision"),
    Act.DECIDE: gettext_lazy("Take the decision"),
    Act.APPEAL: gettext_lazy("Decide the appeal"),
}


class Guests(FormAct, FilePage):
    """Who is a guest on this file, for which act, until when; and the form for another one."""

    permission = Permission.FILE_ASSIGN
    template_name = "applications/guests.html"
    title = gettext_lazy("Guest officers on this file")
    button_text = gettext_lazy("Give this right")

    def allowed(self) -> bool:
        return permissions.may_hand_over(self.application, self.held)

    def form(self, *given: Any) -> GuestForm:
        people = selectors.possible_guests(self.application, self.user, self.on)
        acts = [(act.value, WORDS[act]) for act in selectors.GUEST_ACTS]
        return GuestForm(*given[:1], people=people, acts=acts, initial={"valid_until": self.on + USUAL})

    def take(self, form: Any) -> str:
        grant = services.give_guest(application=self.application, actor=self.user, now=now(), **form.cleaned_data)
        return _("{name} may do this until the end of the day you chose.").format(name=grant.user.full_name)

    def more(self) -> dict[str, Any]:
        rows = [
            {
                "row": row,
                "act": WORDS.get(Act(row.act), Act(row.act).label),
                "runs": self._runs(row),
                "lacks": self._lacks(row),
            }
            for row in selectors.guests_of(self.application)
        ]
        return {"rows": rows, "may_delegate": Permission.PROGRAMME_CONFIGURE in self.held}

    def _lacks(self, row: GuestGrant) -> list[str]:
        """What a guest who is asked to decide can't decide yet, because nobody delegated it."""
        wanted = row.act == Act.DECIDE and self._runs(row)
        return selectors.without_delegation(self.application, row.user, self.on) if wanted else []

    def _runs(self, row: GuestGrant) -> bool:
        return row.valid_until is not None and row.valid_until >= self.on

    def back(self) -> str:
        return self.url("file")


class EndGuest(FilePage):
    """Take a guest's right back."""

    permission = Permission.FILE_ASSIGN
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
        rows = GuestGrant.objects.filter(file_id=self.application.public_id).select_related("user")
        grant = get_object_or_404(rows, pk=pk)
        services.end_guest(application=self.application, grant=grant, actor=self.user, now=now())
        messages.success(request, _("{name} is no longer a guest on this file.").format(name=grant.user.full_name))
        return redirect(self.url("guests"))

    def refused_to(self) -> str:
        return self.url("guests")
