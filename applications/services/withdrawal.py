"""The trader takes a sent application back, at any time before the decision."""

from datetime import datetime

from applications.models import Application, InformationRequest
from applications.states import RequestStatus
from foundation.audit.services import acting, locked
from foundation.clock.services import cancel_limit, local_date
from foundation.correspondence.services import settle_notices
from foundation.identity.models import User

from .life import end_limits, step, step_request


def withdraw(*, application: Application, user: User, now: datetime) -> Application:
    """Withdraw: every limit loses its purpose, open questions lapse, the trader may begin again at once."""
    on = local_date(now)
    with acting(actor=user, at=now):
        row = locked(application)
        for request in InformationRequest.objects.select_for_update().filter(
            application=row, status=RequestStatus.OPEN
        ):
            request.application = row
            step_request(request, "lapse", event="request.lapsed")
        step(row, "withdraw", event="application.withdrawn", also={"ended_on": on})
        end_limits(row, cancel_limit, on)
        settle_notices(file_id=row.public_id, now=now)
        return row
