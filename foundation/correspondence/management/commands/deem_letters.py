"""`manage.py deem_letters --on DATE --dry-run`: letters that nobody opened count as received on their day."""

import csv
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from foundation.clock.services import now, today
from foundation.correspondence import selectors, services


class Command(BaseCommand):
    help = "Let letters that nobody opened count as received; prints them as CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="the day to answer for (default today)")
        parser.add_argument("--dry-run", action="store_true", help="print the letters and write nothing")

    def handle(self, *args: Any, on: date | None, dry_run: bool, **options: Any) -> None:
        day = on or today()
        letters = selectors.letters_to_deem(day)
        rows = csv.writer(self.stdout, lineterminator="\n")
        rows.writerow(["letter", "file", "made_available_on", "deemed_on"])
        for letter in letters:
            service = selectors.service_of(letter)
            rows.writerow([letter.public_id, letter.file_id, service.available_on, letter.deemed_on])
        done = 0 if dry_run else services.deem_letters(on=day, now=now())
        self.stderr.write(f"{len(letters)} letters found, {done} written.")
