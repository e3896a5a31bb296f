"""Interests that officers have declared: the own ones, which each ends for themselves, and for leaders those of colleagues."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.clock.services import now
from foundation.identity.permissions import Permission
from operators import selectors, services
from operators.forms import EndInterestForm
from operators.models import InterestDeclaration

from .base import FormPage, Page


class Interests(Page):
    """Every interest of one’s own, running or over; leaders see below who can’t work for which company."""

    permission = (Permission.FILE_READ, Permission.PEOPLE_MANAGE)
    template_name = "operators/interests.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = selectors.interests_of(self.user)
        leads = Permission.PEOPLE_MANAGE in self.held
        return self.page(
            title=_("Declared interests"),
            rows=[{"row": row, "runs": row.valid_until is None or row.valid_until >= self.on} for row in rows],
            leads=leads,
            colleagues=selectors.interests_visible_to(self.user, self.on)[:200] if leads else [],
            back_url=reverse("operators:operators") if Permission.FILE_READ in self.held else "",
        )


class EndInterest(FormPage):
    """The interest is over: from the day after the last one the officer may be assigned again."""

    permission = (Permission.FILE_READ, Permission.PEOPLE_MANAGE)
    template_name = "operators/officer_form.html"
    title = gettext_lazy("End this interest")

    @property
    def interest(self) -> InterestDeclaration:
        found = selectors.interests_of(self.user).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def form(self, data: Any = None, files: Any = None) -> EndInterestForm:
        return EndInterestForm(data, initial={"last_day": self.on})

    def more(self) -> dict[str, Any]:
        interest = self.interest
        return {
            "caption": f"{interest.operator.legal_name}: {interest.nature}",
            "button_text": _("End the interest"),
            "cancel_url": reverse("operators:interests"),
            "wide": True,
        }

    def save(self, data: dict[str, Any]) -> HttpResponse:
        services.end_interest(interest=self.interest, last_day=data["last_day"], actor=self.user, now=now())
        messages.success(self.request, _("Noted. The team leaders of the office are told."))
        return redirect("operators:interests")
