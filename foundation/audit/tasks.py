"""The sealer as a task: beat calls it every few seconds, and it may run twice without harm."""

from celery import shared_task

from foundation.audit import services
from foundation.clock.services import now


@shared_task
def seal() -> int:
    """Link what was committed since the last run; returns how many events that were."""
    return services.seal(now()).count
