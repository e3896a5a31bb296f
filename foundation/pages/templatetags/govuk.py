"""Tags of the design system: any component, a form field, an error summary, a whole form, the navigation, a status tag."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from foundation.pages.adapters import fields, jinja
from foundation.pages.adapters.texts import with_texts

register = template.Library()
TAG_COLOURS = frozenset({"blue", "orange", "purple", "yellow", "teal", "green", "red", "grey"})


@register.simple_tag
def govuk(component: str, params: Mapping[str, Any] | None = None, **options: Any) -> SafeString:
    """`{% govuk "button" text="Save" is_start_button=True %}`; snake_case options reach the macro in camelCase."""
    name = component.replace("_", "-")
    given = {**(params or {}), **{_camel(key): value for key, value in options.items()}}
    return jinja.render(name, with_texts(name, given))


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return name if name.startswith("_") else first + "".join(word.capitalize() for word in rest)


@register.simple_tag
def govuk_field(field: BoundField, **options: Any) -> SafeString:
    """`{% govuk_field form.name width=10 label_class="govuk-label--m" heading=True %}`"""
    return fields.render_field(field, **options)


@register.simple_tag
def govuk_errors(*sources: forms.BaseForm | forms.BaseFormSet | Iterable[forms.BaseForm] | str | None) -> SafeString:
    """`{% govuk_errors form other_form formset %}`: nothing when nothing is wrong."""
    items = fields.error_items(_forms(sources))
    if not items:
        return SafeString("")
    return jinja.render("error-summary", with_texts("error-summary", {"errorList": items}))


def _forms(sources: Iterable[Any]) -> list[forms.BaseForm]:
    found: list[forms.BaseForm] = []
    for source in sources:
        if isinstance(source, forms.BaseForm):
            found.append(source)
        elif source:
            found.extend(source)
    return [form for form in found if form.is_bound]


@register.simple_tag
def govuk_form(form: forms.BaseForm) -> SafeString:
    """Every field of the form in order, hidden ones included."""
    return format_html_join("\n", "{}", ((fields.render_field(field),) for field in form))


@register.simple_tag
def govuk_navigation(
    items: Iterable[Mapping[str, Any]] | None,
    *,
    service_name: str = "",
    service_url: str = "",
    end: Mapping[str, Any] | None = None,
    label: str = "",
) -> SafeString:
    """The service navigation. Items: text, url, current, badge (a number); `end` stands at the far side."""
    entries = [_navigation_item(item) for item in items or []]
    params: dict[str, Any] = {"navigation": entries, "collapseNavigationOnMobile": len(entries) > 1}
    params |= {"serviceName": service_name, "serviceUrl": service_url} if service_name else {}
    params |= {"navigationLabel": label} if label else {}
    params |= {"slots": {"navigationEnd": _end_item(end)}} if end else {}
    return jinja.render("service-navigation", with_texts("service-navigation", params))


def _navigation_item(item: Mapping[str, Any]) -> dict[str, Any]:
    params: dict[str, Any] = {"href": item["url"], "active": bool(item.get("current"))}
    if item.get("badge"):
        return params | {"html": format_html('{} <span class="app-badge">{}</span>', item["text"], item["badge"])}
    return params | {"text": item["text"]}


def _end_item(item: Mapping[str, Any]) -> SafeString:
    return format_html(
        '<li class="govuk-service-navigation__item govuk-service-navigation__item--end{}">'
        '<a class="govuk-service-navigation__link" href="{}"{}>{}</a></li>',
        " govuk-service-navigation__item--active" if item.get("current") else "",
        item["url"],
        SafeString(' aria-current="true"') if item.get("current") else "",
        item["text"],
    )


@register.simple_tag
def status_tag(text: str, colour: str = "grey") -> SafeString:
    """`{% status_tag "In force" "green" %}`; the colours and their meaning stand in pages.md."""
    if colour not in TAG_COLOURS:
        raise template.TemplateSyntaxError(
            f"“{colour}” is no colour of a tag. Choose from {', '.join(sorted(TAG_COLOURS))}."
        )
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, text)
