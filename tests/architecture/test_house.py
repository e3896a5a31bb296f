"""The tree and the settings are the house's list, neither more nor less."""

import re

from django.apps import apps
from django.conf import settings

from tests.architecture.house import APPS, CLONE, TOP_FILES, TOP_FOLDERS, product_modules, tracked_files

ROOMS = {
    "urls", "middleware", "views", "api", "admin", "tasks", "management", "templatetags", "forms", "serializers",
    "permissions", "services", "adapters", "selectors", "models", "rules", "states", "apps", "migrations", "locale",
}  # fmt: skip


def test_every_app_of_the_house_is_installed_and_no_other_of_ours() -> None:
    installed = [config.name for config in apps.get_app_configs() if config.name in settings.HOUSE_APPS]
    assert sorted(installed) == sorted(APPS) == sorted(settings.HOUSE_APPS)


def test_the_top_of_the_tree_holds_nothing_unexpected() -> None:
    folders = {path.parts[0] for path in tracked_files() if len(path.parts) > 1}
    files = {path.parts[0] for path in tracked_files() if len(path.parts) == 1}
    assert folders <= TOP_FOLDERS
    assert files <= TOP_FILES


def test_an_app_holds_only_the_named_files() -> None:
    strangers = []
    for app, path in product_modules():
        room = path.parts[len(app.split("."))].removesuffix(".py")
        if room not in ROOMS | {"__init__"}:
            strangers.append(str(path))
    assert strangers == []


def test_every_app_has_a_readme_of_at_most_forty_lines() -> None:
    lengths = {}
    for app in APPS:
        readme = CLONE / app.replace(".", "/") / "README.md"
        lengths[app] = len(readme.read_text(encoding="utf-8").splitlines()) if readme.exists() else None
    assert {app: length for app, length in lengths.items() if length is None or length > 40} == {}


def test_no_path_of_somebodys_machine_is_committed() -> None:
    pattern = re.compile(r"/(?:work|home/\w+|Users/\w+)/(?:main|shared)\b|(?<![\w.])/root/\.\w")
    found = []
    for path in tracked_files():
        if path.suffix in {".py", ".md", ".toml", ".yml", ".sh", ".html", ".js", ".mjs", ".css", ".scss", ""}:
            text = (CLONE / path).read_text(encoding="utf-8", errors="ignore")
            found += [f"{path}: {match.group()}" for match in pattern.finditer(text)]
    assert [row for row in found if not row.startswith("tests/architecture/test_house.py")] == []
