"""Loads the reference data that ships with the product; part of each deployment and safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from foundation.audit.services import System
from foundation.clock.services import now
from programme import services


class Command(BaseCommand):
    """Adds what is missing and leaves alone what somebody changed."""

    help = "Load operator types, criteria, the first configuration, calendar, offices, letters and terms."

    def handle(self, *args: Any, **options: Any) -> None:
        added = services.load_reference(actor=System("reference data"), now=now())
        news = ", ".join(f"{count} {name}" for name, count in added.items() if count)
        self.stderr.write(f"Reference data: {news or 'nothing new'}.")
