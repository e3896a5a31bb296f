"""The page behind a personal link: who asks, what is checked, the person's own answer and papers. No account is needed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from foundation.clock.services import now
from foundation.identity.permissions import PUBLIC
from operators import selectors, services
from operators.adapters.secrets import token_digest
from operators.forms import ConsentForm, PaperForm
from operators.models import Person
from operators.states import CheckConsent

from .base import FormPage


@method_decorator(never_cache, name="dispatch")
class _Linked(FormPage):
    """A page for whoever holds the link. An unknown, replaced or old link gets one and the same answer."""

    permission = PUBLIC
    template_name = "operators/personal.html"
    person: Person

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = selectors.person_by_token(token_digest(kwargs["token"]), now())
        if person is None:
            context = {"title": _("This link has ended")}
            response = render(request, "operators/personal_ended.html", context, status=404)
        else:
            self.person = person
            response = super().dispatch(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    @property
    def here(self) -> str:
        return reverse("operators:personal", args=[self.kwargs["token"]])

    def refused_to(self) -> str:
        return self.here

    def show(self, form: Any, **more: Any) -> HttpResponse:
        consent = form if isinstance(form, ConsentForm) else self.consent_form()
        paper = form if isinstance(form, PaperForm) else PaperForm()
        return self.page(
            title=_("Your consent to background checks"),
            person=self.person,
            company=self.person.operator.legal_name,
            form=form,
            consent_form=consent,
            paper_form=paper,
            paper_url=reverse("operators:personal_paper", args=[self.kwargs["token"]]),
            consent_url=self.here,
            papers=selectors.papers_of(self.person),
        )

    def consent_form(self, data: Any = None) -> ConsentForm:
        answers = {CheckConsent.GIVEN: "give", CheckConsent.REFUSED: "refuse"}
        said = {
            "answer": answers.get(CheckConsent(self.person.status), ""),
            "is_me": bool(self.person.identity_confirmed_at),
        }
        return ConsentForm(data, person=self.person, initial=said)


class Personal(_Linked):
    """Give or refuse consent; the answer can be changed while the link holds."""

    permission = PUBLIC

    def form(self, data: Any = None, files: Any = None) -> ConsentForm:
        return self.consent_form(data)

    def save(self, data: dict[str, Any]) -> HttpResponse:
        give = data["answer"] == "give"
        born_on = data.get("born_on")
        services.answer_consent(person=self.person, give=give, is_me=True, born_on=born_on, now=now())
        said = (
            _("Thank you. Your consent is noted.") if give else _("You refused. We noted it and tell the company so.")
        )
        messages.success(self.request, said)
        return redirect(self.here)


class PersonalPaper(_Linked):
    """A paper for officers only."""

    permission = PUBLIC
    http_method_names = ["post", "options"]

    def form(self, data: Any = None, files: Any = None) -> PaperForm:
        return PaperForm(data, files)

    def save(self, data: dict[str, Any]) -> HttpResponse:
        services.hand_in_paper(person=self.person, upload=data["paper"], title=data["title"], now=now())
        messages.success(self.request, _("Your paper is in. Only officers can open it."))
        return redirect(self.here)
