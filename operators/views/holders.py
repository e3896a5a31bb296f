"""Who holds the certificate: groups of companies, and legal forms that an officer settles."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.audit.services import Refused, record_read
from foundation.clock.services import now
from foundation.identity.permissions import Permission
from operators import selectors, services
from operators.forms import ExplainForm, GroupNameForm, MemberForm, SettleForm
from operators.models import FormException, GroupMember

from .base import CompanyPage, FormPage, OperatorPage


class Group(CompanyPage, FormPage):
    """The group that a company leads, belongs to or is asked to join. The form names a new group, or asks a company in."""

    permission = Permission.COMPANY_EDIT
    template_name = "operators/group.html"
    title = gettext_lazy("Group of companies")

    def form(self, data: Any = None, files: Any = None) -> Any:
        return MemberForm(data) if selectors.led_group(self.operator) else GroupNameForm(data)

    def more(self) -> dict[str, Any]:
        group = selectors.led_group(self.operator)
        return {
            "group": group,
            "members": selectors.group_members(group, self.on) if group else [],
            "membership": selectors.membership_of(self.operator),
            "allowed": selectors.groups_allowed(self.on),
            "button_text": _("Ask this company") if group else _("Form the group"),
            "back_url": reverse("operators:company"),
        }

    def save(self, data: dict[str, Any]) -> HttpResponse:
        group = selectors.led_group(self.operator)
        if group is None:
            services.form_group(lead=self.operator, name=data["name"], actor=self.user, now=now())
            messages.success(self.request, _("The group is formed. Ask its companies to join."))
        else:
            services.ask_member(group=group, tin=data["tin"], actor=self.user, now=now())
            said = _("If a verified company with this number is in no group, it is asked now.")
            messages.success(self.request, said)
        return redirect("operators:group")


class AnswerGroup(CompanyPage):
    """A member’s own yes, or its leaving; the lead may take a company out."""

    permission = Permission.COMPANY_EDIT
    http_method_names = ["post", "options"]

    def refused_to(self) -> str:
        return reverse("operators:group")

    def post(self, request: HttpRequest) -> HttpResponse:
        if "member" in request.POST:
            services.leave_group(member=self._led(request.POST["member"]), actor=self.user, now=now())
            messages.success(request, _("The company no longer belongs to your group."))
            return redirect("operators:group")
        membership = selectors.membership_of(self.operator)
        if membership is None:
            raise Http404
        if request.POST.get("membership") != str(membership.pk):  # nobody says yes to a group it has not read of
            raise Refused(_("Another group asks you now. Read who it is before you answer."))
        join = request.POST.get("answer") == "join"
        act = services.join_group if join else services.leave_group
        act(member=membership, actor=self.user, now=now())
        messages.success(request, _("You belong to the group.") if join else _("You do not belong to the group."))
        return redirect("operators:group")

    def _led(self, key: str) -> GroupMember:
        group = selectors.led_group(self.operator)
        if group is None or not key.isdigit() or len(key) > 18:
            raise Http404
        return get_object_or_404(selectors.group_members(group, self.on), pk=int(key))


class ExplainLegalForm(CompanyPage, FormPage):
    """The company says how its legal form works, for the officer who settles it."""

    permission = Permission.COMPANY_EDIT
    template_name = "operators/explain_form.html"
    title = gettext_lazy("How your legal form works")

    @property
    def exception(self) -> FormException | None:
        return selectors.form_exception(self.operator)

    def form(self, data: Any = None, files: Any = None) -> ExplainForm:
        found = self.exception
        return ExplainForm(data, initial={"explained": found.explained if found else ""})

    def more(self) -> dict[str, Any]:
        return {"cancel_url": reverse("operators:company"), "exception": self.exception}

    def save(self, data: dict[str, Any]) -> HttpResponse:
        services.explain_form(operator=self.operator, explained=data["explained"], actor=self.user, now=now())
        messages.success(self.request, _("Thank you. An officer looks at it next."))
        return redirect("operators:company")


class SettleLegalForm(OperatorPage, FormPage):
    """An officer records who counts as owner, with a reason."""

    permission = Permission.OPERATOR_VERIFY
    template_name = "operators/settle_form.html"
    title = gettext_lazy("Legal form that needs a look")

    @property
    def exception(self) -> FormException:
        found = selectors.form_exception(self.operator)
        if found is None:
            raise Http404
        return found

    def form(self, data: Any = None, files: Any = None) -> SettleForm:
        return SettleForm(data, initial={"treatment": self.exception.treatment})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        record_read(actor=self.user, at=now(), file_id=self.operator.public_id, what="legal form")
        return super().get(request, **kwargs)

    def more(self) -> dict[str, Any]:
        return {
            "caption": self.operator.legal_name,
            "operator": self.operator,
            "exception": self.exception,
            "button_text": _("Record and tell the company"),
            "cancel_url": reverse("operators:operator", args=[self.operator.public_id]),
        }

    def save(self, data: dict[str, Any]) -> HttpResponse:
        services.settle_form(exception=self.exception, actor=self.user, now=now(), **data)
        messages.success(self.request, _("The legal form is settled."))
        return redirect("operators:operator", self.operator.public_id)
