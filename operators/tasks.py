"""What Celery does for operators: send the e-mail with a personal link."""

from datetime import datetime

from foundation.correspondence.services import outbox_task
from operators import services
from operators.models import Person


@outbox_task("operators.tasks.send_personal_link")
def send_personal_link(*, person_id: int, now: datetime) -> None:
    """Send the link that holds now; a link that was replaced meanwhile has a row of its own."""
    services.mail_personal_link(person=Person.objects.select_related("operator").get(pk=person_id))
