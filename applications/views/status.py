"""After sending: the receipt, where the application stands with its clock, withdrawing it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications import permissions, selectors, services
from applications.forms import WithdrawForm
from applications.models import Improvement
from applications.states import TERMINAL, ApplicationStatus, ImprovementStatus, Manner
from foundation.audit.selectors import disclosed_events_of_file
from foundation.clock.services import now
from foundation.identity.permissions import Permission
from programme.selectors import guidance_text, step_place

from .acts import FormAct
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
        improvement = selectors.open_improvement(self.application)
        improvements = [row for row in selectors.improvements_of(self.application) if row != improvement]
        late = selectors.lateness(self.application, self.standing, self.on)
        return self.page(
            {
                "title": _("Where your application stands"),
                "standing": self.standing,
                "guidance_text": guidance_text(step_place(self.application.status)),
                "usual": selectors.usual_step(self.application.status, self.on),
                "turn_title": turn_title(self.standing),
                "turn_text": "" if late else turn_text(self.standing),
                "steps": selectors.progress_line(self.application, self.standing),
                "clock": selectors.clock(self.application, self.on),
                "events": [event_line(event) for event in events if event.name in EVENTS],
                "requests": selectors.requests_of(self.application),
                "kinds": selectors.kinds_words(self.application.kinds),
                "types": selectors.types_words(self.application).lower(),
                "late": late,
                "improvement": improvement,
                "improvements": improvements,
                "lapsed": self._lapsed(improvement, improvements),
                "can_ask_pause": self._may_ask_pause(improvement),
                "can_more": improvement and selectors.latest_more(improvement) and not improvement.more_until,
                "prepares": Permission.APPLICATION_PREPARE in self.held,
                "changes": selectors.changes_of_company(self.acting)[:5],
                "can_withdraw": permissions.may_withdraw(self.application, self.held),
                "can_start_again": self.may_start_again(),
            }
        )

    def _lapsed(self, running: Improvement | None, ended: list[Improvement]) -> bool:
        """Whether a pause ran out and the file goes on with what is there: the company may rather begin again."""
        last = max(ended, key=lambda row: row.pk, default=None)
        ran_out = running is None and last is not None and last.status == ImprovementStatus.LAPSED
        return ran_out and self.application.status not in TERMINAL

    def _may_ask_pause(self, improvement: Improvement | None) -> bool:
        may = improvement is None and permissions.may_ask_pause(self.application, self.held)
        return may and selectors.pauses_left(self.application, Manner.PAUSE, self.on) > 0

    def may_start_again(self) -> bool:
        if Permission.APPLICATION_PREPARE not in self.held or self.application.status not in TERMINAL:
            return False
        return selectors.open_application(self.organisation) is None


class Withdraw(FormAct, ApplicationPage):
    """Take the application back, after a page that says what that means. Nobody has to say why."""

    permission = Permission.APPLICATION_SIGN
    template_name = "applications/withdraw.html"
    title = gettext_lazy("Withdraw this application?")
    button_text = gettext_lazy("Withdraw the application")

    def allowed(self) -> bool:
        return permissions.may_withdraw(self.application, self.held)

    def form(self, *given: Any) -> WithdrawForm:
        return WithdrawForm(*given[:1])

    def take(self, form: Any) -> str:
        reason = form.cleaned_data["reason"]
        services.withdraw(application=self.application, reason=reason, user=self.user, now=now())
        return _("Withdrawn. You can start again with these answers.")

    def back(self) -> str:
        return self.url("status")

    def more(self) -> dict[str, Any]:
        consequences = [
            _("Customs stops working on it. There is no decision."),
            _("Time limits end. Questions that are open need no answer."),
            _("Your answers and papers stay yours. You can start again with them at any time."),
        ]
        return {"consequences": consequences, "danger": True}


def turn_title(standing: selectors.Standing) -> str:
    """The sentence of the panel: whose turn it is and by when."""
    if standing.open_questions:
        words = ngettext(
            "It is your turn: answer %(n)s question by %(day)s.",
            "It is your turn: answer %(n)s questions by %(day)s.",
            standing.open_questions,
        )
        return words % {"n": standing.open_questions, "day": selectors.long_day(standing.due_on)}
    if standing.status == ApplicationStatus.PAUSED_FOR_IMPROVEMENT:
        return _("Paused for you until %(day)s.") % {"day": selectors.long_day(standing.due_on)}
    if standing.trader_must_act:
        return _("It is your turn.")
    visited = standing.status == ApplicationStatus.UNDER_VALIDATION  # the visit knows whose turn it is
    return _("It is our turn.") if standing.ball and not visited else standing.trader_tag


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
    "application.deemed_accepted": lambda: _("Counts as accepted"),
    "application.paused": lambda: _("Paused so that you can improve"),
    "application.resumed": lambda: _("Work goes on"),
    "application.extended": lambda: _("Customs takes more time to decide"),
    "application.delay_explained": lambda: _("Customs told you why it is late"),
    "request.more_time": lambda: _("You took more time to answer"),
    "improvement.asked": lambda: _("You asked for time to improve"),
    "improvement.offered": lambda: _("Customs offered you time to improve"),
    "improvement.agreed": lambda: _("Time to improve agreed"),
    "improvement.declined": lambda: _("Time to improve not agreed"),
    "improvement.more_asked": lambda: _("You asked for more time to improve"),
    "improvement.extended": lambda: _("More time to improve given"),
    "improvement.more_refused": lambda: _("The agreed day stays"),
    "improvement.done": lambda: _("You said that it is done"),
    "improvement.ended": lambda: _("The agreed time ended"),
    "change.sent": lambda: _("You told us about a change"),
    "change.asked": lambda: _("Customs asked about a change"),
    "change.replied": lambda: _("You answered about a change"),
    "change.accepted": lambda: _("A change was accepted"),
    "change.refused": lambda: _("A change was not accepted"),
    "change.withdrawn": lambda: _("You took a change back"),
    "application.handed_over": lambda: _("Another office works on it"),
    "application.start_answer_corrected": lambda: _("A start answer was corrected by Customs"),
}
