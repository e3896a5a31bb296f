"""The legal date of acceptance: the day on which everything needed was there, never the day somebody checked."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum


class AcceptanceBreach(StrEnum):
    """Why a day cannot be the day of acceptance."""

    BEFORE_RECEIPT = "BEFORE_RECEIPT"
    DAY_OF_THE_CHECK = "DAY_OF_THE_CHECK"
    IN_THE_FUTURE = "IN_THE_FUTURE"


def acceptance_date(*, received_on: date, information_on: Iterable[date] = ()) -> date:
    """APP-R06 (HMRC CAA02020; acceptance cases 1 and 2): the day the last needed information came in, else the receipt."""
    return max((received_on, *information_on))


def acceptance_breaches(
    chosen: date, *, received_on: date, information_on: Iterable[date] = (), on: date
) -> tuple[AcceptanceBreach, ...]:
    """APP-R07 (HMRC CAA02020): an officer may find that an earlier delivery was already enough, never choose a later day."""
    last = acceptance_date(received_on=received_on, information_on=information_on)
    found = {
        AcceptanceBreach.BEFORE_RECEIPT: chosen < received_on,
        AcceptanceBreach.DAY_OF_THE_CHECK: last < chosen <= on,
        AcceptanceBreach.IN_THE_FUTURE: chosen > on,
    }
    return tuple(breach for breach, true in found.items() if true)
