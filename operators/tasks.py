"""What Celery does for operators: send the e-mails with a personal link and with an invitation to a partner."""

from datetime import datetime

from foundation.correspondence.services import outbox_task
from operators import services
from operators.models import ChainInvitation, Person


@outbox_task("operators.tasks.send_personal_link")
def send_personal_link(*, person_id: int, now: datetime) -> None:
    """Send the link that holds now; a link that was replaced meanwhile has a row of its own."""
    services.mail_personal_link(person=Person.objects.select_related("operator").get(pk=person_id))


@outbox_task("operators.tasks.send_chain_invitation")
def send_chain_invitation(*, invitation_id: int, now: datetime) -> None:
    """Send the invitation of a supply-chain partner."""
    rows = ChainInvitation.objects.select_related("partner__operator")
    services.mail_chain_invitation(invitation=rows.get(pk=invitation_id))
