"""How long each step takes is measured on the record of the files, for those who steer the programme and for the trader."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application
from applications.selectors import OUR_TURN, WHOLE, StepTime, step_times, usual_step
from applications.services import accept, advance
from foundation.clock.services import local_date, now
from foundation.correspondence.services import open_thread, post_message
from foundation.correspondence.states import Side
from foundation.identity.states import StaffRole
from tests.support import applications as stages
from tests.support.identity import make_officer, sign_in
from tests.support.programme import figures_in_force
from workbench.selectors.durations import duration_lines, periods

pytestmark = pytest.mark.django_db
STEPS = ("start_vetting", "start_validation", "propose", "decide")


def walked(name: str, sent: datetime, *days: int) -> Application:
    """A file sent at a moment; acceptance and each step come so many days after the one before."""
    file, moment, dalia = stages.submitted(stages.Company(name), sent), sent, stages.officer()
    for step, wait in zip(("accept", *STEPS), days, strict=False):
        moment += timedelta(days=wait)
        if step == "accept":
            file = accept(application=file, complete_on=local_date(sent), actor=dalia, now=moment)
        else:
            file = advance(application=file, transition=step, actor=dalia, now=moment)
    return file


@pytest.mark.requirement("R-APP-20", "R-APP-15")
def test_half_and_nine_of_ten_files_left_a_step_within_these_days_and_it_became_faster_or_slower() -> None:
    # given: one file decided in the year before, two in this one, one that still stands in the desk checks
    walked("Before Ltd", datetime(2024, 10, 1, 8, tzinfo=UTC), 20, 0, 40, 60, 10)
    walked("First Ltd", datetime(2025, 10, 1, 8, tzinfo=UTC), 10, 0, 30, 60, 10)
    with CaptureQueriesContext(connection) as one:
        step_times(first=date(2025, 9, 1), end=date(2026, 9, 1))
    walked("Second Ltd", datetime(2025, 11, 1, 22, tzinfo=UTC), 14, 0, 20, 50, 5)
    walked("Third Ltd", datetime(2026, 5, 1, 8, tzinfo=UTC), 4, 0)
    # when
    with CaptureQueriesContext(connection) as more:
        found = step_times(first=date(2025, 9, 1), end=date(2026, 9, 1))
    # then
    assert len(one) == len(more) == 1
    assert found["SUBMITTED"] == StepTime(3, 10, 14)
    assert found["UNDER_VETTING"] == StepTime(2, 20, 30)
    assert found[WHOLE] == StepTime(2, 89, 110)
    assert found[OUR_TURN] == found[WHOLE]
    assert "DRAFT" not in found
    assert step_times(first=date(2025, 9, 1), end=date(2026, 9, 1), small=False) == {}
    now_, before = periods(date(2026, 8, 31), 12)
    lines = {line.step: line for line in duration_lines(now_, before)}
    assert (now_.first, now_.last, before.first) == (date(2025, 9, 1), date(2026, 8, 31), date(2024, 9, 1))
    assert lines["Received"].change == "10 days faster"
    assert lines["Paused"].now is None
    assert lines["Desk checks"].is_thin


@pytest.mark.requirement("R-APP-15")
def test_the_answer_to_a_message_is_measured_from_the_first_one_that_waits(client: Client) -> None:
    # given: two messages in a row, answered three days after the first; and one that nobody answered yet
    company, moment = stages.Company(), now() - timedelta(days=20)
    thread = open_thread(
        organisation=company.operator.organisation, subject="Places", actor=company.preparer, now=moment
    )
    for days, author in ((0, company.preparer), (1, company.preparer), (3, stages.officer()), (5, company.preparer)):
        side = Side.CUSTOMS if author.is_staff else Side.TRADER
        at = moment + timedelta(days=days)
        post_message(thread=thread, side=side, author=author, body="Text", actor=author, now=at)
    # when
    sign_in(client, make_officer(StaffRole.EXECUTIVE))
    url = reverse("workbench:durations")
    page = client.get(url, {"months": "3"}).content.decode()
    table = client.get(url, {"months": "3", "as": "csv"}).content.decode()
    # then
    assert "Answer to a message,1,3,3,," in table
    assert ">none</td>" in page
    assert client.get(url, {"months": "\x00", "size": "giant"}).status_code == 200
    assert "Answer to a message" not in client.get(url, {"size": "small"}).content.decode()


@pytest.mark.requirement("R-APP-20")
def test_the_trader_reads_how_long_the_step_usually_takes_once_enough_files_left_it(client: Client) -> None:
    # given
    cache.clear()
    figures_in_force({"public.least_decisions": 2}, now=now())
    sent = now() - timedelta(days=100)
    walked("First Ltd", sent, 10, 0, 30)
    walked("Second Ltd", sent, 12, 0, 20)
    company = stages.Company()
    file = stages.under_vetting(company, now())
    sign_in(client, company.preparer)
    # then
    page = client.get(reverse("applications:status", args=[file.public_id])).content.decode()
    assert "half of the files left it within 20 days, nine of ten within 30" in page
    assert usual_step("UNDER_VALIDATION", local_date(now())) is None
    assert usual_step("DECIDED", local_date(now())) is None
