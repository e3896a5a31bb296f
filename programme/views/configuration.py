"""What is in force, and a draft that takes its place: profiles, letters."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.clock.services import now
from foundation.identity.permissions import Permission
from programme import permissions, selectors, services
from programme.forms import ProfileForm
from programme.models import BusinessCalendar, Configuration

from .base import Page

CLOSURES_SHOWN = 12


class ConfigurationPage(Page):
    """Everything in force today, and the versions before and to come."""

    permission = Permission.PROGRAMME_READ
    template_name = "programme/configuration.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        current = selectors.configuration(self.on)
        calendar = BusinessCalendar.objects.get(code="default")
        return self.page(
            title=_("Programme"),
            current=current,
            versions=selectors.configurations(),
            limits=selectors.limit_lines(current),
            figures=current.figures.all(),
            separation=selectors.separation_table(current),
            delegations=selectors.delegations(self.on),
            competence=selectors.competence_rules(),
            types=selectors.types(),
            calendar=calendar,
            closures=selectors.closures(calendar).filter(on__gte=self.on)[:CLOSURES_SHOWN],
            letters=selectors.letter_templates(),
            criteria_set=selectors.criteria_set(self.on),
            draft=selectors.draft_configuration(),
            can_configure=permissions.may_configure(self.held),
        )


class AdoptProfile(Page):
    """Prepare a version from a profile; another person publishes it."""

    permission = Permission.PROGRAMME_CONFIGURE
    template_name = "programme/adopt.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(ProfileForm(on=self.on, initial={"valid_from": self.on}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ProfileForm(request.POST, on=self.on)
        if not form.is_valid():
            return self._show(form)
        services.prepare_configuration(actor=self.user, now=now(), **form.cleaned_data)
        messages.success(request, _("The version is prepared. Nothing has changed yet."))
        return redirect("programme:draft")

    def _show(self, form: ProfileForm) -> HttpResponse:
        title, cancel_url = _("Adopt a profile"), reverse("programme:configuration")
        return self.page(
            title=title, form=form, cancel_url=cancel_url, button_text=_("Prepare the version and show what changes")
        )


class Draft(Page):
    """What the prepared version would change, and publishing it."""

    permission = Permission.PROGRAMME_CONFIGURE
    template_name = "programme/draft.html"

    @property
    def draft(self) -> Configuration:
        draft = selectors.draft_configuration()
        if draft is None:
            raise Http404
        return draft

    def get(self, request: HttpRequest) -> HttpResponse:
        draft = self.draft
        return self.page(
            title=_("Version {number}: what changes").format(number=draft.number),
            draft=draft,
            lines=selectors.differences(selectors.configuration(self.on), draft),
            may_publish=permissions.may_publish(self.user, draft, self.held),
            back_url=reverse("programme:configuration"),
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        draft = services.publish_configuration(configuration=self.draft, actor=self.user, now=now())
        messages.success(request, _("Version {number} is published.").format(number=draft.number))
        return redirect("programme:configuration")


class DropDraft(Page):
    """Throw the prepared version away."""

    permission = Permission.PROGRAMME_CONFIGURE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        draft = selectors.draft_configuration()
        if draft is not None:
            services.drop_configuration(configuration=draft, actor=self.user, now=now())
            messages.success(request, _("The version is dropped. Nothing has changed."))
        return redirect("programme:configuration")


class LetterText(Page):
    """The text of a letter as it is in use."""

    permission = Permission.PROGRAMME_READ
    template_name = "programme/letter.html"

    def get(self, request: HttpRequest, code: str, language: str) -> HttpResponse:
        template = selectors.letter_templates().filter(code=code, language=language).first()
        if template is None:
            raise Http404
        return self.page(title=template.subject, template=template, back_url=reverse("programme:configuration"))
