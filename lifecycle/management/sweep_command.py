"""The shape of every sweep command: `manage.py NAME --on DATE --dry-run`; ids on stdout, words on stderr."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.clock.services import now, today
from lifecycle.services import SWEEPS, run_sweep


class SweepCommand(BaseCommand):
    """Runs the sweep named by `sweep`. Takes a day (default: today); prints one id per line; exit 1 when a case failed."""

    sweep: str

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--on", type=date.fromisoformat, default=None, help="business day, YYYY-MM-DD; default: today"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or today()
        result = run_sweep(SWEEPS[self.sweep], on=on, now=now(), dry_run=options["dry_run"])
        for pk in result.found:
            self.stdout.write(str(pk))
        self.stderr.write(f"{self.sweep} on {on}: {len(result.found)} found, {len(result.done)} done.")
        if result.failed:
            raise CommandError(
                f"{len(result.failed)} failed and are found again next time: {result.failed}. See the log."
            )
