"""When a letter counts as received, and when work is tried again."""

from datetime import date, timedelta

import pytest

from foundation.correspondence import rules
from foundation.correspondence.rules import Receipt, Service
from foundation.correspondence.states import ReceiptRule

SENT = date(2026, 9, 7)
OPENED, DEEMED, PAPER = ReceiptRule.OPENED, ReceiptRule.DEEMED, ReceiptRule.PAPER


def day(number: int) -> date:
    return date(2026, 9, number)


@pytest.mark.parametrize(
    ("service", "on", "receipt"),
    [
        # COR-R01: on opening
        (Service(SENT, 5, opened_on=day(7)), day(7), Receipt(day(7), OPENED)),
        (Service(SENT, 5, opened_on=day(12)), day(12), Receipt(day(12), OPENED)),
        # COR-R02: else five days after it was made available, however late anybody looks
        (Service(SENT, 5), day(11), None),
        (Service(SENT, 5), day(12), Receipt(day(12), DEEMED)),
        (Service(SENT, 5), day(30), Receipt(day(12), DEEMED)),
        (Service(SENT, 5, opened_on=day(13)), day(13), Receipt(day(12), DEEMED)),
        (Service(SENT, 0), day(7), Receipt(day(7), DEEMED)),
        # COR-R03: where paper was asked for, the paper's day and nothing else
        (Service(SENT, 5, opened_on=day(8), paper_asked=True), day(30), None),
        (
            Service(SENT, 5, opened_on=day(8), paper_asked=True, paper_delivered_on=day(15)),
            day(15),
            Receipt(day(15), PAPER),
        ),
    ],
)
def test_cor_r01_to_r03_a_letter_counts_as_received(service: Service, on: date, receipt: Receipt | None) -> None:
    assert rules.receipt(service, on) == receipt


def test_cor_r02_the_days_run_over_the_end_of_a_year() -> None:
    assert rules.deemed_on(date(2023, 12, 28), 5) == date(2024, 1, 2)
    assert rules.deemed_on(date(2024, 2, 27), 2) == date(2024, 2, 29)


def test_cor_r04_pauses_double_up_to_six_hours() -> None:
    pauses = [rules.retry_after(attempt) for attempt in (0, 1, 2, 3, 11, 12, 20, 10_000)]
    seconds = [15, 15, 30, 60, 15_360, 21_600, 21_600, 21_600]
    assert pauses == [timedelta(seconds=number) for number in seconds]


def test_cor_r05_after_twenty_attempts_a_row_is_given_up() -> None:
    assert [rules.is_dead(attempts) for attempts in (19, 20, 21)] == [False, True, True]


def test_cor_r06_an_email_fails_at_once_for_a_wrong_address_else_after_ten_attempts() -> None:
    assert rules.gives_up_email(1, permanent=True)
    assert not rules.gives_up_email(9, permanent=False)
    assert rules.gives_up_email(10, permanent=False)
