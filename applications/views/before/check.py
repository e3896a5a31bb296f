"""The pre-check: two short pages without an account, then what fits, what is in the way and what to prepare.
The answers are kept behind a code; nothing of them names anybody."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from applications import selectors, services
from applications.forms import StartForm
from applications.forms.before import CheckForm, CodeForm, own_country
from foundation.clock.services import now
from foundation.identity.permissions import PUBLIC, Permission
from operators.selectors import for_company
from operators.services import country_choices
from programme.selectors import asks_turnover, configuration, types

from .base import PublicForm

CARRIED = "pre_check"  # the session's key for the answers that a registration and a new draft take over


class Check(PublicForm):
    """What you do, where, how long, how many, which kinds."""

    template_name = "applications/before/check.html"

    def form(self, data: Any = None) -> CheckForm:
        known = selectors.pre_check(self.request.GET.get("code", ""), self.on)
        return CheckForm(
            data,
            types=types(),
            countries=country_choices(),
            with_turnover=asks_turnover(configuration(self.on)),
            initial=_initial(known),
        )

    def more(self) -> dict[str, Any]:
        return {"title": _("Check if you can join"), "find_url": reverse("applications:check_find")}

    def save(self, form: CheckForm) -> HttpResponse:
        code = self.request.GET.get("code", "")
        known = selectors.pre_check(code, self.on)
        starts = known.answers.get("starts", {}) if known else {}
        answers = {**form.answers(), "starts": starts}
        return redirect(
            "applications:check_questions",
            services.keep_pre_check(answers=answers, code=code if known else "", now=now()),
        )


def _initial(known: Any) -> dict[str, Any]:
    if known is None:
        return {"country": own_country()}
    said = known.answers
    return {**said, **{name: "yes" if said[name] else "no" for name in ("customs_activity", "trouble")}}


class _Kept(PublicForm):
    """A page of answers behind a code. A code that is unknown or over is told so, plainly and always alike."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.kept = selectors.pre_check(kwargs["code"], self.on)
        if self.kept is None:
            context = {"title": _("We know no answers under this code"), "form": CodeForm()}
            return render(request, "applications/before/find.html", context, status=404)
        return super().dispatch(request, *args, **kwargs)

    @property
    def answers(self) -> dict[str, Any]:
        if self.kept is None:
            raise Http404
        said: dict[str, Any] = self.kept.answers
        return said

    @property
    def code(self) -> str:
        return str(self.kwargs["code"]).upper()


class CheckQuestions(_Kept):
    """The start questions of the published set that decide something for this reader."""

    template_name = "applications/before/questions.html"

    def form(self, data: Any = None) -> StartForm:
        questions = selectors.check_questions(self.answers, self.on)
        return StartForm(data, questions=questions, known=self.answers.get("starts", {}))

    def more(self) -> dict[str, Any]:
        back = f"{reverse('applications:check_start')}?code={self.code}"
        return {"title": _("A few questions about what you do"), "back_url": back}

    def save(self, form: StartForm) -> HttpResponse:
        services.keep_pre_check(answers={**self.answers, "starts": form.answers()}, code=self.code, now=now())
        return redirect("applications:check_result", self.code)


class CheckResult(_Kept):
    """What fits me, what is in the way, what to prepare, how long it usually takes."""

    template_name = "applications/before/result.html"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        view = selectors.check_view(self.answers, self.on)
        context = {
            "title": _("You can apply") if view.result.can_apply else _("Something is in the way today"),
            "view": view,
            "code": self.code,
            "kept": self.kept,
            "kinds": selectors.kinds_words(self.answers["kinds"]),
            "country": next((name for key, name in country_choices() if key == self.answers["country"]), ""),
            "back_url": reverse("applications:check_questions", args=[self.code]),
        }
        return self.page(context)


class FindCheck(PublicForm):
    """The answers again, by the code."""

    template_name = "applications/before/find.html"
    limited = "find"

    def form(self, data: Any = None) -> CodeForm:
        return CodeForm(data)

    def more(self) -> dict[str, Any]:
        return {"title": _("Find your pre-check again")}

    def save(self, form: CodeForm) -> HttpResponse:
        code = form.cleaned_data["code"]
        if selectors.pre_check(code, self.on) is None:
            form.add_error("code", _("We know no answers under this code. Check each letter, or start again."))
            return self.show(form)
        return redirect("applications:check_result", code.strip().upper())


class UseCheck(PublicForm):
    """Take the answers over: into the registration of a company, or into the application of one that is there."""

    permission = Permission.ACCOUNT
    template_name = "applications/before/find.html"
    limited = "find"

    def form(self, data: Any = None) -> CodeForm:
        return CodeForm(data, initial={"code": self.request.GET.get("code", "")})

    def more(self) -> dict[str, Any]:
        return {"title": _("Take over the answers of your pre-check"), "taking_over": True}

    def save(self, form: CodeForm) -> HttpResponse:
        kept = selectors.pre_check(form.cleaned_data["code"], self.on)
        if kept is None:
            form.add_error("code", _("We know no answers under this code. Check each letter, or go on without."))
            return self.show(form)
        self.request.session[CARRIED] = kept.answers
        messages.success(self.request, _("Your answers are taken over. Nothing of them is asked again."))
        acting = self.request.acting_for  # type: ignore[attr-defined]
        has_company = acting is not None and for_company(acting.organisation) is not None
        return redirect("lifecycle:begin" if has_company else "operators:register")


PUBLIC_PAGES = PUBLIC
