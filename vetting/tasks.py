"""The work vetting leaves to a worker: screening in the background and the scheduled download of lists.
Every task may run twice without harm: a second screening finds the same hits, a second import the same version."""

from datetime import datetime

from celery import shared_task

from foundation.audit.services import SYSTEM
from foundation.clock import services as clock
from foundation.correspondence.services import outbox_task
from operators.models import Operator
from vetting import services
from vetting.models import WatchList, WatchListVersion


@outbox_task("vetting.tasks.rescreen_delta")
def rescreen_delta(*, version: int, now: datetime) -> None:
    """Screen every company against what one import changed."""
    services.screen_delta(version=WatchListVersion.objects.get(pk=version), actor=SYSTEM, now=now)


@outbox_task("vetting.tasks.screen_operators")
def screen_operators(*, operators: list[int], cause: str, now: datetime) -> None:
    """Screen some companies against every list."""
    services.screen(operators=Operator.objects.filter(pk__in=operators), cause=cause, actor=SYSTEM, now=now)


@shared_task(name="vetting.tasks.download_lists")
def download_lists() -> None:
    """Fetch every list that has an address, each in its own transaction: one that fails does not stop the rest."""
    for watch_list in WatchList.objects.exclude(address="").order_by("code"):
        services.download_list(watch_list=watch_list, actor=SYSTEM, now=clock.now())
