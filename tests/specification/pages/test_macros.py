"""The tag renders what the design system's own fixtures say, and takes no HTML that nobody marked safe."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.safestring import SafeString, mark_safe

from foundation.pages.adapters import jinja

COMPONENTS = (
    Path(__file__).parents[3] / "frontend" / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"
)
# Parts of GOV.UK's own frame: their style is not shipped (crest, logo).
NOT_OURS = {"header", "footer", "generic-header", "cookie-banner", "exit-this-page"}


def fixtures() -> list[Any]:
    found = []
    for path in sorted(COMPONENTS.glob("*/fixtures.json")):
        content = json.loads(path.read_text())
        if content["component"] in NOT_OURS:
            continue
        found += [
            pytest.param(content["component"], one["options"], one["html"], id=f"{content['component']}: {one['name']}")
            for one in content["fixtures"]
        ]
    return found


def trusted(value: Any, key: str = "") -> Any:
    """The fixtures' HTML, marked safe as a caller would."""
    if isinstance(value, dict):
        return {name: trusted(item, "html" if key == "slots" else name) for name, item in value.items()}
    if isinstance(value, list):
        return [trusted(item, key) for item in value]
    return mark_safe(value) if isinstance(value, str) and (key == "html" or key.endswith("Html")) else value


def bare(text: str) -> str:
    return re.sub(r"\s+", "", html.unescape(text))


@pytest.mark.skipif(not COMPONENTS.exists(), reason="frontend/node_modules is not installed")
@pytest.mark.parametrize(("component", "options", "expected"), fixtures())
def test_a_component_equals_the_official_fixture(component: str, options: dict[str, Any], expected: str) -> None:
    # when
    drawn = jinja.render(component, trusted(options))

    # then
    assert bare(drawn) == bare(expected)


def drawn(source: str, **context: Any) -> str:
    return Template("{% load govuk %}" + source).render(Context(context))


def test_text_is_escaped() -> None:
    assert "&lt;b&gt;" in drawn('{% govuk "button" text=word %}', word="<b>")


@pytest.mark.parametrize(
    "params",
    [
        {"html": "<b>x</b>"},
        {"summaryHtml": "<b>x</b>"},
        {"items": [{"hint": {"html": "<b>x</b>"}}]},
        {"slots": {"end": "<b>"}},
    ],
)
def test_html_that_nobody_marked_safe_is_refused(params: dict[str, Any]) -> None:
    with pytest.raises(jinja.UnsafeHtml):
        jinja.render("details", params)


def test_html_marked_safe_is_taken() -> None:
    assert "<b>x</b>" in jinja.render("button", {"html": mark_safe("<b>x</b>")})


def test_options_in_snake_case_reach_the_macro() -> None:
    assert "govuk-button--start" in drawn('{% govuk "button" text="Go" is_start_button=True %}')


def test_a_component_speaks_the_words_of_the_catalogue() -> None:
    # The title of an error summary comes from our texts, not from the macro.
    assert "There is a problem" in drawn('{% govuk "error_summary" error_list=items %}', items=[{"text": "x"}])


def test_a_status_tag_takes_only_the_colours_of_the_design() -> None:
    assert "govuk-tag--green" in drawn('{% status_tag "In force" "green" %}')
    with pytest.raises(TemplateSyntaxError):
        drawn('{% status_tag "In force" "pink" %}')


def test_the_navigation_marks_the_page_and_shows_its_badge() -> None:
    # given
    items = [{"text": "Home", "url": "/"}, {"text": "Messages", "url": "/m", "current": True, "badge": 2}]

    # when
    shown = drawn("{% govuk_navigation items %}", items=items)

    # then
    assert shown.count('aria-current="true"') == 1
    assert '<span class="app-badge">2</span>' in shown
    assert isinstance(shown, SafeString)
