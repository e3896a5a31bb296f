"""Seals by hand what the sealer's task seals every few seconds."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation.audit import services
from foundation.clock.services import now


class Command(BaseCommand):
    help = "Link committed events into the sealed chain and write a signed checkpoint."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--all", action="store_true", help="also events that sort before the end of the chain (restored database)"
        )
        parser.add_argument("--chunk", type=int, default=10_000, help="events per transaction (default %(default)s)")

    def handle(self, *args: Any, chunk: int, **options: Any) -> None:
        if chunk < 1:
            raise CommandError("--chunk must be at least 1.", returncode=2)
        total = 0
        while True:
            run = services.seal(now(), chunk, everything=options["all"])
            total += run.count
            if run.busy:
                raise CommandError("Another sealer is at work. Try again in a moment.")
            if run.count < chunk:
                break
        self.stdout.write(str(total))
        self.stderr.write(f"{total} events sealed; the chain ends at place {run.last_seq}.")
