"""Newer criteria beside a draft: what is different, and going over to them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from applications import permissions, selectors, services
from foundation.clock.services import now
from foundation.identity.permissions import Permission

from .base import ApplicationPage


class NewCriteria(ApplicationPage):
    """GET shows the differences; POST moves the draft to the version that was shown."""

    permission = Permission.APPLICATION_PREPARE
    template_name = "applications/criteria.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        newer = selectors.newer_criteria(self.application, self.on)
        if newer is None:
            return redirect(self.url("tasks"))
        title = _("Criteria of {number}: what is different").format(number=self.application.number)
        return self.page(
            {"title": title, "newer": newer, "back_url": self.url("tasks"), "back_text": _("Back to the list")}
        )

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if not permissions.may_edit(self.application, self.held):
            raise PermissionDenied
        row = services.move_to_criteria(application=self.application, number=self._number(), user=self.user, now=now())
        text = _("Your application is on version {number} of the criteria now. Look at what has changed.")
        messages.success(request, text.format(number=row.criteria_set.number))
        return redirect(self.url("tasks"))

    def _number(self) -> int:
        """The version that was shown; nonsense is no version at all."""
        given = self.request.POST.get("number", "")
        return int(given) if given.isdecimal() and len(given) < 6 else 0
