"""A real browser against the real portal: one live server over the demonstration, people who are signed in, and every
complaint of the browser kept: errors of scripts, of the content policy, of missing files, requests to other origins."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Response, sync_playwright

from foundation.identity.models import User
from tests.support.identity import PASSWORD, code_of, sign_in

PROGRAM = shutil.which("chromium") or shutil.which("google-chrome") or ""
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
# Wider than the window: only what scrolls in itself may be.
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@contextlib.contextmanager
def live_server() -> Iterator[str]:
    """The portal on a port of its own, in threads of this process: it sees the test's database and the test's time."""
    server = LiveServerThread("localhost", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    try:
        yield f"http://localhost:{server.port}"
    finally:
        server.terminate()


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """One browser for many windows. Playwright's loop runs in this thread, which Django takes for asynchronous code:
    it keeps the connections made meanwhile apart, so they are closed here, where they can be seen."""
    unsafe = mock.patch.dict(os.environ, DJANGO_ALLOW_ASYNC_UNSAFE="true")
    with unsafe, _playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=SWITCHES)
        try:
            yield browser
        finally:
            connections.close_all()
            browser.close()


@contextlib.contextmanager
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@dataclass
class Window:
    """One person's window on the portal, with what the browser complained of."""

    page: Page
    address: str
    context: BrowserContext
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self._heard(message.type, message.text))
        self.page.on("pageerror", lambda error: self.problems.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._answered)
        self.page.on("request", lambda request: self._asked(request.url))

    def _heard(self, kind: str, text: str) -> None:
        # What was answered with which status is told better by `_answered`.
        if kind in ("error", "warning") and not text.startswith("Failed to load resource"):
            self.problems.append(f"{self.page.url}: {text}")

    def _answered(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if response.status >= (500 if is_page else 400):
            self.problems.append(f"{response.url}: {response.status}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.problems.append(f"{self.page.url} asks for {url}")

    # --- going about ---

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.address}{path}")
        return self.page

    def press(self, name: str | re.Pattern[str], *, exact: bool = True) -> None:
        """Press the button of this name and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=exact).first.click()

    def follow(self, name: str | re.Pattern[str], *, exact: bool = False) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=exact).first.click()

    def fill(self, name: str, value: str) -> None:
        """Fill the field of this name, whatever its kind."""
        self.page.locator(f"[name='{name}']").first.fill(value)

    def choose(self, name: str, value: str) -> None:
        """Tick the radio button or the box of this name and value."""
        self.page.locator(f"[name='{name}'][value='{value}']").check()

    def select(self, name: str, *, value: str | None = None, label: str | None = None) -> None:
        self.page.locator(f"select[name='{name}']").select_option(value=value, label=label)

    @property
    def text(self) -> str:
        return self.page.locator("body").inner_text()

    # --- signing in ---

    def sign_in(self, user: User) -> None:
        """On the page of the portal, as the person would: password, and the code of the app for people of Customs."""
        self.go("/account/login/")
        self.fill("login", user.email)
        self.fill("password", PASSWORD)
        with self.page.expect_navigation():
            self.page.locator("form button[type=submit], form button:not([type])").last.click()
        if user.is_staff:
            self.show_code(user)

    def show_code(self, user: User) -> None:
        self.fill("code", code_of(user))
        with self.page.expect_navigation():
            self.page.locator(
                "form:has([name='code']) button[type=submit], form:has([name='code']) button"
            ).first.click()

    def enter(self, user: User) -> Window:
        """Take the session that a sign-in leaves, without its pages."""
        return self.take(sign_in(Client(), user))

    def take(self, client: Client) -> Window:
        """Go on with the session of a test client."""
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.address}])
        return self

    # --- looking at the page ---

    def violations(self) -> list[str]:
        """What axe finds on the page, one line each."""
        found: list[dict[str, Any]] = Axe().run(self.page, options=AXE).response["violations"]
        nodes = [(one, node) for one in found for node in one["nodes"] if not _known(one["id"], node["html"])]
        return [f"{one['id']}: {node['target'][0]}: {one['help']}" for one, node in nodes]

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return int(self.page.evaluate(SIDEWAYS))


def _known(rule: str, html: str) -> bool:
    """GOV.UK Frontend says `aria-expanded` on radio buttons that reveal a field, against the letter of ARIA and on purpose:
    screen readers tell it (alphagov/govuk-frontend, issue 979)."""
    return rule == "aria-allowed-attr" and 'type="radio"' in html and "aria-expanded" in html


@contextlib.contextmanager
def window(browser: Browser, address: str, *, width: int = 1280, script: bool = True) -> Iterator[Window]:
    """A fresh window; leaving it fails when the browser complained."""
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script, locale="en-GB")
    context.set_default_timeout(15_000)
    opened = Window(context.new_page(), address, context)
    try:
        yield opened
    finally:
        context.close()
    assert opened.problems == []


def press(page: Page, name: str) -> None:
    """Press the button of this name in the work of the page and wait for the page that follows."""
    with page.expect_navigation():
        page.locator("#main-content").get_by_role("button", name=name, exact=True).click()


@dataclass
class Desk:
    """A seat for one person after another; `said` holds what the browser complained of in any of their windows."""

    chromium: Browser
    address: str
    said: list[str] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)

    def sit(self, user: User | None = None) -> Page:
        """A fresh window of a signed-in person, or of a stranger. Addresses are those inside the portal."""
        context = self.chromium.new_context(
            base_url=self.address, viewport={"width": 1280, "height": 900}, locale="en-GB"
        )
        context.set_default_timeout(15_000)
        opened = Window(context.new_page(), self.address, context, self.said)
        self.windows.append(opened)
        if user is not None:
            opened.enter(user)
        return opened.page

    def leave(self) -> None:
        for opened in self.windows:
            opened.context.close()
