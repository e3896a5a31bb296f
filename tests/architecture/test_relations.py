"""Relations between tables point down the house, as imports do; string foreign keys are invisible to import-linter."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models

from tests.architecture.house import APPS, floor_of


def our_models() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models(include_auto_created=True) if model._meta.app_config.name in APPS)


def test_relations_point_down() -> None:
    upward = []
    for model in our_models():
        app = model._meta.app_config.name
        for field in model._meta.get_fields():
            related = field.related_model if field.concrete and field.is_relation else None
            other = related._meta.app_config.name if related else app
            if other in APPS and other != app and floor_of(other) <= floor_of(app):
                upward.append(f"{model._meta.label}.{field.name} points to {related._meta.label}")
    assert upward == []


def test_there_is_no_generic_foreign_key() -> None:
    fields = ((model, field) for model in our_models() for field in model._meta.private_fields)
    assert [
        f"{model._meta.label}.{field.name}" for model, field in fields if isinstance(field, GenericForeignKey)
    ] == []


def test_every_table_is_ordered_to_the_last_row() -> None:
    """Pages of a list overlap when the order leaves rows equal."""
    loose = []
    for model in our_models():
        if model._meta.auto_created or model.__name__.endswith(("_history", "Event", "History")):
            continue
        last = [str(name).lstrip("-") for name in model._meta.ordering][-1:]
        single = {field.name for field in model._meta.concrete_fields if field.unique} | {"pk"}
        together = {name for group in model._meta.unique_together for name in group}
        together |= {name for rule in model._meta.total_unique_constraints for name in rule.fields}
        if not last or (last[0] not in single and last[0] not in together):
            loose.append(f"{model._meta.label} ordered by {list(model._meta.ordering)}")
    assert loose == []
