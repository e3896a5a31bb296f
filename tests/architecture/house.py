"""The house as house.md draws it, and ways to look at the tree that the architecture tests share."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

CLONE = Path(__file__).resolve().parents[2]

# The floors from the top down; apps on one floor may not see each other.
FLOORS: list[list[str]] = [
    ["workbench"],
    ["lifecycle"],
    ["account_management", "benefits", "mra"],
    ["certificates"],
    ["validations"],
    ["vetting"],
    ["applications"],
    ["operators"],
    ["programme"],
    ["foundation.pages"],
    ["foundation.correspondence"],
    ["foundation.documents"],
    ["foundation.identity"],
    ["foundation.audit"],
    ["foundation.clock"],
]
APPS = [app for floor in FLOORS for app in floor]
TOP_FOLDERS = {app.split(".")[0] for app in APPS} | {
    ".ci",
    "aeo_portal",
    "bench",
    "docs",
    "frontend",
    "templates",
    "tests",
}
TOP_FILES = {
    ".dockerignore",
    ".gitignore",
    ".importlinter",
    "CHANGELOG.md",
    "Dockerfile",
    "LICENSE",
    "README.md",
    "docker-compose.yml",
    "manage.py",
    "pyproject.toml",
    "requirements-dev.in",
    "requirements-dev.txt",
    "requirements.in",
    "requirements.txt",
    "start",
    "test",
}


def floor_of(app: str) -> int:
    """The number of an app's floor, counted from the top."""
    return next(number for number, floor in enumerate(FLOORS) if app in floor)


def app_of(module: str) -> str | None:
    """The app of ours that a dotted name belongs to."""
    return next((app for app in APPS if module == app or module.startswith(f"{app}.")), None)


@cache
def tracked_files() -> list[Path]:
    """What is committed or about to be, in the clone."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=CLONE,
        capture_output=True,
        text=True,
        check=True,
    )
    return [Path(name) for name in listed.stdout.splitlines() if (CLONE / name).is_file()]


def product_modules() -> Iterator[tuple[str, Path]]:
    """Every Python file of our apps with its app."""
    for path in tracked_files():
        if path.suffix == ".py" and "migrations" not in path.parts:
            app = app_of(".".join(path.with_suffix("").parts))
            if app:
                yield app, path


def imports_of(path: Path) -> Iterator[str]:
    """The dotted names that a file imports, `from a import b` as both `a` and `a.b`."""
    for node in ast.walk(ast.parse((CLONE / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
