"""What stands beside an answer: certificates and reports, others who meet the criterion, agreed evidence, comments, places
that differ from their group, and the words of last time. Every act saves the answer first, so nothing typed is lost."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from applications import permissions, selectors, services
from applications.forms import BesideForm
from applications.models import Answer
from applications.selectors import Row
from foundation.clock.services import now
from operators.models import Site

from .base import ApplicationPage, uuid_or_404


class Beside(ApplicationPage):
    """Acts beside an answer, by the name of the button that was pressed; mixed into the page of a question."""

    row: Any

    @cached_property
    def beside_form(self) -> BesideForm:
        return BesideForm(self.request.POST)

    def only_comment(self) -> HttpResponse:
        """Who may read but not change may still talk to colleagues."""
        if "say" not in self.request.POST:
            raise PermissionDenied
        self._comment()
        return redirect(self.row.url)

    def beside(self, answer: Answer) -> HttpResponse | None:
        """Write the comment, then do what the button says; None when it was an ordinary save."""
        self._comment()
        for name, act in self._acts().items():
            if name in self.request.POST:
                return act(answer, self.request.POST[name]) or redirect(self.row.url)
        return None

    def beside_context(self) -> dict[str, Any]:
        row: Row = self.row
        used = {proof.pk for proof in row.proofs}
        known = selectors.proofs_of(self.application.operator)
        return {
            "beside": self.beside_form if self.request.method == "POST" else BesideForm(),
            "comments": selectors.comments_of(self.application, row.criterion, row.site),
            "last": selectors.answer_last_time(self.application, row.criterion, row.site),
            "other_proofs": [proof for proof in known if proof.pk not in used],
            "can_agree": row.agreement is not None and not row.agreement.by_trader and row.agreement.agreed_at is None,
        }

    def _acts(self) -> dict[str, Callable[[Answer, str], HttpResponse | None]]:
        return {
            "go": self._go,
            "use_proof": self._use_proof,
            "drop_proof": self._drop_proof,
            "drop_other": self._drop_other,
            "differently": self._differently,
            "alike": self._alike,
            "last": self._last,
            "propose": self._propose,
            "agree": self._agree,
        }

    def _go(self, answer: Answer, value: str) -> HttpResponse:
        """To a form of its own; what was typed is saved already."""
        if value not in ("proof", "through"):
            raise Http404
        row: Row = self.row
        url = self.url(value, row.criterion.code)
        return redirect(f"{url}?site={row.site.public_id}" if row.site else url)

    def _comment(self) -> None:
        form = self.beside_form
        text = form.cleaned_data.get("comment", "") if form.is_valid() else ""
        if "comment" in form.errors:
            messages.error(self.request, _("Your comment is too long or can’t be read. Write it again."))
        if text.strip():
            services.comment(
                application=self.application,
                criterion=self.row.criterion,
                site=self.row.site,
                text=text,
                user=self.user,
                now=now(),
            )

    def _use_proof(self, answer: Answer, value: str) -> None:
        proof = selectors.proofs_of(self.application.operator).filter(public_id=uuid_or_404(value)).first()
        if proof is None:
            raise Http404
        services.use_proof(
            application=self.application,
            criterion=self.row.criterion,
            site=self.row.site,
            proof=proof,
            user=self.user,
            now=now(),
        )

    def _drop_proof(self, answer: Answer, value: str) -> None:
        for proof in self.row.proofs:
            if str(proof.public_id) == value:
                services.drop_proof(answer=answer, proof=proof, user=self.user, now=now())

    def _drop_other(self, answer: Answer, value: str) -> None:
        for link in self.row.others:
            if str(link.public_id) == value:
                services.drop_other(link=link, user=self.user, now=now())

    def _differently(self, answer: Answer, value: str) -> HttpResponse:
        site = self._member(value)
        services.answer_differently(
            application=self.application,
            criterion=self.row.criterion,
            site=site,
            like=answer,
            user=self.user,
            now=now(),
        )
        return redirect(f"{self.url('question', self.row.criterion.code)}?site={site.public_id}")

    def _alike(self, answer: Answer, value: str) -> HttpResponse:
        if not self.row.is_exception:
            raise Http404
        services.answer_alike(
            application=self.application,
            criterion=self.row.criterion,
            site=self.row.site,
            user=self.user,
            now=now(),
        )
        return redirect(self.url("section", self.row.criterion.section.letter))

    def _last(self, answer: Answer, value: str) -> None:
        last = selectors.answer_last_time(self.application, self.row.criterion, self.row.site)
        if last is None:
            raise Http404
        old = last.answer
        services.save_answer(
            application=self.application,
            criterion=self.row.criterion,
            site=self.row.site,
            outcome=answer.outcome or old.outcome,
            how=old.how,
            reason=old.reason,
            plan=old.plan,
            planned_until=old.planned_until,
            version=answer.version,
            user=self.user,
            now=now(),
        )

    def _propose(self, answer: Answer, value: str) -> None:
        text = self.beside_form.cleaned_data.get("proposal", "") if self.beside_form.is_valid() else ""
        services.propose_evidence(
            application=self.application,
            criterion=self.row.criterion,
            site=self.row.site,
            text=text,
            by_trader=True,
            actor=self.user,
            now=now(),
        )

    def _agree(self, answer: Answer, value: str) -> None:
        if self.row.agreement is None:
            raise Http404
        services.agree_evidence(agreement=self.row.agreement, by_trader=True, actor=self.user, now=now())

    def _member(self, value: str) -> Site:
        found = next((site for site in self.row.members if str(site.public_id) == value), None)
        if found is None or len(self.row.members) < 2 or not permissions.may_edit(self.application, self.held):
            raise Http404
        return found
