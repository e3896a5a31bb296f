"""Limits of files whose end is set otherwise than the product ships it."""

from datetime import date

from applications.models import Application
from foundation.clock.selectors import open_limit
from programme import services as programme_services
from programme.models import TimeLimit
from programme.selectors import configuration
from programme.services import LimitTerms
from tests.support.applications import start_clock
from tests.support.lifecycle import at, make_file, make_operator
from tests.support.programme import make_officer

START = date(2026, 3, 2)


def terms_of(row: TimeLimit, at_end: str) -> LimitTerms:
    return LimitTerms(
        amount=row.amount,
        unit=row.unit,
        count_event_day=row.count_event_day,
        roll_forward=row.roll_forward,
        from_receipt=row.from_receipt,
        ceiling_amount=row.ceiling_amount,
        remind_before_days=row.remind_before_days,
        at_end=at_end,
        legal_basis=row.legal_basis,
    )


def publish_end(code: str, at_end: str) -> None:
    """A version in force from START whose limit `code` ends so."""
    sofia, henrik = make_officer("Sofia Kern"), make_officer("Henrik Sala")
    current = configuration(START)
    draft = programme_services.prepare_configuration(
        like=current, valid_from=START, reason="law", actor=sofia, now=at(START)
    )
    row = next(limit for limit in current.time_limits.all() if limit.code == code)
    programme_services.set_time_limit(
        draft=draft, code=code, terms=terms_of(row, at_end), edition=0, actor=sofia, now=at(START)
    )
    programme_services.publish_configuration(configuration=draft, edition=1, actor=henrik, now=at(START))


def waiting(name: str, code: str, *path: str) -> tuple[Application, date]:
    file = make_file(make_operator(name), ("security",), ("exporter",), at(START), path)
    start_clock(file, code, START, at(START))
    limit = open_limit(file_id=file.public_id, kind=code)
    assert limit
    assert limit.due_on
    return file, limit.due_on
