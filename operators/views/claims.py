"""How a company's people show that they may act for it. The page says the same whether or not somebody else has the number."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.identity.permissions import Permission
from foundation.identity.services import sign_on_numbers, sign_on_offered
from operators import selectors, services
from operators.forms import ClaimForm, CodeForm
from operators.states import ClaimMethod, ClaimStatus

from .base import CompanyPage, FormPage


class ClaimPage(CompanyPage, FormPage):
    """Choose a way; while a claim is open, where it stands."""

    permission = Permission.COMPANY_EDIT
    template_name = "operators/claim.html"
    title = gettext_lazy("Show that you may act for the company")

    def form(self, data: Any = None, files: Any = None) -> ClaimForm:
        return ClaimForm(data, files, sign_on=sign_on_offered())

    def more(self) -> dict[str, Any]:
        claim = selectors.latest_claim(self.operator)
        is_open = claim is not None and claim.status == ClaimStatus.OPEN
        return {
            "operator": self.operator,
            "sign_on": sign_on_offered() and sign_on_numbers(self.request, self.user) is None,
            "verified": selectors.is_verified(self.operator),
            "claim": claim,
            "is_open": is_open,
            "waits_for_letter": is_open and claim is not None and claim.method == ClaimMethod.LETTER_CODE,
            "code_form": CodeForm(),
            "code_url": reverse("operators:claim_code"),
        }

    def save(self, data: dict[str, Any]) -> HttpResponse:
        if data["method"] == ClaimMethod.SIGN_ON:
            return self._by_sign_on(now())
        by_deed = data["method"] == ClaimMethod.DEED
        upload = data["deed"] if by_deed else None
        services.claim(operator=self.operator, claimant=self.user, method=data["method"], upload=upload, now=now())
        said = _("An officer looks at your paper next.") if by_deed else _("We send the letter in the next days.")
        messages.success(self.request, said)
        return redirect("operators:claim")

    def _by_sign_on(self, moment: Any) -> HttpResponse:
        """What the sign-on says in this session counts at once; not signed on yet, the person goes there first."""
        numbers = sign_on_numbers(self.request, self.user)
        if numbers is None:
            raise Refused(_("Use national sign-on first: the button stands below. Then choose this way again."))
        done = services.confirm_by_sign_on(operator=self.operator, claimant=self.user, numbers=numbers, now=moment)
        if done.status == ClaimStatus.CONFIRMED:
            messages.success(self.request, _("Thank you. You can now send applications for the company."))
            return redirect("operators:company")
        messages.success(self.request, _("Thank you. An officer looks at your claim next and tells you."))
        return redirect("operators:claim")


class ClaimCode(CompanyPage):
    """The code of the letter. Wrong codes are counted."""

    permission = Permission.COMPANY_EDIT
    template_name = "operators/claim.html"
    http_method_names = ["post", "options"]

    def refused_to(self) -> str:
        return reverse("operators:claim")

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        claim = selectors.latest_claim(self.operator)
        if claim is None or not form.is_valid():
            raise Refused(_("Enter the code of the letter."))
        done = services.confirm_claim_by_code(claim=claim, code=form.cleaned_data["code"], user=self.user, now=now())
        if done.status == ClaimStatus.CONFIRMED:
            messages.success(request, _("Thank you. You can now send applications for the company."))
            return redirect("operators:company")
        messages.success(request, _("Thank you. An officer looks at your claim next and tells you."))
        return redirect("operators:claim")
