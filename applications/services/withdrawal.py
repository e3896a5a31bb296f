"""The trader takes a sent application back, at any time before the decision."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application, InformationRequest
from applications.states import RequestStatus
from foundation.audit.services import acting, locked
from foundation.clock.services import cancel_limit, local_date
from foundation.correspondence.services import notify, settle_notices
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import User

from .life import cancel_improvements, end_limits, step, step_request


def withdraw(*, application: Application, reason: str = "", user: User, now: datetime) -> Application:
    """Withdraw: every limit loses its purpose, open questions lapse, the trader may begin again at once.

    The reason is the trader's own and may be left out; Customs reads it.
    """
    on = local_date(now)
    with acting(actor=user, at=now, reason=reason.strip()):
        row = locked(application)
        for request in InformationRequest.objects.select_for_update().filter(
            application=row, status=RequestStatus.OPEN
        ):
            request.application = row
            step_request(request, "lapse", event="request.lapsed")
        cancel_improvements(row)
        data = {"reason": reason.strip()} if reason.strip() else None
        step(row, "withdraw", event="application.withdrawn", data=data, also={"ended_on": on})
        end_limits(row, cancel_limit, on, reason=_("Withdrawn"))
        settle_notices(file_id=row.public_id, now=now)
        _tell_officer(row, reason, user, now)
        return row


def _tell_officer(row: Application, reason: str, user: User, now: datetime) -> None:
    """Whoever works on the file need not go on."""
    if row.case_officer is None:
        return
    notify(
        recipients=[row.case_officer],
        kind=NoticeKind.INFORMATION,
        title=lambda: _("Withdrawn by the trader: {number}").format(number=row.number),
        body=reason.strip(),
        url=reverse("workbench:dossier", args=[row.public_id]),
        file_id=row.public_id,
        actor=user,
        now=now,
    )
