"""`manage.py purge_outbox --on DATE --dry-run`: work that was done long ago leaves the outbox."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from foundation.clock.services import today
from foundation.correspondence import services


class Command(BaseCommand):
    help = "Take rows out of the outbox that were done longer ago than the configured days; prints how many."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="the day to answer for (default today)")
        parser.add_argument("--dry-run", action="store_true", help="count and take nothing out")

    def handle(self, *args: Any, on: date | None, dry_run: bool, **options: Any) -> None:
        self.stdout.write(str(services.purge_outbox(on=on or today(), dry_run=dry_run)))
