"""Time to improve, on both sides: asked, offered, agreed, more of it; and more time to answer questions."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import permissions, selectors, services
from applications.forms import MANNER_HINTS, AnswerImprovementForm, ImprovementForm, MoreTimeForm
from applications.models import Improvement, InformationRequest
from applications.states import ImprovementStatus, Manner
from foundation.clock.services import now
from foundation.identity.permissions import Permission

from .acts import FormAct
from .base import ApplicationPage, FilePage


class _Proposes(FormAct):
    """What is improved and until when; the longest time stands beside the field."""

    template_name = "applications/improvement.html"

    def form(self, *given: Any) -> ImprovementForm:
        latest = selectors.frame_facts(self.application, Manner.PAUSE, self.on, self.on).latest  # type: ignore[attr-defined]
        hint = _("At the latest {day}.").format(day=selectors.day(latest))
        allowed = selectors.manners(self.application.configuration)  # type: ignore[attr-defined]
        return ImprovementForm(*given[:1], hint=hint, manners=allowed, initial={"manner": Manner.PAUSE})

    def more(self) -> dict[str, Any]:
        left = selectors.pauses_left(self.application, Manner.PAUSE, self.on)  # type: ignore[attr-defined]
        return {"hints": MANNER_HINTS, "pauses_left": left, "by_customs": self.user.is_staff}


class AskPause(_Proposes, ApplicationPage):
    """The trader asks for time to improve."""

    permission = Permission.APPLICATION_PREPARE
    title = gettext_lazy("Ask for time to improve")
    button_text = gettext_lazy("Ask Customs for this time")

    def allowed(self) -> bool:
        return permissions.may_ask_pause(self.application, self.held)

    def take(self, form: Any) -> str:
        services.ask_improvement(application=self.application, user=self.user, now=now(), **form.cleaned_data)
        return _("Asked. We answer you here and by a message.")

    def back(self) -> str:
        return self.url("status")


class OfferPause(_Proposes, FilePage):
    """An officer offers time instead of refusing what is easy to put right."""

    permission = Permission.FILE_WORK
    title = gettext_lazy("Offer time to improve")
    button_text = gettext_lazy("Offer this time to the trader")

    def allowed(self) -> bool:
        return permissions.may_ask(self.application, self.held)

    def take(self, form: Any) -> str:
        services.offer_improvement(application=self.application, actor=self.user, now=now(), **form.cleaned_data)
        return _("Offered. The trader agrees or declines.")

    def back(self) -> str:
        return self.url("requests")


class _Answers(FormAct):
    """The other side agrees or says why not."""

    template_name = "applications/improvement_answer.html"

    @cached_property
    def improvement(self) -> Improvement | None:
        return selectors.open_improvement(self.application)  # type: ignore[attr-defined]

    @property
    def found(self) -> Improvement:
        """What `allowed` has found."""
        if self.improvement is None:
            raise Http404
        return self.improvement

    def stands(self, *statuses: str) -> bool:
        return self.improvement is not None and self.improvement.status in statuses

    def take(self, form: Any) -> str:
        if form.agrees:
            services.agree_improvement(improvement=self.found, until=form.day, actor=self.user, now=now())
            return _("Agreed. The letter with the day is on its way.")
        reason = form.cleaned_data["reason"]
        services.decline_improvement(improvement=self.found, reason=reason, actor=self.user, now=now())
        return _("Not agreed. The other side was told why.")

    def more(self) -> dict[str, Any]:
        return {"improvement": self.improvement}


class AnswerOffer(_Answers, ApplicationPage):
    """The trader answers what Customs offered."""

    permission = (Permission.APPLICATION_PREPARE, Permission.APPLICATION_SIGN)
    title = gettext_lazy("Customs offers you time to improve")
    button_text = gettext_lazy("Send your answer")

    def allowed(self) -> bool:
        return self.stands(ImprovementStatus.OFFERED)

    def form(self, *given: Any) -> AnswerImprovementForm:
        return AnswerImprovementForm(*given[:1])

    def back(self) -> str:
        return self.url("status")


class AnswerPause(_Answers, FilePage):
    """An officer answers what the trader asked for, also with another day."""

    permission = Permission.FILE_WORK
    title = gettext_lazy("The trader asks for time to improve")
    button_text = gettext_lazy("Send the answer to the trader")

    def allowed(self) -> bool:
        return self.stands(ImprovementStatus.ASKED)

    def form(self, *given: Any) -> AnswerImprovementForm:
        return AnswerImprovementForm(*given[:1], with_day=True, initial={"until": self.found.until})

    def back(self) -> str:
        return self.url("requests")


class MoreTime(_Answers, ApplicationPage):
    """The trader asks for longer than agreed; the rules allow it once."""

    permission = Permission.APPLICATION_PREPARE
    template_name = "applications/act.html"
    title = gettext_lazy("Ask for more time to improve")
    button_text = gettext_lazy("Ask for more time")

    def allowed(self) -> bool:
        found = self.improvement
        return found is not None and permissions.may_ask_more(found) and selectors.latest_more(found) is not None

    def form(self, *given: Any) -> MoreTimeForm:
        return MoreTimeForm(*given[:1])

    def more(self) -> dict[str, Any]:
        latest = selectors.long_day(selectors.latest_more(self.found))
        return {"intro": _("You can ask for time until {day}. Customs answers.").format(day=latest)}

    def take(self, form: Any) -> str:
        services.ask_more_time(improvement=self.found, reason=form.cleaned_data["reason"], user=self.user, now=now())
        return _("Asked. The agreed day holds until we answer.")

    def back(self) -> str:
        return self.url("status")


class AnswerMore(_Answers, FilePage):
    """An officer gives the longer time or says why not."""

    permission = Permission.FILE_WORK
    title = gettext_lazy("The trader asks for more time")
    button_text = gettext_lazy("Send the answer to the trader")

    def allowed(self) -> bool:
        return self.stands(ImprovementStatus.RUNNING) and self.found.more_until is not None

    def form(self, *given: Any) -> AnswerImprovementForm:
        return AnswerImprovementForm(*given[:1])

    def take(self, form: Any) -> str:
        if form.agrees:
            services.give_more_time(improvement=self.found, actor=self.user, now=now())
            return _("Given. The trader was told the new day.")
        reason = form.cleaned_data["reason"]
        services.refuse_more_time(improvement=self.found, reason=reason, actor=self.user, now=now())
        return _("Not given. The trader was told why.")

    def back(self) -> str:
        return self.url("requests")


class MoreTimeToAnswer(FormAct, ApplicationPage):
    """The trader takes the longer time the rules give for answers, once."""

    permission = Permission.INFORMATION_ANSWER
    title = gettext_lazy("Take more time to answer")
    button_text = gettext_lazy("Take this time")

    @cached_property
    def information_request(self) -> InformationRequest:
        found = selectors.request_of(self.application, self.kwargs["request_id"])
        if found is None:
            raise Http404
        return found

    def allowed(self) -> bool:
        return permissions.may_take_time(self.information_request, self.held, self.on)

    def form(self, *given: Any) -> MoreTimeForm:
        return MoreTimeForm(*given[:1])

    def take(self, form: Any) -> str:
        reason = form.cleaned_data["reason"]
        row = services.ask_more_time_to_answer(
            request=self.information_request, reason=reason, user=self.user, now=now()
        )
        return _("You now have time until {day}.").format(day=selectors.long_day(row.due_on))

    def more(self) -> dict[str, Any]:
        words = selectors.more_time_words(self.application)
        return {"intro": _("You can take {time} more, once. Our time limit stands still as long.").format(time=words)}

    def back(self) -> str:
        return self.url("request", self.information_request.public_id)
