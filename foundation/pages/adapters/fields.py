"""Turns a Django form field into the parameters of the component that shows it.
The widget decides: text, password, textarea, select, radios, checkboxes, date, file."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import Input
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .errors import error_texts
from .jinja import render
from .texts import with_texts

Params = dict[str, Any]
_INPUT_TYPES: list[tuple[type[forms.Widget], str]] = [
    (forms.EmailInput, "email"),
    (forms.URLInput, "url"),
    (forms.DateTimeInput, "datetime-local"),
    (forms.DateInput, "date"),
    (forms.TimeInput, "time"),
]
_DJANGO_ROWS, _DEFAULT_ROWS = "10", "5"
_OWN_OPTIONS = {
    "width",
    "label_class",
    "heading",
    "optional",
    "inline",
    "small",
    "conditional",
    "item_hints",
    "hint",
    "label",
}


def render_field(field: BoundField, **options: Any) -> SafeString:
    """The component for this field. Options beyond our own ones go to the macro as they are."""
    if field.is_hidden:
        return field.as_widget()
    component, params = _component(field, options)
    extra = {key: value for key, value in options.items() if key not in _OWN_OPTIONS}
    return render(component, with_texts(component, {**params, **extra}))


def error_items(forms_with_errors: Iterable[forms.BaseForm]) -> list[dict[str, str]]:
    """The lines of an error summary: what concerns the whole form first, then the fields in their order."""
    items: list[dict[str, str]] = []
    for form in forms_with_errors:
        items += [{"text": str(error)} for error in form.non_field_errors()]
        for field in form:
            target = {} if field.is_hidden else {"href": f"#{_first_id(field)}"}
            items += [{"text": text, **target} for text in error_texts(field)]
    return items


def _first_id(field: BoundField) -> str:
    return f"{field.auto_id}_day" if isinstance(field.field.widget, forms.SelectDateWidget) else field.auto_id


def _component(field: BoundField, options: Params) -> tuple[str, Params]:
    for widget, build in _BUILDERS:
        if isinstance(field.field.widget, widget):
            return build(field, options)
    raise TypeError(f"No component shows {type(field.field.widget).__name__} of “{field.name}”.")


def _label_text(field: BoundField, options: Params) -> str:
    text = str(options.get("label") or field.label)
    if field.field.required or options.get("optional") is False:
        return text
    return _("%(label)s (optional)") % {"label": text}


def _shared(field: BoundField, options: Params) -> Params:
    """Name, hint and error: what every component takes."""
    params: Params = {"name": field.html_name}
    hint = options.get("hint", field.help_text)
    if hint:
        params["hint"] = {"html": hint} if isinstance(hint, SafeString) else {"text": hint}
    if field.errors:
        params["errorMessage"] = {"text": " ".join(error_texts(field)), "visuallyHiddenText": _("Error")}
    return params


def _labelled(field: BoundField, options: Params) -> Params:
    label = {"text": _label_text(field, options), "classes": options.get("label_class", "")}
    return {
        "id": field.auto_id,
        "label": {**label, "isPageHeading": bool(options.get("heading"))},
        **_shared(field, options),
        **_attributes(field, options),
    }


def _grouped(field: BoundField, options: Params) -> Params:
    legend = {"text": _label_text(field, options), "classes": options.get("label_class", "")}
    return {
        "idPrefix": field.auto_id,
        "fieldset": {"legend": {**legend, "isPageHeading": bool(options.get("heading"))}},
        **_shared(field, options),
    }


def _attributes(field: BoundField, options: Params) -> Params:
    """The widget's own attributes: those the macros know by name, the rest as they are."""
    given = {key: value for key, value in field.field.widget.attrs.items() if key not in ("required", "id", "cols")}
    params: Params = {"disabled": True} if field.field.disabled else {}
    classes = [given.pop("class", ""), f"govuk-input--width-{options['width']}" if options.get("width") else ""]
    params["classes"] = " ".join(filter(None, classes))
    for name in ("autocomplete", "inputmode", "spellcheck", "rows", "pattern"):
        if name in given:
            params[name] = given.pop(name)
    # A hard limit cuts pasted text without a word; the server and the counter say it instead.
    given.pop("maxlength", None)
    params["attributes"] = {key: str(value) for key, value in given.items() if value is not False}
    return params


def _input(field: BoundField, options: Params) -> tuple[str, Params]:
    widget = field.field.widget
    is_number = isinstance(widget, forms.NumberInput)
    params = _labelled(field, {"width": 10, **options} if is_number else options)
    kind = next((kind for widget_type, kind in _INPUT_TYPES if isinstance(widget, widget_type)), "text")
    value = field.value()
    if kind in ("date", "datetime-local", "time") and hasattr(value, "isoformat"):
        value = value.isoformat(timespec="minutes") if kind == "datetime-local" else value.isoformat()
    elif is_number:
        params.setdefault("inputmode", "numeric" if isinstance(field.field, forms.IntegerField) else "decimal")
    return "input", {**params, "type": kind, "value": "" if value is None else str(value)}


def _password(field: BoundField, options: Params) -> tuple[str, Params]:
    params = _labelled(field, {"width": 20, **options})
    params.setdefault("autocomplete", "current-password")
    return "password-input", params


def _textarea(field: BoundField, options: Params) -> tuple[str, Params]:
    params = {**_labelled(field, options), "value": str(field.value() or "")}
    params["rows"] = _DEFAULT_ROWS if str(params.get("rows")) == _DJANGO_ROWS else params.get("rows", _DEFAULT_ROWS)
    limit = getattr(field.field, "max_length", None)
    if limit:
        return "character-count", {**params, "maxlength": limit, "threshold": 75}
    return "textarea", params


def _select(field: BoundField, options: Params) -> tuple[str, Params]:
    params = _labelled(field, options)
    if isinstance(field.field.widget, forms.SelectMultiple):
        params["attributes"]["multiple"] = "multiple"
    chosen = [
        {"value": str(choice["value"]), "text": str(choice["label"]), "selected": choice["selected"]}
        for choice in _choices(field)
    ]
    return "select", {**params, "items": chosen}


def _choices(field: BoundField) -> Iterator[dict[str, Any]]:
    widget = field.field.widget
    value = widget.format_value(field.value())
    for _group, members, _place in widget.optgroups(field.html_name, value):
        yield from members


def _options(field: BoundField, options: Params) -> list[Params]:
    hints, conditional = options.get("item_hints", {}), options.get("conditional", {})
    items = []
    for choice in _choices(field):
        value = str(choice["value"])
        if not value and str(choice["label"]).startswith("---"):
            continue
        item: Params = {"value": value, "text": str(choice["label"]), "checked": bool(choice["selected"])}
        item |= {"hint": {"text": hints[value]}} if value in hints else {}
        item |= {"conditional": {"html": conditional[value]}} if value in conditional else {}
        items.append(item | ({"disabled": True} if field.field.disabled else {}))
    return items


def _radios(field: BoundField, options: Params) -> tuple[str, Params]:
    return "radios", {
        **_grouped(field, options),
        "items": _options(field, options),
        "classes": _group_classes("radios", options),
    }


def _checkboxes(field: BoundField, options: Params) -> tuple[str, Params]:
    return "checkboxes", {
        **_grouped(field, options),
        "items": _options(field, options),
        "classes": _group_classes("checkboxes", options),
    }


def _group_classes(component: str, options: Params) -> str:
    wanted = [name for name in ("small", "inline") if options.get(name)]
    return " ".join(f"govuk-{component}--{name}" for name in wanted)


def _checkbox(field: BoundField, options: Params) -> tuple[str, Params]:
    shared = _shared(field, options)
    item: Params = {"value": "on", "text": str(options.get("label") or field.label), "checked": bool(field.value())}
    if "hint" in shared:
        item["hint"] = shared.pop("hint")
    return "checkboxes", {
        **shared,
        "idPrefix": field.auto_id,
        "items": [item],
        "classes": _group_classes("checkboxes", options),
    }


def _date_parts(field: BoundField, options: Params) -> tuple[str, Params]:
    """Three boxes. What was typed is read back from the request: a day that does not exist stays visible."""
    known = field.field.widget.format_value(field.value())
    typed = (
        {part: field.form.data.get(f"{field.html_name}_{part}", "") for part in known} if field.form.is_bound else known
    )
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    wrong = " govuk-input--error" if field.errors else ""
    items = [
        {
            "id": f"{field.auto_id}_{part}",
            "name": f"{field.html_name}_{part}",
            "label": label,
            "value": str(typed.get(part) or ""),
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}",
        }
        for part, label in labels.items()
    ]
    params = _grouped(field, options)
    del params["idPrefix"], params["name"]
    return "date-input", {**params, "id": field.auto_id, "items": items}


def _file(field: BoundField, options: Params) -> tuple[str, Params]:
    params = _labelled(field, options)
    multiple = getattr(field.field.widget, "allow_multiple_selected", False)
    return "file-upload", {**params, "multiple": multiple}


_BUILDERS: list[tuple[type[forms.Widget], Callable[[BoundField, Params], tuple[str, Params]]]] = [
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _checkbox),
    (forms.SelectDateWidget, _date_parts),
    (forms.Select, _select),
    (forms.Textarea, _textarea),
    (forms.PasswordInput, _password),
    (forms.FileInput, _file),
    (Input, _input),
]
