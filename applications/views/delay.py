"""Customs is late: an officer tells the trader why."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import permissions, services
from applications.forms import DelayForm
from foundation.clock.services import now
from foundation.identity.permissions import Permission

from .acts import FormAct
from .base import FilePage


class ExplainDelay(FormAct, FilePage):
    """The reason stands on the trader's page and goes out as a message."""

    permission = Permission.FILE_WORK
    title = gettext_lazy("Tell the trader why it takes longer")
    button_text = gettext_lazy("Tell the trader")

    def allowed(self) -> bool:
        late = services.late_limit(self.application, self.on) is not None
        return late and permissions.may_explain_delay(self.application, self.held)

    def form(self, *given: Any) -> DelayForm:
        return DelayForm(*given[:1])

    def take(self, form: Any) -> str:
        text = form.cleaned_data["text"]
        services.explain_delay(application=self.application, text=text, actor=self.user, now=now())
        return _("The trader was told.")

    def back(self) -> str:
        return self.url("file")
