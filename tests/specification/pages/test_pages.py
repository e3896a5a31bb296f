"""Information and error pages, the brand, language and session routes: no database behind any of them."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.urls import reverse

from aeo_portal.middleware import RefusedActs
from foundation.audit.services import Refused
from foundation.identity.permissions import PUBLIC
from foundation.pages import urls, views

TEMPLATES = Path(__file__).parents[3] / "templates"
INFORMATION = ["help", "accessibility", "cookies", "privacy", "legal-basis", "contact"]


@pytest.mark.parametrize("name", INFORMATION)
def test_an_information_page_is_whole_and_sets_no_cookie(client: Client, name: str) -> None:
    # when
    response = client.get(reverse(f"pages:{name}"))
    page = response.content.decode()

    # then
    assert response.status_code == 200
    assert not response.cookies
    assert page.count("<h1") == 1
    assert 'lang="en" dir="ltr"' in page
    assert 'id="main-content"' in page
    assert "govuk-skip-link" in page


@pytest.mark.parametrize("name", INFORMATION)
def test_no_page_carries_script_or_style_of_its_own(client: Client, name: str) -> None:
    page = client.get(reverse(f"pages:{name}")).content.decode()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_has_no_inline_script_or_style(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son(click|load|change|submit)=", source)
    # A block of JSON is data: no browser runs it.
    assert all("src=" in tag or 'type="application/json"' in tag for tag in re.findall(r"<script[^>]*>", source))


@pytest.mark.parametrize("folder", ["layouts", "components", "partials", "pages"])
def test_every_template_compiles(folder: str) -> None:
    for path in (TEMPLATES / folder).rglob("*.html"):
        get_template(str(path.relative_to(TEMPLATES)))


@pytest.mark.parametrize("path", sorted((TEMPLATES / "components").glob("*.html")), ids=lambda path: path.stem)
def test_a_component_names_its_inputs_on_top(path: Path) -> None:
    assert path.read_text().startswith("{% comment %}")


def test_every_route_is_declared_public() -> None:
    assert {pattern.callback.view_class.permission for pattern in urls.urlpatterns} == {PUBLIC}


def test_right_to_left_languages_turn_the_page(client: Client) -> None:
    client.cookies["django_language"] = "ar-xa"
    assert 'lang="ar-xa" dir="rtl"' in client.get(reverse("pages:help")).content.decode()


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (views.bad_request, 400),
        (views.permission_denied, 403),
        (views.csrf_failure, 403),
        (views.not_found, 404),
        (views.server_error, 500),
        (views.service_unavailable, 503),
    ],
)
def test_an_error_page_gives_a_reference_without_session_or_database(view: Any, status: int) -> None:
    # given a request that has neither user nor session, and no database to ask (this test has no access to one)
    request: HttpRequest = RequestFactory().get("/x/")

    # when
    response = view(request)

    # then
    assert response.status_code == status
    assert re.search(r'app-code">[0-9A-Z]{4}-[0-9A-Z]{4}</strong>', response.content.decode())


def test_what_failed_on_our_side_says_what_is_safe() -> None:
    page = views.server_error(RequestFactory().get("/x/")).content.decode()
    assert "Something failed on our side" in page
    assert re.search(r'Nothing you sent before <time datetime="[^"]+">\d{1,2}:\d\d</time> is lost', page)


@pytest.mark.parametrize(("path", "kind"), [("/x/", "text/html"), ("/api/v1/x", "application/problem+json")])
def test_an_act_refused_where_no_page_shows_it_is_answered_with_its_reasons(path: str, kind: str) -> None:
    middleware = RefusedActs(lambda _request: HttpResponse())
    refusal = Refused("Not possible.", ("Somebody withdrew it meanwhile.", "The day has passed."))
    answer = middleware.process_exception(RequestFactory().get(path), refusal)
    assert answer is not None
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (409, kind)
    assert all(sentence in answer.content.decode() for sentence in refusal.breaches)
    assert middleware.process_exception(RequestFactory().get(path), ValueError("ours")) is None


def test_an_error_page_that_cannot_be_drawn_still_names_its_reference() -> None:
    response = views.error_page(RequestFactory().get("/x/"), 500, "pages/errors/does-not-exist.html")
    assert response.status_code == 500
    assert re.search(rb"Reference [0-9A-Z]{4}-[0-9A-Z]{4}", response.content)


def test_a_page_that_does_not_exist_is_answered_by_ours(client: Client) -> None:
    response = client.get("/nowhere/at/all")
    assert response.status_code == 404
    assert "We can’t find this page" in response.content.decode()


def test_the_brand_is_served_as_a_style_sheet(client: Client, settings: Any) -> None:
    # given
    settings.BRAND = {**settings.BRAND, "brand_colour": "#1a4480"}

    # when
    response = client.get(reverse("pages:brand"))

    # then
    assert response.headers["Content-Type"].startswith("text/css")
    assert "--govuk-brand-colour:#1a4480" in response.content.decode()
    assert reverse("pages:brand") in client.get(reverse("pages:help")).content.decode()


def test_a_colour_nobody_can_read_is_never_served(client: Client, settings: Any) -> None:
    settings.BRAND = {**settings.BRAND, "header_colour": "#ffee88"}
    assert "--portal-header-colour:#0b3341" in client.get(reverse("pages:brand")).content.decode()


def test_the_language_changes_without_a_token_and_returns_to_the_page() -> None:
    # given a browser that checks tokens
    client = Client(enforce_csrf_checks=True)

    # when
    response = client.post(reverse("pages:language"), {"language": "fr", "next": "/help/?a=1"})

    # then
    assert response.headers["Location"] == "/help/?a=1"
    assert response.cookies["django_language"].value == "fr"


def test_the_language_leads_to_no_other_host(client: Client) -> None:
    response = client.post(reverse("pages:language"), {"language": "fr", "next": "https://elsewhere.example/"})
    assert response.headers["Location"] == "/"


@pytest.mark.parametrize(
    ("target", "expected"),
    [("/files/1/", "/files/1/"), ("https://elsewhere.example/", "/"), ("//elsewhere.example", "/"), ("", "/")],
)
def test_jumping_to_a_tab_stays_on_this_host(client: Client, target: str, expected: str) -> None:
    assert client.get(reverse("pages:go"), {"to": target}).headers["Location"] == expected


def test_a_session_that_has_ended_cannot_be_kept(client: Client) -> None:
    assert client.post(reverse("pages:keepalive")).status_code == 401


def test_pages_answer_only_the_methods_they_have(client: Client) -> None:
    assert client.post(reverse("pages:help")).status_code == 405
    assert client.get(reverse("pages:language")).status_code == 405


def test_a_view_without_permission_is_refused() -> None:
    class Undeclared(views.Help):
        permission = None

    with pytest.raises(PermissionDenied):
        Undeclared.as_view()(RequestFactory().get("/"))
