"""Components show what they are given, and never only by colour."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import Context, RequestContext, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation


def shown(source: str, **context: Any) -> str:
    return Template("{% load components %}" + source).render(Context(context))


def test_a_component_has_a_body_and_sees_only_its_inputs() -> None:
    page = shown(
        '{% component "card" title="Help" %}<p>{{ word }}</p>{% endcomponent %}', word="<x>", link_url="/secret"
    )
    assert "<p>&lt;x&gt;</p>" in page
    assert "/secret" not in page


def test_inputs_of_a_component_are_escaped() -> None:
    assert "&lt;b&gt;" in shown('{% component "card" title=word %}{% endcomponent %}', word="<b>")


def test_the_current_step_is_named_for_those_who_do_not_see_it() -> None:
    # given
    steps = [{"text": "Sent", "state": "done"}, {"text": "Desk checks", "state": "current"}, {"text": "Decision"}]

    # when
    page = render_to_string("components/progress_line.html", {"steps": steps})

    # then
    assert page.count('aria-current="step"') == 1
    assert "Sent<span" in page
    assert ", done" in page
    assert ", now" in page


def test_a_table_has_caption_scopes_and_heads_for_phones() -> None:
    # given
    columns = [
        {"text": "Company"},
        {"text": "Due, soonest first", "sort": "ascending"},
        {"text": "Days", "numeric": True},
    ]
    rows = [
        {
            "edge": "late",
            "cells": [{"text": "Vessany", "url": "/1"}, {"text": "Late since 10 Sep", "tone": "late"}, {"text": 122}],
        }
    ]

    # when
    page = shown(
        '{% component "data_table" caption="Files" columns=columns rows=rows blocks=True %}{% endcomponent %}',
        columns=columns,
        rows=rows,
    )

    # then
    assert "<caption" in page
    assert page.count('scope="col"') == 3
    assert '<th scope="row"' in page
    assert 'aria-sort="ascending"' in page
    assert 'data-label="Due, soonest first"' in page
    assert "app-row--late" in page
    assert "Late since 10 Sep" in page


def test_a_table_without_rows_says_so() -> None:
    page = shown(
        '{% component "data_table" caption="Files" columns=columns rows=rows empty="No file fits." %}{% endcomponent %}',
        columns=[{"text": "A"}],
        rows=[],
    )
    assert "No file fits." in page


def test_paging_keeps_the_filters_in_the_address() -> None:
    # given
    request: HttpRequest = RequestFactory().get("/queue/?state=d&page=1")
    context = RequestContext(request, {"page": Paginator(range(23), 9).page(1)})

    # when
    page = Template('{% include "components/pagination.html" %}').render(context)

    # then
    assert "Showing 1 to 9 of 23" in page
    assert 'href="?state=d&amp;page=2"' in page
    assert "Previous page" not in page


def test_the_missing_list_carries_words_not_only_colours() -> None:
    items = [{"title": "Report is not closed.", "url": "/r"}, {"done": True, "text": "75 answers judged", "url": "/a"}]
    page = render_to_string("components/missing_list.html", {"items": items})
    assert ">Missing<" in page
    assert ">Done<" in page
    assert "Look<span" in page


def test_the_clock_bar_is_a_picture_with_words_and_positions_with_a_point() -> None:
    # given a language that writes a comma
    with translation.override("fr"):
        page = shown(
            '{% clock_bar segments marks "45 of 90 days used" %}',
            segments=[{"days": 1, "kind": "used"}, {"days": 2, "kind": "stopped"}],
            marks=[{"day": 1, "text": "today", "line": True}],
        )

    # then
    assert 'aria-label="45 of 90 days used"' in page
    assert 'width="33.33%"' in page
    assert "style=" not in page


def test_removing_a_paper_is_a_post_with_the_papers_name() -> None:
    page = render_to_string(
        "components/document_list.html",
        {"documents": [{"name": "count.pdf", "remove_url": "/r", "note": "12 kB"}]},
        RequestFactory().get("/"),
    )
    assert '<form method="post" action="/r">' in page
    assert "csrfmiddlewaretoken" in page
    assert "Remove<span" in page


def test_tabs_are_links_and_a_form_for_narrow_screens() -> None:
    page = render_to_string(
        "components/sub_navigation.html",
        {"items": [{"text": "Overview", "url": "/1", "current": True}, {"text": "History", "url": "/2"}]},
    )
    assert page.count('aria-current="page"') == 1
    assert '<option value="/1" selected>' in page
    assert '<form class="app-subnav__jump" method="get"' in page


def test_a_chip_says_that_it_removes_a_filter() -> None:
    assert "Remove filter:" in render_to_string(
        "components/chips.html", {"chips": [{"text": "Desk checks", "url": "?"}]}
    )
