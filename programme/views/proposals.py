"""Proposals of other authorities: the register, a new one, the talks and the answer."""

from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.identity.permissions import Permission
from programme import permissions, selectors, services
from programme.forms import MessageForm, ProposalAnswerForm, ProposalForm
from programme.models import CriterionProposal
from programme.states import ProposalStatus

from .base import Page

READERS = (Permission.CRITERIA_PROPOSE, Permission.PROGRAMME_READ)


class Proposals(Page):
    """The register of proposals; an authority sees its own."""

    permission = READERS
    template_name = "programme/proposals.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(
            title=_("Proposed criteria"),
            proposals=selectors.visible_proposals(self.user, self.held, self.on),
            may_propose=Permission.CRITERIA_PROPOSE in self.held,
        )


class Propose(Page):
    """Propose a criterion."""

    permission = Permission.CRITERIA_PROPOSE
    template_name = "layouts/form.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        mine = selectors.agencies_of(self.user, self.on)
        return self._show(ProposalForm(initial={"agency": mine[0].name[:60] if mine else ""}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ProposalForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        row = services.propose_criterion(actor=self.user, now=now(), **form.cleaned_data)
        messages.success(request, _("Sent to the central unit. You get a notice when somebody answers."))
        return redirect("programme:proposal", row.public_id)

    def _show(self, form: ProposalForm) -> HttpResponse:
        return self.page(
            title=_("Propose a criterion"),
            form=form,
            button_text=_("Send the proposal"),
            cancel_url=reverse("programme:proposals"),
        )


class Proposal(Page):
    """One proposal: text, talks, answer. What one may do is a button."""

    permission = READERS
    template_name = "programme/proposal.html"

    @cached_property
    def proposal(self) -> CriterionProposal:
        rows = selectors.visible_proposals(self.user, self.held, self.on)
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def refused_to(self) -> str:
        return reverse("programme:proposal", args=[self.kwargs["public_id"]])

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        return self._show(MessageForm(), ProposalAnswerForm(initial={"outcome": "leave"}))

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        act = {"answer": self._answer, "withdraw": self._withdraw}.get(request.POST.get("act", ""), self._discuss)
        return act(request)

    def _discuss(self, request: HttpRequest) -> HttpResponse:
        if not permissions.may_discuss(self.user, self.proposal, self.held):
            raise PermissionDenied
        form = MessageForm(request.POST)
        if not form.is_valid():
            return self._show(form, ProposalAnswerForm())
        services.discuss_proposal(proposal=self.proposal, actor=self.user, now=now(), **form.cleaned_data)
        return redirect(self.refused_to())

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if not permissions.may_configure(self.held):
            raise PermissionDenied
        form = ProposalAnswerForm(request.POST)
        if not form.is_valid():
            return self._show(MessageForm(), form)
        answer, code = form.cleaned_data["answer"], form.cleaned_data["code"]
        try:
            if form.cleaned_data["outcome"] == "take":
                services.take_proposal(proposal=self.proposal, code=code, answer=answer, actor=self.user, now=now())
                return redirect("programme:criteria_part", "criterion", code)
            services.leave_proposal(proposal=self.proposal, answer=answer, actor=self.user, now=now())
        except Refused as refusal:
            self.proposal.refresh_from_db(fields=["status"])
            if self.proposal.status != ProposalStatus.OPEN:
                raise
            form.add_error("code", refusal.message)
            return self._show(MessageForm(), form)
        return redirect(self.refused_to())

    def _withdraw(self, request: HttpRequest) -> HttpResponse:
        services.withdraw_proposal(proposal=self.proposal, actor=self.user, now=now())
        messages.success(request, _("The proposal is taken back."))
        return redirect("programme:proposals")

    def _show(self, form: MessageForm, answer: ProposalAnswerForm) -> HttpResponse:
        is_open = self.proposal.status == ProposalStatus.OPEN
        return self.page(
            title=self.proposal.title,
            proposal=self.proposal,
            talks=self.proposal.messages.select_related("author"),
            message_form=form,
            answer_form=answer,
            forms=[form, answer],
            may_discuss=is_open and permissions.may_discuss(self.user, self.proposal, self.held),
            may_answer=is_open and permissions.may_configure(self.held),
            may_withdraw=is_open and self.proposal.proposed_by_id == self.user.pk,
            back_url=reverse("programme:proposals"),
        )
