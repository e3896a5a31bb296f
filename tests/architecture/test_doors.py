"""Between two apps only the doors are open: services, selectors, models, states and permissions."""

import ast
import re

from tests.architecture.house import CLONE, app_of, imports_of, product_modules

DOORS = {"services", "selectors", "models", "states", "permissions"}
# What stands on many pages of many rooms alike: docs/decisions/0007.
SHARED = {"foundation.documents.forms.FilesField", "foundation.documents.forms.add_refusal"}


def test_an_app_enters_another_only_by_its_doors() -> None:
    intrusions = []
    for app, path in product_modules():
        for name in imports_of(path):
            other = app_of(name)
            is_foreign = other and other != app and name not in SHARED
            if is_foreign and name.removeprefix(f"{other}.").split(".")[0] not in DOORS:
                intrusions.append(f"{path} imports {name}")
    assert intrusions == []


def test_nothing_is_imported_inside_a_function() -> None:
    hidden = []
    for _app, path in product_modules():
        tree = ast.parse((CLONE / path).read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                inside = (node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom))
                hidden += [f"{path}:{node.lineno}" for node in inside]
    assert hidden == []


def test_nothing_is_imported_by_string_and_no_signal_runs_between_apps() -> None:
    pattern = re.compile(
        r"\b(?:import_module|import_string|__import__|apps\.get_model)\(|^@receiver\(|Signal\(\)", re.M
    )
    found = []
    for _app, path in product_modules():
        found += [f"{path}: {match}" for match in pattern.findall((CLONE / path).read_text(encoding="utf-8"))]
    assert found == []
