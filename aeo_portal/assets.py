"""Makes at set-up what is not committed: the message catalogues of every app.

Runs before Django is configured, and does nothing for a file that is newer than its source.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CLONE = Path(__file__).resolve().parent.parent


def is_older(target: Path, source: Path) -> bool:
    """Whether the target must be made again."""
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def compile_catalogues() -> None:
    """Compile every `.po` of the house without GNU gettext; entries marked fuzzy are left out."""
    for folder in ("foundation", *(path.name for path in CLONE.iterdir() if (path / "apps.py").exists())):
        for source in (CLONE / folder).glob("**/locale/*/LC_MESSAGES/*.po"):
            target = source.with_suffix(".mo")
            if is_older(target, source):
                with source.open("rb") as file:
                    catalogue = read_po(file)
                with target.open("wb") as file:
                    write_mo(file, catalogue)


if __name__ == "__main__":
    compile_catalogues()
