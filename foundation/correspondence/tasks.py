"""What Celery does for correspondence: drain the outbox, let unopened letters count as received."""

from celery import shared_task

from foundation.clock.services import local_date, now

from . import services


@shared_task(name="correspondence.tasks.drain_outbox")
def drain_outbox() -> int:
    """Hand what acts left behind to the broker; beat calls it every other second."""
    return services.drain(now=now())


@shared_task(name="correspondence.tasks.deem_letters")
def deem_letters() -> int:
    """The sweep of letters that nobody opened."""
    moment = now()
    return services.deem_letters(on=local_date(moment), now=moment)


@shared_task(name="correspondence.tasks.purge_outbox")
def purge_outbox() -> int:
    """The sweep of rows that were done long ago."""
    return services.purge_outbox(on=local_date(now()))


@shared_task(name="correspondence.tasks.tell_of_refused_documents")
def tell_of_refused_documents() -> int:
    """Tell people of files that the scanner refused after they were sent."""
    return services.tell_of_refused_documents(now=now())
