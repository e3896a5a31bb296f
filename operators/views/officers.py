"""Officers' pages: claims that wait, letters to post, the record of a company, recovery by two officers."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateformat import format as in_words
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from foundation.audit.services import Refused, record_read
from foundation.clock.services import now
from foundation.documents.services import serve
from foundation.identity.permissions import Permission, ReauthenticatedView
from operators import permissions, selectors, services
from operators.forms import AssignForm, DecideForm, InterestForm, OperatorsFilter, RecoveryForm
from operators.models import Claim, Recovery
from operators.states import ClaimStatus
from programme.selectors import letter
from programme.states import LetterCode

from .base import FormPage, OperatorPage, Page, reverse_or_nothing
from .company import facts_of, told
from .people import CONSENT_COLOURS

RECENT = 50
PAGE = 50


class Claims(Page):
    """What waits for an officer, and the letters to print and post."""

    permission = Permission.OPERATOR_VERIFY
    template_name = "operators/claims.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(
            title=_("Claims to act for companies"),
            to_decide=selectors.open_claims(self.user, self.on),
            to_post=selectors.claims_to_post(self.user, self.on),
        )


class _ClaimPage(FormPage):
    permission = Permission.OPERATOR_VERIFY

    @property
    def claim(self) -> Claim:
        return get_object_or_404(selectors.visible_claims(self.user, self.on), public_id=self.kwargs["public_id"])


class ClaimFile(_ClaimPage):
    """One claim beside the company it is for and the others that stand under the number."""

    permission = Permission.OPERATOR_VERIFY
    template_name = "operators/claim_file.html"
    title = gettext_lazy("Claim to act for a company")

    def form(self, data: Any = None, files: Any = None) -> DecideForm:
        return DecideForm(data)

    def more(self) -> dict[str, Any]:
        claim = self.claim
        return {
            "claim": claim,
            "operator": claim.operator,
            "facts": facts_of(claim.operator),
            "rivals": selectors.rivals(claim.operator),
            "is_open": claim.status == ClaimStatus.OPEN,
            "events": told(selectors.history(claim.operator)[:RECENT]),
            "back_url": reverse("operators:claims"),
        }

    def save(self, data: dict[str, Any]) -> HttpResponse:
        confirm = data["choice"] == "confirm"
        services.decide_claim(claim=self.claim, confirm=confirm, reason=data["reason"], actor=self.user, now=now())
        messages.success(self.request, _("The claim is confirmed.") if confirm else _("The claim is rejected."))
        return redirect("operators:claims")


@method_decorator(never_cache, name="dispatch")
class ClaimLetter(_ClaimPage):
    """Make the code and show the letter once, for printing."""

    permission = Permission.OPERATOR_VERIFY
    template_name = "operators/claim_letter.html"
    http_method_names = ["post", "options"]

    def refused_to(self) -> str:
        return reverse("operators:claims")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        claim, moment = self.claim, now()
        code = services.send_code(claim=claim, actor=self.user, now=moment)
        claim.refresh_from_db()
        operator = claim.operator
        content = letter(
            LetterCode.CLAIM_CODE,
            language=claim.claimant.language,
            context={
                "company": operator.legal_name,
                "address": f"{operator.address}, {operator.city}",
                "person": claim.claimant.full_name,
                "code": code,
                "valid_until": in_words(claim.code_expires_on, "j F Y") if claim.code_expires_on else "",
                "contact": settings.BRAND["contact"],
            },
        )
        return self.page(title=content.subject, content=content, back_url=reverse("operators:claims"))


class ClaimDeed(_ClaimPage):
    """The paper that the claim rests on."""

    permission = Permission.OPERATOR_VERIFY
    http_method_names = ["get", "head", "options"]

    def refused_to(self) -> str:
        return reverse("operators:claims")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        claim = self.claim
        if claim.deed is None:
            raise Refused(_("This claim came without a paper."))
        record_read(actor=self.user, at=now(), file_id=claim.operator.public_id, what="deed of a claim")
        return serve(claim.deed)  # type: ignore[return-value]


class OperatorFile(OperatorPage):
    """The record of a company for officers."""

    permission = Permission.FILE_READ
    template_name = "operators/operator.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        operator = self.operator
        record_read(actor=self.user, at=now(), file_id=operator.public_id, what="company record")
        return self.page(
            title=operator.legal_name,
            operator=operator,
            facts=facts_of(operator),
            identifiers=operator.identifiers.all(),
            sites=selectors.sites(operator, closed=True),
            people=[
                {"row": row, "colour": CONSENT_COLOURS[row.status]}  # type: ignore[index]
                for row in selectors.people(operator, left=True)
            ],
            assignments=selectors.assignments(operator),
            interests=selectors.interests(operator, self.on),
            bars=operator.bars.all(),
            form_exception=selectors.form_exception(operator),
            partners=selectors.chain_partners(operator),
            named_by=selectors.named_by(operator),
            group=selectors.led_group(operator) or getattr(selectors.membership_of(operator), "group", None),
            claims=selectors.claim_history(operator),
            recovery=selectors.open_recovery(operator),
            events=told(selectors.history(operator)[:RECENT]),
            papers=selectors.papers(operator) if Permission.VETTING_READ in self.held else [],
            can_verify=permissions.may_verify(self.held),
            can_assign=permissions.may_assign(self.held),
        )


class PersonPaper(OperatorPage):
    """A paper that a person handed in, for the officers who do the desk checks."""

    permission = Permission.VETTING_READ
    http_method_names = ["get", "head", "options"]

    def refused_to(self) -> str:
        return reverse("operators:operator", args=[self.operator.public_id])

    def get(self, request: HttpRequest, public_id: str, document: str) -> HttpResponse:
        paper = get_object_or_404(selectors.papers(self.operator), public_id=document)
        record_read(actor=self.user, at=now(), file_id=self.operator.public_id, what="personal paper")
        return serve(paper)  # type: ignore[return-value]


class Operators(Page):
    """The companies an officer may see: searched by name or number, filtered, page by page."""

    permission = Permission.FILE_READ
    template_name = "operators/operators.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = OperatorsFilter(request.GET)
        form.is_valid()
        asked = {name: form.cleaned_data.get(name, "") for name in form.fields}
        rows = selectors.find_operators(self.user, self.on, **asked)
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        return self.page(
            title=_("Companies"),
            form=form,
            page=page,
            count=page.paginator.count,
            forms=selectors.forms_to_settle(self.user, self.on)[:20] if permissions.may_verify(self.held) else [],
            filtered=any(asked.values()),
            interests_url=reverse_or_nothing("applications:interests"),
        )


class _OperatorForm(OperatorPage, FormPage):
    template_name = "operators/officer_form.html"

    @property
    def record_url(self) -> str:
        return reverse("operators:operator", args=[self.operator.public_id])

    def more(self) -> dict[str, Any]:
        return {"caption": self.operator.legal_name, "cancel_url": self.record_url, "wide": True}

    def done(self, sentence: str) -> HttpResponse:
        messages.success(self.request, sentence)
        return redirect(self.record_url)


class Assign(_OperatorForm):
    """Name who works for the company; people with a declared interest are not offered."""

    permission = Permission.FILE_ASSIGN
    title = gettext_lazy("Assign an officer")

    def form(self, data: Any = None, files: Any = None) -> AssignForm:
        return AssignForm(data, officers=selectors.assignable(self.operator, self.on))

    def more(self) -> dict[str, Any]:
        return {**super().more(), "button_text": _("Assign the officer")}

    def save(self, data: dict[str, Any]) -> HttpResponse:
        services.assign_officer(operator=self.operator, actor=self.user, now=now(), **data)
        return self.done(_("{officer} is assigned.").format(officer=data["officer"].full_name))


class DeclareInterest(_OperatorForm):
    """An officer's own tie to the company."""

    permission = Permission.FILE_READ
    title = gettext_lazy("Declare an interest")

    def form(self, data: Any = None, files: Any = None) -> InterestForm:
        return InterestForm(data)

    def more(self) -> dict[str, Any]:
        return {**super().more(), "button_text": _("Declare the interest")}

    def save(self, data: dict[str, Any]) -> HttpResponse:
        services.declare_interest(officer=self.user, operator=self.operator, nature=data["nature"], now=now())
        return self.done(_("Your interest is noted. You can’t be assigned to this company."))


class AskRecovery(_OperatorForm):
    """Ask for a new administrator, with proof; another officer confirms."""

    permission = Permission.OPERATOR_VERIFY
    title = gettext_lazy("Give the company a new administrator")

    def form(self, data: Any = None, files: Any = None) -> RecoveryForm:
        return RecoveryForm(data)

    def more(self) -> dict[str, Any]:
        return {**super().more(), "button_text": _("Ask a second officer and tell all members")}

    def save(self, data: dict[str, Any]) -> HttpResponse:
        services.ask_recovery(
            operator=self.operator,
            new_administrator=data["email"],
            proof=data["proof"],
            actor=self.user,
            now=now(),
        )
        return self.done(_("Another officer must confirm this. All members are told."))


class DecideRecovery(FormPage, ReauthenticatedView):
    """The second officer confirms or rejects a recovery."""

    permission = Permission.OPERATOR_VERIFY
    template_name = "operators/recovery.html"
    title = gettext_lazy("New administrator of a company")

    @property
    def recovery(self) -> Recovery:
        rows = selectors.visible_recoveries(self.user, self.on)
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def form(self, data: Any = None, files: Any = None) -> DecideForm:
        return DecideForm(data)

    def more(self) -> dict[str, Any]:
        recovery = self.recovery
        return {
            "recovery": recovery,
            "own": recovery.asked_by_id == self.user.pk,
            "cancel_url": reverse("operators:operator", args=[recovery.operator.public_id]),
        }

    def save(self, data: dict[str, Any]) -> HttpResponse:
        recovery, moment = self.recovery, now()
        if data["choice"] == "confirm":
            services.confirm_recovery(recovery=recovery, reason=data["reason"], actor=self.user, now=moment)
            messages.success(self.request, _("The company has its new administrator. All members are told."))
        else:
            services.reject_recovery(recovery=recovery, reason=data["reason"], actor=self.user, now=moment)
            messages.success(self.request, _("The recovery is rejected."))
        return redirect("operators:operator", recovery.operator.public_id)
