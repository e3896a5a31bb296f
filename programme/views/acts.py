"""The review of an act that one person took for two."""

from functools import cached_property

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.clock.services import now
from foundation.identity.permissions import Permission
from programme import selectors, services
from programme.forms import ReviewForm
from programme.models import ActTaken

from .base import Page


class ReviewAct(Page):
    """The outsider named in the separation table looks at an act that one person took by permission."""

    permission = Permission.HOME
    template_name = "programme/review.html"

    @cached_property
    def act(self) -> ActTaken:
        return get_object_or_404(selectors.acts_to_review(self.user, self.on), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(ReviewForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ReviewForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        services.review_act(act=self.act, reviewer=self.user, now=now(), **form.cleaned_data)
        messages.success(request, _("Your review stands in the file."))
        return redirect("workbench:home")

    def _show(self, form: ReviewForm) -> HttpResponse:
        earlier = [row for row in selectors.acts_on_file(self.act.file_id) if row.user_id == self.act.user_id]
        return self.page(
            title=_("Review an act that one person took"),
            caption=self.act.user.full_name,
            act=self.act,
            earlier=earlier,
            form=form,
            button_text=_("Record the review"),
            cancel_url=reverse("workbench:home"),
        )
