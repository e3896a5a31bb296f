"""Letters, the terms of the declaration, and the register of legal bases: written by one person, published by another."""

from functools import cached_property
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.clock.services import now
from foundation.identity.permissions import PUBLIC, Permission
from programme import permissions, selectors, services
from programme.forms import LastDayForm, LegalBasisForm, LetterForm, TermsForm
from programme.models import DeclarationTerms, LegalBasis, LetterTemplate

from .base import FormPage, Page, whole


class Letters(Page):
    """Every letter by name: the languages it is in, and what waits."""

    permission = Permission.PROGRAMME_READ
    template_name = "programme/letters.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        drafts = {(row.code, row.language) for row in selectors.letter_drafts()}
        letters = [
            (selectors.letter_name(code), code, [(row, (code, row.language) in drafts) for row in rows])
            for code, rows in groupby(selectors.letters_in_use(), key=lambda row: row.code)
        ]
        return self.page(title=_("Letters and notices"), letters=letters, back_url=reverse("programme:configuration"))


class LetterText(Page):
    """One letter in one language: as it is in use, as it is written anew, with sample values; its versions."""

    permission = Permission.PROGRAMME_READ
    template_name = "programme/letter.html"

    def get(self, request: HttpRequest, code: str, language: str) -> HttpResponse:
        versions = list(selectors.letter_templates().filter(code=code, language=language))
        if not versions:
            raise Http404
        draft = next((row for row in versions if row.published_at is None), None)
        template = next((row for row in versions if row.published_at), draft)
        shown = draft or template
        subject, body = selectors.sample_letter(code, shown.subject, shown.body) if shown else ("", "")
        return self.page(
            title=capfirst(selectors.letter_name(code)),
            template=template,
            draft=draft,
            sample_subject=subject,
            sample_body=body,
            versions=versions,
            can_configure=permissions.may_configure(self.held),
            may_publish=draft is not None
            and permissions.may_configure(self.held)
            and self.user.pk not in (draft.author_id, *draft.editor_ids),
            back_url=reverse("programme:letters"),
        )


class EditLetter(FormPage):
    """Write a letter anew; a draft until another person publishes it."""

    template_name = "programme/letter_edit.html"
    button_text = gettext_lazy("Save the draft and look at it")
    said = gettext_lazy("The draft is saved. The letter in use has not changed.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.title = capfirst(selectors.letter_name(kwargs["code"]))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def start(self) -> LetterTemplate:
        """The draft, else what is in use, else the English text to translate."""
        code, language = self.kwargs["code"], self.kwargs["language"]
        rows = selectors.letter_templates().filter(code=code)
        found = rows.filter(language=language).first() or rows.filter(language="en").first()
        if found is None or language not in dict(settings.LANGUAGES):
            raise Http404
        return found

    @property
    def edition(self) -> int:
        written = self.start.published_at is None and self.start.language == self.kwargs["language"]
        return self.start.edition if written else 0

    def form(self, *data: Any) -> LetterForm:
        initial = {name: getattr(self.start, name) for name in ("subject", "body", "legal_basis")}
        return LetterForm(*data, code=self.start.code, bases=selectors.citations(self.on), initial=initial)

    def act(self, form: LetterForm) -> None:
        services.write_letter(
            code=self.start.code,
            language=self.kwargs["language"],
            edition=whole(self.request.POST.get("edition")) or 0,
            actor=self.user,
            now=now(),
            **form.cleaned_data,
        )

    def next_url(self) -> str:
        return reverse("programme:letter", args=[self.start.code, self.kwargs["language"]])

    def more(self) -> dict[str, Any]:
        names = sorted(selectors.letter_placeholders(self.start.code))
        return {"edition": self.edition, "placeholders": [f"{{{name}}}" for name in names]}


class LetterDraft(Page):
    """Publish the draft of a letter, or drop it."""

    permission = Permission.PROGRAMME_CONFIGURE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, code: str, language: str) -> HttpResponse:
        draft = get_object_or_404(selectors.letter_drafts(), code=code, language=language)
        if request.POST.get("drop"):
            services.drop_text(text=draft, actor=self.user, now=now())
            messages.success(request, _("The draft is dropped. Nothing has changed."))
        else:
            edition = whole(request.POST.get("edition")) or 0
            services.publish_letter(template=draft, edition=edition, actor=self.user, now=now())
            messages.success(request, _("The letter is in use. Letters that were sent keep theirs."))
        return redirect("programme:letter", code=code, language=language)

    def refused_to(self) -> str:
        return reverse("programme:letter", args=[self.kwargs["code"], self.kwargs["language"]])


class Terms(Page):
    """The terms a signatory signs: in force, in draft, before."""

    permission = Permission.PROGRAMME_READ
    template_name = "programme/terms.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(
            title=_("Terms of the declaration"),
            versions=selectors.all_terms(),
            current=selectors.terms(self.on),
            text_languages=settings.LANGUAGES,
            user_id=self.user.pk,
            can_configure=permissions.may_configure(self.held),
            back_url=reverse("programme:configuration"),
        )


class EditTerms(FormPage):
    """Write the terms anew in one language, from a day on."""

    template_name = "programme/letter_edit.html"
    title = gettext_lazy("Write the terms anew")
    button_text = gettext_lazy("Save the draft")
    said = gettext_lazy("The draft is saved. The terms in force have not changed.")

    @cached_property
    def start(self) -> DeclarationTerms | None:
        return selectors.all_terms().filter(language=self.request.GET.get("language", "en")).first()

    def form(self, *data: Any) -> TermsForm:
        row = self.start
        initial = {"language": self.request.GET.get("language", "en"), "valid_from": self.on}
        if row:
            initial |= {"text": row.text, "valid_from": max(row.valid_from, self.on)}
        return TermsForm(*data, on=self.on, initial=initial)

    def act(self, form: TermsForm) -> None:
        edition = whole(self.request.POST.get("edition")) or 0
        services.write_terms(edition=edition, actor=self.user, now=now(), **form.cleaned_data)

    def next_url(self) -> str:
        return reverse("programme:terms")

    def more(self) -> dict[str, Any]:
        return {"edition": self.start.edition if self.start and not self.start.published_at else 0}


class TermsDraft(Page):
    """Publish the draft of the terms, or drop it."""

    permission = Permission.PROGRAMME_CONFIGURE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        draft = get_object_or_404(selectors.all_terms().filter(published_at__isnull=True), pk=pk)
        if request.POST.get("drop"):
            services.drop_text(text=draft, actor=self.user, now=now())
            messages.success(request, _("The draft is dropped. Nothing has changed."))
        else:
            edition = whole(request.POST.get("edition")) or 0
            services.publish_terms(terms=draft, edition=edition, actor=self.user, now=now())
            messages.success(request, _("The terms are published. What was signed before keeps its terms."))
        return redirect("programme:terms")

    def refused_to(self) -> str:
        return reverse("programme:terms")


class Legal(Page):
    """The law the programme rests on, for everybody."""

    permission = PUBLIC
    template_name = "programme/legal.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        configuration = selectors.configuration(self.on)
        used = {row.legal_basis for row in configuration.time_limits.all()}
        return self.page(
            title=_("The law this programme rests on"),
            bases=selectors.legal_bases(self.on),
            limits=selectors.limit_lines(configuration),
            unlisted=sorted(used - set(selectors.citations(self.on))),
        )


class LegalBases(Page):
    """The register of legal bases with every wording."""

    permission = Permission.PROGRAMME_READ
    template_name = "programme/legal_bases.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(
            title=_("Legal bases"),
            bases=selectors.all_legal_bases(),
            can_configure=permissions.may_configure(self.held),
            back_url=reverse("programme:configuration"),
        )


class EditLegalBasis(FormPage):
    """Enter a provision, or its new wording from a day on (`?code=` begins with the last one)."""

    title = gettext_lazy("Enter a legal basis")
    button_text = gettext_lazy("Enter it in the register")
    said = gettext_lazy("The register holds it now. Limits and letters cite it once you choose it there.")

    def form(self, *data: Any) -> LegalBasisForm:
        code = self.request.GET.get("code", "")
        latest = (
            selectors.all_legal_bases().filter(code=code).first() if code.isascii() and code.isprintable() else None
        )
        initial: dict[str, Any] = {"valid_from": self.on}
        if latest:
            initial |= {name: getattr(latest, name) for name in ("code", "title", "citation", "url", "text")}
        return LegalBasisForm(*data, on=self.on, initial=initial)

    def act(self, form: LegalBasisForm) -> None:
        services.write_legal_basis(actor=self.user, now=now(), **form.cleaned_data)

    def next_url(self) -> str:
        return reverse("programme:legal_bases")


class EndLegalBasis(FormPage):
    """A provision holds no longer."""

    button_text = gettext_lazy("End it")
    said = gettext_lazy("The provision ends with that day.")

    @cached_property
    def basis(self) -> LegalBasis:
        return get_object_or_404(selectors.all_legal_bases(), pk=self.kwargs["pk"])

    def form(self, *data: Any) -> LastDayForm:
        return LastDayForm(*data, on=self.on, initial={"last_day": self.on})

    def act(self, form: LastDayForm) -> None:
        services.end_legal_basis(basis=self.basis, actor=self.user, now=now(), **form.cleaned_data)

    def next_url(self) -> str:
        return reverse("programme:legal_bases")

    def more(self) -> dict[str, Any]:
        return {"title": self.basis.citation, "caption": _("Until when it holds")}
