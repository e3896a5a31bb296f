"""Prints the code that the authenticator app of a demonstration role shows now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.identity import services


class Command(BaseCommand):
    help = "Print the current code of a demonstration role, for example: manage.py demo_code case_officer"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("role")

    def handle(self, *args: Any, role: str, **options: Any) -> None:
        try:
            self.stdout.write(services.demo_code(role=role, now=now()))
        except Refused as error:
            raise CommandError(error.message) from error
