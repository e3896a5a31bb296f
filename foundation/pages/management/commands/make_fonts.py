"""Makes the TTF files that PDFs need from the web fonts of the build; a PDF writer ignores woff2 without a word.
The subsets of a weight become one file, because a document asks for one family and takes the first file of it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from foundation.pages.adapters.fonts import FAMILIES, make


class Command(BaseCommand):
    help = "Makes Noto Sans and Noto Sans Arabic as TTF in frontend/dist/fonts from the woff2 files there."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="make them again even if they are there")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "frontend" / "dist" / "fonts"
        if not folder.is_dir():
            raise CommandError("There are no web fonts yet. Run `npm ci && node build.mjs` in frontend/ first.")
        for name in FAMILIES:
            target = folder / f"{name}.ttf"
            if options["force"] or not target.exists():
                make(name, folder, target)
                self.stderr.write(f"made {target.name}")
