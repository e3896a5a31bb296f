"""Check answers, hand to the signatory, send back, and the page on which the signatory signs."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from applications import permissions, selectors, services
from applications.forms import RemarksForm
from applications.states import Outcome
from foundation.clock.services import now
from foundation.identity.permissions import Permission, recently_signed_in
from foundation.identity.selectors import members
from foundation.identity.states import CompanyRole
from operators.selectors import agreed_members
from operators.states import OperatorStatus
from programme.selectors import fee_in_words, terms, time_limit
from programme.states import TimeLimitCode

from .base import ApplicationPage


class _Summary(ApplicationPage):
    """What both pages show before signing: the whole file to those who answer for it, the own places to the others."""

    def summary(self) -> dict[str, Any]:
        sheet, operator = self.sheet, self.application.operator
        return {
            "sheet": sheet,
            "missing": sheet.missing(),
            "missing_elsewhere": bool(self.acting.sites and len(self.whole.missing()) > len(sheet.missing())),
            "sections": [
                _counts(view, self.url("section", view.section.letter)) for view in sheet.sections if view.rows
            ],
            "open_musts": sheet.open_musts(),
            "kinds": selectors.kinds_words(self.application.kinds),
            "types": selectors.types_words(self.application),
            "holder": f"{operator.legal_name}, {operator.tin}",
            "covers": [f"{row.legal_name}, {row.tin}" for row in agreed_members(operator, self.on)],
            "places": "; ".join(f"{site.address}, {site.city}" for site in sheet.sites),
            "verified": operator.status == OperatorStatus.VERIFIED,
            "terms": terms(self.on),
            "fee": fee_in_words(self.application.configuration),
            "limit": time_limit(TimeLimitCode.ACCEPTANCE, self.application.configuration),
        }


class Check(_Summary):
    """Everything on one page, with what is missing; from here it goes to the signatory or to the signature."""

    permission = Permission.APPLICATION_READ
    template_name = "applications/check.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if self.application.submitted_at is not None:
            messages.info(request, _("Already sent. Here is your receipt."))
            return redirect(self.url("receipt"))
        signatories = members(self.application.operator.organisation, self.on, (CompanyRole.SIGNATORY,))
        return self.page(
            {
                **self.summary(),
                "title": _("Check the application before you sign"),
                "can_sign": permissions.may_sign(self.application, self.held),
                "can_hand": permissions.may_edit(self.application, self.held),
                "signatories": [person.full_name for person in signatories],
                "back_url": self.url("tasks"),
                "back_text": _("Back to the list"),
                "wide": True,
            }
        )


class HandToSignatory(ApplicationPage):
    """Tell the signatories that it is ready."""

    permission = Permission.APPLICATION_PREPARE

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        services.hand_to_signatory(application=self.application, user=self.user, now=now())
        messages.success(request, _("Your signatory was told that it is ready to sign."))
        return redirect(self.url("check"))


class SendBack(ApplicationPage):
    """The signatory says what should be changed before signing."""

    permission = Permission.APPLICATION_SIGN
    template_name = "applications/send_back.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        return self._show(RemarksForm())

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        form = RemarksForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        remarks = form.cleaned_data["remarks"]
        services.send_back(application=self.application, remarks=remarks, user=self.user, now=now())
        messages.success(request, _("Sent back. Those who prepare it were told."))
        return redirect(self.url("check"))

    def _show(self, form: RemarksForm) -> HttpResponse:
        context = {
            "title": _("Send back with remarks"),
            "form": form,
            "button_text": _("Send back"),
            "cancel_url": self.url("check"),
        }
        return self.page({**context, "wide": True})


class Sign(_Summary):
    """The declaration. The form posts to the room that sends, which asks for the password again."""

    permission = Permission.APPLICATION_SIGN
    template_name = "applications/sign.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if self.application.submitted_at is not None:
            return redirect(self.url("receipt"))
        if not permissions.may_sign(self.application, self.held):
            raise PermissionDenied
        summary = self.summary()
        if summary["missing"]:
            return redirect(self.url("check"))
        context = {"title": _("Sign and send"), "ask_secret": not recently_signed_in(request), "wide": True}
        return self.page({**summary, **context, "back_url": self.url("check")})


def _counts(view: selectors.SectionView, url: str) -> dict[str, Any]:
    return {"name": str(view.section), "url": url, "papers": view.papers, "cells": list(_cells(view))}


def _cells(view: selectors.SectionView) -> Iterable[tuple[str, int]]:
    heads = ((Outcome.MET, _("Met")), (Outcome.PARTLY_MET, _("Partly")), (Outcome.NOT_MET, _("Not yet")))
    for outcome, head in (*heads, (Outcome.NOT_APPLICABLE, _("Does not apply"))):
        yield head, view.count(outcome)
