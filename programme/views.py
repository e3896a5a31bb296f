"""Pages of the programme: the front page, the published criteria, and the administrators' view of what is in force."""

from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from foundation.audit.services import Refused
from foundation.clock.services import now, today
from foundation.identity.models import User
from foundation.identity.permissions import PUBLIC, GuardedView, Permission
from programme import permissions, selectors, services
from programme.forms import CriteriaFilter, OpeningForm, ProfileForm, ReviewForm
from programme.models import ActTaken, BusinessCalendar, Configuration, Criterion, OperatorType
from programme.states import TimeLimitCode

CLOSURES_SHOWN = 12


class Page(GuardedView):
    """A view with a template. What a service refuses becomes a message on the page `refused_to` names."""

    template_name: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect(self.refused_to())

    def refused_to(self) -> str:
        return reverse("programme:configuration")

    def page(self, **context: Any) -> HttpResponse:
        return render(self.request, self.template_name, context)

    @property
    def user(self) -> User:
        if not isinstance(self.request.user, User):
            raise Http404
        return self.request.user

    @property
    def held(self) -> frozenset[Permission]:
        held: frozenset[Permission] = self.request.permissions  # type: ignore[attr-defined]
        return held

    @cached_property
    def on(self) -> date:
        return today()


class Landing(Page):
    """What the programme is, who can join, how long it takes, where to look a company up."""

    permission = PUBLIC
    template_name = "programme/landing.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        open_now, later = selectors.type_groups(self.on)
        configuration = selectors.configuration(self.on)
        decision = selectors.time_limit(TimeLimitCode.DECISION, configuration)
        return self.page(
            title=_("Trade faster as a trusted partner of Customs"),
            open_now=open_now,
            later=later,
            limit=selectors.amount_in_words(decision.amount, decision.unit),
            longest=decision.amount + decision.extension_amount if decision.extension_amount else None,
            sections=selectors.criteria_set(self.on).sections.count(),
            criteria=selectors.criteria_set(self.on).criteria.count(),
            register_url=_route("certificates:register"),
            check_url=_route("certificates:check"),
        )


def _route(name: str) -> str:
    """A page of a room above; nothing where this deployment does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


class Criteria(Page):
    """The criteria in force, all or those that fit one type and kind; printable."""

    permission = PUBLIC
    template_name = "programme/criteria.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = CriteriaFilter(request.GET or None)
        chosen = form.cleaned_data if form.is_valid() else {}
        criteria_set = selectors.criteria_set(self.on)
        found = selectors.fitting(
            selectors.criteria(criteria_set),
            families=selectors.families_of([chosen["type"]]) if chosen.get("type") else (),
            kinds=[chosen["kind"]] if chosen.get("kind") else (),
        )
        return self.page(
            title=_("What we look at: the criteria"),
            form=form if form.is_bound else CriteriaFilter(),
            criteria_set=criteria_set,
            count=len(found),
            sections=[(section, list(rows)) for section, rows in groupby(found, key=_section)],
        )


def _section(criterion: Criterion) -> Any:
    return criterion.section


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
            limits=[selectors.limit_line(row) for row in current.time_limits.all()],
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


class Opening(Page):
    """From when until when a type takes applications."""

    permission = Permission.PROGRAMME_CONFIGURE
    template_name = "programme/opening.html"

    @cached_property
    def type(self) -> OperatorType:
        return get_object_or_404(selectors.types(), token=self.kwargs["token"])

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        initial = {"opens_on": self.type.opens_on, "closes_on": self.type.closes_on}
        return self._show(OpeningForm(on=self.on, initial=initial))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = OpeningForm(request.POST, on=self.on)
        if not form.is_valid():
            return self._show(form)
        try:
            services.set_opening(operator_type=self.type, actor=self.user, now=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("closes_on", refusal.message)
            return self._show(form)
        messages.success(request, _("The opening of {type} is saved.").format(type=self.type.label))
        return redirect("programme:configuration")

    def _show(self, form: OpeningForm) -> HttpResponse:
        cancel_url = reverse("programme:configuration")
        return self.page(
            title=self.type.label, caption=_("When the type takes applications"), form=form, cancel_url=cancel_url
        )


class LetterText(Page):
    """The text of a letter as it is in use."""

    permission = Permission.PROGRAMME_READ
    template_name = "programme/letter.html"

    def get(self, request: HttpRequest, code: str, language: str) -> HttpResponse:
        template = selectors.letter_templates().filter(code=code, language=language).first()
        if template is None:
            raise Http404
        return self.page(title=template.subject, template=template, back_url=reverse("programme:configuration"))


class ReviewAct(Page):
    """The outsider named in the separation table looks at an act that one person took by permission."""

    permission = Permission.HOME
    template_name = "programme/review.html"

    @cached_property
    def act(self) -> ActTaken:
        return get_object_or_404(selectors.acts_to_review(self.user, self.on), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(ReviewForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ReviewForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        services.review_act(act=self.act, reviewer=self.user, now=now(), **form.cleaned_data)
        messages.success(request, _("Your review stands in the file."))
        return redirect("workbench:home")

    def _show(self, form: ReviewForm) -> HttpResponse:
        earlier = [row for row in selectors.acts_on_file(self.act.file_id) if row.user_id == self.act.user_id]
        return self.page(
            title=_("Review an act that one person took"),
            caption=self.act.user.full_name,
            act=self.act,
            earlier=earlier,
            form=form,
            button_text=_("Record the review"),
            cancel_url=reverse("workbench:home"),
        )
