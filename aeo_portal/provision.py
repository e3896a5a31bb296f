"""Fills the database that ./start runs on, in one process per role so that a second start takes seconds.

`python -m aeo_portal.provision owner` makes the schema; `… app [--empty]` loads the data and collects static files.
`… deploy` is for real servers: schema and reference data, one after the other, each as its role.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command, get_commands

SCHEMA: tuple[str, ...] = ("migrate", "createcachetable", "grant_privileges")
REFERENCE: tuple[str, ...] = ("seed_reference", "seed_benefits")
DEMONSTRATION: tuple[str, ...] = ("import_watchlist", "seed_demo")
OPTIONS: dict[str, dict[str, Any]] = {
    "migrate": {"interactive": False, "verbosity": 0},
    "import_watchlist": {"demonstration": True},
}


def main(role: str, *options: str) -> None:
    """Run the steps of one role; what a command says goes to stderr."""
    if role == "deploy":
        for arguments in (("owner",), ("reference",)):
            subprocess.run([sys.executable, "-m", "aeo_portal.provision", *arguments], check=True)  # noqa: S603 - ours
        return
    os.environ["DATABASE_ROLE"] = "owner" if role == "owner" else "app"
    django.setup()
    if role == "owner":
        steps = SCHEMA
    elif role == "reference":
        steps = REFERENCE
    else:
        collect_static()
        steps = REFERENCE if "--empty" in options else REFERENCE + DEMONSTRATION
    for step in steps:
        if step in get_commands():
            call_command(step, **OPTIONS.get(step, {}))


def collect_static() -> None:
    """Collect when the built front end or the libraries have changed since the last time."""
    target = Path(settings.STATIC_ROOT)
    stamp, wanted = target / ".collected", static_digest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(wanted)


def static_digest() -> str:
    """What the collected files depend on: our own by content, the libraries' by their lock."""
    digest = hashlib.sha256((settings.BASE_DIR / "requirements.txt").read_bytes())
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main(*sys.argv[1:])
