"""`manage.py import_watchlist --source ofac SDN ALT ADD`: takes a watch list; CSV of the version on stdout."""

import csv
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation.audit.services import Refused, System
from foundation.clock.services import now
from vetting import services
from vetting.models import WatchListVersion

ACTOR = System("Command import_watchlist")


class Command(BaseCommand):
    help = "Import a watch list: the three files SDN, ALT and ADD of one day, or the shipped demonstration list."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", help="the files SDN ALT ADD, in this order")
        parser.add_argument("--source", choices=["ofac"], default="ofac", help="the format (default %(default)s)")
        parser.add_argument("--code", default="ofac-sdn", help="short name of the list (default %(default)s)")
        parser.add_argument("--title", default="OFAC Specially Designated Nationals", help="its name on the pages")
        parser.add_argument(
            "--accept-losses", action="store_true", help="take a file that lacks a fifth of the entries"
        )
        parser.add_argument(
            "--demonstration", action="store_true", help="import the invented list that ships with the product"
        )
        parser.add_argument("--address", help="https folder to download from every six hours; '' turns it off")
        parser.add_argument(
            "--stale-after-days", type=int, default=7, help="days until officers are warned (default 7)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["demonstration"] == bool(options["files"]) and options["address"] is None:
            raise CommandError("Give the files SDN ALT ADD, or --demonstration.", returncode=2)
        if options["files"] and len(options["files"]) != 3:
            raise CommandError("Three files are needed, in this order: SDN ALT ADD.", returncode=2)
        try:
            self._configure(options)
            version = self._import(options)
        except Refused as refusal:
            for line in refusal.breaches:
                self.stderr.write(line)
            raise CommandError(refusal.message) from refusal
        if version:
            self._report(version)

    def _configure(self, options: dict[str, Any]) -> None:
        if options["address"] is not None:
            services.configure_list(
                code=options["code"],
                title=options["title"],
                address=options["address"],
                stale_after_days=options["stale_after_days"],
                actor=ACTOR,
                now=now(),
            )

    def _import(self, options: dict[str, Any]) -> WatchListVersion | None:
        if options["demonstration"]:
            return services.import_demonstration_list(actor=ACTOR, now=now())
        if not options["files"]:
            return None
        with ExitStack() as opened:
            try:
                sdn, alt, add = (opened.enter_context(Path(path).open("rb")) for path in options["files"])
            except OSError as error:
                raise CommandError(f"{error.filename} can't be read: {error.strerror}.") from error
            return services.import_list(
                code=options["code"],
                title=options["title"],
                sdn=sdn,
                alt=alt,
                add=add,
                accept_losses=options["accept_losses"],
                actor=ACTOR,
                now=now(),
            )

    def _report(self, version: WatchListVersion) -> None:
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(["list", "version", "entries", "added", "changed", "removed"])
        row = [
            version.watch_list.code,
            version.number,
            version.entries,
            version.added,
            version.changed,
            version.removed,
        ]
        writer.writerow(row)
