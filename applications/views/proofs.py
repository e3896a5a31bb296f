"""Naming a certificate or report that serves as evidence, or somebody who meets a criterion for the company; the officer's
side of evidence both agree on; all answers on paper; and beginning again with the answers of a file that has ended."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import permissions, selectors, services
from applications.forms import BesideForm, OtherForm, ProofForm
from applications.selectors import Row
from foundation.clock.services import now
from foundation.documents.models import Document
from foundation.identity.permissions import Permission

from .base import ApplicationPage, FilePage
from .draft import heading
from .question import OfQuestion


class _Added(OfQuestion):
    """A form whose result is added to the answer of a question."""

    permission = Permission.APPLICATION_PREPARE
    template_name = "layouts/form.html"
    title: Any = ""
    button: Any = ""

    def get(self, request: HttpRequest, public_id: str, code: str) -> HttpResponse:
        self.may_edit()
        return self._show(self.bound())

    def post(self, request: HttpRequest, public_id: str, code: str) -> HttpResponse:
        self.may_edit()
        form = self.bound(request.POST, request.FILES)
        if form.is_valid() and self.add(form):
            return redirect(self.row.url)
        return self._show(form)

    def bound(self, *given: Any) -> Any:
        raise NotImplementedError

    def add(self, form: Any) -> bool:
        """Call the service; False when the form got an error meanwhile."""
        raise NotImplementedError

    def where(self) -> dict[str, Any]:
        return {
            "application": self.application,
            "criterion": self.row.criterion,
            "site": self.row.site,
            "user": self.user,
            "now": now(),
        }

    def _show(self, form: Any) -> HttpResponse:
        return self.page(
            {
                "title": str(self.title),
                "caption": f"{self.row.criterion.code} {self.row.title}",
                "form": form,
                "button_text": str(self.button),
                "cancel_url": self.row.url,
                "wide": True,
            }
        )


class AddProof(_Added):
    """A certificate, authorisation or audit report the company has already."""

    title = gettext_lazy("A certificate or report you have already")
    button = gettext_lazy("Add it to this answer")

    def bound(self, *given: Any) -> ProofForm:
        return ProofForm(*given, library=self.library)

    def add(self, form: ProofForm) -> bool:
        data = form.cleaned_data
        copy = self._copy(form)
        if form.errors:
            return False
        fields = ("kind", "title", "number", "issuer", "issued_on", "expires_on")
        services.add_proof(**self.where(), **{name: data[name] for name in fields}, document=copy)
        return True

    def _copy(self, form: ProofForm) -> Document | None:
        taken, refused = self.take_in(form.cleaned_data["papers"][:1])
        for sentence in refused:
            form.add_error("papers", sentence)
        chosen = form.cleaned_data["library"]
        return next(iter([*taken, *(self.chosen([chosen]) if chosen else [])]), None)


class NameOther(_Added):
    """Somebody else meets the criterion for the company."""

    title = gettext_lazy("Somebody else does this for you")
    button = gettext_lazy("Name this company")

    def bound(self, *given: Any) -> OtherForm:
        return OtherForm(*given[:1])

    def add(self, form: OtherForm) -> bool:
        services.name_other(**self.where(), **form.cleaned_data)
        return True


class Print(ApplicationPage):
    """The whole file for paper: what is applied for, every question with its answer and papers."""

    permission = Permission.APPLICATION_READ
    template_name = "applications/print.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        return self.page(
            {
                "title": heading(self.application),
                "sheet": self.sheet,
                "kinds": selectors.kinds_words(self.application.kinds),
                "types": selectors.types_words(self.application),
                "back_url": self.url("tasks"),
                "back_text": _("Back to the application"),
            }
        )


class Evidence(FilePage):
    """The officer's side of what would be enough for one question: propose it, or agree to what the trader proposed."""

    permission = Permission.FILE_WORK
    template_name = "applications/evidence.html"

    def get(self, request: HttpRequest, public_id: str, code: str) -> HttpResponse:
        return self._show(code, BesideForm())

    def post(self, request: HttpRequest, public_id: str, code: str) -> HttpResponse:
        row, form = self._row(code), BesideForm(request.POST)
        if "agree" in request.POST and row.agreement is not None:
            services.agree_evidence(agreement=row.agreement, by_trader=False, actor=self.user, now=now())
        elif not form.is_valid() or not form.cleaned_data["proposal"].strip():
            form.add_error("proposal", _("Write what would show it."))
            return self._show(code, form)
        else:
            services.propose_evidence(
                application=self.application,
                criterion=row.criterion,
                site=row.site,
                text=form.cleaned_data["proposal"],
                by_trader=False,
                actor=self.user,
                now=now(),
            )
        return redirect(f"{self.url('file')}#{row.anchor}")

    def _row(self, code: str) -> Row:
        row = selectors.assessment(self.application).by_place.get((code, self.request.GET.get("site", "")))
        if row is None:
            raise Http404
        return row

    def _show(self, code: str, form: BesideForm) -> HttpResponse:
        row = self._row(code)
        form.fields["proposal"].widget.attrs.pop("form", None)
        context = {"row": row, "form": form, "title": _("Evidence both sides agree on")}
        return self.page({**context, "can_propose": permissions.may_agree_evidence(self.application, self.held)})
