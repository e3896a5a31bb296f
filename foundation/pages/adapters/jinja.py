"""Renders the macros of govuk-frontend-jinja. Text is escaped; HTML is taken only from values already marked safe."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader

_PACKAGE = "govuk_frontend_jinja"
_ENVIRONMENT = Environment(
    loader=PrefixLoader({_PACKAGE: PackageLoader(_PACKAGE)}),
    autoescape=True,
    undefined=ChainableUndefined,
    auto_reload=False,
)


class UnsafeHtml(TypeError):
    """A value for an `html` parameter that nobody marked as safe."""


def render(component: str, params: Mapping[str, Any]) -> SafeString:
    """The HTML of a component; `component` is its folder's name, such as `error-summary`."""
    return mark_safe(_macro(component)(_checked(params, component)))  # noqa: S308 (the macro escapes what it shows)


@cache
def _macro(component: str) -> Any:
    template = _ENVIRONMENT.get_template(f"{_PACKAGE}/components/{component}/macro.html")
    words = component.split("-")
    return getattr(template.module, "govuk" + "".join(word.capitalize() for word in words))


def _checked(value: Any, path: str) -> Any:
    """A plain copy: lazy texts resolved, every `html` proven safe."""
    if isinstance(value, Mapping):
        return {key: _checked_entry(key, item, f"{path}.{key}") for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_checked(item, f"{path}[{place}]") for place, item in enumerate(value)]
    return str(value) if isinstance(value, Promise) else value


def _checked_entry(key: str, value: Any, path: str) -> Any:
    is_html = (key == "html" or key.endswith("Html")) and isinstance(value, str | Promise)
    if is_html and value and not isinstance(value, SafeString):
        raise UnsafeHtml(f"{path} is not marked safe. Use `text`, or build it with format_html.")
    slots = key == "slots" and isinstance(value, Mapping)
    if slots and any(slot and not isinstance(slot, SafeString) for slot in value.values()):
        raise UnsafeHtml(f"{path} holds a slot that is not marked safe.")
    return _checked(value, path)
