"""`manage.py drain_outbox`: hand the outbox to the broker by hand, or say what is in it."""

import csv
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from foundation.clock.services import now
from foundation.correspondence import selectors, services


class Command(BaseCommand):
    help = "Hand what waits in the outbox to the broker; prints how many rows were sent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="print the due rows as CSV and send nothing")
        parser.add_argument("--limit", type=int, default=500, help="send at most this many rows (default %(default)s)")
        parser.add_argument("--revive", action="store_true", help="first give rows that were given up a fresh start")

    def handle(self, *args: Any, dry_run: bool, limit: int, revive: bool, **options: Any) -> None:
        moment = now()
        if dry_run:
            rows = csv.writer(self.stdout, lineterminator="\n")
            rows.writerow(["id", "topic", "attempts", "not_before"])
            for item in selectors.due_items(moment)[:limit]:
                rows.writerow([item.pk, item.topic, item.attempts, item.not_before.isoformat()])
            return
        if revive:
            self.stderr.write(f"Revived {services.revive_dead(now=moment)} rows.")
        self.stdout.write(str(services.drain(now=moment, limit=limit)))
        health = selectors.outbox_health()
        self.stderr.write(f"{health.waiting} rows wait, {health.dead} were given up.")
