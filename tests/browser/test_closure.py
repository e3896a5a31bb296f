"""A holiday announced late: one administrator enters it, another confirms what it moves, and everybody reads the later day."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.formats import date_format
from playwright.sync_api import expect

from applications import selectors as applications
from applications.models import Application
from foundation.clock.models import Limit
from foundation.clock.selectors import open_limit
from foundation.clock.services import today
from foundation.identity.models import User
from foundation.identity.states import CompanyRole, StaffRole
from programme.states import TimeLimitCode
from tests.support import browser
from tests.support.identity import make_officer

WHY = "National mourning: Order 211"


def officer() -> User:
    return User.objects.get(email="case_officer@demo.example")


def running_file() -> tuple[Application, Limit]:
    """A file of the officer's that waits for a decision whose day lies ahead."""
    for file in applications.visible_to_staff(officer(), today()).filter(case_officer__isnull=False).order_by("id"):
        limit = open_limit(file_id=file.public_id, kind=TimeLimitCode.DECISION)
        if limit and limit.due_on and limit.due_on > today():
            return file, limit
    raise AssertionError("no file of the demonstration has a running decision limit")


def in_words(day: date | None) -> str:
    return date_format(day, "j F Y")


@pytest.mark.requirement("R-APP-05", "R-APP-01")
def test_a_holiday_announced_late_moves_limits_with_its_reason_and_shortens_none(desk: browser.Desk) -> None:
    file, limit = running_file()
    due = limit.due_on
    assert due
    others = {row.pk: row.due_on for row in Limit.objects.filter(status="RUNNING").exclude(due_on=None)}
    _close(desk, file, due)
    limit.refresh_from_db()
    assert limit.due_on
    assert limit.due_on > due
    for row in Limit.objects.filter(pk__in=others).exclude(due_on=None):
        assert row.due_on >= others[row.pk], "none gets shorter"
    _is_told(desk, file, due, limit.due_on)
    _works_after_all(desk, file, limit)
    assert desk.said == []


def _close(desk: browser.Desk, file: Application, due: date) -> None:
    """Entered by one, who may not confirm it; the page lists the limits that move; confirmed by another."""
    writer = desk.sit(User.objects.get(email="programme_admin@demo.example"))
    writer.goto(f"/staff/programme/calendars/{_calendar(file)}/close/")
    for name in ("first_day", "last_day"):
        for part in ("day", "month", "year"):
            writer.locator(f"[name={name}_{part}]").fill(str(getattr(due, part)))
    writer.get_by_label("What people call the day").fill(WHY.split(":")[0])
    writer.get_by_label("Reason").fill(WHY.split(": ")[1])
    browser.press(writer, "Show what it would move")
    expect(writer.get_by_text("None gets shorter.")).to_be_visible()
    expect(writer.get_by_text("Somebody else must confirm it.")).to_be_visible()
    expect(writer.get_by_role("button", name="Close these days and move the limits")).to_have_count(0)

    second = desk.sit(make_officer(StaffRole.PROGRAMME_ADMIN, full_name="Sofia Kern"))
    second.goto(writer.url)
    expect(second.locator("tr", has_text=file.number).first).to_contain_text("the company")
    browser.press(second, "Close these days and move the limits")
    expect(second.get_by_text("The closure holds.")).to_be_visible()


def _calendar(file: Application) -> str:
    assert file.office
    return file.office.calendar


def _is_told(desk: browser.Desk, file: Application, before: date, after: date) -> None:
    """Trader and officer read the later day with its reason at the clock, and a notice each."""
    moved = f"until {in_words(after)} instead of {in_words(before)}"
    signs = file.operator.organisation.memberships.filter(role=CompanyRole.SIGNATORY, valid_until=None)[0].user
    trader = desk.sit(signs)
    trader.goto(f"/applications/{file.public_id}/status/")
    row = trader.locator("tr", has_text=WHY)
    expect(row).to_contain_text(date_format(after, "j M").split()[0])
    expect(trader.locator("#main-content")).to_contain_text(in_words(after))
    trader.goto("/messages/")
    expect(trader.get_by_text(moved).first).to_be_visible()

    at_customs = desk.sit(file.case_officer)
    at_customs.goto(f"/staff/files/{file.public_id}/")
    expect(at_customs.locator("tr", has_text=WHY)).to_be_visible()
    at_customs.goto("/messages/")
    expect(at_customs.get_by_text(moved).first).to_be_visible()


def _works_after_all(desk: browser.Desk, file: Application, limit: Limit) -> None:
    """The day is worked after all: what was told stays, so the limit keeps its later day."""
    page = desk.sit(User.objects.get(email="programme_admin@demo.example"))
    page.goto(f"/staff/programme/calendars/{_calendar(file)}/")
    page.get_by_role("link", name=f"Take out {WHY.split(':')[0]}").click()
    page.get_by_label("Reason").fill("The order was withdrawn.")
    browser.press(page, "Work on this day")
    expect(page.get_by_text("keep their later day")).to_be_visible()
    later = limit.due_on
    limit.refresh_from_db()
    assert limit.due_on == later
