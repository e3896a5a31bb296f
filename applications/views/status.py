"""After sending: the receipt, where the application stands with its clock, withdrawing it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications import permissions, selectors, services
from foundation.audit.selectors import disclosed_events_of_file
from foundation.clock.services import now
from foundation.identity.permissions import Permission
from programme.selectors import guidance_text, step_place

from .base import ApplicationPage


class Receipt(ApplicationPage):
    """Number, day and time, what follows and who acts."""

    permission = Permission.APPLICATION_READ
    template_name = "applications/receipt.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        declaration = getattr(self.application, "declaration", None)
        if declaration is None:
            raise Http404
        return self.page({"title": _("Application sent"), "declaration": declaration, "standing": self.standing})


class Status(ApplicationPage):
    """Whose turn it is, by when, what then; the progress line and how the time limit is counted."""

    permission = Permission.APPLICATION_READ
    template_name = "applications/status.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if self.application.submitted_at is None and self.application.ended_on is None:
            return redirect(self.url("tasks"))
        events = disclosed_events_of_file(self.application.public_id)[:50]
        return self.page(
            {
                "title": _("Where your application stands"),
                "standing": self.standing,
                "guidance_text": guidance_text(step_place(self.application.status)),
                "turn_title": turn_title(self.standing),
                "turn_text": turn_text(self.standing),
                "steps": selectors.progress_line(self.application, self.standing),
                "clock": selectors.clock(self.application, self.on),
                "events": [event_line(event) for event in events if event.name in EVENTS],
                "requests": selectors.requests_of(self.application),
                "kinds": selectors.kinds_words(self.application.kinds),
                "types": selectors.types_words(self.application).lower(),
                "can_withdraw": permissions.may_withdraw(self.application, self.held),
            }
        )


class Withdraw(ApplicationPage):
    """Take the application back, after a page that says what that means."""

    permission = Permission.APPLICATION_SIGN
    template_name = "applications/confirm.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if not permissions.may_withdraw(self.application, self.held):
            raise PermissionDenied
        return self.page(
            {
                "title": _("Withdraw this application?"),
                "consequences": [
                    _("Customs stops working on it. There is no decision."),
                    _("Time limits end. Questions that are open need no answer."),
                    _("You can apply again at any time."),
                ],
                "button_text": _("Withdraw the application"),
                "cancel_url": self.url("status"),
                "danger": True,
                "wide": True,
            }
        )

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        services.withdraw(application=self.application, user=self.user, now=now())
        return redirect(self.url("status"))


def turn_title(standing: selectors.Standing) -> str:
    """The sentence of the panel: whose turn it is and by when."""
    if standing.open_questions:
        words = ngettext(
            "It is your turn: answer %(n)s question by %(day)s.",
            "It is your turn: answer %(n)s questions by %(day)s.",
            standing.open_questions,
        )
        return words % {"n": standing.open_questions, "day": selectors.long_day(standing.due_on)}
    if standing.trader_must_act:
        return _("It is your turn.")
    return _("It is our turn.") if standing.ball else standing.trader_tag


def turn_text(standing: selectors.Standing) -> str:
    """What the panel says below its title, without saying it twice."""
    if standing.open_questions:
        return _("We need your answers to go on. Until you send them, our time limit stands still.")
    return standing.trader_sentence


def event_line(event: Any) -> dict[str, Any]:
    """One line of the history a trader reads; who acted at Customs is not named."""
    return {"title": str(EVENTS[event.name]()), "at": event.at}


EVENTS = {
    "application.submitted": lambda: _("Sent"),
    "application.accepted": lambda: _("Accepted"),
    "application.not_accepted": lambda: _("Not accepted"),
    "application.information_asked": lambda: _("Questions asked"),
    "request.answered": lambda: _("Answers sent"),
    "request.lapsed": lambda: _("Went on without answers"),
    "application.vetting_started": lambda: _("Desk checks begun"),
    "application.validation_started": lambda: _("Visit being prepared"),
    "application.proposed": lambda: _("Ready for decision"),
    "application.hearing_opened": lambda: _("You may speak"),
    "application.hearing_closed": lambda: _("Your view was heard"),
    "application.decided": lambda: _("Decided"),
    "application.withdrawn": lambda: _("Withdrawn"),
    "application.handed_over": lambda: _("Another office works on it"),
    "application.start_answer_corrected": lambda: _("A start answer was corrected by Customs"),
}
