"""Causes that an officer puts on the clock of a file and takes off again."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import selectors as applications
from applications import services
from applications.models import Application, RecordedCause
from foundation.clock.services import local_date, now
from foundation.identity.permissions import Permission
from lifecycle.forms.causes import EndCauseForm, RecordCauseForm
from programme.states import CauseEffect

from .filing import FileActView


class RecordCause(FileActView):
    """What stops or extends a limit of the file although no act of the portal brings it, with reason and evidence."""

    permission = Permission.FILE_WORK
    form_class = RecordCauseForm
    template_name = "lifecycle/record_cause.html"
    title = gettext_lazy("Record what stops or extends a time limit")
    button_text = gettext_lazy("Record it and tell the trader")

    def possible(self, row: Application) -> bool:
        return bool(applications.recordable_causes(row, local_date(now())))

    def bind(self, row: Application, *given: Any, **more: Any) -> Form:
        on = local_date(now())
        found = applications.recordable_causes(row, on)
        lines = [(one.key, one.words) for one in found]
        extends = any(one.terms.effect == CauseEffect.EXTEND for one in found)
        return RecordCauseForm(*given, lines=lines, extends=extends, on=on, **more)

    def take(self, row: Application, form: Form) -> str:
        services.record_cause(
            application=row,
            key=form.cleaned_data.pop("key"),
            grounds=services.CauseGrounds(**{"amount": None, **form.cleaned_data}),
            actor=self.request.user,
            now=now(),
        )
        return _("Recorded. {company} was told.").format(company=row.operator.legal_name)


class EndCause(FileActView):
    """The cause has ended: the limit runs again with the days that were left."""

    permission = Permission.FILE_WORK
    form_class = EndCauseForm
    title = gettext_lazy("This cause has ended")
    button_text = gettext_lazy("Let the time limit run again")

    def possible(self, row: Application) -> bool:
        return self._standing(row) is not None

    def bind(self, row: Application, *given: Any, **more: Any) -> Form:
        return EndCauseForm(*given, on=local_date(now()), **more)

    def take(self, row: Application, form: Form) -> str:
        found = self._standing(row)
        if found is not None:
            services.end_cause(recorded=found, on=form.cleaned_data["on"], actor=self.request.user, now=now())
        return _("The cause has ended. {company} was told.").format(company=row.operator.legal_name)

    def back(self, row: Application) -> str:
        return reverse("workbench:dossier", args=[row.public_id])

    def _standing(self, row: Application) -> RecordedCause | None:
        """The one that the address names, else the newest."""
        rows, given = applications.standing_causes(row), self.request.GET.get("cause", "")
        try:
            return rows.filter(public_id=UUID(given)).first() if given else rows.first()
        except ValueError:
            return None
