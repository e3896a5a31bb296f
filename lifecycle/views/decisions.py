"""Acts of a decision: the case officer proposes, the trader speaks, the decision maker decides."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications.models import Application
from applications.selectors import dossier
from applications.states import APPLICATION_TABLE, ApplicationStatus
from certificates import selectors as certificates
from certificates.states import RowStatus
from foundation.clock.services import now
from foundation.identity.permissions import Permission, ReauthenticatedView, prove_now, recently_signed_in, refuse
from lifecycle import services
from lifecycle.forms import DecideForm, ProposeForm, SpeakForm
from programme import selectors as programme
from programme.states import TimeLimitCode
from validations import selectors as validations

from .act import ActView
from .filing import FileActView


class DecisionActView(FileActView):
    """An officer's act on a decision: the header of the file stays, the way back is the decision page."""

    def back(self, row: Application) -> str:
        return reverse("certificates:decision", args=[row.public_id])

    def more(self, row: Application) -> dict[str, Any]:
        user, on = self.request.user, self.request.on  # type: ignore[attr-defined]
        return {
            "application": row,
            "dossier": dossier(row, user, on),
            "current_tab": "certificates:decision",
            "left_open": validations.handed_on(row),
            "base_layout": "layouts/officer.html",
        }


class Propose(DecisionActView):
    """Propose one outcome for each kind and operator type."""

    permission = Permission.DECISION_PROPOSE
    form_class = ProposeForm
    template_name = "lifecycle/propose.html"
    transition = (APPLICATION_TABLE, "propose")
    title = gettext_lazy("Propose a decision")
    button_text = gettext_lazy("Propose and hand over for decision")

    def bind(self, row: Application, *given: Any, **more: Any) -> Form:
        levels = certificates.levels_to_choose(row, row.kinds)
        return ProposeForm(*given, rows=certificates.to_propose(row), levels=levels, **more)

    def take(self, row: Application, form: Form) -> str:
        assert isinstance(form, ProposeForm)  # noqa: S101 - bind made it
        count = len(
            services.propose_decision(
                application=row,
                rows=form.proposed_rows(),
                levels=form.levels(),
                actor=self.request.user,
                now=now(),
            )
        )
        done = ngettext("Proposed {n} row.", "Proposed {n} rows.", count).format(n=count)
        return f"{done} {_('Those who may decide are told.')}"

    def more(self, row: Application) -> dict[str, Any]:
        on = self.request.on  # type: ignore[attr-defined]
        conditions = certificates.grant_conditions(row, on)
        return super().more(row) | {
            "not_yet": certificates.can_be_proposed(row, on),
            "conditions": conditions,
            "possible": all(condition.ok for condition in conditions),
            "eyes": certificates.four_eyes(row, self.request.user, on),
        }


class Decide(ReauthenticatedView, DecisionActView):
    """Decide on every open row. The code typed on the page proves who sits there; without one the sign-in asks."""

    permission = Permission.DECISION_TAKE
    form_class = DecideForm
    template_name = "lifecycle/decide.html"
    title = gettext_lazy("Decide")
    wrong_code = False

    def possible(self, row: Application) -> bool:
        return row.status in (ApplicationStatus.FOR_DECISION, ApplicationStatus.HEARING)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if refuse(request, self.permission) is None and request.method == "POST" and not recently_signed_in(request):
            code = request.POST.get("code", "").strip()
            self.wrong_code = bool(code) and not prove_now(request, code)
            if self.wrong_code:
                return self.post(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def bind(self, row: Application, *given: Any, **more: Any) -> Form:
        rows = list(certificates.open_rows(row))
        levels = certificates.levels_to_choose(row, {one.kind for one in rows})
        form = DecideForm(*given, rows=rows, levels=levels, **more)
        if self.wrong_code:
            form.full_clean()
            form.add_error("code", _("This code is not right. Enter the code that your app shows now."))
        return form

    def take(self, row: Application, form: Form) -> str:
        assert isinstance(form, DecideForm)  # noqa: S101 - bind made it
        decided = services.decide_application(
            application=row,
            choices=form.choices(),
            levels=form.levels(),
            reason=form.cleaned_data["reason"],
            actor=self.request.user,
            now=now(),
        )
        return _happened(decided)

    def more(self, row: Application) -> dict[str, Any]:
        on = self.request.on  # type: ignore[attr-defined]
        rows = list(certificates.open_rows(row))
        conditions = certificates.grant_conditions(row, on)
        text = ngettext("Decide on {n} row", "Decide on {n} rows", len(rows)).format(n=len(rows))
        return super().more(row) | {
            "title": text,
            "button_text": text,
            "conditions": conditions,
            "possible": all(condition.ok for condition in conditions),
            "eyes": certificates.four_eyes(row, self.request.user, on),
            "effects": certificates.effect_sentences(rows),
            "starts": certificates.would_take_effect(row, on),
            "hearing": programme.time_limit(TimeLimitCode.HEARING, row.configuration),
            "hearing_due_on": certificates.hearing_due_on(row),
            "statements": certificates.statements_said(row),
            "ask_code": not recently_signed_in(self.request),
        }


def _happened(decided: services.Decided) -> str:
    """What came of it, in one sentence each."""
    if decided.returned:
        return _("The file is sent back. The clock keeps running.")
    granted, refused, heard = len(decided.granted), len(decided.refused), len(decided.heard)
    parts = [
        ngettext("Granted {n} row.", "Granted {n} rows.", granted).format(n=granted) if granted else "",
        ngettext("Refused {n} row.", "Refused {n} rows.", refused).format(n=refused) if refused else "",
        ngettext("Opened {n} hearing.", "Opened {n} hearings.", heard).format(n=heard) if heard else "",
    ]
    return " ".join(filter(None, parts))


class Speak(ActView):
    """The trader tells its view before an adverse decision."""

    permission = (Permission.APPLICATION_PREPARE, Permission.APPLICATION_SIGN)
    form_class = SpeakForm
    template_name = "lifecycle/speak.html"
    title = gettext_lazy("Tell us your view")
    button_text = gettext_lazy("Send your view to Customs")

    def find(self, public_id: UUID) -> Application | None:
        acting = self.request.acting_for
        return certificates.file_of_company(acting).filter(public_id=public_id).first() if acting else None

    def possible(self, row: Application) -> bool:
        return row.status == ApplicationStatus.HEARING

    def take(self, row: Application, form: Form) -> str:
        services.speak(application=row, user=self.request.user, now=now(), **form.cleaned_data)
        return _("Sent. We read it before we decide.")

    def back(self, row: Application) -> str:
        return reverse("certificates:hearing", args=[row.public_id])

    def more(self, row: Application) -> dict[str, Any]:
        return {
            "caption": row.number,
            "rows": certificates.told_rows(row, self.request.acting_for).filter(status=RowStatus.HEARING),
            "due_on": certificates.hearing_due_on(row),
            "base_layout": "layouts/trader.html",
        }
