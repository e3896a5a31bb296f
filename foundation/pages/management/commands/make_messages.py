"""Brings the message catalogues up to the texts in the code and the templates; translations that exist are kept.
What still waits for a translator is counted on stderr; compiling is a step of ./start."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from foundation.pages.adapters.catalogue import collect, merged, save, translated


class Command(BaseCommand):
    help = "Collects all messages into foundation/pages/locale/LANGUAGE/LC_MESSAGES/django.po and keeps translations."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", action="append", help="only this language; a new one gets a new catalogue")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.LOCALE_PATHS[0])
        chosen = options["language"] or sorted(
            path.name for path in folder.iterdir() if (path / "LC_MESSAGES").exists()
        )
        if not chosen:
            raise CommandError("No language yet. Name one: manage.py make_messages --language fr")
        template = collect(Path(settings.BASE_DIR))
        for language in chosen:
            target = folder / language / "LC_MESSAGES" / "django.po"
            catalogue = merged(template, target, language)
            changed = "updated" if save(catalogue, target) else "unchanged"
            done, total = translated(catalogue)
            self.stderr.write(f"{language}: {changed}, {done} of {total} messages translated")
