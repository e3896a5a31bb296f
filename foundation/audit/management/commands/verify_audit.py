"""Checks the whole record: digests, links, checkpoints, triggers. For a scheduler and for an auditor's own eyes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation.audit import services
from foundation.clock.services import now


class Command(BaseCommand):
    help = "Verify the audit record; exit 1 and name the first broken place of each kind when it does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        report = services.verify(now())
        age = "–" if report.tail_age is None else f"{int(report.tail_age.total_seconds())} s"
        self.stdout.write(f"events {report.events}")
        self.stdout.write(f"sealed {report.seals}")
        self.stdout.write(f"checkpoints {report.checkpoints}")
        self.stdout.write(f"unsealed {report.unsealed}")
        self.stdout.write(f"unsealed since {age}")
        for kind, problem in report.problems.items():
            self.stderr.write(f"{kind}: {problem}")
        if not report.holds:
            raise CommandError(
                "The record does not hold. Keep the database and the checkpoint file as they are and call the auditor."
            )
        self.stderr.write("The record holds.")
