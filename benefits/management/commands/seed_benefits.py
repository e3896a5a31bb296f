"""Loads the benefit catalogue that ships with the product; part of each deployment and safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from benefits.services import load_catalogue
from foundation.audit.services import System
from foundation.clock.services import now


class Command(BaseCommand):
    """Adds the benefits that are missing and leaves alone what somebody changed."""

    help = "Load the catalogue of benefits."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_catalogue(actor=System("seed_benefits"), now=now())
        self.stderr.write(f"Benefits: {added} added.")
