"""The scanner's work in the background. The waiting rows are the queue, so nothing is lost when a worker dies."""

from celery import shared_task

from foundation.clock.services import now

from . import services


@shared_task(name="documents.tasks.scan")
def scan(*, document_id: int) -> str:
    """Scan one document now."""
    return services.scan(document_id=document_id, now=now())


@shared_task(name="documents.tasks.scan_waiting")
def scan_waiting() -> int:
    """Scan what waits; beat calls it every few seconds."""
    return services.scan_waiting(now=now())
