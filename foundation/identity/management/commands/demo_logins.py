"""Gives the demonstration's people and API clients new secrets and writes them into a private file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation.audit.services import Refused, System
from foundation.clock.services import now
from foundation.identity import services


class Command(BaseCommand):
    help = "Rotate the demonstration's passwords, code secrets and client secrets; rewrite demo-logins.json."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--only-if-missing", action="store_true", help="keep an existing file as it is")

    def handle(self, *args: Any, only_if_missing: bool, **options: Any) -> None:
        try:
            path = services.refresh_demo_logins(actor=System("demo_logins"), now=now(), only_if_missing=only_if_missing)
        except Refused as error:
            raise CommandError(error.message) from error
        self.stdout.write(str(path))
